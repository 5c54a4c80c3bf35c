"""The constraint of a query, in CQL text or as a Filter of FES 1.1 (OGC 04-095), to the tree of `capas.cql2`."""

import math
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from capas.cql2.arbol import FiltroInvalido, revisar
from capas.cql2.texto import desde_texto
from capas.servicios.csw.espacios import GML, OGC
from capas.servicios.peticion import ExcepcionOgc, raiz_de_xml

COMPARACIONES = {
    "PropertyIsEqualTo": "=",
    "PropertyIsNotEqualTo": "<>",
    "PropertyIsLessThan": "<",
    "PropertyIsGreaterThan": ">",
    "PropertyIsLessThanOrEqualTo": "<=",
    "PropertyIsGreaterThanOrEqualTo": ">=",
}
LOGICOS = {"And": "and", "Or": "or", "Not": "not"}
ESPACIALES = {
    "BBOX": "intersects",
    "Intersects": "intersects",
    "Disjoint": "disjoint",
    "Within": "within",
    "Contains": "contains",
}
_DE_LATITUD_PRIMERO = ("4326", "4686")
Propiedad = dict[str, str]


def desde_cql(texto: str) -> Any:
    try:
        return desde_texto(texto)
    except FiltroInvalido as error:
        raise _invalido(
            "El CQL no se entiende. Un ejemplo: csw:AnyText LIKE '%vías%' AND dc:type = 'dataset'."
        ) from error


def desde_xml(texto: str) -> Any:
    raiz = raiz_de_xml(texto.encode())
    if _local(raiz) != "Filter" or etree.QName(raiz).namespace not in (OGC, None):
        raise _invalido(f"Se espera un Filter de FES 1.1 ({OGC}).")
    if ids := _identidades(raiz):
        return {"op": "in", "args": [{"property": "dc:identifier"}, ids]}
    try:
        return revisar(_condicion(_unico(raiz)))
    except FiltroInvalido:
        raise _invalido("El filtro es demasiado complejo.") from None


def _identidades(raiz: etree._Element) -> list[str]:
    """The ids of a Filter that names records instead of describing them."""
    return [
        nodo.get("fid") or nodo.get(f"{{{GML}}}id") or ""
        for nodo in raiz
        if _local(nodo) in ("FeatureId", "GmlObjectId")
    ]


def _local(nodo: etree._Element) -> str:
    return etree.QName(nodo).localname


def _unico(nodo: etree._Element) -> etree._Element:
    if len(nodo) != 1:
        raise _invalido(f"«{_local(nodo)}» lleva exactamente una condición.")
    return nodo[0]


def _condicion(nodo: etree._Element) -> dict[str, Any]:
    nombre, partes = _local(nodo), list(nodo)
    if nombre in LOGICOS:
        return _logico(nodo, nombre)
    cuantas, leer = _PREGUNTAS.get(nombre, (0, _nulo))
    if not partes or len(partes) != cuantas or _local(partes[0]) != "PropertyName":
        raise _invalido(f"«{nombre[:60]}» no se admite, está incompleto o no empieza por un PropertyName.")
    return leer(nodo, {"property": partes[0].text or ""}, partes[1:])


def _logico(nodo: etree._Element, nombre: str) -> dict[str, Any]:
    partes = [_unico(nodo)] if nombre == "Not" else list(nodo)
    if nombre != "Not" and len(partes) < 2:
        raise _invalido(f"«{nombre}» junta dos condiciones o más.")
    return {"op": LOGICOS[nombre], "args": [_condicion(parte) for parte in partes]}


# What is asked of a property: (the element, the property, what stands after it) -> the tree.


def _nulo(nodo: etree._Element, propiedad: Propiedad, resto: list[etree._Element]) -> dict[str, Any]:
    return {"op": "isNull", "args": [propiedad]}


def _comparacion(nodo: etree._Element, propiedad: Propiedad, resto: list[etree._Element]) -> dict[str, Any]:
    args = [propiedad, _literal(resto[0])]
    return {"op": COMPARACIONES[_local(nodo)], "args": args, "mayusculas": _distingue(nodo)}


