"""The documents of the OGC APIs, as plain dictionaries (OGC 17-069r4, 18-058r1, 20-057)."""

from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    Max,
    Min,
    QuerySet,
)
from django.db.models import DecimalField as Decimal

from capas import postgis
from capas.catalogo import Capa
from capas.geometria import CRS84, CRS_MAESTRO, PAIS_GRADOS, SISTEMAS
from capas.lectura import por_revision
from capas.models import FichaCapa

GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"
TILESET_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
_PREFIJO = "http://www.opengis.net/spec/"
CONFORMIDAD = [
    f"{_PREFIJO}{clase}"
    for clase in (
        "ogcapi-common-1/1.0/conf/core",
        "ogcapi-common-1/1.0/conf/landing-page",
        "ogcapi-common-1/1.0/conf/json",
        "ogcapi-common-1/1.0/conf/html",
        "ogcapi-common-1/1.0/conf/oas30",
        "ogcapi-common-2/1.0/conf/collections",
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-1/1.0/conf/html",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-tiles-1/1.0/conf/core",
        "ogcapi-tiles-1/1.0/conf/tileset",
        "ogcapi-tiles-1/1.0/conf/tilesets-list",
        "ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "ogcapi-tiles-1/1.0/conf/mvt",
    )
]


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
            enlace(f"{base}/conformance", f"{TILESET_REL}conformance", titulo="Las normas que cumple"),
            enlace(f"{base}/collections", "data", titulo="Las capas"),
            enlace(f"{base}/collections", f"{TILESET_REL}data", titulo="Las capas"),
            enlace(f"{base}/tileMatrixSets", f"{TILESET_REL}tiling-schemes", titulo="Los esquemas de teselas"),
        ],
    }


def conformidad(base: str, formato: str) -> dict[str, Any]:
    return {"conformsTo": CONFORMIDAD, "links": con_formatos(f"{base}/conformance", formato=formato)}


def colecciones(base: str, formato: str, descripciones: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "links": con_formatos(f"{base}/collections", formato=formato),
        "crs": list(SISTEMAS),
        "collections": descripciones,
    }


def coleccion(base: str, ficha: FichaCapa, queryset: QuerySet, formato: str = "") -> dict[str, Any]:
    """A collection; with `formato`, its own document with `self` and `alternate` by that format."""
    url = f"{base}/collections/{ficha.pk}"
    return {
        "id": ficha.pk,
        "title": ficha.titulo,
        "description": ficha.resumen,
        "attribution": settings.ENTIDAD,
        "keywords": [p.strip() for p in ficha.palabras_clave.split(",") if p.strip()],
        "itemType": "feature",
        "extent": por_revision(ficha, queryset, "extension", lambda: extension(ficha.capa, queryset)),
        "crs": list(SISTEMAS),
        "storageCrs": CRS_MAESTRO.uri,
        "links": [
            *con_formatos(url, formato=formato or "json"),
            enlace(f"{url}/items", "items", GEOJSON, "Los elementos en GeoJSON"),
            enlace(f"{url}/items?f=html", "items", "text/html", "Los elementos en una página"),
            enlace(f"{url}/items?f=csv", "items", "text/csv; charset=utf-8", "Los elementos en CSV"),
            enlace(f"{url}/items?f=gpkg", "items", "application/geopackage+sqlite3", "Los elementos en GeoPackage"),
            enlace(f"{url}/schema", "describedby", "application/schema+json", "Los campos"),
            enlace(f"{url}/tiles", f"{TILESET_REL}tilesets-vector", titulo="Las teselas vectoriales"),
            *_servicios(base.removesuffix("/ogc"), ficha),
            enlace(ficha.licencia, "license", "text/html", "La licencia"),
        ],
    }


def _servicios(sitio: str, ficha: FichaCapa) -> list[dict[str, Any]]:
    """The layer by WMS and WFS, which carry the open layers only."""
    if not ficha.abierta:
        return []
    wms, wfs = f"{sitio}/servicios/wms?service=WMS", f"{sitio}/servicios/wfs?service=WFS&version=2.0.0"
    return [
        enlace(f"{wms}&request=GetCapabilities", "service", "text/xml", "El servicio WMS"),
        enlace(f"{wfs}&request=GetCapabilities", "service", "text/xml", "El servicio WFS"),
    ]


def extension(capa: Capa, queryset: QuerySet) -> dict[str, Any]:
    caja = postgis.extension(queryset) or list(PAIS_GRADOS)
    extremos: list[str | None] = [None, None]
    if capa.tiempo:
        limites = queryset.order_by().aggregate(desde=Min(capa.tiempo), hasta=Max(capa.tiempo))
        extremos = [_instante(limites["desde"]), _instante(limites["hasta"])]
    return {
        "spatial": {"bbox": [caja], "crs": CRS84.uri},
        "temporal": {"interval": [extremos], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
    }


def _instante(momento: Any) -> str | None:
    if momento is None:
        return None
    return momento.strftime("%Y-%m-%dT%H:%M:%SZ") if hasattr(momento, "hour") else f"{momento.isoformat()}T00:00:00Z"


def esquema(base: str, ficha: FichaCapa, uso: str = "schema") -> dict[str, Any]:
    """JSON Schema of the features' properties (OGC 23-058r1); as `queryables`, of what a request may filter by."""
    capa = ficha.capa
    geometria = {"title": "Geometría", "format": f"geometry-{_FORMATO[capa.tipo]}", "x-ogc-role": "primary-geometry"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/collections/{capa.id}/{uso}",
        "type": "object",
        "title": ficha.titulo,
        "description": ficha.resumen,
        "properties": {"geom": geometria} | {campo.name: propiedad(campo, capa) for campo in capa.campos},
        "additionalProperties": False,
    }


_FORMATO = {
    "POINT": "point",
    "LINESTRING": "linestring",
    "POLYGON": "polygon",
    "MULTIPOINT": "multipoint",
    "MULTILINESTRING": "multilinestring",
    "MULTIPOLYGON": "multipolygon",
}
_TIPOS = (
    (BooleanField, {"type": "boolean"}),
    (DateTimeField, {"type": "string", "format": "date-time"}),
    (DateField, {"type": "string", "format": "date"}),
    (IntegerField, {"type": "integer"}),
    (FloatField, {"type": "number"}),
    (Decimal, {"type": "number"}),
)


def propiedad(campo: Field, capa: Capa) -> dict[str, Any]:
    """One property as JSON Schema, with its domain."""
    real = getattr(campo, "output_field", None) or campo
    real = real.target_field if isinstance(real, ForeignKey) else real
    tipo = next((dict(t) for clase, t in _TIPOS if isinstance(real, clase)), {"type": "string"})
    documento: dict[str, Any] = {"title": str(campo.verbose_name).capitalize()} | tipo
    if campo.help_text:
        documento["description"] = str(campo.help_text)
    if campo.choices:
        documento["oneOf"] = [{"const": v, "title": str(t)} for v, t in campo.flatchoices]
    if campo.name == capa.tiempo:
        documento["x-ogc-role"] = "primary-instant"
    return documento
