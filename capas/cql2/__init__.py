"""CQL2 (OGC 21-065r2): text or JSON, one tree, one compiler to the ORM."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Expression, Field

from capas.catalogo import Capa
from capas.cql2.arbol import desde_json
from capas.cql2.orm import Compilador
from capas.cql2.texto import desde_texto
from capas.geometria import CRS84, Crs

LENGUAJES: dict[str, Any] = {"cql2-text": desde_texto, "cql2-json": desde_json}


def condicion(filtro: str, campos: Mapping[str, Field], lenguaje: str = "cql2-text", crs: Crs = CRS84) -> Expression:
    """The filter as a condition for `.filter()`.

    campos: what it may ask for, by name. crs: of the geometries in it. Raises FiltroInvalido (a 400).
    """
    return Compilador(campos, crs).condicion(LENGUAJES[lenguaje](filtro))


def consultables(capa: Capa) -> dict[str, Field]:
    """What a filter of a layer's features may ask for."""
    return {"id": capa.campo("id"), "geom": capa.geometria, **{campo.name: campo for campo in capa.campos}}
