"""The documents of the OGC APIs, as plain dictionaries (OGC 17-069r4, 18-058r1, 20-057)."""

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from capas import postgis, tiempo
from capas.catalogo import Capa
from capas.geometria import CRS84, CRS_MAESTRO, PAIS_GRADOS, SISTEMAS
from capas.lectura import elementos as elementos_de
from capas.lectura import por_revision
from capas.models import FichaCapa
from capas.ogc.normas import CONFORMIDAD, DE_ESCRITURA
from capas.salidas import FORMATOS, FORMATOS_DE_DESCARGA
from capas.sitio import base as base_de

CATALOGO, TITULO_CATALOGO = "catalogo", "Catálogo de capas"
GEOJSON = "application/geo+json"
ESQUEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MAPLIBRE, SLD = "application/vnd.mapbox.style+json", "application/vnd.ogc.sld+xml;version=1.0"
MVT = "application/vnd.mapbox-vector-tile"
ISO19139 = "application/vnd.iso.19139+xml"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
ESTILOS_REL = f"{REL}styles"
_JSON = json.JSONEncoder(ensure_ascii=False)


def enlace(href: str, rel: str, tipo: str = "application/json", titulo: str = "") -> dict[str, str]:
    return {"href": href, "rel": rel, "type": tipo} | ({"title": titulo} if titulo else {})


def con_formatos(url: str, tipo_json: str = "application/json", formato: str = "json") -> list[dict[str, str]]:
    """`self` and `alternate` of a document that exists as JSON and as HTML."""
    tipos = {"json": tipo_json, "html": "text/html"}
    union = "&" if "?" in url else "?"
    return [
        enlace(f"{url}{union}f={f}", "self" if f == formato else "alternate", tipo, f"Este documento en {f.upper()}")
        for f, tipo in tipos.items()
    ]


def portada(base: str, formato: str) -> dict[str, Any]:
    return {
        "title": f"Sistema de información geográfica de {settings.MUNICIPIO}",
        "description": f"Capas geográficas de {settings.ENTIDAD}, por OGC API Features y Tiles.",
        "attribution": settings.ENTIDAD,
        "links": [
            *con_formatos(f"{base}/", formato=formato),
            enlace(f"{base}/api", "service-desc", OPENAPI, "La definición de la API (OpenAPI 3.0)"),
            enlace(f"{base}/api?f=html", "service-doc", "text/html", "La documentación de la API"),
            enlace(f"{base}/conformance", "conformance", titulo="Las normas que cumple"),
            enlace(f"{base}/conformance", f"{REL}conformance", titulo="Las normas que cumple"),
            enlace(f"{base}/collections", "data", titulo="Las capas"),
            enlace(f"{base}/collections", f"{REL}data", titulo="Las capas"),
            enlace(f"{base}/collections/{CATALOGO}", f"{REL}ogc-catalog", titulo="El catálogo de las capas"),
            enlace(f"{base}/tiles", f"{REL}tilesets-vector", titulo="Las capas juntas, en teselas vectoriales"),
            enlace(f"{base}/tileMatrixSets", f"{REL}tiling-schemes", titulo="Los esquemas de teselas"),
            enlace(f"{base}/styles", ESTILOS_REL, titulo="Los estilos de las capas"),
            enlace(f"{base}/processes", f"{REL}processes", titulo="Los análisis que se pueden pedir"),
            enlace(f"{base}/jobs", f"{REL}job-list", titulo="Los trabajos de quien pregunta"),
        ],
    }


def conformidad(base: str, formato: str) -> dict[str, Any]:
    return {
        "conformsTo": CONFORMIDAD + (DE_ESCRITURA if settings.ESCRITURA_OGC else []),
        "links": con_formatos(f"{base}/conformance", formato=formato),
    }


def colecciones(base: str, formato: str, descripciones: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "links": con_formatos(f"{base}/collections", formato=formato),
        "crs": list(SISTEMAS),
        "collections": descripciones,
    }


def _de_ficha(ficha: FichaCapa) -> dict[str, Any]:
    """What every collection of a layer says of itself."""
    return {
        "id": ficha.pk,
        "title": ficha.titulo,
        "description": ficha.resumen,
        "attribution": settings.ENTIDAD,
        "keywords": ficha.palabras,
        "itemType": "feature",
        "crs": list(SISTEMAS),
    }


def coleccion(request: HttpRequest, ficha: FichaCapa, formato: str = "") -> dict[str, Any]:
    """The collection of a layer; with `formato`, its own document with `self` and `alternate` by that format."""
    if ficha.es_raster:
        return _de_imagen(base_de(request), ficha, formato)
    return _de_elementos(base_de(request), ficha, elementos_de(request, ficha.capa), formato)


def _de_elementos(sitio: str, ficha: FichaCapa, queryset: QuerySet, formato: str) -> dict[str, Any]:
    base = f"{sitio}/ogc"
    url = f"{base}/collections/{ficha.pk}"
    return _de_ficha(ficha) | {
        "extent": por_revision(ficha, queryset, "extension", lambda: extension(ficha.capa, queryset)),
        "storageCrs": CRS_MAESTRO.uri,
        "links": [
            *con_formatos(url, formato=formato or "json"),
            enlace(f"{url}/items", "items", GEOJSON, "Los elementos en GeoJSON"),
            enlace(f"{url}/items?f=html", "items", "text/html", "Los elementos en una página"),
            *(
                enlace(f"{url}/items?f={f}", "items", tipo, f"Los elementos en {FORMATOS[f].titulo}")
                for f, tipo in FORMATOS_DE_DESCARGA.items()
            ),
            enlace(f"{url}/schema", "describedby", ESQUEMA, "Los campos"),
            enlace(f"{url}/schema", f"{REL}schema", ESQUEMA, "Los campos"),
            *_ficha(sitio, ficha),
            enlace(f"{url}/queryables", f"{REL}queryables", ESQUEMA, "Por qué se filtra"),
            enlace(f"{url}/sortables", f"{REL}sortables", ESQUEMA, "Por qué se ordena"),
            enlace(f"{url}/tiles", f"{REL}tilesets-vector", titulo="Las teselas vectoriales"),
            enlace(f"{base}/styles/{ficha.pk}", ESTILOS_REL, MAPLIBRE, "El estilo (MapLibre)"),
            enlace(f"{base}/styles/{ficha.pk}?f=sld", ESTILOS_REL, SLD, "El estilo (SLD)"),
            enlace(f"{sitio}/datos/{ficha.pk}/mapa.html", "enclosure", "text/html", "Un mapa para llevar"),
            *_servicios(sitio, ficha),
            *_normas(sitio, ficha, {"catalogo": "El catálogo de objetos (ISO 19110)"} | _HOJA),
            enlace(ficha.licencia, "license", "text/html", "La licencia"),
        ],
    }


def _guardado_en(srid: int) -> dict[str, str]:
    """The system of the file, where it is one of those served, which is what the member may say (OGC 18-058r1, 6.2.2)."""
    suyo = next((crs.uri for crs in SISTEMAS.values() if crs.srid == srid and crs is not CRS84), None)
    return {"storageCrs": suyo} if suyo else {}


_SIEMPRE = {"interval": [[None, None]]}


def _de_imagen(sitio: str, ficha: FichaCapa, formato: str) -> dict[str, Any]:
    """A collection of one feature, which is what it covers; its image and its file."""
    base = f"{sitio}/ogc"
    url = f"{base}/collections/{ficha.pk}"
    return _de_ficha(ficha) | {
        "dataType": "coverage",
        "extent": {"spatial": {"bbox": [ficha.raster.extension], "crs": CRS84.uri}, "temporal": _SIEMPRE},
        **_guardado_en(ficha.raster.srid),
        "links": [
            *con_formatos(url, formato=formato or "json"),
            enlace(f"{url}/items", "items", GEOJSON, "Lo que cubre"),
            enlace(f"{url}/items?f=html", "items", "text/html", "Lo que cubre, en una página"),
            enlace(f"{url}/schema", f"{REL}schema", ESQUEMA, "Los campos"),
            enlace(f"{url}/queryables", f"{REL}queryables", ESQUEMA, "Por qué se filtra"),
            enlace(f"{url}/sortables", f"{REL}sortables", ESQUEMA, "Por qué se ordena"),
            enlace(f"{url}/map/tiles", f"{REL}tilesets-map", titulo="La imagen por teselas"),
            enlace(f"{base}/styles/{ficha.pk}", ESTILOS_REL, MAPLIBRE, "El estilo (MapLibre)"),
            enlace(f"{base}/styles/{ficha.pk}?f=sld", ESTILOS_REL, SLD, "El estilo (SLD)"),
            *_ficha(sitio, ficha),
            enlace(f"{sitio}/datos/{ficha.pk}.tif", "enclosure", COG, "El archivo completo"),
            *_servicios(sitio, ficha),
            *_normas(sitio, ficha, _HOJA),
            enlace(ficha.licencia, "license", "text/html", "La licencia"),
        ],
    }


