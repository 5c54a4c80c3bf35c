"""Clear errors: what was wrong, where, what to do. One table turns domain exceptions into HTTP."""

import errno
import json
import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from capas.catalogo import CapaDesconocida
from capas.geometria import CoordenadaInvalida, GeometriaDefectuosa

registro = logging.getLogger("sig.errores")

TITULOS = {
    400: "La petición no se entiende",
    401: "Hay que identificarse",
    403: "No tiene permiso para esto",
    404: "No encontramos lo que busca",
    405: "Esta dirección no admite ese método",
    409: "Ese cambio no es posible ahora",
    410: "Eso ya no está",
    412: "Eso cambió mientras usted lo editaba",
    413: "El envío es demasiado grande",
    415: "Ese formato no se recibe aquí",
    422: "Hay datos por corregir",
    428: "Falta decir qué versión se cambia",
    429: "Demasiadas peticiones",
    500: "Algo falló de nuestro lado",
    503: "El servicio no está disponible por un momento",
    507: "No hay espacio para guardar archivos",
}


class PeticionInvalida(Exception):
    """A request that makes no sense: 400. The message says what, where and what to do."""


class DatosInvalidos(Exception):
    """A request that is understood and cannot be done: 422."""


class DemasiadoGrande(Exception):
    """More than the service takes in one go: 413."""


class NoExiste(Exception):
    """Nothing there, or nothing that this person may know of: the same 404."""


_CODIGOS: dict[type[Exception], int] = {
    PeticionInvalida: 400,
    CoordenadaInvalida: 400,
    GeometriaDefectuosa: 422,
    DatosInvalidos: 422,
    DemasiadoGrande: 413,
    NoExiste: 404,
    CapaDesconocida: 404,
    Http404: 404,
    PermissionDenied: 403,
    RequestDataTooBig: 413,
    SuspiciousOperation: 400,
    UnreadablePostError: 400,
    DataError: 400,  # a calculation with no result, such as an overflow in a filter
    OperationalError: 503,
    InterfaceError: 503,
}
_VUELVA_EN = {429: "60", 503: "5"}  # seconds
_SIN_ESPACIO = "El servicio no tiene dónde guardar archivos en este momento. Envíe el texto solo: ese sí se recibe."
# Their own words are for programmers, not for whoever asked.
_SIN_DETALLE = (Http404, SuspiciousOperation, DataError, OperationalError, InterfaceError)


def registrar(excepcion: type[Exception], codigo: int) -> None:
    """Let an app say what its domain exception is in HTTP."""
    _CODIGOS[excepcion] = codigo


def codigo_de(excepcion: Exception) -> int | None:
    if isinstance(excepcion, OSError) and excepcion.errno in (errno.ENOSPC, errno.EDQUOT):
        return 507
    if isinstance(excepcion, ValueError) and "NUL (0x00)" in str(excepcion):  # PostgreSQL has no such character
        return 400
    return next((_CODIGOS[clase] for clase in type(excepcion).__mro__ if clase in _CODIGOS), None)


def responder_excepcion(request: HttpRequest, excepcion: Exception) -> HttpResponse | None:
    """The answer to a known exception; None for one that nobody foresaw."""
    codigo = codigo_de(excepcion)
    if codigo is None:
        return None
    registro.info("%s %s %s: %s", codigo, request.method, request.path, excepcion)
    if codigo in (503, 507):
        registro.error("%s: %s", "base de datos" if codigo == 503 else "disco", excepcion)
    tipo = {"type": excepcion.tipo} if hasattr(excepcion, "tipo") else {}  # the problem has a name in some standard
    detalle = (
        _SIN_ESPACIO
        if codigo == 507
        else ""
        if type(excepcion) is ValueError or isinstance(excepcion, _SIN_DETALLE)
        else str(excepcion)
    )
    respuesta = responder(request, codigo, detalle, **tipo, **getattr(excepcion, "miembros", {}))
    if hasattr(excepcion, "espera"):
        respuesta["Retry-After"] = str(excepcion.espera)
    return respuesta


def responder(request: HttpRequest, codigo: int, detalle: str = "", **extra: Any) -> HttpResponse:
    """A page in plain Spanish for a browser, `application/problem+json` (RFC 9457) for anything else.

    extra: members of the problem of their own, such as `errores` by field.
    """
    titulo = TITULOS[codigo]
    if prefiere_html(request):
        respuesta = render(
            request, "error.html", {"codigo": codigo, "titulo": titulo, "detalle": detalle}, status=codigo
        )
    else:
        cuerpo = {
            "type": "about:blank",
            "title": titulo,
            "status": codigo,
            "detail": detalle or titulo,
            "instance": request.path,
        } | extra
        contenido = json.dumps(cuerpo, ensure_ascii=False)
        respuesta = HttpResponse(contenido, content_type="application/problem+json", status=codigo)
    respuesta["Cache-Control"] = "no-store"
    if codigo in _VUELVA_EN:
        respuesta["Retry-After"] = _VUELVA_EN[codigo]
    return respuesta


def prefiere_html(request: HttpRequest) -> bool:
    return request.GET.get("f") != "json" and "text/html" in request.headers.get("Accept", "")


def acepta_html(request: HttpRequest) -> bool:
    """The same, and also whoever takes anything: social networks look at a shared page so."""
    cualquiera = request.headers.get("Accept", "").strip() == "*/*" and request.GET.get("f") != "json"
    return cualquiera or prefiere_html(request)
