"""One act on a petition: lock, ask the table, write, tell. What a report does, its petition follows."""

import datetime as dt
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils import timezone

from capas.acciones import cambio
from malla_vial import estados_peticion as tabla
from malla_vial import permisos, plazos
from malla_vial.acciones import avisos_peticion
from malla_vial.acciones.apertura import vencimiento
from malla_vial.estados import Estado
from malla_vial.estados_peticion import Acto, Situacion
from malla_vial.models import ActoPeticion, DiaNoHabil, Peticion, Reporte

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
    texto: str = "",
    entidad: str = "",
    hasta: dt.date | None = None,
    avisar: bool = True,
) -> ActoPeticion:
    """Do an act that the table allows. hasta: the new date, of an extension; avisar: tell the petitioner. Raises TransicionProhibida, SinPermiso."""
    with cambio(usuario):
        peticion = bloquear(peticion)
        if quien == tabla.DEPENDENCIA:
            permisos.exigir_peticion(usuario, Peticion.objects.filter(pk=peticion.pk))
        situacion = replace(situar_peticion(peticion), texto=texto, entidad=entidad, hasta=hasta)
        regla = tabla.exigir(acto, peticion.estado, quien, situacion)
        _mover_reloj(peticion, acto, situacion)
        peticion.estado = regla.a
        peticion.cerrada_en = None if regla.a in tabla.ABIERTAS else timezone.now()
        peticion.save()
        hecho = ActoPeticion.objects.create(
            peticion=peticion,
            acto=acto,
            dice=texto,
            entidad=entidad,
            usuario=usuario,
            vence_el=peticion.vence_el,
            fuera_de_termino=tabla.fuera_de_termino(acto, situacion),
        )
        if avisar:
            avisos_peticion.anunciar_acto(hecho)
    return hecho


def desde_cuando(peticion: Peticion) -> dt.datetime:
    """When its term began: when it was received, or opened again."""
    de_nuevo = peticion.actos.filter(acto__in=tabla.RECIBEN).last()
    return de_nuevo.fecha if de_nuevo else peticion.recibida_en


def dia_habil_desde(peticion: Peticion, cuantos: int) -> dt.date:
    """The working day until which something may be done that is counted from there."""
    return plazos.sumar_habiles(timezone.localtime(desde_cuando(peticion)).date(), cuantos, DiaNoHabil.todos())


def dias_restantes(peticion: Peticion) -> int:
    """Working days left to answer; negative once it is overdue."""
    return peticion.dias_restantes(timezone.localdate())


def situar_peticion(peticion: Peticion) -> Situacion:
    """Where a petition stands today, by Colombian time."""
    hoy, locales, desde = timezone.localdate(), DiaNoHabil.todos(), desde_cuando(peticion)
    return Situacion(
        hoy=hoy,
        vence_el=peticion.vence_el,
        habiles_pasados=plazos.habiles_entre(timezone.localtime(desde).date(), hoy, locales),
        hechos=frozenset(peticion.actos.filter(fecha__gte=desde).values_list("acto", flat=True)),
        plazo=peticion.completar_hasta,
        tope=plazos.sumar_habiles(peticion.vence_el, peticion.tipo.dias_habiles, locales),
    )


def _mover_reloj(peticion: Peticion, acto: Acto, situacion: Situacion) -> None:
    """What an act does to the dates: it lengthens the term, stops it, starts it again or opens another. One that is parted
    from another case keeps the term it had."""
    hoy, locales = situacion.hoy, DiaNoHabil.todos()
    if acto == Acto.PRORROGAR and situacion.hasta:
        peticion.vence_el = situacion.hasta
    elif acto == Acto.PEDIR:
        peticion.le_quedaban = plazos.habiles_entre(hoy, peticion.vence_el, locales)
        peticion.completar_hasta = plazos.sumar_mes(hoy, locales)
    elif acto == Acto.AMPLIAR and peticion.completar_hasta:
        peticion.completar_hasta = plazos.sumar_mes(peticion.completar_hasta, locales)
    elif acto == Acto.APORTAR or (acto == Acto.SEPARAR and peticion.completar_hasta):
        # From the day after it arrives, with the days that were left (art. 17); at least that day, to be able to answer.
        peticion.vence_el = plazos.sumar_habiles(hoy, max(peticion.le_quedaban or 0, 1), locales)
        peticion.completar_hasta = None
    elif acto in tabla.RECIBEN:
        peticion.vence_el = vencimiento(peticion.tipo, timezone.now())
        peticion.completar_hasta = None


def seguir_reporte(
    *, reporte: Reporte, a: str, respuesta: str, usuario: User | None, entidad: str = "", de_regreso: bool = False
) -> None:
    """What a report's move is for its petition: to close it is to answer, to transfer it is to transfer, to open it again
    begins another term, to part it takes the answer back. One that was answered before stays so."""
    acto = _acto_de_regreso(reporte) if de_regreso else ACTO_DE_REPORTE.get(Estado(a))
    abierta = reporte.peticion.abierta
    if acto is None or abierta == (acto in (Acto.REABRIR, Acto.SEPARAR)):
        return
    if acto == Acto.TRASLADAR:
        entidad = entidad or SIN_NOMBRE
    actuar(
        peticion=reporte.peticion,
        acto=acto,
        quien=tabla.SISTEMA,
        usuario=usuario,
        texto=respuesta,
        entidad=entidad,
        avisar=False,  # the report's own move tells it
    )


def _acto_de_regreso(reporte: Reporte) -> Acto | None:
    """To part a case undoes the answer that merging it was; not one that was given before."""
    unido = reporte.movimientos.filter(a=Estado.DUPLICADO).last()
    ultimo = reporte.peticion.actos.last()
    por_unirse = unido and ultimo and ultimo.acto == Acto.RESPONDER and ultimo.dice == unido.respuesta
    return Acto.SEPARAR if por_unirse else None
