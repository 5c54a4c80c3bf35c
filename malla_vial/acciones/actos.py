"""One act on a petition: lock, ask the table, write, tell. What a report does, its petition follows."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from capas.acciones import cambio
from malla_vial import estados_peticion as tabla
from malla_vial import permisos
from malla_vial.acciones import avisos_peticion
from malla_vial.acciones.reloj import mover_reloj, situar_peticion
from malla_vial.estados import Estado
from malla_vial.estados_peticion import Acto, Regla, Situacion
from malla_vial.models import ActoPeticion, Movimiento, Peticion, Reporte

# What a move of a report is for its petition.
ACTO_DE_REPORTE = {
    Estado.RESUELTO: Acto.RESPONDER,
    Estado.DESCARTADO: Acto.RESPONDER,
    Estado.DUPLICADO: Acto.RESPONDER,
    Estado.TRASLADADO: Acto.TRASLADAR,
    Estado.REABIERTO: Acto.REABRIR,
}
SIN_NOMBRE = "La que dice la respuesta"  # the entity of a transfer that names it in its words alone


def bloquear(peticion: Peticion) -> Peticion:
    return Peticion.objects.select_for_update(of=("self",)).select_related("tipo", "dependencia").get(pk=peticion.pk)


def actuar(
    *,
    peticion: Peticion,
    acto: Acto,
    quien: str,
    usuario: User | None,
    movimiento: Movimiento | None = None,
    avisar: bool = True,
    **dicho: Any,
) -> ActoPeticion:
    """Do an act that the table allows.

    movimiento: the move of its report that this act is.
    avisar: whether the petitioner is told.
    dicho: `texto`, `entidad` and `hasta` (the new date, of an extension), as the act needs them.

    Raises TransicionProhibida and permisos.SinPermiso.
    """
    with cambio(usuario):
        peticion = bloquear(peticion)
        if quien == tabla.DEPENDENCIA:
            permisos.exigir_peticion(usuario, Peticion.objects.filter(pk=peticion.pk))
        situacion = replace(situar_peticion(peticion), **dicho)
        _mover(peticion, tabla.exigir(acto, peticion.estado, quien, situacion), situacion)
        hecho = _anotar(peticion, acto, situacion, usuario=usuario, movimiento=movimiento)
        if avisar:
            avisos_peticion.anunciar_acto(hecho)
    return hecho


def _mover(peticion: Peticion, regla: Regla, situacion: Situacion) -> None:
    mover_reloj(peticion, regla.acto, situacion)
    peticion.estado = regla.a
    peticion.cerrada_en = None if regla.a in tabla.ABIERTAS else timezone.now()
    peticion.save()


def _anotar(peticion: Peticion, acto: Acto, situacion: Situacion, **mas: Any) -> ActoPeticion:
    return ActoPeticion.objects.create(
        peticion=peticion,
        acto=acto,
        dice=situacion.texto,
        entidad=situacion.entidad,
        vence_el=peticion.vence_el,
        fuera_de_termino=tabla.fuera_de_termino(acto, situacion),
        **mas,
    )


def seguir_reporte(movimiento: Movimiento, *, entidad: str = "", de_regreso: bool = False) -> None:
    """Do to a petition what was done to its report.

    To close the report is to answer; to open it again begins another term; to part it from another takes the answer back.
    A petition that was answered before stays so.
    """
    reporte = movimiento.reporte
    acto = _acto_de_regreso(reporte) if de_regreso else ACTO_DE_REPORTE.get(Estado(movimiento.a))
    if acto is None or reporte.peticion.abierta == (acto in (Acto.REABRIR, Acto.SEPARAR)):
        return
    if acto == Acto.TRASLADAR:
        entidad = entidad or SIN_NOMBRE
    actuar(
        peticion=reporte.peticion,
        acto=acto,
        quien=tabla.SISTEMA,
        usuario=movimiento.usuario,
        movimiento=movimiento,
        texto=movimiento.respuesta,
        entidad=entidad,
        avisar=False,  # the report's own move tells it
    )


def _acto_de_regreso(reporte: Reporte) -> Acto | None:
    """To part a case undoes the answer that merging it gave, and no earlier one."""
    ultimo = reporte.peticion.actos.select_related("movimiento").last()
    unida = ultimo and ultimo.movimiento and ultimo.movimiento.a == Estado.DUPLICADO
    return Acto.SEPARAR if unida else None