def coleccion_de_registros(base: str, formato: str = "") -> dict[str, Any]:
    url = f"{base}/collections/{CATALOGO}"
    return {
        "id": CATALOGO,
        "type": "Catalog",
        "title": TITULO_CATALOGO,
        "description": "Un registro de cada capa: de qué trata, dónde, de cuándo, quién responde y cómo obtenerla.",
        "itemType": "record",
        "extent": {"spatial": {"bbox": [list(PAIS_GRADOS)], "crs": CRS84.uri}, "temporal": _SIEMPRE},
        "crs": [CRS84.uri],
        "storageCrs": CRS84.uri,
        "conformsTo": [c for c in CONFORMIDAD if "records" in c],
        "links": [
            *con_formatos(url, formato=formato or "json"),
            enlace(f"{url}/items", "items", GEOJSON, "Los registros"),
            enlace(f"{url}/items?f=html", "items", "text/html", "Los registros en una página"),
            enlace(f"{url}/sortables", f"{REL}sortables", ESQUEMA),
            enlace(f"{url}/queryables", f"{REL}queryables", ESQUEMA),
        ],
    }


def elementos(total: int, devueltos: int, enlaces: list[dict[str, str]]) -> dict[str, Any]:
    """The head of a page of features; whoever has them as objects adds `features`."""
    return {
        "type": "FeatureCollection",
        "numberMatched": total,
        "numberReturned": devueltos,
        "timeStamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "links": enlaces,
    }


def con_elementos(cabeza: dict[str, Any], features: bytes) -> bytes:
    """The page in UTF-8: the database wrote its features already."""
    return b'%b,"features":[%b]}' % (_JSON.encode(cabeza)[:-1].encode(), features)


def con_enlaces(feature: str, enlaces: list[dict[str, str]]) -> str:
    """One feature as text, with its links."""
    return f'{feature[:-1]},"links":{_JSON.encode(enlaces)}}}'


def enlaces_de_pagina(
    url: str, titulo: str, dado: dict[str, str], formato: str, cursor: str | int | None
) -> list[dict[str, str]]:
    """Of a page of the collection at `url`, asked for with the parameters `dado`; `cursor`: where the next one begins."""
    resto = {nombre: valor for nombre, valor in dado.items() if nombre != "f"}
    enlaces = con_formatos(f"{url}/items" + (f"?{urlencode(resto)}" if resto else ""), GEOJSON, formato)
    enlaces.append(enlace(url, "collection", titulo=titulo))
    if cursor is not None:
        siguiente = urlencode({**resto, "cursor": cursor, "f": formato})
        tipo = GEOJSON if formato == "json" else "text/html"
        enlaces.append(enlace(f"{url}/items?{siguiente}", "next", tipo, "Los que siguen"))
    return enlaces


def enlaces_de_uno(base: str, ficha: FichaCapa, id_elemento: int, formato: str) -> list[dict[str, str]]:
    coleccion_ = f"{base}/collections/{ficha.pk}"
    propios = con_formatos(f"{coleccion_}/items/{id_elemento}", GEOJSON, formato)
    return [*propios, enlace(coleccion_, "collection", titulo=ficha.titulo)]


def _ficha(sitio: str, ficha: FichaCapa) -> list[dict[str, Any]]:
    """The record of the layer, for a harvester and for a person."""
    url = f"{sitio}/metadatos/{ficha.pk}"
    return [
        enlace(f"{url}.xml", "describedby", ISO19139, "La ficha de metadatos (ISO 19139)"),
        enlace(url, "describedby", "text/html", "La ficha de metadatos"),
    ]


def _servicios(sitio: str, ficha: FichaCapa) -> list[dict[str, Any]]:
    """The layer by WMS and, unless it is an image, by WFS, which carry the open layers only."""
    if not ficha.abierta:
        return []
    wms, wfs = f"{sitio}/servicios/wms?service=WMS", f"{sitio}/servicios/wfs?service=WFS&version=2.0.0"
    por_wms = enlace(f"{wms}&request=GetCapabilities", "service", "text/xml", "El servicio WMS")
    por_wfs = enlace(f"{wfs}&request=GetCapabilities", "service", "text/xml", "El servicio WFS")
    return [por_wms] if ficha.es_raster else [por_wms, por_wfs]


_HOJA = {"producto": "La hoja de producto (ISO 19131)"}


def _normas(sitio: str, ficha: FichaCapa, documentos: dict[str, str]) -> list[dict[str, str]]:
    """What describes the layer besides its schema, by name of its page."""
    return [enlace(f"{sitio}/metadatos/{ficha.pk}/{n}", "describedby", "text/html", t) for n, t in documentos.items()]


def extension(capa: Capa, queryset: QuerySet) -> dict[str, Any]:
    caja = postgis.extension(queryset) or list(PAIS_GRADOS)
    extremos: list[str | None] = [None, None]
    if capa.tiempo:
        limites = queryset.order_by().aggregate(desde=Min(capa.tiempo), hasta=Max(capa.tiempo))
        extremos = [tiempo.en_utc(limites["desde"]), tiempo.en_utc(limites["hasta"], al_final=True)]
    return {
        "spatial": {"bbox": [caja], "crs": CRS84.uri},
        "temporal": {"interval": [extremos], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
    }
