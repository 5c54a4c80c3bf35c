"""The schema of a layer's features as JSON Schema (OGC 23-058r1)."""

from typing import Any

from django.db.models import Field

from capas.catalogo import Capa
from capas.models import FichaCapa
from capas.tipos import Tipo, tipo_de


def esquema(base: str, ficha: FichaCapa, uso: str = "schema") -> dict[str, Any]:
    """JSON Schema of the features (OGC 23-058r1); as `queryables` or `sortables`, of what a request may filter or sort by.

    What is `readOnly` is returned and never received; the rest of `schema` is both.
    """
    capa = ficha.capa
    propiedades = {"id": IDENTIDAD} | {campo.name: propiedad(campo, capa) for campo in capa.campos}
    if uso != "sortables":
        propiedades["geom"] = {
            "title": "Geometría",
            "format": f"geometry-{_FORMATO[capa.tipo]}",
            "x-ogc-role": "primary-geometry",
        }
    documento: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/collections/{capa.id}/{uso}",
        "type": "object",
        "title": ficha.titulo,
        "description": ficha.resumen,
        "properties": propiedades,
        "additionalProperties": False,
    }
    return documento | _de_escritura(capa, propiedades) if uso == "schema" else documento


def _de_escritura(capa: Capa, propiedades: dict[str, Any]) -> dict[str, Any]:
    """Marks what nobody may write, and says what a new feature must bring."""
    for campo in capa.campos:
        if campo not in capa.recibibles:
            propiedades[campo.name]["readOnly"] = True
    obligatorios = [c.name for c in capa.recibibles if not (c.blank or c.null or c.has_default())]
    return {"required": ["geom", *obligatorios]}


IDENTIDAD = {"title": "Identificador", "type": "integer", "x-ogc-role": "id", "readOnly": True}
_FORMATO = {
    "POINT": "point",
    "LINESTRING": "linestring",
    "POLYGON": "polygon",
    "MULTIPOINT": "multipoint",
    "MULTILINESTRING": "multilinestring",
    "MULTIPOLYGON": "multipolygon",
}
_TIPOS = {
    Tipo.LOGICO: {"type": "boolean"},
    Tipo.INSTANTE: {"type": "string", "format": "date-time"},
    Tipo.FECHA: {"type": "string", "format": "date"},
    Tipo.ENTERO: {"type": "integer"},
    Tipo.REAL: {"type": "number"},
    Tipo.DECIMAL: {"type": "number"},
}


def propiedad(campo: Field, capa: Capa | None = None) -> dict[str, Any]:
    """One property as JSON Schema, with its domain."""
    tipo = _TIPOS.get(tipo_de(campo), {"type": "string"})
    documento: dict[str, Any] = {"title": str(campo.verbose_name).capitalize()} | tipo
    if campo.help_text:
        documento["description"] = str(campo.help_text)
    if campo.choices:
        documento["oneOf"] = [{"const": v, "title": str(t)} for v, t in campo.flatchoices]
    if capa and campo.name == capa.tiempo:
        documento["x-ogc-role"] = "primary-instant"
    return documento
