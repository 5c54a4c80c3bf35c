"""A file sent whole or in part (RFC 9110, 14), which is how readers of cloud-optimised files ask for them."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header

TROZO = 256 * 1024
_TRAMO = re.compile(r"bytes\s*=\s*(\d*)-(\d*)\s*", re.ASCII | re.IGNORECASE)


def responder(request: HttpRequest, ruta: Path, nombre: str, tipo: str, marca: str) -> HttpResponseBase:
    """200, 206, 304 or 416. marca: a strong ETag of the content. Of several ranges at once the file is sent whole."""
    tamano = ruta.stat().st_size
    respuesta = get_conditional_response(request, etag=marca) or _entero_o_parte(request, ruta, tamano, marca)
    respuesta["ETag"], respuesta["Accept-Ranges"] = marca, "bytes"
    respuesta["Cache-Control"] = f"{'private' if request.user.is_authenticated else 'public'}, no-cache"
    patch_vary_headers(respuesta, ["Cookie"])
    if respuesta.status_code in (200, 206):
        respuesta["Content-Type"] = tipo
        respuesta["Content-Disposition"] = content_disposition_header(True, nombre) or "attachment"
    return respuesta


def _entero_o_parte(request: HttpRequest, ruta: Path, tamano: int, marca: str) -> HttpResponseBase:
    tramo = _pedido(request, tamano, marca)
    if tramo is not None and not tramo:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{tamano}"})
    bytes_ = range(tamano) if tramo is None else tramo
    respuesta = StreamingHttpResponse(_leer(ruta, bytes_), headers={"Content-Length": str(len(bytes_))})
    if tramo is not None:
        respuesta.status_code = 206
        respuesta["Content-Range"] = f"bytes {tramo.start}-{tramo.stop - 1}/{tamano}"
    return respuesta


def _pedido(request: HttpRequest, tamano: int, marca: str) -> range | None:
    """The bytes asked for; empty where the file has none of them, None where the whole file is to be sent."""
    hallado = _TRAMO.fullmatch(request.headers.get("Range", "")[:100])
    if request.method != "GET" or not hallado or request.headers.get("If-Range", marca) != marca:
        return None
    desde, hasta = hallado.groups()
    if not desde:
        return range(max(tamano - int(hasta), 0), tamano) if hasta else None
    if hasta and int(hasta) < int(desde):
        return None
    return range(int(desde), min(int(hasta) + 1, tamano) if hasta else tamano)


def _leer(ruta: Path, bytes_: range) -> Iterator[bytes]:
    with ruta.open("rb") as archivo:
        archivo.seek(bytes_.start)
        faltan = len(bytes_)
        while faltan and (trozo := archivo.read(min(TROZO, faltan))):
            faltan -= len(trozo)
            yield trozo
