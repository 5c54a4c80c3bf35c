"""What staff do with works: programme, hang reports on them, move them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.gis.geos import GEOSGeometry, MultiLineString
from django.utils import timezone

from capas import postgis
from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial import estados, permisos
from malla_vial.acciones.reportes import bloquear, cambiar_estado
from malla_vial.estados import Estado, EstadoIntervencion
from malla_vial.models import Intervencion, Reporte, TramoIntervenido, TramoVial

ESTADOS_DE_OBRA = (Estado.PROGRAMADO, Estado.EN_EJECUCION)
SALEN_DE_OBRA = tuple(estado for estado in estados.ABIERTOS if estado not in ESTADOS_DE_OBRA)


@dataclass(frozen=True)
class Trecho:
    """A stretch of a segment, in metres from its start; `hasta` None: to its end."""

    tramo: TramoVial
    desde: float = 0
    hasta: float | None = None

    @property
    def fin(self) -> float:
        return self.tramo.longitud if self.hasta is None else self.hasta

    @property
    def cabe(self) -> bool:
        return 0 <= self.desde < self.fin <= self.tramo.longitud + 0.01  # a centimetre of rounding


def programar_intervencion(
    *, trechos: Sequence[Trecho], usuario: User, reportes: Sequence[Reporte] = (), **datos: Any
) -> Intervencion:
    """Make a work of one or more stretches, and hang reports on it; it begins as «planeada».

    datos: fields of Intervencion.

    Raises permisos.SinPermiso, and DatosInvalidos: no stretch, one that its segment does not hold, dates the wrong way round.
    """
    permisos.exigir_obras(usuario)
    obra = Intervencion(**datos)
    if not trechos:
        raise DatosInvalidos("Una intervención necesita por lo menos un tramo.")
    if obra.fecha_inicio and obra.fecha_fin and obra.fecha_fin < obra.fecha_inicio:
        raise DatosInvalidos("La fecha de fin no puede ser anterior a la de inicio.")
    with cambio(usuario):
        obra.codigo = f"OBR-{timezone.localdate().year}-{secrets.token_hex(3).upper()}"
        obra.geom = _geometria_de(trechos)
        obra.save(force_insert=True)
        for t in trechos:
            TramoIntervenido.objects.create(intervencion=obra, tramo=t.tramo, desde=t.desde, hasta=t.fin)
        vincular_reportes(obra=obra, reportes=reportes, usuario=usuario)
    return obra


def _geometria_de(trechos: Sequence[Trecho]) -> MultiLineString:
    for t in trechos:
        if not t.cabe:
            raise DatosInvalidos(
                f"El tramo «{t.tramo}» mide {t.tramo.longitud:.1f} m: «desde» y «hasta» deben caber en él."
            )
    medidas = [(t.tramo.pk, t.desde, t.fin) for t in trechos]
    return cast(MultiLineString, GEOSGeometry(postgis.subtramos(TramoVial._meta.db_table, medidas)))


def vincular_reportes(*, obra: Intervencion, reportes: Sequence[Reporte], usuario: User) -> None:
    """Hang reports on a work; they go at once where the work already is."""
    permisos.exigir_obras(usuario)
    with cambio(usuario):
        obra = _bloquear(obra)
        for reporte in reportes:
            reporte = bloquear(reporte)
            if reporte.estado in estados.CERRADOS:
                raise DatosInvalidos(
                    f"El reporte {reporte.codigo} está cerrado ({reporte.get_estado_display().lower()})."
                )
            reporte.intervencion = obra
            reporte.save()
            _acompanar(reporte, obra)


def desvincular_reporte(*, reporte: Reporte, usuario: User) -> Reporte:
    """Take a report out of its work; its state stays.

    Raises DatosInvalidos where it is closed, or the work gave it its state.
    """
    permisos.exigir_obras(usuario)
    with cambio(usuario):
        reporte = bloquear(reporte)
        if reporte.estado in ESTADOS_DE_OBRA:
            estado = reporte.get_estado_display().lower()
            raise DatosInvalidos(
                f"{reporte.codigo} está {estado} por su obra: páselo antes a «{Estado.EN_VERIFICACION.label}», y diga por qué."
            )
        if reporte.estado in estados.CERRADOS:
            raise DatosInvalidos(f"{reporte.codigo} está cerrado: queda en la historia de su obra.")
        reporte.intervencion = None
        reporte.save()
    return reporte


def mover_intervencion(*, obra: Intervencion, a: str, usuario: User) -> tuple[Intervencion, int]:
    """Move a work; its reports follow, and the page of each tells why. The work, and how many reports changed with it.

    Raises TransicionProhibida.
    """
    permisos.exigir_obras(usuario)
    with cambio(usuario):
        obra = _bloquear(obra)
        estados.exigir_paso(obra.estado, a)
        obra.estado = a
        obra.save()
        abiertos = obra.reportes.filter(estado__in=estados.ABIERTOS).order_by("pk")
        cuantos = sum(_acompanar(reporte, obra) for reporte in abiertos)
    return obra, cuantos


def _bloquear(obra: Intervencion) -> Intervencion:
    return Intervencion.objects.select_for_update().get(pk=obra.pk)


def _acompanar(reporte: Reporte, obra: Intervencion) -> bool:
    """Bring a report to where its work is, telling its reporter of each step; whether there was any."""
    if obra.estado not in estados.REPORTES_SIGUEN:
        return False
    destino, frase = estados.REPORTES_SIGUEN[EstadoIntervencion(obra.estado)]
    respuesta = frase.format(nombre=f"«{obra.nombre}»", fechas=_fechas(obra))
    pasos = estados.camino(reporte.estado, destino)
    for paso in pasos:
        cambiar_estado(reporte=reporte, a=paso, usuario=None, respuesta=respuesta)
    if obra.estado == EstadoIntervencion.CANCELADA:
        Reporte.objects.filter(pk=reporte.pk).update(intervencion=None)
    return bool(pasos)


def _fechas(obra: Intervencion) -> str:
    if not (obra.fecha_inicio and obra.fecha_fin):
        return ""
    return f", del {obra.fecha_inicio:%d/%m/%Y} al {obra.fecha_fin:%d/%m/%Y}"
