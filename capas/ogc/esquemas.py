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
    documento = _documento(f"{base}/collections/{capa.id}/{uso}", ficha, propiedades)
    return documento | _de_escritura(capa, propiedades) if uso == "schema" else documento


def esquema_de_imagen(base: str, ficha: FichaCapa, uso: str = "schema") -> dict[str, Any]:
    """The same of a raster, whose one feature is what it covers: nobody writes it, and there is nothing to filter or sort."""
    forma = {"title": "Lo que cubre", "format": "geometry-polygon", "x-ogc-role": "primary-geometry", "readOnly": True}
    suyas = {n: {"title": titulo, "type": tipo, "readOnly": True} for n, titulo, tipo in DE_IMAGEN}
    propiedades = {"id": IDENTIDAD} | suyas | {"geom": forma} if uso == "schema" else {}
    return _documento(f"{base}/collections/{ficha.pk}/{uso}", ficha, propiedades)


def _documento(direccion: str, ficha: FichaCapa, propiedades: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": direccion,
        "type": "object",
        "title": ficha.titulo,
        "description": ficha.resumen,
        "properties": propiedades,
        "additionalProperties": False,
    }


def _de_escritura(capa: Capa, propiedades: dict[str, Any]) -> dict[str, Any]:
    """Marks what nobody may write, and says what a new feature must bring."""
    for campo in capa.campos:
        if campo not in capa.recibibles:
            propiedades[campo.name]["readOnly"] = True
    obligatorios = [c.name for c in capa.recibibles if not (c.blank or c.null or c.has_default())]
    return {"required": ["geom", *obligatorios]}


IDENTIDAD = {"title": "Identificador", "type": "integer", "x-ogc-role": "id", "readOnly": True}
# The properties of the feature of an image (`capas.ogc.huellas`): name, title and JSON type.
DE_IMAGEN = (
    ("titulo", "Título", "string"),
    ("columnas", "Columnas", "integer"),
    ("filas", "Filas", "integer"),
    ("bandas", "Bandas", "integer"),
    ("resolucion_m", "Resolución en metros", "number"),
    ("minimo", "Valor mínimo", ["number", "null"]),
    ("maximo", "Valor máximo", ["number", "null"]),
    ("unidad", "Unidad", "string"),
)
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
