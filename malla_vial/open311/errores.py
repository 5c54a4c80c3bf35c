"""Errors as the specification wants them: an array of {code, description}; 404 not found, 403 the key, 400 everything else."""

from collections.abc import Callable
from functools import wraps

from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse

from capas.errores import DatosInvalidos, NoExiste, PeticionInvalida, codigo_de
from capas.limites.balde import Agotado
from malla_vial.open311 import documentos
from malla_vial.open311.parametros import revisar

LlaveRechazada = type("LlaveRechazada", (Exception,), {"__doc__": "No key, or not a living one: 403."})
_PROPIOS = {403, 404, 413, 429, 503}  # of the others, all are 400
_FALTA = {
    429: "Demasiadas peticiones: espere un momento.",
    503: "El servicio no está disponible por un momento: vuelva a intentarlo en unos segundos.",
    404: "No existe.",
}
FORMATOS = documentos.FORMATOS


def abierta(*metodos: str) -> Callable:
    """A view of the API: its methods, its format by suffix, its errors, no cookie, and reads open to pages of other sites."""

    def decorar(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(vista)
        def responder(request: HttpRequest, formato: str, **partes: str) -> HttpResponse:
            formato, conocido = (formato, True) if formato in FORMATOS else ("xml", False)
            try:
                if not conocido:
                    raise NoExiste("El formato va al final de la dirección: .json o .xml.")
                respuesta = _segun_metodo(request, vista, metodos, formato, partes)
            except Exception as error:
                respuesta = _de_error(error, formato)
            return _abrir(request, respuesta)

        responder.csrf_exempt = True  # type: ignore[attr-defined]
        return responder

    return decorar


def _segun_metodo(request, vista, metodos, formato: str, partes: dict[str, str]) -> HttpResponse:
    if request.method in metodos or (request.method == "HEAD" and "GET" in metodos):
        revisar(request.GET)
        return vista(request, formato, **partes)
    respuesta = documentos.errores(405, f"Esta dirección admite: {', '.join(metodos)}.", formato)
    respuesta["Allow"] = ", ".join(metodos)
    return respuesta


def _de_error(error: Exception, formato: str) -> HttpResponse:
    codigo = _codigo(error)
    if codigo is None:
        raise error
    propio = isinstance(error, (NoExiste, DatosInvalidos, PeticionInvalida, LlaveRechazada, Agotado))
    texto = str(error) if propio or codigo == 400 else _FALTA.get(codigo, str(error))
    respuesta = documentos.errores(codigo, texto, formato)
    if codigo in (429, 503):
        respuesta["Retry-After"] = str(getattr(error, "espera", 5))
    return respuesta


def _codigo(error: Exception) -> int | None:
    if isinstance(error, LlaveRechazada):
        return 403
    if isinstance(error, ProgrammingError) and "permission denied" in str(error):
        return 404  # the layer of reports is closed: the same as not being there
    codigo = codigo_de(error)
    return codigo if codigo is None or codigo in _PROPIOS else 400


def _abrir(request: HttpRequest, respuesta: HttpResponse) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        respuesta["Access-Control-Allow-Origin"] = "*"
    respuesta.headers.setdefault("Cache-Control", "no-store" if respuesta.status_code >= 400 else "no-cache")
    return respuesta
