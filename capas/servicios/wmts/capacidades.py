"""What the tile service says of itself: WMTS GetCapabilities (OGC 07-057r7, 7.1; OWS 1.1.0, OGC 06-121r3)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from lxml import etree
from lxml.builder import ElementMaker

from capas.models import FichaCapa
from capas.ogc.teselas import caja_de
from capas.postgis import MEDIO_MUNDO
from capas.servicios.proveedor import XLINK, proveedor
from capas.sitio import absoluta

VERSION = "1.0.0"
ESQUEMA, ESTILO, FORMATO = "GoogleMapsCompatible", "default", "image/png"
ZOOM_MAXIMO = 18  # of the well-known scale set (OGC 07-057r7, annex E.4)
PIXELES = 256
_PIXEL = 0.00028  # metres a side, by which the standard counts scales (6.1)
_WMTS, _OWS = "http://www.opengis.net/wmts/1.0", "http://www.opengis.net/ows/1.1"
_ESPACIOS = {None: _WMTS, "ows": _OWS, "xlink": XLINK}
wmts, ows = (ElementMaker(namespace=espacio, nsmap=_ESPACIOS) for espacio in (_WMTS, _OWS))


def documento(request: HttpRequest, fichas: list[FichaCapa]) -> bytes:
    kvp = absoluta(request, reverse("servicios:wmts"))
    rest = absoluta(request, reverse("servicios:wmts_capacidades"))
    raiz = wmts.Capabilities(
        _identificacion(),
        proveedor(ows, request),
        ows.OperationsMetadata(_operacion("GetCapabilities", kvp, rest), _operacion("GetTile", kvp)),
        wmts.Contents(*(_capa(request, ficha) for ficha in fichas), _matrices()),
        wmts.ServiceMetadataURL({_href(): rest}),
        version=VERSION,
    )
    return etree.tostring(raiz, encoding="UTF-8", xml_declaration=True)


def _href() -> str:
    return f"{{{XLINK}}}href"


def _identificacion() -> Any:
    return ows.ServiceIdentification(
        ows.Title(f"Teselas de {settings.MUNICIPIO}"),
        ows.Abstract(f"Las capas abiertas de {settings.ENTIDAD} como imágenes listas, por pisos de una pirámide."),
        ows.ServiceType("OGC WMTS"),
        ows.ServiceTypeVersion(VERSION),
        ows.Fees("NONE"),
        ows.AccessConstraints("NONE"),
    )


def _operacion(nombre: str, kvp: str, rest: str = "") -> Any:
    puertas = [_puerta(f"{kvp}?", "KVP"), *([_puerta(rest, "RESTful")] if rest else [])]
    return ows.Operation(ows.DCP(ows.HTTP(*puertas)), name=nombre)


def _puerta(url: str, manera: str) -> Any:
    return ows.Get({_href(): url}, ows.Constraint(ows.AllowedValues(ows.Value(manera)), name="GetEncoding"))


def _capa(request: HttpRequest, ficha: FichaCapa) -> Any:
    oeste, sur, este, norte = ficha.raster.extension if ficha.es_raster else caja_de(request, ficha)
    return wmts.Layer(
        ows.Title(ficha.titulo),
        ows.Abstract(ficha.resumen),
        ows.WGS84BoundingBox(ows.LowerCorner(f"{oeste} {sur}"), ows.UpperCorner(f"{este} {norte}")),
        ows.Identifier(ficha.pk),
        wmts.Style(ows.Identifier(ESTILO), isDefault="true"),
        wmts.Format(FORMATO),
        wmts.TileMatrixSetLink(wmts.TileMatrixSet(ESQUEMA)),
        wmts.ResourceURL(format=FORMATO, resourceType="tile", template=_plantilla(request, ficha)),
    )


def _plantilla(request: HttpRequest, ficha: FichaCapa) -> str:
    base = absoluta(request, reverse("servicios:wmts")).rstrip("/")
    return f"{base}/{VERSION}/{ficha.pk}/{ESTILO}/{ESQUEMA}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png"


def _matrices() -> Any:
    return wmts.TileMatrixSet(
        ows.Identifier(ESQUEMA),
        ows.SupportedCRS("urn:ogc:def:crs:EPSG::3857"),
        wmts.WellKnownScaleSet("urn:ogc:def:wkss:OGC:1.0:GoogleMapsCompatible"),
        *(_matriz(z) for z in range(ZOOM_MAXIMO + 1)),
    )


def _matriz(z: int) -> Any:
    cuantas = str(2**z)
    return wmts.TileMatrix(
        ows.Identifier(str(z)),
        wmts.ScaleDenominator(repr(2 * MEDIO_MUNDO / PIXELES / 2**z / _PIXEL)),
        wmts.TopLeftCorner(f"{-MEDIO_MUNDO!r} {MEDIO_MUNDO!r}"),
        wmts.TileWidth(str(PIXELES)),
        wmts.TileHeight(str(PIXELES)),
        wmts.MatrixWidth(cuantas),
        wmts.MatrixHeight(cuantas),
    )
