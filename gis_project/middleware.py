"""What every answer carries, whatever view gave it."""

import re
import secrets
from urllib.parse import urlsplit

from django.conf import settings

_CON_MAPA = re.compile(r"/admin/.+/(add|change)/$")


class PoliticaDeContenido:
    """Content-Security-Policy with a nonce; only our own scripts run, a script in a layer's title does not."""

    def __init__(self, get_response):
        self.get_response = get_response
        externo = urlsplit(settings.MAPA_BASE_EXTERNO.replace("{s}", "*"))
        self.imagenes = f"{externo.scheme}://{externo.netloc}" if externo.netloc else ""

    def __call__(self, request):
        request.csp_nonce = secrets.token_urlsafe(16)
        respuesta = self.get_response(request)
        respuesta.headers.setdefault("Content-Security-Policy", self.politica(request))
        respuesta.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        return respuesta

    def politica(self, request) -> str:
        # The admin's geometry widget (django-leaflet) carries inline scripts without a nonce.
        scripts = "'unsafe-inline'" if _CON_MAPA.match(request.path) else f"'nonce-{request.csp_nonce}'"
        return "; ".join(
            (
                "default-src 'self'",
                f"script-src 'self' {scripts}",
                "style-src 'self' 'unsafe-inline'",
                f"img-src 'self' data: blob: {self.imagenes}".strip(),
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )
