"""A result as a person reads it: figures and tables, headed by the titles of its own JSON Schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.formats import number_format

Celda = tuple[str, bool]


@dataclass
class Lectura:
    """figuras: (title, text); tablas: (title, columns, rows); a column or a cell is (text, whether it is a number)."""

    mensaje: str = ""
    aviso: str = ""
    figuras: list[tuple[str, str]] = field(default_factory=list)
    tablas: list[tuple[str, list[Celda], list[list[Celda]]]] = field(default_factory=list)


def leer(esquema: Mapping[str, Any], resultado: Mapping[str, Any]) -> Lectura:
    """What has no title in the schema is for machines only."""
    lectura = Lectura(resultado.get("mensaje", ""), resultado.get("aviso", ""))
    _leer(esquema, resultado, lectura)
    return lectura


def geometrias(valor: Any) -> list[GEOSGeometry]:
    """The GeoJSON geometries in a result, wherever they stand, in EPSG:4326."""
    if isinstance(valor, list):
        return [hallada for parte in valor for hallada in geometrias(parte)]
    if not isinstance(valor, dict):
        return []
    if "coordinates" in valor:
        return [GEOSGeometry(json.dumps(valor))]
    return geometrias(list(valor.values()))


def _leer(esquema: Mapping[str, Any], valores: Mapping[str, Any], lectura: Lectura) -> None:
    for nombre, suyo in esquema["properties"].items():
        valor, titulo = valores.get(nombre), suyo.get("title")
        if titulo is None or valor is None:
            continue
        if suyo["type"] == "array":
            lectura.tablas.append((titulo, *_tabla(suyo["items"], valor)))
        elif suyo["type"] != "object":
            lectura.figuras.append((titulo, _texto(suyo, valor)))
        elif "properties" in suyo:
            _leer(suyo, valor, lectura)


def _tabla(esquema: Mapping[str, Any], filas: list[Mapping[str, Any]]) -> tuple[list[Celda], list[list[Celda]]]:
    propiedades = esquema["properties"]
    if "geometry" in propiedades:  # features: what they say is one step further in
        propiedades, filas = propiedades["properties"]["properties"], [fila["properties"] for fila in filas]
    campos = {nombre: suyo for nombre, suyo in propiedades.items() if "title" in suyo}
    return [(str(suyo["title"]), _es_numero(suyo)) for suyo in campos.values()], [
        [(_texto(suyo, fila.get(nombre)), _es_numero(suyo)) for nombre, suyo in campos.items()] for fila in filas
    ]


def _es_numero(esquema: Mapping[str, Any]) -> bool:
    return esquema["type"] in ("integer", "number")


def _texto(esquema: Mapping[str, Any], valor: Any) -> str:
    if valor is None:
        return "—"
    if esquema["type"] == "array":
        return "; ".join(f"{parte['titulo']}: {parte['elementos']}" for parte in valor)
    if _es_numero(esquema):
        return number_format(round(valor, 1) if valor % 1 else int(valor), force_grouping=True)
    return str(valor)
