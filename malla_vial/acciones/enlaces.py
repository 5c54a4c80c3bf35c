"""Links that open once. A letter carries the token; the database keeps its hash, and what was made of it."""

import secrets
from datetime import timedelta

from django.utils import timezone

from capas.errores import NoExiste
from capas.llaves import huella
from malla_vial.models import EnlaceUnico, Reporte, Suscripcion

P = EnlaceUnico.Proposito
VIGENCIAS = {
    P.CONFIRMAR: timedelta(days=7),
    P.BAJA: timedelta(days=730),
    P.MIS_REPORTES: timedelta(hours=2),
    P.ARREGLADO: timedelta(days=60),
    P.BORRAR: timedelta(hours=2),
}
# One text for all: of a link whose time is over nothing is kept, not even what it was for.
_NO_ABRE = (
    "Este enlace no abre: está incompleto o se venció. Si era para ver sus reportes, pida otro en «Mis reportes»; para borrar "
    "sus datos, en «Borrar mis datos»; para confirmar su correo, en la página del reporte o donde pidió los avisos."
)


def emitir(
    proposito: str, *, correo: str, reporte: Reporte | int | None = None, suscripcion: Suscripcion | int | None = None
) -> str:
    """A new token, which nobody can tell again."""
    token = secrets.token_urlsafe(32)
    EnlaceUnico.objects.create(
        huella=huella(token),
        proposito=proposito,
        correo=correo,
        reporte_id=getattr(reporte, "pk", reporte),
        suscripcion_id=getattr(suscripcion, "pk", suscripcion),
        vence=timezone.now() + VIGENCIAS[P(proposito)],
    )
    return token


def mirar(token: str) -> EnlaceUnico:
    """The link of a token, without using it up: mail scanners open every link. Raises NoExiste, also once it expired."""
    vivos = EnlaceUnico.objects.select_related(
        "reporte", "suscripcion__reporte", "suscripcion__via", "suscripcion__territorio"
    )
    enlace = vivos.filter(huella=huella(token[:200]), vence__gt=timezone.now()).first()
    if enlace is None:
        raise NoExiste(_NO_ABRE)
    return enlace


def usar(enlace: EnlaceUnico) -> bool:
    """Mark a link as used; whether this was the first time."""
    return bool(EnlaceUnico.objects.filter(pk=enlace.pk, usado_en=None).update(usado_en=timezone.now()))


def purgar() -> int:
    """Delete the links whose time is over; how many there were."""
    return EnlaceUnico.objects.filter(vence__lt=timezone.now()).delete()[0]
