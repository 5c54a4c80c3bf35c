"""The bricks of an ISO 19139 document (2007 schemas, GML 3.2): small functions that give lxml elements, or None of nothing."""

import datetime as dt
import re
from datetime import UTC
from typing import Any, TypeAlias

from lxml import etree

GMD, GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
GML, XLINK = "http://www.opengis.net/gml/3.2", "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ESPACIOS = {"gmd": GMD, "gco": GCO, "gml": GML, "xlink": XLINK, "xsi": XSI}
LISTAS = (
    "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/resources/codelist/ML_gmxCodelists.xml"
)
IDIOMAS = "http://www.loc.gov/standards/iso639-2/"
# What XML 1.0 has no place for: control characters, lone surrogates.
_IMPOSIBLES = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Nodo: TypeAlias = Any  # an lxml element: lxml brings no types


def limpio(texto: Any) -> str:
    """Text that an XML document may hold."""
    return _IMPOSIBLES.sub("", str(texto))


def elemento(nombre: str, *hijos: Nodo | None, espacio: str = GMD, valor: Any = None, **atributos: str) -> Nodo:
    """An element of a namespace, without the children that are None. Attributes: `xlink_href` is xlink:href."""
    nodo = etree.Element(f"{{{espacio}}}{nombre}", nsmap=ESPACIOS)
    for clave, dado in atributos.items():
        prefijo, _, local = clave.partition("_")
        nodo.set(f"{{{ESPACIOS[prefijo]}}}{local}" if local else clave, limpio(dado))
    if valor is not None:
        nodo.text = limpio(valor)
    nodo.extend([hijo for hijo in hijos if hijo is not None])
    return nodo


def dentro(propiedad: str, clase: str, *hijos: Nodo | None) -> Nodo:
    """gmd:propiedad/gmd:clase with its children: ISO 19139 wraps every object in the property that holds it."""
    return elemento(propiedad, elemento(clase, *hijos))


def simple(propiedad: str, tipo: str, valor: Any) -> Nodo | None:
    """gmd:propiedad/gco:tipo; None where there is no value."""
    if valor is None or limpio(valor).strip() == "":
        return None
    return elemento(propiedad, elemento(tipo, espacio=GCO, valor=valor))


def texto(propiedad: str, valor: Any) -> Nodo | None:
    return simple(propiedad, "CharacterString", valor)


def texto_debido(propiedad: str, valor: Any) -> Nodo:
    """A text that the schema asks for: where nobody wrote it, the document says that it is missing."""
    nodo = texto(propiedad, valor)
    return nodo if nodo is not None else elemento(propiedad, gco_nilReason="missing")


def logico(propiedad: str, valor: bool) -> Nodo | None:
    return simple(propiedad, "Boolean", "true" if valor else "false")


def codigo(propiedad: str, lista: str, valor: str, catalogo: str = LISTAS) -> Nodo:
    """gmd:propiedad/gmd:lista with a value of the code list of that name."""
    direccion = f"{catalogo}#{lista}" if catalogo == LISTAS else catalogo
    return elemento(propiedad, elemento(lista, codeList=direccion, codeListValue=valor, valor=valor))


def idioma() -> Nodo:
    return codigo("language", "LanguageCode", "spa", IDIOMAS)


def juego_de_caracteres() -> Nodo:
    return codigo("characterSet", "MD_CharacterSetCode", "utf8")


def instante(momento: dt.datetime) -> str:
    return momento.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def fecha(dia: dt.date, tipo: str) -> Nodo:
    """A CI_Date: `tipo` is creation, publication or revision."""
    return dentro(
        "date", "CI_Date", simple("date", "Date", dia.isoformat()), codigo("dateType", "CI_DateTypeCode", tipo)
    )


def cita(propiedad: str, titulo: str, *fechas: Nodo, identificador: str = "") -> Nodo:
    """A CI_Citation. The schema asks for a date: whoever has none says so."""
    return dentro(
        propiedad,
        "CI_Citation",
        texto_debido("title", titulo),
        *(fechas or [elemento("date", gco_nilReason="unknown")]),
        dentro("identifier", "MD_Identifier", texto("code", identificador)) if identificador else None,
    )


def enlace(titulo: str, url: str, protocolo: str, funcion: str, nombre: str = "") -> Nodo:
    return dentro(
        "onLine",
        "CI_OnlineResource",
        elemento("linkage", elemento("URL", valor=url)),
        texto("protocol", protocolo),
        texto("name", nombre),
        texto("description", titulo),
        codigo("function", "CI_OnLineFunctionCode", funcion),
    )
