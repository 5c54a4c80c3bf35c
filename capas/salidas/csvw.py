"""What a CSV cannot say of itself: its record and its columns, as CSV on the Web (W3C, Metadata Vocabulary for Tabular Data)."""

from typing import Any

from capas.geometria import CRS84, Crs
from capas.models import FichaCapa
from capas.salidas import ficha as de_la_ficha
from capas.salidas import texto
from capas.tipos import Tipo, tipo_de

TIPO = "application/csvm+json"
_DATOS = {
    Tipo.ENTERO: "integer", Tipo.REAL: "double", Tipo.DECIMAL: "decimal", Tipo.FECHA: "date", Tipo.INSTANTE: "dateTimeStamp",
    Tipo.LOGICO: {"base": "boolean", "format": "sí|no"},
}  # fmt: skip
_LUGAR = {"x": "Longitud o este", "y": "Latitud o norte", "wkt": "Geometría, en WKT"}


def describir(ficha: FichaCapa, url: str, crs: Crs = CRS84) -> dict[str, Any]:
    """The metadata document of a table. url: the absolute address of the CSV."""
    resumen = de_la_ficha.resumen(ficha, crs)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
        "url": url,
        "dc:title": ficha.titulo,
        "dc:description": ficha.resumen,
        "dc:publisher": resumen["Publica"],
        "dc:license": {"@id": ficha.licencia},
        "dc:provenance": ficha.linaje,
        "dcat:keyword": [palabra.strip() for palabra in ficha.palabras_clave.split(",") if palabra.strip()],
        "notes": [{"ficha": resumen}],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": _columnas(ficha), "primaryKey": "id"},
    }


def _columnas(ficha: FichaCapa) -> list[dict[str, Any]]:
    """In the order of the file."""
    campos, palabras = {campo.name: campo for campo in ficha.capa.campos}, de_la_ficha.campos(ficha)
    return [
        {
            "name": nombre,
            "titles": nombre,
            "dc:description": palabras.get(nombre) or _derivada(nombre, palabras),
            "datatype": _DATOS.get(tipo_de(campos[nombre]), "string") if nombre in campos else _de_lugar(nombre),
        }
        for nombre in texto.cabecera(ficha.capa)
    ]


def _derivada(nombre: str, palabras: dict[str, str]) -> str:
    base = nombre.removesuffix("_texto")
    return _LUGAR.get(nombre.rstrip("_")) or f"{palabras.get(base, base)}, en palabras"


def _de_lugar(nombre: str) -> str:
    return {"id": "integer", "x": "double", "y": "double", "x_": "double", "y_": "double"}.get(nombre, "string")
