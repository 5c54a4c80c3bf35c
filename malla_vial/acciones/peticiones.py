"""What is done with a petition, by its office and by who made it. The rules are the table of `estados_peticion`."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.models import User

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial import estados_peticion as tabla
from malla_vial import permisos, plazos
from malla_vial.acciones.actos import actuar, bloquear
from malla_vial.acciones.anexos import guardar_anexos
from malla_vial.acciones.avisos_peticion import anunciar_acto
from malla_vial.acciones.remision import remitir_peticion
from malla_vial.acciones.reportes import bloquear as bloquear_reporte
from malla_vial.acciones.reportes import cambiar_estado
from malla_vial.anexos import AnexoLimpio
from malla_vial.estados import PETICION, SISTEMA, Estado
from malla_vial.estados_peticion import Acto
from malla_vial.models import ActoPeticion, Dependencia, DiaNoHabil, Peticion


def responder(*, peticion: Peticion, texto: str, usuario: User) -> ActoPeticion:
    """Answer. That of a report may be answered before the damage is repaired: the report goes on."""
    return _de_oficina(peticion, Acto.RESPONDER, usuario, texto=texto)


def prorrogar(*, peticion: Peticion, hasta: dt.date, texto: str, usuario: User) -> ActoPeticion:
    """Tell before expiry that it will take longer, why, and until when (Ley 1755/2015 art. 14, parágrafo)."""
    if not plazos.es_habil(hasta, DiaNoHabil.todos()):
        raise DatosInvalidos("La fecha nueva debe ser un día hábil.")
    return _de_oficina(peticion, Acto.PRORROGAR, usuario, texto=texto, hasta=hasta)


def trasladar(*, peticion: Peticion, entidad: str, texto: str, usuario: User | None) -> ActoPeticion:
    """Send it to who is competent, telling the petitioner (art. 21); a report goes to «trasladado» with it.

    usuario None is the system, where whoever reports agreed to it.
    """
    datos = {"texto": texto, "entidad": entidad}
    if hasattr(peticion, "reporte"):
        return _con_su_reporte(peticion, Acto.TRASLADAR, Estado.TRASLADADO, usuario, **datos)
    with cambio(usuario):
        hecho = _de_oficina(peticion, Acto.TRASLADAR, usuario, avisar=False, **datos)
        hecho.dice = f"{texto} {remitir_peticion(hecho)}"
        hecho.save(update_fields=["dice"])
        anunciar_acto(hecho)
    return hecho


def pedir_informacion(*, peticion: Peticion, texto: str, usuario: User) -> ActoPeticion:
    """Ask for what is missing: the term stops, and the petitioner has a month (art. 17)."""
    return _de_oficina(peticion, Acto.PEDIR, usuario, texto=texto)


def desistir(*, peticion: Peticion, texto: str, usuario: User) -> ActoPeticion:
    """File away, by a reasoned act, what was never completed (art. 17); a report goes to «descartado» with it."""
    return _con_su_reporte(peticion, Acto.DESISTIR, Estado.DESCARTADO, usuario, texto=texto)


def aportar(
    *, peticion: Peticion, texto: str, anexos: Sequence[AnexoLimpio] = (), usuario: User | None = None
) -> ActoPeticion:
    """Add what was missing, from the petitioner or through the counter: the term runs again from tomorrow."""
    with cambio(usuario):
        hecho = actuar(peticion=peticion, acto=Acto.APORTAR, quien=_quien(usuario), usuario=usuario, texto=texto)
        guardar_anexos(hecho.peticion, anexos)
    return hecho


def ampliar_plazo(*, peticion: Peticion, texto: str = "", usuario: User | None = None) -> ActoPeticion:
    """One more month to complete it, asked for before the first is over (art. 17)."""
    return actuar(peticion=peticion, acto=Acto.AMPLIAR, quien=_quien(usuario), usuario=usuario, texto=texto)


def asignar(*, peticion: Peticion, dependencia: Dependencia, usuario: User) -> Peticion:
    """Hand it to another office of the same city: its term does not change."""
    with cambio(usuario):
        permisos.exigir_peticion(usuario, Peticion.objects.filter(pk=peticion.pk))
        peticion = bloquear(peticion)
        if not peticion.abierta:
            raise tabla.TransicionProhibida("Una petición cerrada no cambia de dependencia.")
        peticion.dependencia = dependencia
        peticion.save(update_fields=["dependencia"])
    return peticion


def _de_oficina(peticion: Peticion, acto: Acto, usuario: User | None, **datos) -> ActoPeticion:
    quien = tabla.DEPENDENCIA if usuario else tabla.SISTEMA
    return actuar(peticion=peticion, acto=acto, quien=quien, usuario=usuario, **datos)


def _con_su_reporte(peticion: Peticion, acto: Acto, a: Estado, usuario: User | None, **datos) -> ActoPeticion:
    """An act whose report, where there is one, moves with it: both or none.

    Whoever attends to the petition may move its report, which is locked first, as everywhere.
    """
    reporte = getattr(peticion, "reporte", None)
    if reporte is None:
        return _de_oficina(peticion, acto, usuario, **datos)
    with cambio(usuario):
        bloquear_reporte(reporte)
        hecho = _de_oficina(peticion, acto, usuario, avisar=False, **datos)
        como, respuesta, entidad = PETICION if usuario else SISTEMA, datos["texto"], datos.get("entidad", "")
        cambiar_estado(reporte=reporte, a=a, usuario=usuario, respuesta=respuesta, entidad=entidad, como=como)
        hecho.movimiento = reporte.movimientos.last()
        hecho.save(update_fields=["movimiento"])
    return hecho


def _quien(usuario: User | None) -> str:
    return tabla.DEPENDENCIA if usuario else tabla.PETICIONARIO
