"""The paths of OGC API Processes in the OpenAPI document: one to run each process, with its own inputs."""

from typing import Any

from capas.models import Trabajo
from capas.ogc.openapi_piezas import CUANDO, RENGLON
from capas.procesos import registro
from capas.procesos.entradas import Entrada
from capas.procesos.registro import Proceso

Documento = dict[str, Any]
ETIQUETA = "procesos"
_TEXTO: Documento = {"type": "string"}
_F: Documento = {"$ref": "#/components/parameters/f"}
_LIMITE: Documento = {
    "name": "limit",
    "in": "query",
    "description": "Más de 1000 se toma como 1000.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 1000},
}
_CURSOR: Documento = {"name": "cursor", "in": "query", "description": "Viene en el enlace «next».", "schema": RENGLON}
_DESDE_UNO = _CURSOR | {"schema": {"type": "string", "format": "uuid"}}
_ENLACES: Documento = {"type": "array", "items": {"$ref": "#/components/schemas/Enlace"}}
_ESTADO: Documento = {
    "type": "object",
    "required": ["jobID", "status", "type"],
    "properties": {
        "processID": _TEXTO,
        "type": {"type": "string", "enum": ["process"]},
        "jobID": {"type": "string", "format": "uuid"},
        "status": {"type": "string", "enum": Trabajo.Estado.values},
        "message": _TEXTO,
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "links": _ENLACES,
    },
}


def rutas() -> Documento:
    """Every path, to be joined to those of the collections."""
    return {
        "/processes": _leer("procesos", "Los análisis que se pueden pedir", _lista("processes"), _LIMITE, _CURSOR),
        "/processes/{processID}": _leer("proceso", "Qué hace un análisis y qué pide", {"type": "object"}, _proceso()),
        **{f"/processes/{p.id}/execution": {"post": _ejecucion(p)} for p in registro.todos()},
        "/jobs": _leer("trabajos", "Los trabajos de quien pregunta", _lista("jobs"), _LIMITE, _DESDE_UNO, *_filtros()),
        "/jobs/{jobID}": _leer("trabajo", "Cómo va un trabajo", _ESTADO, _trabajo()) | {"delete": _descartar()},
        "/jobs/{jobID}/results": _leer("resultado", "El resultado de un trabajo", {}, _trabajo()),
    }


def _leer(id_: str, resumen: str, esquema: Documento, *parametros: Documento) -> Documento:
    contenido = {"application/json": {"schema": esquema}, "text/html": {"schema": _TEXTO}}
    if id_ == "resultado":
        contenido |= {registro.GEOJSON: {"schema": {"type": "object"}}}
    return {"get": _operacion(id_, resumen, {"200": {"description": resumen, "content": contenido}}, _F, *parametros)}


def _operacion(id_: str, resumen: str, respuestas: Documento, *parametros: Documento) -> Documento:
    return {
        "operationId": id_,
        "summary": resumen,
        "tags": [ETIQUETA],
        "parameters": list(parametros),
        "responses": respuestas | {"default": {"$ref": "#/components/responses/PeticionInvalida"}},
    }


def _lista(nombre: str) -> Documento:
    elementos = _ESTADO if nombre == "jobs" else {"type": "object", "required": ["id", "version"]}
    propiedades = {nombre: {"type": "array", "items": elementos}, "links": _ENLACES}
    return {"type": "object", "required": [nombre, "links"], "properties": propiedades}


def _proceso() -> Documento:
    ids = [proceso.id for proceso in registro.todos()]
    return {"name": "processID", "in": "path", "required": True, "schema": {"type": "string", "enum": ids}}


def _trabajo() -> Documento:
    return {"name": "jobID", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _filtros() -> list[Documento]:
    varios = {"style": "form", "explode": False}
    segundos = {"type": "integer", "minimum": 0}
    esquemas: dict[str, Documento] = {
        "type": {**varios, "schema": {"type": "array", "items": {"type": "string", "enum": ["process"]}}},
        "processID": {**varios, "schema": {"type": "array", "items": RENGLON}},
        "status": {**varios, "schema": {"type": "array", "items": _ESTADO["properties"]["status"]}},
        "datetime": {"schema": CUANDO},
        "minDuration": {"schema": segundos},
        "maxDuration": {"schema": segundos},
    }
    return [{"name": nombre, "in": "query", **resto} for nombre, resto in esquemas.items()]


def _descartar() -> Documento:
    contenido = {"application/json": {"schema": _ESTADO}}
    return _operacion(
        "descartar",
        "Descartar un trabajo",
        {"200": {"description": "Quedó descartado", "content": contenido}},
        _trabajo(),
    )


def _ejecucion(proceso: Proceso) -> Documento:
    entradas = _entradas(proceso)
    cuerpo = {
        "type": "object",
        "additionalProperties": False,
        **({"required": ["inputs"]} if "required" in entradas else {}),
        "properties": {
            "inputs": entradas,
            "outputs": {"type": "object", "properties": {proceso.salida.nombre: {"type": "object"}}},
            "response": {"type": "string", "enum": ["raw", "document"], "default": "raw"},
        },
    }
    al_instante = {
        proceso.salida.tipo: {"schema": dict(proceso.salida.esquema)},
        "application/json": {"schema": {"type": "object"}},
        "text/html": {"schema": _TEXTO},
    }
    trabajo = {"application/json": {"schema": _ESTADO}}
    return _operacion(
        f"ejecutar_{proceso.id.replace('-', '_')}",
        proceso.titulo,
        {
            "200": {"description": proceso.salida.titulo, "content": al_instante},
            "201": {"description": "Quedó como trabajo; «Location» dice dónde seguirlo", "content": trabajo},
        },
        {"name": "Prefer", "in": "header", "description": "respond-async: como trabajo.", "schema": _TEXTO},
    ) | {
        "description": proceso.descripcion,
        "requestBody": {"required": True, "content": {"application/json": {"schema": cuerpo}}},
    }


def _entradas(proceso: Proceso) -> Documento:
    esquema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {nombre: _valor(entrada) for nombre, entrada in proceso.entradas.items()},
        "example": proceso.ejemplo(),
    }
    obligatorias = [nombre for nombre, entrada in proceso.entradas.items() if entrada.obligatoria]
    return esquema | ({"required": obligatorias} if obligatorias else {})


def _valor(entrada: Entrada) -> Documento:
    """A value bare, qualified ({"value": …}) or, of a geometry, a link to a feature of this API."""
    suyo = _de_openapi(entrada.esquema())
    formas: list[Documento] = [suyo]
    if entrada.maximo_de_veces > 1:
        formas.append({"type": "array", "items": suyo, "minItems": 1, "maxItems": entrada.maximo_de_veces})
    if suyo["type"] == "object":
        formas.append({"type": "object", "required": ["href"], "properties": {"href": _TEXTO}})
    formas.append({"type": "object", "required": ["value"], "properties": {"value": suyo}})
    return {"title": entrada.titulo, "anyOf": formas}


def _de_openapi(esquema: Documento) -> Documento:
    """OpenAPI 3.0 has no `contentMediaType`."""
    return {nombre: valor for nombre, valor in esquema.items() if nombre != "contentMediaType"}
