"""Whether a record passes a filter: the tree of `capas.cql2` over the properties of the catalogue."""

import json
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.contrib.gis.gdal.error import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Polygon
from django.utils.dateparse import parse_datetime

from capas.ogc.registros import Registro, caja_de
from capas.presentacion import llano
from capas.servicios.csw.registro import CAJA, CUALQUIER_TEXTO, identificador_de, nombre_de, valores
from capas.servicios.peticion import ExcepcionOgc
from capas.tiempo import en_utc

Condicion = Callable[[Registro], bool]
_COMPARAR: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq,
    "<>": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_OPERANDOS = {"not": 1, "isnull": 1, "between": 3}
_ESPACIALES = ("intersects", "disjoint", "within", "contains")
_llano = lru_cache(20_000)(llano)  # a filter may ask the same texts a thousand times
_COMODINES = re.compile(r"\\.|%|_|[^\\%_]+|\\", re.DOTALL)


def compilar(arbol: Any) -> Condicion:
    """A filter as a function. Raises ExcepcionOgc for what the catalogue does not know."""
    if isinstance(arbol, dict) and arbol.get("bbox"):
        return _espacial("intersects", [arbol["bbox"][0], {"bbox": arbol["bbox"][1:]}])
    op, args = _partes(arbol)
    if op in ("and", "or"):
        partes, juntar = [compilar(parte) for parte in args], all if op == "and" else any
        return lambda registro: juntar(parte(registro) for parte in partes)
    if op == "not":
        parte = compilar(args[0])
        return lambda registro: not parte(registro)
    if op in _ESPACIALES:
        return _espacial(op, args)
    return _comparacion(op, args, arbol.get("mayusculas", True))


def _partes(arbol: Any) -> tuple[str, list[Any]]:
    """The operator and its operands, as many as it takes."""
    if not isinstance(arbol, dict) or "op" not in arbol:
        raise _invalido("Un filtro compara propiedades con valores: dc:title = 'Vías'.")
    op, args = arbol["op"].lower().removeprefix("s_"), arbol["args"]
    if op not in ("and", "or") and len(args) != _OPERANDOS.get(op, 2):
        raise _invalido(f"El catálogo no tiene el operador «{op[:40]}», o le faltan partes.")
    return op, args


def _comparacion(op: str, args: list[Any], mayusculas: bool) -> Condicion:
    nombre = _propiedad(args[0])
    if op == "isnull":
        return lambda registro: nombre != CAJA and not valores(registro, nombre)
    if op == "in" and isinstance(args[1], list):
        return compilar({"op": "or", "args": [{"op": "=", "args": [args[0], valor]} for valor in args[1]]})
    if op == "between":
        desde, hasta = (
            _comparacion(signo, [args[0], v], mayusculas) for signo, v in zip((">=", "<="), args[1:3], strict=True)
        )
        return lambda registro: desde(registro) and hasta(registro)
    cumple = _prueba(op, nombre, _literal(args[1], nombre), mayusculas)
    if op == "<>":
        return lambda registro: not any(cumple(valor) for valor in valores(registro, nombre))
    return lambda registro: any(cumple(valor) for valor in valores(registro, nombre))


def _prueba(op: str, nombre: str, literal: str, mayusculas: bool) -> Callable[[str], bool]:
    """Free text is searched as people do: no accents, no capitals. A date is compared as far as the request gives it."""
    normal: Callable[[str], str] = _llano if nombre == CUALQUIER_TEXTO or not mayusculas else str
    if op == "like":
        patron = _patron(normal(literal))
        return lambda valor: patron.fullmatch(normal(valor)) is not None
    if op not in _COMPARAR:
        raise _invalido(f"El catálogo no tiene el operador «{op[:40]}».")
    esperado = normal(identificador_de(literal) if nombre == "identifier" and op in ("=", "<>") else literal)
    largo = len(literal) if nombre == "modified" else None
    return lambda valor: _COMPARAR[op](normal(valor)[:largo], esperado)


def _patron(texto: str) -> re.Pattern[str]:
    """The pattern of LIKE: each % takes as little as it can and never tries again, so no pattern is slow."""
    tramos = [""]
    for parte in _COMODINES.findall(texto):
        if parte == "%":
            tramos.append("")
        else:
            tramos[-1] += "." if parte == "_" else re.escape(_sin_escape(parte))
    primero, *medios = tramos
    final = ".*" + medios.pop() if medios else ""
    return re.compile(primero + "".join(f"(?>.*?{tramo})" for tramo in medios) + final, re.DOTALL)


def _sin_escape(parte: str) -> str:
    return parte[1:] if len(parte) == 2 and parte[0] == "\\" else parte


def _propiedad(nodo: Any) -> str:
    if not (isinstance(nodo, dict) and isinstance(nodo.get("property"), str)):
        raise _invalido("A la izquierda de una comparación va una propiedad, como dc:title.")
    return nombre_de(nodo["property"])


def _literal(nodo: Any, nombre: str) -> str:
    if isinstance(nodo, dict) and len(nodo) == 1 and ("date" in nodo or "timestamp" in nodo):
        [nodo] = nodo.values()
    if not isinstance(nodo, str | int | float):
        raise _invalido("A la derecha de una comparación va un valor.")
    if nombre == CAJA:
        raise _invalido("ows:BoundingBox se compara con BBOX o Intersects.")
    return _fecha(str(nodo)) if nombre == "modified" else str(nodo)


def _fecha(texto: str) -> str:
    """A year, a month or a day as given; a moment, in UTC."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", texto):
        return texto
    try:
        momento = parse_datetime(texto)
    except ValueError:
        momento = None
    if momento is None or momento.tzinfo is None:
        raise _invalido("dct:modified se compara con una fecha: 2026-01-31 o 2026-01-31T08:00:00-05:00.")
    return str(en_utc(momento))


def _espacial(op: str, args: list[Any]) -> Condicion:
    if _propiedad(args[0]) != CAJA:
        raise _invalido("Lo espacial se pregunta de ows:BoundingBox.")
    geometria = _geometria(args[1])
    return lambda registro: getattr(Polygon.from_bbox(caja_de(registro)), op)(geometria)


def _geometria(nodo: Any) -> GEOSGeometry:
    """A GeoJSON geometry, or {"bbox": [west, south, east, north]}, in degrees."""
    try:
        dada = nodo.get("bbox")
        geometria = _rectangulo(*map(float, dada)) if dada else GEOSGeometry(json.dumps(nodo))
    except (AttributeError, TypeError, ValueError, GEOSException, GDALException):
        raise _invalido("Esa geometría no se entiende.") from None
    oeste, sur, este, norte = geometria.extent
    if not (-180 <= oeste <= este <= 180 and -90 <= sur <= norte <= 90):
        raise _invalido("La geometría va en grados: longitud de -180 a 180 y latitud de -90 a 90.")
    return geometria


def _rectangulo(oeste: float, sur: float, este: float, norte: float) -> Polygon:
    return Polygon.from_bbox((oeste, sur, este, norte))


def _invalido(mensaje: str) -> ExcepcionOgc:
    return ExcepcionOgc("InvalidParameterValue", mensaje, "Constraint")
