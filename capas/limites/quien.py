"""Who asks, without keeping who it is: a hash of the address that nobody can undo once the day's salt is gone, and a signed cookie."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets
from typing import cast

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from capas.models import SalDelDia
from capas.origen import direccion_de

GALLETA, UN_ANO = "navegador", 365 * 24 * 3600


def red(texto: str) -> str:
    """What one subscriber holds: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        ip = ipaddress.ip_address(texto)
    except ValueError:
        return texto
    if ip.version == 6 and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return texto if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))


def huella(texto: str) -> str:
    """A keyed hash: the same text is known again, and the table that holds it tells nothing."""
    return hmac.new(settings.SECRET_KEY.encode(), f"huella {texto}".encode(), hashlib.sha256).hexdigest()


def huella_del_dia(texto: str) -> str:
    """A hash that is another one tomorrow, and that not even the holder of SECRET_KEY undoes after the salt is deleted."""
    return hmac.new(_sal_de_hoy().encode(), huella(texto).encode(), hashlib.sha256).hexdigest()


def origen(request: HttpRequest) -> str:
    return huella_del_dia(red(direccion_de(request)))


def _sal_de_hoy() -> str:
    hoy = timezone.localdate()
    return cast(str, cache.get_or_set(f"sal-{hoy}", lambda: _sal(hoy), 3600))


def _sal(dia: dt.date) -> str:
    return SalDelDia.objects.get_or_create(dia=dia, defaults={"sal": secrets.token_hex(32)})[0].sal


def navegador(request: HttpRequest) -> str:
    """The hash of a browser that was here before; empty for one that brings no cookie of ours."""
    try:
        texto = request.get_signed_cookie(GALLETA, "", max_age=UN_ANO)
    except signing.BadSignature:
        return ""
    return huella(f"navegador {texto}") if texto else ""


def recordar(request: HttpRequest, respuesta: HttpResponse) -> None:
    """Give a browser its cookie, once. It says nothing but that the browser was here."""
    if not navegador(request):
        respuesta.set_signed_cookie(
            GALLETA,
            secrets.token_urlsafe(12),
            max_age=UN_ANO,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
