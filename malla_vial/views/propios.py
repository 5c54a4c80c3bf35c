"""The reports that were filed or joined from a browser: two signed cookies of codes, nothing else."""

import datetime as dt

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from malla_vial.models import Suscripcion

GALLETA, PROPIOS_MAXIMO, UN_ANO = "mis_reportes", 20, 365 * 24 * 3600
GALLETA_SEGUIDOS = "reportes_que_sigo"  # apart: who joins a report may not see what its sender sees
GALLETA_CORREO, DOS_HORAS = "mi_correo", 2 * 3600


def propios(request: HttpRequest) -> list[str]:
    """The codes that were filed from this browser."""
    return _codigos(request, GALLETA)


def seguidos(request: HttpRequest) -> list[str]:
    """The codes that were joined from this browser."""
    return _codigos(request, GALLETA_SEGUIDOS)


def _codigos(request: HttpRequest, galleta: str) -> list[str]:
    try:
        return (request.get_signed_cookie(galleta, "", max_age=UN_ANO) or "").split(",")
    except signing.BadSignature:
        return []


def recordar_propio(request: HttpRequest, respuesta: HttpResponse, codigo: str) -> None:
    """Let this browser find its report again."""
    _recordar(request, respuesta, codigo, GALLETA)


def recordar_seguido(request: HttpRequest, respuesta: HttpResponse, codigo: str) -> None:
    """Let this browser find again the report that it joined."""
    _recordar(request, respuesta, codigo, GALLETA_SEGUIDOS)


def _recordar(request: HttpRequest, respuesta: HttpResponse, codigo: str, galleta: str) -> None:
    codigos = list(dict.fromkeys([codigo, *_codigos(request, galleta)]))[:PROPIOS_MAXIMO]
    seguro = request.is_secure()
    respuesta.set_signed_cookie(
        galleta, ",".join(codigos), max_age=UN_ANO, httponly=True, samesite="Lax", secure=seguro
    )


def correo_abierto(request: HttpRequest) -> str:
    """The address whose reports this browser may list now, opened by a link of a letter asked for less than two hours ago."""
    try:
        galleta = request.get_signed_cookie(GALLETA_CORREO, "", max_age=DOS_HORAS) or ""
    except signing.BadSignature:
        return ""
    vence, _, correo = galleta.partition(" ")
    return correo if vence.isdecimal() and int(vence) > timezone.now().timestamp() else ""


def es_propio(request: HttpRequest, codigo: str) -> bool:
    """Whether who asks filed this report: from this browser, or with the address whose list is open in it."""
    if codigo in propios(request):
        return True
    correo = correo_abierto(request)
    return bool(correo) and Suscripcion.objects.filter(reporte__codigo=codigo, correo=correo, propia=True).exists()


def recordar_correo(request: HttpRequest, respuesta: HttpResponse, correo: str, vence: dt.datetime) -> None:
    """Open the list of an address until its link's time is over, however often it is pressed."""
    respuesta.set_signed_cookie(
        GALLETA_CORREO,
        f"{vence.timestamp():.0f} {correo}",
        expires=vence,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
