"""A record of the catalogue as csw:Record (OGC 07-006r1, 10.2.5): its properties, and the three views of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from lxml import etree

from capas.lectura import ficha_visible
from capas.metadatos import iso19139
from capas.metadatos.gmd import GMD
from capas.metadatos.registro import Registro as RegistroIcde
from capas.ogc.registros import Registro, caja_de
from capas.servicios.csw.espacios import CSW, csw, dc, dct, ows
from capas.servicios.peticion import ExcepcionOgc
from capas.sitio import base, identificador

CAJA, CUALQUIER_TEXTO = "BoundingBox", "AnyText"
CONJUNTOS = {"brief": "BriefRecord", "summary": "SummaryRecord", "full": "Record"}
_PROTOCOLOS = {"/servicios/wms": "OGC:WMS", "/servicios/wfs": "OGC:WFS"}


def _de(nombre: str) -> Callable[[Registro], list[str]]:
    return lambda registro: [str(registro["properties"][nombre])]


def _materias(registro: Registro) -> list[str]:
    temas = [concepto for tema in registro["properties"]["themes"] for concepto in tema["concepts"]]
    return [*registro["properties"]["keywords"], *(c.get("title", c["id"]) for c in temas)]


def _quien(registro: Registro) -> list[str]:
    return [contacto["organization"] for contacto in registro["properties"]["contacts"]]


def _formatos(registro: Registro) -> list[str]:
    return list(dict.fromkeys(formato["name"] for formato in registro["properties"]["formats"]))


# The core queryables, in the order in which a summary gives what it has of them.
PROPIEDADES: dict[str, tuple[Any, Callable[[Registro], list[str]]]] = {
    "identifier": (dc, lambda registro: [identificador(registro["id"])]),
    "title": (dc, _de("title")),
    "type": (dc, _de("type")),
    "subject": (dc, _materias),
    "format": (dc, _formatos),
    "modified": (dct, _de("updated")),
    "abstract": (dct, _de("description")),
    "creator": (dc, _quien),
    "publisher": (dc, _quien),
    "language": (dc, lambda registro: [registro["properties"]["language"]["code"]]),
    "rights": (dc, _de("rights")),
    "license": (dct, _de("license")),
}
_DE_CONJUNTO = {
    "brief": ("identifier", "title", "type"),
    "summary": ("identifier", "title", "type", "subject", "format", "modified", "abstract"),
    "full": tuple(PROPIEDADES),
}


def nombre_de(texto: str) -> str:
    """The property that a request calls «dc:title», «/csw:Record/dc:title» or «Title». Raises ExcepcionOgc."""
    local = texto.strip().rpartition("/")[2].rpartition(":")[2]
    for nombre in (*PROPIEDADES, CAJA, CUALQUIER_TEXTO):
        if nombre.lower() == local.lower():
            return nombre
    raise ExcepcionOgc("InvalidParameterValue", f"El catálogo no tiene la propiedad «{texto[:60]}».", "PropertyName")


def por_identificador(registros: Iterable[Registro]) -> dict[str, Registro]:
    """Each by its identifier, and by the short id of its layer, under which it was known before."""
    return {id_: registro for registro in registros for id_ in (identificador(registro["id"]), registro["id"])}


def identificador_de(texto: str) -> str:
    """The identifier that a request means: itself, or the short id of a layer."""
    return texto if texto.startswith(identificador("")) else identificador(texto)


def con_prefijo(nombre: str) -> str:
    """«dc:title», as documents name a property."""
    if nombre in PROPIEDADES:
        return f"{'dct' if PROPIEDADES[nombre][0] is dct else 'dc'}:{nombre}"
    return f"ows:{nombre}" if nombre == CAJA else f"csw:{nombre}"


def valores(registro: Registro, nombre: str) -> list[str]:
    """The values of a property; of csw:AnyText, all there are. The box is no text: see `capas.ogc.registros.caja_de`."""
    if nombre == CUALQUIER_TEXTO:
        return [valor for propiedad in PROPIEDADES for valor in valores(registro, propiedad)]
    return [] if nombre == CAJA else PROPIEDADES[nombre][1](registro)


def en_dublin_core(request: HttpRequest, registro: Registro, conjunto: str, elementos: tuple[str, ...]) -> Any:
    """csw:BriefRecord, csw:SummaryRecord or csw:Record; with `elementos`, a csw:Record of those properties alone."""
    nombres = elementos or _DE_CONJUNTO[conjunto]
    partes = [
        PROPIEDADES[nombre][0](nombre, valor)
        for nombre in nombres
        if nombre in PROPIEDADES
        for valor in valores(registro, nombre)
    ]
    if not elementos and conjunto == "full":
        partes += [_referencia(e) for e in registro["links"] if e["rel"] in ("data", "items", "enclosure", "service")]
    if not elementos or CAJA in elementos:
        partes.append(_caja(registro))
    return csw("Record" if elementos else CONJUNTOS[conjunto], *partes)


def _referencia(enlace: dict[str, str]) -> Any:
    protocolo = next((p for lugar, p in _PROTOCOLOS.items() if lugar in enlace["href"]), "WWW:LINK")
    return dct.references(enlace["href"], scheme=protocolo)


def _caja(registro: Registro) -> Any:
    """Latitude first, as EPSG:4326 has it."""
    oeste, sur, este, norte = caja_de(registro)
    return ows.BoundingBox(
        ows.LowerCorner(f"{sur} {oeste}"), ows.UpperCorner(f"{norte} {este}"), crs="urn:ogc:def:crs:EPSG::4326"
    )


def _en_iso19139(request: HttpRequest, registro: Registro, conjunto: str, elementos: tuple[str, ...]) -> Any:
    """gmd:MD_Metadata, whole whatever the view: a profile that may give more than was asked."""
    ficha = ficha_visible(request, registro["id"])
    return iso19139.documento(RegistroIcde.de(ficha, base(request), request.user))


Escritor = Callable[[HttpRequest, Registro, str, tuple[str, ...]], etree._Element]
# What the records may be written as: outputSchema -> (its type, its schema, who writes it).
ESQUEMAS: dict[str, tuple[str, str, Escritor]] = {
    CSW: ("csw:Record", "http://schemas.opengis.net/csw/2.0.2/record.xsd", en_dublin_core),
    GMD: ("gmd:MD_Metadata", iso19139.ESQUEMA, _en_iso19139),
}
