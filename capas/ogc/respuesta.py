"""What every view of /ogc does to answer: its own address, the format asked for, the same document as JSON or as a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from capas.ogc import parametros
from capas.sitio import absoluta

LECTURA = ("GET", "HEAD", "OPTIONS")


def de_lectura(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A resource that is only read. OPTIONS says so; of any other method it is said that it is not admitted, before any
    talk of CSRF tokens."""

    @csrf_exempt
    @require_http_methods(LECTURA)
    @wraps(vista)
    def atender(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ", ".join(LECTURA)})
        return vista(request, *args, **kwargs)

    return atender


def raiz(request: HttpRequest) -> str:
    """The absolute address of the API, without a slash at its end."""
    return absoluta(request, "/ogc")


def documento(
    request: HttpRequest, datos: dict[str, Any], formato: str, plantilla: str, **contexto: Any
) -> HttpResponse:
    """The same document for a machine or for a person."""
    if formato == "html":
        respuesta = render(request, f"ogc/{plantilla}.html", {"doc": datos, **contexto})
    else:
        respuesta = JsonResponse(datos, json_dumps_params={"ensure_ascii": False})
    patch_vary_headers(respuesta, ["Accept", "Cookie"])
    return respuesta


def solo_formato(request: HttpRequest) -> str:
    parametros.revisar(request, {"f"})
    return parametros.formato(request)
