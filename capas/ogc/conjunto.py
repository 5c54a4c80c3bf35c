"""Dataset tilesets (OGC 20-057, dataset-tilesets and collections-selection): several layers in one tile."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from capas.errores import PeticionInvalida
from capas.geometria import PAIS_GRADOS
from capas.lectura import ficha_visible, fichas_visibles
from capas.models import FichaCapa
from capas.ogc import parametros, teselas
from capas.ogc.documentos import MVT, REL, con_formatos, enlace
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato

TITULO = "Las capas juntas"


def _pedidas(request: HttpRequest) -> list[FichaCapa]:
    """The layers named in `collections`, or all of them. Raises PeticionInvalida and CapaDesconocida."""
    texto = request.GET.get("collections")
    if texto is None:
        return fichas_visibles(request)
    ids = list(dict.fromkeys(texto.split(",")))
    if not all(ids):
        raise PeticionInvalida("«collections» lleva nombres de capas separados por comas.")
    fichas = [ficha_visible(request, id_capa) for id_capa in ids]
    return [ficha for ficha in fichas if not ficha.es_raster]


@de_lectura
def tilesets(request: HttpRequest) -> HttpResponse:
    formato, url = solo_formato(request), f"{raiz(request)}/tiles"
    resumen = {k: v for k, v in _tileset(request, fichas_visibles(request), "json").items() if k != "layers"}
    datos = {"tilesets": [resumen], "links": con_formatos(url, formato=formato)}
    return documento(request, datos, formato, "documento", titulo=TITULO)


@de_lectura
def tileset(request: HttpRequest) -> HttpResponse:
    parametros.revisar(request, {"f", "collections"})
    formato = parametros.formato(request)
    return documento(request, _tileset(request, _pedidas(request), formato), formato, "documento", titulo=TITULO)


def _tileset(request: HttpRequest, fichas: list[FichaCapa], formato: str) -> dict[str, Any]:
    base, url = raiz(request), f"{raiz(request)}/tiles/WebMercatorQuad"
    elegidas = f"?collections={request.GET['collections']}" if "collections" in request.GET else ""
    plantilla = f"{url}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{elegidas}"
    enlaces: list[dict[str, Any]] = [
        *con_formatos(url + elegidas, formato=formato),
        enlace(f"{base}/tileMatrixSets/WebMercatorQuad", f"{REL}tiling-scheme"),
        {**enlace(plantilla, "item", MVT, "Las teselas"), "templated": True},
    ]
    resumen = f"Las capas de {settings.ENTIDAD} en una sola tesela; cada una, desde el zoom en que se lee."
    capas = [teselas.capa_de(ficha.capa, minTileMatrix=str(ficha.capa.zoom_minimo)) for ficha in fichas]
    return teselas.descripcion(TITULO, resumen, _caja(request, fichas), capas, enlaces)


def _caja(request: HttpRequest, fichas: list[FichaCapa]) -> list[float]:
    pais = list(PAIS_GRADOS)  # what an empty layer says
    cajas = [caja for ficha in fichas if (caja := teselas.caja_de(request, ficha)) != pais] or [pais]
    oestes, sures, estes, nortes = zip(*cajas, strict=True)
    return [min(oestes), min(sures), max(estes), max(nortes)]


@de_lectura
def tesela(request: HttpRequest, z: str, y: str, x: str) -> HttpResponse:
    parametros.revisar(request, {"v", "f", "collections"})
    if request.GET.get("f", "mvt") != "mvt":
        raise PeticionInvalida("«f» de una tesela vectorial es mvt.")
    return teselas.servir(request, _pedidas(request), z, y, x)
