"""What MapServer 8.0 answers, put right where it says a thing in another way than the standards do."""

import re
from collections.abc import Iterator

from lxml import etree

from capas.catalogo import todas
from capas.servicios.proceso import Corrida
from capas.tipos import Tipo, tipo_de

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_TIEMPOS = {Tipo.FECHA: "xsd:date", Tipo.INSTANTE: "xsd:dateTime"}
_RAIZ = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE.*?>)*<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL)
_VACIO = re.compile(rb"^ *<sig:([\w.-]+)></sig:\1>\n", re.MULTILINE)
_CAJA_9377 = re.compile(
    rb'(<BoundingBox CRS="EPSG:9377"\s+)minx="([^"]*)" miny="([^"]*)" maxx="([^"]*)" maxy="([^"]*)"'
)
_SIN_DATO = re.compile(rb"\s*<ows:(\w+)/>\s*<!--WARNING: Optional metadata .*?-->")
_TEMPORAL = re.compile(rb"\s*<fes:Temporal_Capabilities>.*?</fes:Temporal_Capabilities>", re.DOTALL)
_MIN_TEMPORAL = re.compile(rb'("ImplementsMinTemporalFilter">\s*<ows:NoValues/>\s*<ows:DefaultValue>)TRUE')
_DEVUELVE = re.compile(rb'(<ows:Operation name="(?:GetFeature|GetPropertyValue)">\s*<ows:DCP>.*?</ows:DCP>)', re.DOTALL)
_RESOLVE = (
    rb'\1\n      <ows:Parameter name="resolve"><ows:AllowedValues>'
    rb"<ows:Value>none</ows:Value><ows:Value>local</ows:Value></ows:AllowedValues></ows:Parameter>"
)


def raiz(inicio: bytes) -> str:
    """The local name of the root element, of an answer in XML; empty of another."""
    hallada = _RAIZ.match(inicio)
    return hallada[1].decode() if hallada else ""


def en_norma(documento: bytes, nombre: str) -> bytes:
    """A short document, whole: capabilities, schema or exception. nombre: its root element."""
    if nombre == "schema":
        return _con_fechas(documento)
    if nombre == "WFS_Capabilities":
        lleno = _SIN_DATO.sub(b"", documento)
        return _solo_lo_que_hace(lleno) if b'version="2.0.0"' in documento[:2000] else lleno
    derecho = _CAJA_9377.sub(rb'\1minx="\3" miny="\2" maxx="\5" maxy="\4"', documento)
    return derecho.replace(b'code="InvalidSRS"', b'code="InvalidCRS"')


def _solo_lo_que_hace(documento: bytes) -> bytes:
    """No filters of time, which fail on instants; `resolve`, which Simple WFS has (OGC 09-025r2, table 1 and 7.6.4)."""
    sin_tiempo = _MIN_TEMPORAL.sub(rb"\1FALSE", _TEMPORAL.sub(b"", documento))
    return _DEVUELVE.sub(_RESOLVE, sin_tiempo)


def _con_fechas(documento: bytes) -> bytes:
    """Dates as xsd:date and xsd:dateTime; the map says text, because MapServer makes GML objects of its own dates."""
    capas = {f"{capa.id}Type": capa for capa in todas()}
    esquema = _sin_espacio_por_defecto(etree.fromstring(documento))
    for tipo in esquema.iterfind(f"{_XSD}complexType"):
        campos = capas[tipo.get("name")].campos if tipo.get("name") in capas else ()
        tiempos = {campo.name: _TIEMPOS[tipo_de(campo)] for campo in campos if tipo_de(campo) in _TIEMPOS}
        for elemento in tipo.iter(f"{_XSD}element"):
            elemento.set("type", tiempos.get(elemento.get("name"), elemento.get("type")))
    return etree.tostring(esquema, encoding="UTF-8", xml_declaration=True)


def _sin_espacio_por_defecto(esquema: etree._Element) -> etree._Element:
    """The same with every type by its prefix, for readers that know no other way (OWSLib)."""
    con_prefijo = etree.Element(esquema.tag, esquema.attrib, nsmap={k: v for k, v in esquema.nsmap.items() if k})
    con_prefijo.extend(list(esquema))
    for elemento in con_prefijo.iter(f"{_XSD}element"):
        tipo = elemento.get("type", "")
        elemento.set("type", tipo if ":" in tipo else f"xsd:{tipo}")
    return con_prefijo


class SinVacios:
    """GML as it comes, without the elements of what has no value: an empty xsd:integer is not valid, none at all is."""

    def __init__(self, corrida: Corrida):
        self.corrida, self.close = corrida, corrida.close

    def __iter__(self) -> Iterator[bytes]:
        resto = b""
        for trozo in self.corrida:
            lineas, salto, resto = (resto + trozo).rpartition(b"\n")
            yield _VACIO.sub(b"", lineas + salto)
        yield resto
