"""The links that show a petition whole, to who filed it or to whom it was transferred: signed, and kept in no row."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

_FIRMA = signing.Signer(salt="constancia")
_TRASLADO = signing.TimestampSigner(salt="traslado")
ABRE_TRASLADO = timedelta(days=60)


def firma(radicado: str) -> str:
    """What proves, without a cookie, that a link was given to who filed."""
    return _FIRMA.signature(radicado)


def es_firma(radicado: str, dada: str) -> bool:
    return constant_time_compare(_FIRMA.signature(radicado), dada)


def ruta_propia(radicado: str) -> str:
    """The address that shows who filed all of it; whoever has it is taken for them."""
    return f"{reverse('peticion', args=[radicado])}?llave={firma(radicado)}"


def ruta_de_traslado(acto: int) -> str:
    """The address that shows what was transferred by an act, until ABRE_TRASLADO."""
    return reverse("traslado", args=[_TRASLADO.sign(str(acto))])


def acto_de_traslado(enlace_firmado: str) -> int | None:
    """The act of such an address; None of one that is false or late."""
    try:
        return int(_TRASLADO.unsign(enlace_firmado, max_age=ABRE_TRASLADO))
    except signing.BadSignature:
        return None
