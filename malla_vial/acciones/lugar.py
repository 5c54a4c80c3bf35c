"""Where a report is: its territory, its segment and the measure along it."""

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point

from capas import postgis
from capas.errores import DatosInvalidos
from capas.models import UnidadTerritorial
from capas.territorio import unidades_en
from malla_vial.models import Reporte, TramoVial


def exigir_municipio(lugar: GEOSGeometry) -> dict[str, UnidadTerritorial]:
    """The territorial units of a place. Raises DatosInvalidos outside the municipality, saying whom to turn to."""
    unidades = unidades_en(lugar)
    if "municipio" in unidades or not UnidadTerritorial.objects.filter(nivel="municipio").exists():
        return unidades
    raise DatosInvalidos(
        f"El lugar está fuera de {settings.MUNICIPIO}. Las vías de otro municipio las atiende la alcaldía de ese municipio, "
        "y las carreteras nacionales el INVÍAS (línea #767 desde un celular)."
    )


def situar(reporte: Reporte, lugar: Point, territorio: dict[str, UnidadTerritorial]) -> None:
    """Place a report: its units of territory, its nearest segment and the measure along it."""
    reporte.geom = lugar
    grande = territorio.get("comuna") or territorio.get("corregimiento")
    chica = territorio.get("barrio") or territorio.get("vereda") or territorio.get("centro_poblado")
    reporte.comuna, reporte.barrio = grande.nombre if grande else "", chica.nombre if chica else ""
    _amarrar(reporte, lugar, TramoVial.objects.mas_cercano(lugar))


def _amarrar(reporte: Reporte, punto: Point, tramo: TramoVial | None) -> None:
    reporte.tramo = tramo
    reporte.medida = (
        None
        if tramo is None
        else round(postgis.medida_en_linea(TramoVial._meta.db_table, tramo.pk, punto.x, punto.y), 1)
    )
    reporte.direccion = tramo.nombre if tramo else ""
