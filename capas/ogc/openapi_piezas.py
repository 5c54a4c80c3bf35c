"""The words of which the OpenAPI document is made: a reference, an operation, a parameter."""

from typing import Any

Documento = dict[str, Any]
OBJETO: Documento = {"type": "object"}
TEXTO: Documento = {"type": "string"}
JSON_HTML = {"application/json": OBJETO, "text/html": TEXTO}
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
