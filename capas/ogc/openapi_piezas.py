"""The words of which the OpenAPI document is made: a reference, an operation, a parameter."""

from typing import Any

from django.db.models import Field

from capas.catalogo import Capa
from capas.ogc.esquemas import propiedad
from capas.tiempo import DIA, INSTANTE

Documento = dict[str, Any]
OBJETO: Documento = {"type": "object"}
TEXTO: Documento = {"type": "string"}
JSON_HTML = {"application/json": OBJETO, "text/html": TEXTO}
RENGLON: Documento = {"type": "string", "pattern": "^[^\\u0000-\\u001f]*$"}  # what a query parameter may carry
_FECHA = f"({DIA}|{INSTANTE})"
CUANDO: Documento = {"type": "string", "pattern": rf"^({_FECHA}|(\.\.)?/{_FECHA}|{_FECHA}/({_FECHA}|\.\.)?)$"}
BINARIO: Documento = {"type": "string", "format": "binary"}


def ref(clase: str, nombre: str) -> dict[str, str]:
    return {"$ref": f"#/components/{clase}/{nombre}"}


def operacion(
    id_: str, resumen: str, tipos: dict[str, Documento], *parametros: Documento, etiqueta: str = "general"
) -> Documento:
    errores = {
        "400": ref("responses", "PeticionInvalida"),
        "404": ref("responses", "NoExiste"),
        "500": ref("responses", "Falla"),
    }
    contenido = {tipo: {"schema": esquema} for tipo, esquema in tipos.items()}
    return {
        "get": {
            "operationId": id_,
            "summary": resumen,
            "tags": [etiqueta],
            "parameters": list(parametros),
            "responses": {"200": {"description": resumen, "content": contenido}, **errores},
        }
    }


def parametro(nombre: str, descripcion: str, esquema: Documento, en: str = "query") -> Documento:
    forma = {"style": "form", "explode": False} if en == "query" else {"style": "simple"}
    return {"name": nombre, "in": en, "description": descripcion, "required": en == "path", **forma, "schema": esquema}


def filtro(campo: Field, capa: Capa | None = None) -> Documento:
    """A property as a query parameter: features whose value equals it."""
    esquema = {k: v for k, v in propiedad(campo, capa).items() if k in ("type", "format")}
    if campo.choices:
        esquema["enum"] = [valor for valor, _ in campo.flatchoices]
    elif esquema == TEXTO:
        esquema = RENGLON
    return {
        "name": campo.name,
        "in": "query",
        "description": f"{campo.verbose_name}: solo los elementos que tienen este valor.",
        "required": False,
        "style": "form",
        "explode": False,
        "schema": esquema,
    }
