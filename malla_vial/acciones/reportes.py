"""What staff do with a report: move it along its life, and note."""

from django.contrib.auth.models import User

from capas.acciones import cambio
from malla_vial import estados, permisos
from malla_vial.acciones.actos import seguir_reporte
from malla_vial.acciones.avisos import anunciar_movimiento
from malla_vial.acciones.fusion import bloquear_casos, colgar, descolgar
from malla_vial.acciones.remision import remitir
from malla_vial.estados import Estado, TransicionProhibida
from malla_vial.models import Movimiento, NotaInterna, Reporte


def bloquear(reporte: Reporte) -> Reporte:
    return Reporte.objects.select_for_update().get(pk=reporte.pk)


def cambiar_estado(
    *,
    reporte: Reporte,
    a: str,
    usuario: User | None,
    respuesta: str = "",
    nota: str = "",
    original: Reporte | None = None,
    entidad: str = "",
    como: str = "",
    de_regreso: bool = False,
) -> Reporte:
    """Move a report along the table of `estados`, with what the citizen reads and what staff note.

    usuario: None is the system, as when a work moves its reports.
    original: of which it is a duplicate.
    entidad: to whom it is transferred, who is written to.
    como: the one role in which it is moved, instead of those of `usuario`.
    de_regreso: the move of the table is walked back.

    Raises TransicionProhibida and permisos.SinPermiso.
    """
    with cambio(usuario):
        if original:
            bloquear_casos(reporte, original)
        reporte = bloquear(reporte)
        paso = (estados.regreso if de_regreso else estados.transicion)(reporte.estado, a)
        permisos.exigir(paso, usuario, como)
        _enlazar(reporte, paso, original)
        _exigir_necesidades(paso, reporte, respuesta)
        if paso.a == Estado.TRASLADADO:
            reporte.parece_de, respuesta = "", f"{respuesta} {remitir(reporte, entidad)}"
        movimiento = _dar(reporte, paso, respuesta, usuario)
        seguir_reporte(movimiento, entidad=entidad, de_regreso=de_regreso)
        anunciar_movimiento(reporte, movimiento)
        if nota:
            NotaInterna.objects.create(reporte=reporte, texto=nota, usuario=usuario)
    return reporte


def _enlazar(reporte: Reporte, paso: estados.Transicion, original: Reporte | None) -> None:
    """It leaves the case of which it was a duplicate, and joins the one of which it is."""
    if reporte.estado == Estado.DUPLICADO:
        descolgar(reporte)
    if original and paso.a == Estado.DUPLICADO:
        colgar(reporte, bloquear(original))


def _dar(reporte: Reporte, paso: estados.Transicion, respuesta: str, usuario: User | None) -> Movimiento:
    """The step itself, and its line in the history."""
    dicho = respuesta or estados.EN_PALABRAS[paso.a]
    movimiento = Movimiento.objects.create(
        reporte=reporte, de=reporte.estado, a=paso.a, respuesta=dicho, usuario=usuario
    )
    reporte.estado = paso.a
    reporte.save()
    return movimiento


def _exigir_necesidades(paso: estados.Transicion, reporte: Reporte, respuesta: str) -> None:
    tiene = {
        estados.RESPUESTA: bool(respuesta.strip()),
        estados.INTERVENCION: reporte.intervencion_id is not None,
        estados.ORIGINAL: reporte.duplicado_de_id is not None,
    }
    faltan = tuple(que for que in paso.exige if not tiene[que])
    if faltan:
        palabras = " y ".join(estados.NECESIDADES[que] for que in faltan)
        raise TransicionProhibida(f"Para pasar a «{paso.a.label}» falta {palabras}.", faltan)


def anotar(*, reporte: Reporte, texto: str, usuario: User) -> NotaInterna:
    """An internal note, which no citizen reads. Raises permisos.SinPermiso."""
    permisos.exigir_atencion(usuario, "anotar en un reporte")
    with cambio(usuario):
        return NotaInterna.objects.create(reporte=reporte, texto=texto, usuario=usuario)
