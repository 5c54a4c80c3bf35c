"""What a map asks most, answered before sessions, forms and addresses are looked at: the tiles that anybody may see."""

import re

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from capas.errores import responder_excepcion
from capas.ogc import teselas

_TESELA = re.compile(r"/ogc/collections/([a-z][a-z0-9-]*)/tiles/WebMercatorQuad/(\d+)/(\d+)/(\d+)")


class TeselasAlFrente:
    """Whoever brings a session or a key goes the long way, and so does whatever is not a tile."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        hallada = _TESELA.fullmatch(request.path_info)
        if not hallada or request.method != "GET" or _identificado(request):
            return self.get_response(request)
        request.user = AnonymousUser()
        try:
            respuesta = teselas.tesela(request, *hallada.groups())
        except Exception as error:
            conocida = responder_excepcion(request, error)
            if conocida is None:
                raise
            respuesta = conocida
        respuesta["Content-Length"] = str(len(respuesta.content))
        return respuesta


def _identificado(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
