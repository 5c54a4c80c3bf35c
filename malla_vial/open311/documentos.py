"""What the answers look like: the same document as JSON and as XML. An absent value is null in JSON and an empty element in XML."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

TIPOS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
FORMATOS = tuple(TIPOS)
# The names of a list and of each thing in it, as the specification has them.
UNO_DE = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
    "media_urls": "media_url",
}
_NO_EN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def responder(raiz: str, datos: Any, formato: str, estado: int = 200) -> HttpResponse:
    """datos: a dict or a list of dicts, whose root in XML is `raiz`."""
    contenido = json.dumps(datos, ensure_ascii=False) if formato == "json" else en_xml(raiz, datos)
    return HttpResponse(contenido, content_type=TIPOS[formato], status=estado)


def errores(codigo: int, descripcion: str, formato: str) -> HttpResponse:
    return responder("errors", [{"code": codigo, "description": descripcion}], formato, codigo)


def en_xml(raiz: str, datos: Any) -> str:
    nodo = ET.Element(raiz)
    _llenar(nodo, datos)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(nodo, encoding="unicode")


def _llenar(nodo: ET.Element, valor: Any) -> None:
    if isinstance(valor, dict):
        for nombre, hijo in valor.items():
            _llenar(ET.SubElement(nodo, nombre), hijo)
    elif isinstance(valor, list):
        for hijo in valor:
            _llenar(ET.SubElement(nodo, UNO_DE[nodo.tag]), hijo)
    else:
        nodo.text = _texto(valor)


def _texto(valor: Any) -> str | None:
    if valor is None:
        return None
    return str(valor).lower() if isinstance(valor, bool) else _NO_EN_XML.sub("", str(valor))
