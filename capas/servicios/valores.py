"""Values that no standard allows and MapServer takes, to answer something else than was asked without a word."""

import math
import re
from collections.abc import Mapping

from lxml import etree

from capas.servicios.peticion import ExcepcionOgc, raiz_de_xml

CIFRAS = 9
# What a rectangle or a geometry may be given in; EPSG:9377 is out for what `mapfile.SISTEMAS_WFS` says.
SISTEMAS_DE_CAJA = {"4326", "4686", "3857", "CRS84"}
_ENTEROS = {"count": "count", "maxfeatures": "maxFeatures", "startindex": "startIndex"}
_PUNTO = {"i": "width", "j": "height", "x": "width", "y": "height"}


def revisar_wms(parametros: Mapping[str, str]) -> None:
    """The point of a GetFeatureInfo is a pixel of its map (OGC 06-042, 7.4.3.7). Raises ExcepcionOgc."""
    if parametros.get("request", "").lower() != "getfeatureinfo":
        return
    for nombre, lado in _PUNTO.items():
        texto, tope = parametros.get(nombre, "0"), parametros.get(lado, "")
        if not _natural(texto) or (_natural(tope) and int(texto) >= int(tope)):
            raise ExcepcionOgc("InvalidPoint", f"«{nombre}» es un píxel del mapa, contado desde 0.", nombre)


def revisar_wfs(parametros: Mapping[str, str]) -> None:
    """Counts and rectangles (OGC 09-025r2, 7.6.3 and 06-121r3, 10.2.3). Raises ExcepcionOgc."""
    for clave, nombre in _ENTEROS.items():
        if clave in parametros and not _natural(parametros[clave]):
            raise _malo(nombre, f"es un número entero desde 0, de {CIFRAS} cifras a lo sumo")
    if parametros.get("resulttype", "results").lower() not in ("results", "hits"):
        raise _malo("resultType", "es results o hits")
    if "bbox" in parametros:
        _revisar_caja(parametros["bbox"])
    for sistema in re.findall(r"srsName\s*=\s*[\"']([^\"']*)", parametros.get("filter", "")):
        _revisar_sistema(sistema, "filter")


def leer_xml(cuerpo: bytes) -> bytes:
    """A request in XML, parsed and written again, so that MapServer reads just what was checked. Raises ExcepcionOgc."""
    raiz = raiz_de_xml(cuerpo)
    if not str(etree.QName(raiz).namespace).startswith("http://www.opengis.net/wfs"):
        raise ExcepcionOgc("OperationNotSupported", "El cuerpo no es una operación de WFS.", "request")
    revisar_wfs({str(nombre).lower(): str(valor) for nombre, valor in raiz.attrib.items()})
    for nodo in raiz.iter():
        _revisar_sistema(nodo.get("srsName", "CRS84"), "srsName")
    return etree.tostring(raiz, encoding="UTF-8", xml_declaration=True)


def _natural(texto: str) -> bool:
    return texto.isascii() and texto.isdigit() and len(texto) <= CIFRAS


def _revisar_caja(texto: str) -> None:
    """Lower corner, upper corner and, it may be, their reference system."""
    *lados, sistema = [*texto.split(","), "CRS84"][:5] if texto.count(",") == 3 else texto.split(",")
    try:
        x1, y1, x2, y2 = (float(lado) for lado in lados)
    except ValueError:
        raise _malo("bbox", "son cuatro números y, si acaso, su sistema de referencia") from None
    if not (all(map(math.isfinite, (x1, y1, x2, y2))) and x1 <= x2 and y1 <= y2):
        raise _malo("bbox", "va de la esquina menor a la mayor")
    _revisar_sistema(sistema, "bbox")


def _revisar_sistema(sistema: str, donde: str) -> None:
    if re.split("[:/#]", sistema.strip())[-1].upper() not in SISTEMAS_DE_CAJA:
        raise _malo(donde, "se da en EPSG:4326, EPSG:4686 o EPSG:3857; en EPSG:9377 pida por OGC API Features")


def _malo(nombre: str, regla: str) -> ExcepcionOgc:
    return ExcepcionOgc("InvalidParameterValue", f"«{nombre}» {regla}.", nombre)
