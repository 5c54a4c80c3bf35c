"""Where staff say that a report is."""

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial import permisos
from malla_vial.acciones.lugar import exigir_municipio, situar
from malla_vial.acciones.reportes import bloquear
from malla_vial.acciones.traslado import encaminar
from malla_vial.estados import Estado
from malla_vial.models import Peticion, Reporte


def mover_reporte(*, reporte: Reporte, punto: Point, usuario: User) -> Reporte:
    """Put the pin where the damage is, any SRID; territory, segment and measure follow.

    What turns out to lie outside the municipality goes to who answers there, as if it had been filed so. Raises
    permisos.SinPermiso.
    """
    permisos.exigir_atencion(usuario, "mover un reporte de sitio")
    return _mover(reporte, punto, usuario)


def _mover(reporte: Reporte, punto: Point, usuario: User) -> Reporte:
    lugar = a_maestro(punto)
    with cambio(usuario):
        reporte = bloquear(reporte)
        sin_lugar = reporte.geom is None
        territorio = exigir_municipio(lugar, trasladar=True)
        situar(reporte, lugar, territorio)
        reporte.save()
        if sin_lugar or not territorio:
            recien_llegado = reporte.estado == Estado.RECIBIDO and reporte.visible
            encaminar(reporte, not territorio and recien_llegado)
    return reporte


def ubicar(*, peticion: Peticion, punto: Point, usuario: User) -> Reporte:
    """Place a report told in words alone, by whoever attends to its petition.

    Raises DatosInvalidos if it has a place, and permisos.SinPermiso.
    """
    with cambio(usuario):
        permisos.exigir_peticion(usuario, Peticion.objects.filter(pk=peticion.pk))
        reporte = Reporte.objects.select_for_update().filter(peticion=peticion, geom=None).first()
        if reporte is None:
            raise DatosInvalidos("Esta petición no es un reporte por ubicar.")
        return _mover(reporte, punto, usuario)
