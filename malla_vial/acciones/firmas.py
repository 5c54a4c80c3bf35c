"""The link that shows a petition whole to who filed it. It is signed when it is written, and no row keeps it."""

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

_FIRMA = signing.Signer(salt="constancia")


def firma(radicado: str) -> str:
    """What proves, without a cookie, that a link was given to who filed."""
    return _FIRMA.signature(radicado)


def es_firma(radicado: str, dada: str) -> bool:
    return constant_time_compare(_FIRMA.signature(radicado), dada)


def ruta_propia(radicado: str) -> str:
    """The address that shows who filed all of it; whoever has it is taken for them."""
    return f"{reverse('peticion', args=[radicado])}?llave={firma(radicado)}"
