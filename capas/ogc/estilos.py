"""The styles of the layers, for any client to draw them as we do (after OGC 20-009, draft)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from capas import estilos
from capas.lectura import etag, ficha_visible, si_cambio, todas_visibles
from capas.models import FichaCapa
from capas.ogc import imagenes, parametros, teselas
from capas.ogc.documentos import MAPLIBRE, SLD, con_formatos, enlace
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato

HOJAS = {"maplibre": MAPLIBRE, "sld": SLD}


@de_lectura
def lista(request: HttpRequest) -> HttpResponse:
    formato, base = solo_formato(request), raiz(request)
    fichas = todas_visibles(request)
    datos = {
        "title": "Los estilos de las capas",
        "styles": [{"id": f.pk, "title": f.titulo, "links": _hojas(base, f)} for f in fichas],
        "links": con_formatos(f"{base}/styles", formato=formato),
    }
    return documento(request, datos, formato, "documento", titulo="Estilos")


def _hojas(base: str, ficha: FichaCapa) -> list[dict[str, str]]:
    return [enlace(f"{base}/styles/{ficha.pk}?f={f}", "stylesheet", tipo, f.upper()) for f, tipo in HOJAS.items()]


@de_lectura
def estilo(request: HttpRequest, capa: str) -> HttpResponse:
    """A layer's style as MapLibre JSON, or as SLD by `f` or Accept."""
    parametros.revisar(request, {"f"})
    formato = parametros.uno_de(request, HOJAS)
    ficha = ficha_visible(request, capa)
    hacer = _sld if formato == "sld" else _maplibre
    return si_cambio(request, etag(request, formato, ficha), lambda: hacer(request, ficha))


def _maplibre(request: HttpRequest, ficha: FichaCapa) -> HttpResponse:
    return JsonResponse(hoja(request, ficha), content_type=MAPLIBRE, json_dumps_params={"ensure_ascii": False})


def hoja(request: HttpRequest, ficha: FichaCapa) -> dict[str, Any]:
    """The MapLibre style of a layer, of features or of pixels."""
    base, revision = raiz(request), ficha.numero_revision
    plantilla = (imagenes if ficha.es_raster else teselas).plantilla(base, ficha)
    url = f"{plantilla.format(tileMatrix='{z}', tileRow='{y}', tileCol='{x}')}?v={revision}"
    if ficha.es_raster:
        return estilos.maplibre_de_imagen(ficha.raster, url)
    return estilos.maplibre(ficha.capa, ficha.titulo, url, teselas.caja_de(request, ficha))


def _sld(request: HttpRequest, ficha: FichaCapa) -> HttpResponse:
    texto = estilos.sld_de_imagen(ficha.raster) if ficha.es_raster else estilos.sld(ficha.capa, ficha.titulo)
    return HttpResponse(texto, content_type=SLD)
