"""WMTS 1.0.0 (OGC 07-057r7): the open layers as ready pictures, asked for by parameters (KVP) or by address (REST).

MapServer draws the tiles of features, as it draws WMS; those of rasters are the ones of OGC API Tiles.
"""

from functools import cache
from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from PIL import Image

from capas import raster
from capas.lectura import etag, si_cambio
from capas.models import FichaCapa
from capas.servicios import mapserver
from capas.servicios.peticion import ExcepcionOgc, leer
from capas.servicios.proceso import correr
from capas.servicios.wmts import capacidades
from capas.servicios.wmts.capacidades import ESQUEMA, ESTILO, FORMATO, PIXELES, VERSION, ZOOM_MAXIMO
from capas.sitio import base
from capas.sql_teselas import borde

MARGEN = 32  # pixels
Parametros = dict[str, str]
FIJOS = {"tilematrixset": (ESQUEMA,), "format": (FORMATO,), "style": (ESTILO, "")}


def servir(request: HttpRequest) -> HttpResponse:
    """Raises ExcepcionOgc."""
    parametros = leer(request, "WMTS")
    operacion = _exigir(parametros, "request").lower()
    if operacion == "getcapabilities":
        if VERSION not in parametros.get("acceptversions", VERSION).replace(" ", "").split(","):
            raise ExcepcionOgc("VersionNegotiationFailed", f"Este servicio habla WMTS {VERSION}.", "AcceptVersions")
        return capacidades_de(request)
    if operacion != "gettile":
        raise ExcepcionOgc("OperationNotSupported", "Este servicio da GetCapabilities y GetTile.", "request", 501)
    return tesela(request, parametros)


def capacidades_de(request: HttpRequest) -> HttpResponse:
    return HttpResponse(capacidades.documento(request, mapserver.fichas_abiertas()), "application/xml")


def tesela(request: HttpRequest, parametros: Parametros) -> HttpResponse:
    """One PNG of 256 pixels a side. Raises ExcepcionOgc."""
    ficha = _ficha(_exigir(parametros, "layer"))
    if parametros.get("version", VERSION) != VERSION:
        raise ExcepcionOgc("InvalidParameterValue", f"La versión es {VERSION}.", "version")
    for nombre, valores in FIJOS.items():
        if _exigir(parametros, nombre) not in valores:
            raise ExcepcionOgc("InvalidParameterValue", f"«{nombre}» es {valores[0]}.", nombre)
    z, x, y = _indices(parametros)
    dibujar = _de_imagen if ficha.es_raster else _de_elementos
    return si_cambio(request, etag(request, "png", ficha), lambda: HttpResponse(dibujar(request, ficha, z, x, y), FORMATO))  # fmt: skip


def _exigir(parametros: Parametros, nombre: str) -> str:
    if nombre not in parametros:
        raise ExcepcionOgc("MissingParameterValue", f"Falta «{nombre}».", nombre)
    return parametros[nombre]


def _abiertas() -> QuerySet[FichaCapa]:
    return FichaCapa.objects.visibles_para(AnonymousUser())


def _ficha(id_capa: str) -> FichaCapa:
    hallada = _abiertas().filter(pk=id_capa).first()
    if hallada is None:
        raise ExcepcionOgc("InvalidParameterValue", f"No existe la capa «{id_capa[:40]}».", "layer")
    return hallada


def _indices(parametros: Parametros) -> tuple[int, int, int]:
    """(zoom, column, row) of a tile of the pyramid."""
    z = _entero(parametros, "tilematrix")
    if z > ZOOM_MAXIMO:
        raise ExcepcionOgc("InvalidParameterValue", f"«tilematrix» va de 0 a {ZOOM_MAXIMO}.", "tilematrix")
    x, y = _entero(parametros, "tilecol"), _entero(parametros, "tilerow")
    for nombre, valor in (("tilecol", x), ("tilerow", y)):
        if valor >= 2**z:
            raise ExcepcionOgc("TileOutOfRange", f"«{nombre}» va de 0 a {2**z - 1} en este piso.", nombre)
    return z, x, y


def _entero(parametros: Parametros, nombre: str) -> int:
    texto = _exigir(parametros, nombre)
    if not (texto.isascii() and texto.isdigit() and len(texto) <= 8 and str(int(texto)) == texto):
        raise ExcepcionOgc("InvalidParameterValue", f"«{nombre}» es un número entero.", nombre)
    return int(texto)


def _de_elementos(request: HttpRequest, ficha: FichaCapa, z: int, x: int, y: int) -> bytes:
    """Drawn wider than it is and cut to size, so that no symbol ends at the edge of its tile."""
    oeste, sur, este, norte = borde(z, x, y)
    margen = (este - oeste) * MARGEN / PIXELES
    lado = str(PIXELES + 2 * MARGEN)
    mapa = {
        "service": "WMS", "version": "1.3.0", "request": "GetMap", "layers": ficha.pk, "styles": "", "crs": "EPSG:3857",
        "bbox": f"{oeste - margen!r},{sur - margen!r},{este + margen!r},{norte + margen!r}", "width": lado, "height": lado,
        "format": FORMATO, "transparent": "TRUE",
    }  # fmt: skip
    corrida = correr(request, mapserver.mapa_al_dia(mapserver.fichas_abiertas(), base(request))[1], mapa)
    dibujo = b"".join(corrida)
    if not corrida.cabeceras.get("content-type", "").startswith(FORMATO):
        raise ExcepcionOgc("NoApplicableCode", "Esta tesela no se pudo dibujar a tiempo: pida una de más cerca.", estado=503)  # fmt: skip
    return _cortar(dibujo)


def _cortar(dibujo: bytes) -> bytes:
    salida, fin = BytesIO(), MARGEN + PIXELES
    Image.open(BytesIO(dibujo)).crop((MARGEN, MARGEN, fin, fin)).save(salida, "PNG")
    return salida.getvalue()


def _de_imagen(request: HttpRequest, ficha: FichaCapa, z: int, x: int, y: int) -> bytes:
    return raster.tesela(ficha.raster, z, x, y) or _vacia()


@cache
def _vacia() -> bytes:
    salida = BytesIO()
    Image.new("P", (PIXELES, PIXELES)).save(salida, "PNG", transparency=0)
    return salida.getvalue()
