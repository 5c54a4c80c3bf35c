"""What every view of /ogc does to answer: its own address, the format asked for, the same document as JSON or as a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from capas.ogc import parametros
from capas.sitio import absoluta


def raiz(request: HttpRequest) -> str:
    """The absolute address of the API, without a slash at its end."""
    return absoluta(request, "/ogc")


def documento(
    request: HttpRequest, datos: dict[str, Any], formato: str, plantilla: str, **contexto: Any
) -> HttpResponse:
    """The same document for a machine or for a person."""
    if formato == "html":
        return render(request, f"ogc/{plantilla}.html", {"doc": datos, **contexto})
    return JsonResponse(datos, json_dumps_params={"ensure_ascii": False})


def solo_formato(request: HttpRequest) -> str:
    parametros.revisar(request, {"f"})
    return parametros.formato(request)
