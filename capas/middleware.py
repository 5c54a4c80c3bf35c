"""What stands around every view of the platform."""

from django.conf import settings
from django.http import HttpResponse

from capas import errores
from capas.subidas import CuerpoEntero


class CuerposConLimite:
    """A body that is too large is refused by its announced length, before a byte of it is read or parsed; one that is cut, when it ends."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._largo(request) > self._maximo(request):
            return errores.responder(
                request, 413, "El envío es demasiado grande. Pruebe con menos fotos o más pequeñas."
            )
        if hasattr(request, "_stream"):
            request._stream = CuerpoEntero(request._stream, self._largo(request))
        return self.get_response(request)

    def _largo(self, request) -> int:
        texto = request.META.get("CONTENT_LENGTH") or "0"
        return int(texto) if texto.isdigit() else 0

    def _maximo(self, request) -> int:
        con_archivos = request.content_type == "multipart/form-data"
        return settings.CUERPO_MAX_BYTES if con_archivos else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class ErroresClaros:
    """Known exceptions become their answer; whatever else fails is a 500 that tells nothing of the inside."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path:  # PostgreSQL has no such character
            return errores.responder(request, 404)
        respuesta = self.get_response(request)
        if respuesta.status_code != 405:
            return respuesta
        clara = errores.responder(request, 405)
        clara["Allow"] = respuesta["Allow"]
        return clara

    def process_exception(self, request, excepcion):
        return errores.responder_excepcion(request, excepcion)


class CapasDeDatos:
    """Before an admin page is looked up, the admin learns of the dataset layers made since."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/admin/"):
            from capas.admin import sincronizar

            sincronizar()
        return self.get_response(request)


ABIERTAS = ("/ogc/", "/datos", "/data.json", "/servicios/", "/metadatos/", "/calidad/")
DESDE_OTRO_SITIO = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Crs, Content-Range, ETag, Link",
}
_PREGUNTA_PREVIA = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class DesdeOtrosSitios:
    """Open data is read by the pages of any site, without the reader's session; nothing is written from there (Fetch standard, CORS)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(ABIERTAS):
            return self.get_response(request)
        if request.method == "OPTIONS" and request.headers.get("Access-Control-Request-Method") in ("GET", "HEAD"):
            return HttpResponse(status=204, headers=DESDE_OTRO_SITIO | _PREGUNTA_PREVIA)
        respuesta = self.get_response(request)
        if request.method in ("GET", "HEAD"):
            for nombre, valor in DESDE_OTRO_SITIO.items():
                respuesta[nombre] = valor
        return respuesta
