"""OGC API Tiles: the tilesets of a collection, their description, TileJSON, and the tiles."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from capas import sql_teselas, teselas_guardadas
from capas.catalogo import Capa
from capas.compresion import acepta_gzip, comprimir
from capas.consultas import puerta
from capas.errores import NoExiste, PeticionInvalida
from capas.geometria import CRS84, ESCALA_0, SISTEMAS, a_web
from capas.lectura import elementos, etag, ficha_visible, por_revision, si_cambio
from capas.models import FichaCapa
from capas.ogc import documentos, parametros
from capas.ogc.documentos import MVT, REL, enlace
from capas.ogc.esquemas import propiedad
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato
from capas.postgis import MEDIO_MUNDO

ZOOM_MAXIMO = 22
VIGENCIA = "max-age=31536000, immutable"
ESQUEMA = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
_WEB_MERCATOR = next(uri for uri, crs in SISTEMAS.items() if crs.srid == 3857)


def matriz(z: int) -> dict[str, Any]:
    lado = 2 * MEDIO_MUNDO / 2**z
    return {
        "id": str(z),
        "scaleDenominator": ESCALA_0 / 2**z,
        "cellSize": lado / 256,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-MEDIO_MUNDO, MEDIO_MUNDO],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 2**z,
        "matrixHeight": 2**z,
    }


def esquema_web() -> dict[str, Any]:
    return {
        "id": "WebMercatorQuad",
        "title": "Google Maps Compatible for the World",
        "uri": ESQUEMA,
        "crs": _WEB_MERCATOR,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [matriz(z) for z in range(ZOOM_MAXIMO + 1)],
    }


@de_lectura
def esquemas(request: HttpRequest) -> HttpResponse:
    formato, base = solo_formato(request), raiz(request)
    esquema = {
        "id": "WebMercatorQuad",
        "title": "WebMercatorQuad",
        "uri": ESQUEMA,
        "links": [enlace(f"{base}/tileMatrixSets/WebMercatorQuad", "self")],
    }
    return documento(request, {"tileMatrixSets": [esquema]}, formato, "documento", titulo="Esquemas de teselas")


@de_lectura
def esquema(request: HttpRequest) -> HttpResponse:
    return documento(request, esquema_web(), solo_formato(request), "documento", titulo="WebMercatorQuad")


def limites(caja: list[float]) -> list[dict[str, Any]]:
    """The tiles of each zoom that a box in degrees touches (tileMatrixSetLimits)."""
    return [_limite(z, caja) for z in range(ZOOM_MAXIMO + 1)]


def _limite(z: int, caja: list[float]) -> dict[str, Any]:
    lado = 2 * MEDIO_MUNDO / 2**z
    (oeste, sur), (este, norte) = a_web(*caja[:2]), a_web(*caja[2:])
    return {
        "tileMatrix": str(z),
        "minTileRow": int((MEDIO_MUNDO - norte) / lado),
        "maxTileRow": int((MEDIO_MUNDO - sur) / lado),
        "minTileCol": int((oeste + MEDIO_MUNDO) / lado),
        "maxTileCol": int((este + MEDIO_MUNDO) / lado),
    }


def plantilla(base: str, ficha: FichaCapa) -> str:
    return f"{base}/collections/{ficha.pk}/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"


def caja_de(request: HttpRequest, ficha: FichaCapa) -> list[float]:
    queryset = elementos(request, ficha.capa)
    extension = por_revision(ficha, queryset, "extension", lambda: documentos.extension(ficha.capa, queryset))
    return extension["spatial"]["bbox"][0]


def tileset(request: HttpRequest, ficha: FichaCapa) -> dict[str, Any]:
    base, url = raiz(request), f"{raiz(request)}/collections/{ficha.pk}/tiles/WebMercatorQuad"
    enlaces: list[dict[str, Any]] = [
        *documentos.con_formatos(url),
        enlace(f"{url}?f=tilejson", "describedby", "application/json", "TileJSON 3.0"),
        enlace(f"{base}/tileMatrixSets/WebMercatorQuad", f"{REL}tiling-scheme"),
        {**enlace(plantilla(base, ficha), "item", MVT, "Las teselas"), "templated": True},
    ]
    return descripcion(ficha.titulo, ficha.resumen, caja_de(request, ficha), [capa_de(ficha.capa)], enlaces)


def descripcion(
    titulo: str, resumen: str, caja: list[float], capas: list[dict[str, Any]], enlaces: list[dict[str, Any]]
) -> dict[str, Any]:
    """A tileset (OGC 20-057, 7.2), of one layer or of several."""
    return {
        "title": titulo,
        "description": resumen,
        "dataType": "vector",
        "crs": _WEB_MERCATOR,
        "tileMatrixSetURI": ESQUEMA,
        "tileMatrixSetId": "WebMercatorQuad",
        "tileMatrixSetLimits": limites(caja),
        "boundingBox": {"lowerLeft": caja[:2], "upperRight": caja[2:], "crs": CRS84.uri},
        "layers": capas,
        "links": enlaces,
    }


def capa_de(capa: Capa, **propio: str) -> dict[str, Any]:
    """What a tileset says of a layer."""
    campos = {nombre: propiedad(capa.campo(nombre), capa) for nombre in capa.teselas}
    return {
        "id": capa.id,
        "dataType": "vector",
        "geometryDimension": capa.dimension,
        **propio,
        "propertiesSchema": {"type": "object", "properties": campos},
    }


@de_lectura
def de_coleccion(request: HttpRequest, capa: str) -> HttpResponse:
    formato = solo_formato(request)
    ficha = ficha_visible(request, capa)
    resumen = tileset(request, ficha)
    url = f"{raiz(request)}/collections/{ficha.pk}/tiles"
    datos = {
        "tilesets": [
            {
                k: resumen[k]
                for k in (
                    "title",
                    "dataType",
                    "crs",
                    "tileMatrixSetURI",
                    "tileMatrixSetId",
                    "tileMatrixSetLimits",
                    "links",
                )
            }
        ],
        "links": documentos.con_formatos(url, formato=formato),
    }
    return documento(request, datos, formato, "documento", titulo=f"Teselas de {ficha.titulo}")


@de_lectura
def tileset_web(request: HttpRequest, capa: str) -> HttpResponse:
    parametros.revisar(request, {"f"})
    formato = parametros.formato(request, {"tilejson": "application/json"})
    ficha = ficha_visible(request, capa)
    if formato == "tilejson":
        return JsonResponse(tilejson(request, ficha), json_dumps_params={"ensure_ascii": False})
    return documento(request, tileset(request, ficha), formato, "documento", titulo=f"Teselas de {ficha.titulo}")


def tilejson(request: HttpRequest, ficha: FichaCapa) -> dict[str, Any]:
    """TileJSON 3.0.0, which web maps read."""
    capa, base = ficha.capa, raiz(request)
    url = plantilla(base, ficha).format(tileMatrix="{z}", tileRow="{y}", tileCol="{x}")
    campos = {nombre: str(capa.campo(nombre).verbose_name) for nombre in capa.teselas}
    return {
        "tilejson": "3.0.0",
        "name": ficha.titulo,
        "description": ficha.resumen,
        "attribution": settings.ENTIDAD,
        "tiles": [f"{url}?v={ficha.numero_revision}"],
        "vector_layers": [{"id": capa.id, "description": ficha.titulo, "fields": campos}],
        "bounds": caja_de(request, ficha),
        "minzoom": 0,
        "maxzoom": 18,
    }


@de_lectura
def tesela(request: HttpRequest, capa: str, z: str, y: str, x: str) -> HttpResponse:
    """One vector tile of a layer: 204 where nothing is, 404 outside the scheme."""
    parametros.revisar(request, {"v", "f"})
    if request.GET.get("f", "mvt") != "mvt":
        raise PeticionInvalida("«f» de una tesela vectorial es mvt.")
    return servir(request, [ficha_visible(request, capa)], z, y, x)


def servir(request: HttpRequest, fichas: list[FichaCapa], z: str, y: str, x: str) -> HttpResponse:
    """The layers in one tile, which is cached for ever under its own revision. Raises NoExiste outside the scheme."""
    nivel, fila, columna = indices(z, y, x)
    vigente = request.GET.get("v") == revision(fichas)
    marca = etag(request, "mvt", *fichas)
    # Alone, a layer is drawn at any zoom that is asked; in company, only from where it is worth its bytes.
    dibujadas = [ficha for ficha in fichas if len(fichas) == 1 or ficha.capa.zoom_minimo <= nivel]
    hacer = lambda: _tesela(request, dibujadas, nivel, columna, fila)  # noqa: E731
    return si_cambio(request, marca, hacer, VIGENCIA if vigente else "no-cache")


def revision(fichas: list[FichaCapa]) -> str:
    """What `v` must be for a tile of these layers to be kept without asking again."""
    return "-".join(str(ficha.numero_revision) for ficha in fichas)


def indices(z: str, y: str, x: str) -> tuple[int, int, int]:
    """(zoom, row, column) of a tile that is in the scheme. Raises NoExiste."""
    nivel, fila, columna = (_indice(texto) for texto in (z, y, x))
    if nivel > ZOOM_MAXIMO or fila >= 2**nivel or columna >= 2**nivel:
        raise NoExiste("Esa tesela no existe en WebMercatorQuad.")
    return nivel, fila, columna


def _indice(texto: str) -> int:
    if not (texto.isascii() and texto.isdigit() and len(texto) <= 8):
        raise NoExiste("Los índices de una tesela son números enteros.")
    return int(texto)


def _tesela(request: HttpRequest, fichas: list[FichaCapa], z: int, x: int, y: int) -> HttpResponse:
    """Vector tiles one after the other are a vector tile: its layers are a repeated field (MVT 2.1, 4.1)."""
    hechas = [teselas_guardadas.obtener(f, puerta(request.user, f.roles), z, x, y) for f in fichas]
    llenas = [hecha for hecha in hechas if hecha.gz]
    if not llenas:
        return HttpResponse(status=204)
    respuesta = HttpResponse(content_type=MVT, headers={"Vary": "Accept-Encoding"})
    if any(hecha.recortada for hecha in hechas):
        respuesta["Sig-Tesela-Recortada"] = f"{sql_teselas.ELEMENTOS_POR_TESELA} elementos"
    con_gzip = acepta_gzip(request)
    if con_gzip:
        respuesta["Content-Encoding"] = "gzip"
    if con_gzip and len(llenas) == 1:
        respuesta.content = llenas[0].gz
    else:
        contenido = b"".join(hecha.contenido for hecha in llenas)
        respuesta.content = comprimir(contenido) if con_gzip else contenido
    return respuesta
