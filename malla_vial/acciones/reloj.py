"""The clock of a petition: where it stands today, and what each act does to its dates."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from malla_vial import estados_peticion as tabla
from malla_vial import plazos
from malla_vial.acciones.apertura import vencimiento
from malla_vial.estados_peticion import Acto, Situacion
from malla_vial.models import DiaNoHabil, Peticion


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


def mover_reloj(peticion: Peticion, acto: Acto, situacion: Situacion) -> None:
    """What an act does to the dates: it lengthens the term, stops it, starts it again or opens another."""
    if acto in _MUEVEN:
        _MUEVEN[acto](peticion, situacion)


def _prorrogar(peticion: Peticion, situacion: Situacion) -> None:
    peticion.vence_el = situacion.hasta or peticion.vence_el


def _detener(peticion: Peticion, situacion: Situacion) -> None:
    peticion.le_quedaban = plazos.habiles_entre(situacion.hoy, peticion.vence_el, DiaNoHabil.todos())
    peticion.completar_hasta = plazos.sumar_mes(situacion.hoy, DiaNoHabil.todos())


def _ampliar(peticion: Peticion, situacion: Situacion) -> None:
    if peticion.completar_hasta:
        peticion.completar_hasta = plazos.sumar_mes(peticion.completar_hasta, DiaNoHabil.todos())


def _reanudar(peticion: Peticion, situacion: Situacion) -> None:
    """From the day after it arrives, with the days that were left (art. 17); at least that day, to be able to answer."""
    peticion.vence_el = plazos.sumar_habiles(situacion.hoy, max(peticion.le_quedaban or 0, 1), DiaNoHabil.todos())
    peticion.completar_hasta = None


def _devolver(peticion: Peticion, situacion: Situacion) -> None:
    """One that is parted from another case keeps the term it had."""
    if peticion.completar_hasta:
        _reanudar(peticion, situacion)


def _recibir(peticion: Peticion, situacion: Situacion) -> None:
    peticion.vence_el = vencimiento(peticion.tipo, timezone.now())
    peticion.completar_hasta = None


_MUEVEN: dict[Acto, Callable[[Peticion, Situacion], None]] = {
    Acto.PRORROGAR: _prorrogar,
    Acto.PEDIR: _detener,
    Acto.AMPLIAR: _ampliar,
    Acto.APORTAR: _reanudar,
    Acto.SEPARAR: _devolver,
    **dict.fromkeys(tabla.RECIBEN, _recibir),
}
