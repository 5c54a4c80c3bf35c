"""The paths of OpenAPI that are not of one layer of features: the catalogue, the styles, tiles of several layers, images."""

from capas.models import FichaCapa
from capas.ogc.documentos import CATALOGO, ESQUEMA, GEOJSON, MAPLIBRE, MVT, SLD, TITULO_CATALOGO
from capas.ogc.openapi_piezas import (
    BINARIO,
    JSON_HTML,
    OBJETO,
    RENGLON,
    TEXTO,
    Documento,
    filtro,
    operacion,
    parametro,
    ref,
)
from capas.ogc.registros import ORDENABLES, PROPIOS

_LISTA: Documento = {"type": "array", "items": RENGLON}
_F = ref("parameters", "f")
_CELDA = [ref("parameters", nombre) for nombre in ("tileMatrix", "tileRow", "tileCol", "v")]
_CRS = [_F, ref("parameters", "crs")]
_DE_HUELLAS = [*_CRS, *(ref("parameters", nombre) for nombre in ("limit", "bbox", "bbox-crs", "datetime"))]
_COLECCIONES = parametro(
    "collections",
    "Solo estas capas, separadas por comas.",
    {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,48}$"}},
)
_REGISTRO: Documento = {
    "type": "object",
    "required": ["id", "type", "geometry", "properties"],
    "properties": {"id": TEXTO, "type": {"type": "string", "enum": ["Feature"]}, "properties": OBJETO},
}
_REGISTROS: Documento = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": _REGISTRO},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
}


def rutas(rasters: list[FichaCapa]) -> Documento:
    """The paths of the whole and those of each raster layer."""
    paths = _del_catalogo() | _de_estilos() | _del_conjunto()
    for ficha in rasters:
        paths |= _de_imagen(ficha)
    return paths


def _del_catalogo() -> Documento:
    ruta = f"/collections/{CATALOGO}"
    coleccion = {"application/json": ref("schemas", "Coleccion"), "text/html": TEXTO}
    registros, registro = {GEOJSON: _REGISTROS, "text/html": TEXTO}, {GEOJSON: _REGISTRO, "text/html": TEXTO}
    esquema = {ESQUEMA: OBJETO, "text/html": TEXTO}
    uno = parametro("recordId", "Identificador del registro: el de su capa.", TEXTO, "path")
    return {
        ruta: operacion("catalogo", TITULO_CATALOGO, coleccion, _F),
        f"{ruta}/items": operacion("catalogo_registros", "Los registros del catálogo", registros, *_de_registros()),
        f"{ruta}/items/{{recordId}}": operacion("catalogo_registro", "Un registro del catálogo", registro, uno, _F),
        f"{ruta}/queryables": operacion("catalogo_consultables", "Por qué se filtra el catálogo", esquema, _F),
        f"{ruta}/sortables": operacion("catalogo_ordenables", "Por qué se ordena el catálogo", esquema, _F),
    }


def _de_registros() -> list[Documento]:
    orden = {"type": "string", "enum": [signo + nombre for nombre in ORDENABLES for signo in ("", "-")]}
    return [
        _F,
        *(ref("parameters", nombre) for nombre in ("limit", "bbox", "datetime")),
        parametro("q", "Palabras del título, el resumen o las palabras clave.", _LISTA),
        parametro("type", "Tipo de recurso: dataset.", _LISTA),
        parametro("ids", "Solo estos registros.", _LISTA),
        parametro(
            "externalIds", "Solo los de estos identificadores, los mismos de CSW, ISO 19139, DCAT y data.json.", _LISTA
        ),
        parametro("sortby", "Por qué se ordena; con «-», de mayor a menor.", {"type": "array", "items": orden}),
        *(ref("parameters", nombre) for nombre in ("filter", "filter-lang", "filter-crs")),
        *map(filtro, PROPIOS.values()),
        parametro("cursor", "Desde dónde seguir; viene en el enlace «next».", {"type": "integer", "minimum": 0}),
    ]


def _de_estilos() -> Documento:
    capa = parametro("styleId", "Identificador del estilo: el de su capa.", TEXTO, "path")
    f = parametro("f", "Formato del estilo.", {"type": "string", "enum": ["maplibre", "sld"]})
    return {
        "/styles": operacion("estilos", "Los estilos de las capas", JSON_HTML, _F),
        "/styles/{styleId}": operacion("estilo", "El estilo de una capa", {MAPLIBRE: OBJETO, SLD: TEXTO}, capa, f),
    }


def _del_conjunto() -> Documento:
    ruta = "/tiles/WebMercatorQuad"
    return {
        "/tiles": operacion("conjunto", "Las capas juntas, en teselas", JSON_HTML, _F),
        ruta: operacion("conjunto_tileset", "Descripción de las teselas de varias capas", JSON_HTML, _COLECCIONES, _F),
        f"{ruta}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": con_204(
            operacion("conjunto_tesela", "Una tesela de varias capas", {MVT: BINARIO}, *_CELDA, _COLECCIONES)
        ),
    }


def _de_imagen(ficha: FichaCapa) -> Documento:
    ruta, clave, titulo = f"/collections/{ficha.pk}", ficha.pk.replace("-", "_"), ficha.titulo
    coleccion = {"application/json": ref("schemas", "Coleccion"), "text/html": TEXTO}
    huellas = {GEOJSON: ref("schemas", "Elementos"), "text/html": TEXTO}
    huella = {GEOJSON: ref("schemas", "Elemento"), "text/html": TEXTO}
    teselas, web = f"{ruta}/map/tiles", f"{ruta}/map/tiles/WebMercatorQuad"
    return {
        ruta: operacion(clave, titulo, coleccion, _F, etiqueta=ficha.pk),
        f"{ruta}/items": operacion(
            f"{clave}_huellas", f"Lo que cubre {titulo}", huellas, *_DE_HUELLAS, etiqueta=ficha.pk
        ),
        f"{ruta}/items/{{featureId}}": operacion(
            f"{clave}_huella",
            f"Lo que cubre {titulo}",
            huella,
            ref("parameters", "featureId"),
            *_CRS,
            etiqueta=ficha.pk,
        ),
        teselas: operacion(f"{clave}_imagenes", f"Imágenes de {titulo}", JSON_HTML, _F, etiqueta=ficha.pk),
        web: operacion(
            f"{clave}_tileset", f"Descripción de las imágenes de {titulo}", JSON_HTML, _F, etiqueta=ficha.pk
        ),
        f"{web}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": con_204(
            operacion(f"{clave}_tesela", f"Una imagen de {titulo}", {"image/png": BINARIO}, *_CELDA, etiqueta=ficha.pk)
        ),
    }


def con_204(operacion_: Documento) -> Documento:
    """A tile where nothing is has no content (OGC 20-057, 7.1.7.B)."""
    operacion_["get"]["responses"]["204"] = {"description": "Aquí la capa no tiene nada."}
    return operacion_