def _entre(nodo: etree._Element, propiedad: Propiedad, resto: list[etree._Element]) -> dict[str, Any]:
    return {"op": "between", "args": [propiedad, *(_literal(_unico(limite)) for limite in resto)]}


def _parecido(nodo: etree._Element, propiedad: Propiedad, resto: list[etree._Element]) -> dict[str, Any]:
    """The pattern with the wildcards that CQL has: %, _ and the backslash."""
    comodin, uno = nodo.get("wildCard", "%"), nodo.get("singleChar", "_")
    escape = nodo.get("escapeChar", nodo.get("escape", "\\"))
    if not all(len(marca) == 1 for marca in (comodin, uno, escape)):
        raise _invalido("wildCard, singleChar y escapeChar son un carácter cada uno.")
    patron = _traducir(_literal(resto[0]), {comodin: "%", uno: "_"}, escape)
    return {"op": "like", "args": [propiedad, patron], "mayusculas": _distingue(nodo)}


def _traducir(patron: str, comodines: dict[str, str], escape: str) -> str:
    letras, salida = iter(patron), []
    for letra in letras:
        if letra != escape and letra in comodines:
            salida.append(comodines[letra])
        else:
            literal = next(letras, "") if letra == escape else ""
            salida += [f"\\{c}" if c in "%_\\" else c for c in literal or letra]
    return "".join(salida)


def _espacial(nodo: etree._Element, propiedad: Propiedad, resto: list[etree._Element]) -> dict[str, Any]:
    return {"op": ESPACIALES[_local(nodo)], "args": [propiedad, _gml(resto[0])]}


_PREGUNTAS: dict[str, tuple[int, Callable[[etree._Element, Propiedad, list[etree._Element]], dict[str, Any]]]] = {
    **dict.fromkeys(COMPARACIONES, (2, _comparacion)),
    **dict.fromkeys(ESPACIALES, (2, _espacial)),
    "PropertyIsNull": (1, _nulo),
    "PropertyIsLike": (2, _parecido),
    "PropertyIsBetween": (3, _entre),
}


def _literal(nodo: etree._Element) -> str:
    if _local(nodo) != "Literal" or len(nodo):
        raise _invalido("Se compara con un Literal de texto.")
    return nodo.text or ""


def _distingue(nodo: etree._Element) -> bool:
    return nodo.get("matchCase", "true") != "false"


def _gml(nodo: etree._Element) -> dict[str, Any]:
    """gml:Envelope, gml:Point or gml:Polygon as GeoJSON."""
    nombre, pares = _local(nodo), _pares(nodo)
    if nombre == "Envelope" and len(pares) == 2:
        return {"bbox": [*pares[0], *pares[1]]}
    if nombre == "Point" and len(pares) == 1:
        return {"type": "Point", "coordinates": pares[0]}
    if nombre == "Polygon" and len(nodo.xpath(".//*[local-name()='LinearRing']")) == 1:
        return {"type": "Polygon", "coordinates": [pares]}
    raise _invalido("Se admiten gml:Envelope, gml:Point y gml:Polygon de un solo anillo.")


def _pares(nodo: etree._Element) -> list[list[float]]:
    """[longitude, latitude] of each position. Without srsName, or in CRS84, longitude goes first; in EPSG, latitude."""
    numeros = _numeros(nodo)
    pares = [list(par) for par in zip(numeros[::2], numeros[1::2], strict=True)]
    sistema = re.split(r"[:/#]", nodo.get("srsName", "CRS84"))[-1]
    if sistema not in ("CRS84", *_DE_LATITUD_PRIMERO):
        raise _invalido("Las geometrías van en CRS84 o en EPSG:4326.")
    return pares if sistema == "CRS84" else [par[::-1] for par in pares]


def _numeros(nodo: etree._Element) -> list[float]:
    try:
        numeros = [float(parte) for texto in nodo.itertext() for parte in texto.replace(",", " ").split()]
    except ValueError:
        raise _invalido("Las coordenadas son números.") from None
    if len(numeros) % 2 or not all(map(math.isfinite, numeros)):
        raise _invalido("Las coordenadas van por pares de números finitos.")
    return numeros


def _invalido(mensaje: str) -> ExcepcionOgc:
    return ExcepcionOgc("InvalidParameterValue", mensaje, "Constraint")
