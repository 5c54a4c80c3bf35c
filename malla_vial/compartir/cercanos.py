"""The last public reports near a place, for the box of another site."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import QuerySet

from capas.geometria import a_maestro
from capas.lectura import visible_para
from malla_vial.models import Reporte

CUANTOS = 5
_COLUMNAS = ("codigo", "tipo__nombre", "direccion", "barrio", "estado", "radicado_en")


def ultimos(lugar: Point | None, radio_m: int) -> QuerySet[Reporte]:
    """Newest first, read by the role `lectura`; none where the layer of reports is closed."""
    if not visible_para(AnonymousUser(), "reportes"):
        return Reporte.objects.none()
    publicos = Reporte.objects.using("lectura").filter(geom__isnull=False).select_related("tipo").only(*_COLUMNAS)
    if lugar:
        publicos = publicos.filter(geom__dwithin=(a_maestro(lugar), D(m=radio_m)))
    return publicos.order_by("-radicado_en", "-id")[:CUANTOS]
