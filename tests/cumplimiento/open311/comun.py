"""How an answer of Open311 is read in a test: JSON, or XML held against a schema written from the specification, which has none
of its own."""

from pathlib import Path
from xml.etree import ElementTree as ET

from lxml import etree

ESQUEMA = etree.XMLSchema(file=str(Path(__file__).with_name("georeport_v2.xsd")))
TIPO_DE = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
FORMATOS = ("json", "xml")
RAIZ = "/open311/v2"
UN_REPORTE = {"service_code": "hueco", "lat": "4.4389", "long": "-75.2322", "description": "Un hueco hondo"}


def leido(respuesta, formato: str, estado: int):
    """The same Python value out of either format: lists of dicts, texts; empty is None."""
    assert respuesta.status_code == estado, respuesta.content
    assert respuesta["Content-Type"] == TIPO_DE[formato]
    if formato == "json":
        return respuesta.json()
    texto = respuesta.content.decode("utf-8")
    assert texto.lower().startswith('<?xml version="1.0" encoding="utf-8"?>')
    ESQUEMA.assertValid(etree.fromstring(respuesta.content))
    return _valor(ET.fromstring(texto))


def _valor(nodo):
    listas = {"services", "attributes", "values", "service_requests", "service_request_updates", "endpoints", "formats"}
    if nodo.tag in listas | {"errors", "media_urls"}:
        return [_valor(hijo) for hijo in nodo]
    return {hijo.tag: _valor(hijo) for hijo in nodo} if len(nodo) else nodo.text


def en_texto(valor):
    """A JSON value as XML tells it."""
    if isinstance(valor, dict):
        return {nombre: en_texto(hijo) for nombre, hijo in valor.items()}
    if isinstance(valor, list):
        return [en_texto(hijo) for hijo in valor]
    return None if valor in (None, "") else str(valor).lower() if isinstance(valor, bool) else str(valor)


def codigos(dados) -> set[str]:
    return {dado["service_request_id"] for dado in dados}
