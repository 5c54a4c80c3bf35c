"""CQL2 (OGC 21-065r2): text or JSON, one tree, one compiler to the ORM."""

from typing import Any

from django.db.models import Expression

from capas.catalogo import Capa
from capas.cql2.arbol import desde_json
from capas.cql2.orm import Compilador
from capas.cql2.texto import desde_texto
from capas.geometria import CRS84, Crs

LENGUAJES: dict[str, Any] = {"cql2-text": desde_texto, "cql2-json": desde_json}


def condicion(filtro: str, capa: Capa, lenguaje: str = "cql2-text", crs: Crs = CRS84) -> Expression:
    """The filter as a condition for `.filter()`. crs: of the geometries in it. Raises FiltroInvalido (a 400)."""
    return Compilador(capa, crs).condicion(LENGUAJES[lenguaje](filtro))
