"""What machines ask most, answered before sessions, forms and addresses are looked at: tiles and features for anybody."""

import re

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from capas.errores import prefiere_html, responder_excepcion
from capas.ogc import teselas, vistas
from capas.ogc.documentos import CATALOGO

_CAPA = rf"/ogc/collections/(?!{CATALOGO}/)([a-z][a-z0-9-]*)"
_ATAJOS = (
    (re.compile(rf"{_CAPA}/tiles/WebMercatorQuad/(\d+)/(\d+)/(\d+)"), teselas.tesela),
    (re.compile(rf"{_CAPA}/items/(\d+)"), vistas.item),
    (re.compile(rf"{_CAPA}/items"), vistas.items),
)


class LecturasAlFrente:
    """Whoever brings a session or a key, or wants a page, goes the long way; the answer is the same."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or not request.path_info.startswith("/ogc/collections/") or _el_largo(request):
            return self.get_response(request)
        for patron, vista in _ATAJOS:
            if hallada := patron.fullmatch(request.path_info):
                return _responder(request, vista, hallada.groups())
        return self.get_response(request)


def _el_largo(request: HttpRequest) -> bool:
    identificado = settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
    return identificado or prefiere_html(request) or request.GET.get("f") == "html"


def _responder(request: HttpRequest, vista, argumentos: tuple[str, ...]) -> HttpResponseBase:
    request.user = AnonymousUser()
    try:
        respuesta = vista(request, *argumentos)
    except Exception as error:
        conocida = responder_excepcion(request, error)
        if conocida is None:
            raise
        respuesta = conocida
    if isinstance(respuesta, HttpResponse):
        respuesta["Content-Length"] = str(len(respuesta.content))
    return respuesta
