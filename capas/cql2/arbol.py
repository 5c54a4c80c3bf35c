"""The tree of a filter (the JSON encoding of CQL2), and how large it may be."""

import itertools
import json
from typing import Any

from capas.errores import PeticionInvalida

LARGO, NODOS, PROFUNDIDAD, VERTICES = 20_000, 3_000, 40, 2_000
_ABRE = {"(": 1, ")": -1}


class FiltroInvalido(PeticionInvalida):
    """A filter that is not CQL2, or asks for what the layer does not have; the message says what."""


def con_limite(filtro: str) -> str:
    if len(filtro) > LARGO:
        raise FiltroInvalido(f"«filter» es demasiado largo: se admiten {LARGO} caracteres.")
    if max(itertools.accumulate(_ABRE.get(letra, 0) for letra in filtro), default=0) > PROFUNDIDAD:
        raise FiltroInvalido(f"«filter» abre demasiados paréntesis: {PROFUNDIDAD} a la vez, a lo sumo.")
    return filtro


def desde_json(filtro: str) -> Any:
    """The tree of a text in cql2-json."""
    try:
        arbol = json.loads(con_limite(filtro), parse_constant=_sin_nan)
        json.dumps(arbol, ensure_ascii=False).encode()  # half a surrogate pair is no text
        return revisar(arbol)
    except (ValueError, RecursionError) as error:
        if isinstance(error, FiltroInvalido):
            raise
        raise FiltroInvalido("«filter» no es JSON. Si es texto, use filter-lang=cql2-text.") from error


def _sin_nan(nombre: str) -> None:
    raise FiltroInvalido(f"«filter» lleva {nombre}, que no es un número.")


def revisar(arbol: Any) -> Any:
    """The same tree, if it is not too deep or too large; coordinates are counted where they become a geometry."""
    pendientes, vistos = [(arbol, 1)], 0
    while pendientes:
        nodo, nivel = pendientes.pop()
        vistos += 1
        if nivel > PROFUNDIDAD or vistos > NODOS:
            raise FiltroInvalido(f"«filter» es demasiado complejo: {PROFUNDIDAD} niveles y {NODOS} partes a lo sumo.")
        pendientes += [(hijo, nivel + 1) for hijo in _hijos(nodo)]
    return arbol


def _hijos(nodo: Any) -> list[Any]:
    if isinstance(nodo, dict):
        return [valor for clave, valor in nodo.items() if clave not in ("coordinates", "bbox")]
    return nodo if isinstance(nodo, list) else []
