"""The OpenAPI 3.0 document of /ogc, written from the registry: one path per collection and what it admits."""

from typing import Any

from django.conf import settings

from capas.catalogo import Capa
from capas.cql2 import LENGUAJES
from capas.cql2.arbol import LARGO
from capas.geometria import SISTEMAS
from capas.models import FichaCapa
from capas.ogc import procesos_openapi
from capas.ogc.documentos import GEOJSON, MVT, propiedad
from capas.ogc.orden import CRITERIOS_MAXIMOS, ordenables
from capas.ogc.parametros import LIMITE, LIMITE_MAXIMO
from capas.salidas import FORMATOS_DE_DESCARGA

Documento = dict[str, Any]


def definicion(base: str, fichas: list[FichaCapa]) -> Documento:
    """The whole document. `base` is the address of the landing page, without a slash at its end."""
    rutas = _rutas_generales()
    for ficha in fichas:
        rutas |= _rutas_de_coleccion(ficha)
    rutas |= procesos_openapi.rutas()
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"SIG de {settings.MUNICIPIO}: OGC API",
            "description": f"Capas geográficas de {settings.ENTIDAD}: elementos (GeoJSON) y teselas vectoriales.",
            "version": settings.VERSION,
            "contact": {"name": settings.ENTIDAD, "email": settings.CORREO_ENTIDAD},
            "license": {"name": "CC BY-SA 4.0", "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.es"},
        },
        "servers": [{"url": base}],
        "tags": [{"name": "general"}, *({"name": f.pk, "description": f.titulo} for f in fichas)],
        "paths": rutas,
        "components": {"parameters": _parametros(), "schemas": _esquemas(), "responses": _respuestas()}
        | ({"securitySchemes": _SEGURIDAD} if settings.ESCRITURA_OGC else {}),
    }


_SEGURIDAD = {
    "llave": {"type": "http", "scheme": "bearer", "description": "La entrega la administración del sistema."},
    "sesion": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}


def editable(capa: Capa) -> bool:
    """Whether anybody writes this layer by the API at all."""
    return settings.ESCRITURA_OGC and capa.importable


def _ref(clase: str, nombre: str) -> dict[str, str]:
    return {"$ref": f"#/components/{clase}/{nombre}"}


def _operacion(
    id_: str, resumen: str, tipos: dict[str, Documento], *parametros: Documento, etiqueta: str = "general"
) -> Documento:
    errores = {
        "400": _ref("responses", "PeticionInvalida"),
        "404": _ref("responses", "NoExiste"),
        "500": _ref("responses", "Falla"),
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


_OBJETO: Documento = {"type": "object"}
_TEXTO: Documento = {"type": "string"}
_JSON_HTML = {"application/json": _OBJETO, "text/html": _TEXTO}


def _rutas_generales() -> Documento:
    f = _ref("parameters", "f")
    api = {"application/vnd.oai.openapi+json;version=3.0": _OBJETO, "text/html": _TEXTO}
    return {
        "/": _operacion(
            "portada", "Portada de la API", {"application/json": _ref("schemas", "Portada"), "text/html": _TEXTO}, f
        ),
        "/conformance": _operacion(
            "conformidad",
            "Normas que cumple",
            {"application/json": _ref("schemas", "Conformidad"), "text/html": _TEXTO},
            f,
        ),
        "/api": _operacion("definicion", "Este documento", api, f),
        "/collections": _operacion(
            "colecciones", "Las capas", {"application/json": _ref("schemas", "Colecciones"), "text/html": _TEXTO}, f
        ),
        "/tileMatrixSets": _operacion("esquemas", "Los esquemas de teselas", _JSON_HTML, f),
        "/tileMatrixSets/WebMercatorQuad": _operacion("esquemaWeb", "El esquema WebMercatorQuad", _JSON_HTML, f),
    }


def _rutas_de_coleccion(ficha: FichaCapa) -> Documento:
    capa, ruta, clave = ficha.capa, f"/collections/{ficha.pk}", ficha.pk.replace("-", "_")
    f = _ref("parameters", "f")
    f_items = {**_parametros()["f"], "schema": {"type": "string", "enum": ["json", "html", *FORMATOS_DE_DESCARGA]}}
    comunes = [
        _ref("parameters", n)
        for n in (
            "limit",
            "bbox",
            "bbox-crs",
            "datetime",
            "crs",
            "filter",
            "filter-lang",
            "filter-crs",
            "sortby",
            "cursor",
        )
    ]
    propios = [_filtro(campo, capa) for campo in ordenables(capa).values()]
    esquema = {"application/schema+json": _OBJETO, "text/html": _TEXTO}
    tileset = f"{ruta}/tiles/WebMercatorQuad"
    descargas = {tipo: {"type": "string", "format": "binary"} for tipo in FORMATOS_DE_DESCARGA.values()}
    elementos = {GEOJSON: _ref("schemas", "Elementos"), "text/html": _TEXTO, **descargas}
    elemento = {GEOJSON: _ref("schemas", "Elemento"), "text/html": _TEXTO}
    coordenadas = [_ref("parameters", n) for n in ("tileMatrix", "tileRow", "tileCol", "v")]
    rutas = {
        ruta: _operacion(
            f"{clave}", ficha.titulo, {"application/json": _ref("schemas", "Coleccion"), "text/html": _TEXTO}, f, etiqueta=ficha.pk
        ),
        f"{ruta}/items": _operacion(f"{clave}_elementos", f"Elementos de {ficha.titulo}", elementos, f_items, *comunes, *propios, etiqueta=ficha.pk),
        f"{ruta}/items/{{featureId}}": _operacion(
            f"{clave}_elemento", f"Un elemento de {ficha.titulo}", elemento,
            _ref("parameters", "featureId"), f, _ref("parameters", "crs"), etiqueta=ficha.pk,
        ),
        f"{ruta}/schema": _operacion(f"{clave}_esquema", f"Campos de {ficha.titulo}", esquema, f, etiqueta=ficha.pk),
        f"{ruta}/queryables": _operacion(f"{clave}_consultables", f"Campos por los que se filtra {ficha.titulo}", esquema, f, etiqueta=ficha.pk),
        f"{ruta}/sortables": _operacion(f"{clave}_ordenables", f"Campos por los que se ordena {ficha.titulo}", esquema, f, etiqueta=ficha.pk),
        f"{ruta}/tiles": _operacion(f"{clave}_teselas", f"Teselas de {ficha.titulo}", _JSON_HTML, f, etiqueta=ficha.pk),
        tileset: _operacion(f"{clave}_tileset", f"Descripción de las teselas de {ficha.titulo}", _JSON_HTML, _f_tileset(), etiqueta=ficha.pk),
        f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _operacion(
            f"{clave}_tesela", f"Una tesela de {ficha.titulo}", {MVT: {"type": "string", "format": "binary"}}, *coordenadas, etiqueta=ficha.pk
        ),
    }  # fmt: skip
    if editable(capa):
        rutas[f"{ruta}/items"]["post"] = _escritura("crear", ficha, "201", cuerpo=GEOJSON)
        rutas[f"{ruta}/items/{{featureId}}"] |= {
            "put": _escritura("reemplazar", ficha, "204", cuerpo=GEOJSON, de_uno=True),
            "patch": _escritura("corregir", ficha, "204", cuerpo="application/merge-patch+json", de_uno=True),
            "delete": _escritura("borrar", ficha, "204", de_uno=True),
        }
    return rutas


def _escritura(verbo: str, ficha: FichaCapa, codigo: str, cuerpo: str = "", de_uno: bool = False) -> Documento:
    """What staff may do by the API (OGC API Features part 4)."""
    que = f"{verbo.capitalize()} un elemento de {ficha.titulo} (funcionarios de la capa)"
    contenido = {"content": {cuerpo: {"schema": _OBJETO}}, "required": True}
    return {
        "operationId": f"{ficha.pk.replace('-', '_')}_{verbo}",
        "summary": que,
        "tags": [ficha.pk],
        "security": [{"llave": []}, {"sesion": []}],
        "parameters": [_ref("parameters", n) for n in ("featureId", "If-Match") if de_uno]
        + ([_ref("parameters", "Content-Crs")] if cuerpo else []),
        "responses": {codigo: {"description": que}, "default": _ref("responses", "PeticionInvalida")},
    } | ({"requestBody": contenido} if cuerpo else {})


def _f_tileset() -> Documento:
    return {**_parametros()["f"], "schema": {"type": "string", "enum": ["json", "html", "tilejson"]}}


def _filtro(campo, capa) -> Documento:
    """A property as a query parameter: features whose value equals it."""
    esquema = {k: v for k, v in propiedad(campo, capa).items() if k in ("type", "format")}
    if campo.choices:
        esquema["enum"] = [valor for valor, _ in campo.flatchoices]
    return {
        "name": campo.name,
        "in": "query",
        "description": f"{campo.verbose_name}: solo los elementos que tienen este valor.",
        "required": False,
        "style": "form",
        "explode": False,
        "schema": esquema,
    }


def _parametro(nombre: str, descripcion: str, esquema: Documento, en: str = "query") -> Documento:
    forma = {"style": "form", "explode": False} if en == "query" else {"style": "simple"}
    return {"name": nombre, "in": en, "description": descripcion, "required": en == "path", **forma, "schema": esquema}


def _parametros() -> Documento:
    uri = {"type": "string", "format": "uri", "enum": list(SISTEMAS), "default": next(iter(SISTEMAS))}
    caja = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    limite = {"type": "integer", "minimum": 1, "maximum": LIMITE_MAXIMO, "default": LIMITE}
    entero = {"type": "integer", "minimum": 0}
    return {
        "f": _parametro("f", "Formato de la respuesta.", {"type": "string", "enum": ["json", "html"]}),
        "limit": _parametro("limit", "Cuántos elementos por página.", limite),
        "bbox": _parametro("bbox", "Solo lo que toca esta caja: oeste,sur,este,norte.", caja),
        "bbox-crs": _parametro("bbox-crs", "Sistema de referencia de bbox.", uri),
        "datetime": _parametro(
            "datetime", "Instante o intervalo (RFC 3339): 2026-01-01/2026-06-30.", {"type": "string"}
        ),
        "crs": _parametro("crs", "Sistema de referencia de la respuesta.", uri),
        "filter": _parametro(
            "filter", "Condición en CQL2, por ejemplo: nombre LIKE 'La %'.", {"type": "string", "maxLength": LARGO}
        ),
        "filter-lang": _parametro(
            "filter-lang",
            "Cómo está escrito filter.",
            {"type": "string", "enum": list(LENGUAJES), "default": "cql2-text"},
        ),
        "filter-crs": _parametro("filter-crs", "Sistema de referencia de las geometrías de filter.", uri),
        "sortby": _parametro(
            "sortby",
            "Propiedades por las que se ordena; con «-», de mayor a menor.",
            {"type": "array", "minItems": 1, "maxItems": CRITERIOS_MAXIMOS, "items": {"type": "string"}},
        ),
        "cursor": _parametro(
            "cursor", "Desde dónde seguir; viene en el enlace «next».", {"type": "string", "default": "0"}
        ),
        "v": _parametro(
            "v", "Revisión de la capa; con la vigente, la tesela se guarda sin volver a preguntar.", entero
        ),
        "featureId": _parametro("featureId", "Identificador del elemento.", {"type": "integer", "minimum": 1}, "path"),
        "If-Match": _parametro("If-Match", "El ETag con que se leyó el elemento.", _TEXTO, "header"),
        "Content-Crs": _parametro(
            "Content-Crs", "Sistema de referencia del cuerpo: <URI>. Sin ella, CRS84.", _TEXTO, "header"
        ),
        "tileMatrix": _parametro(
            "tileMatrix", "Nivel de zoom.", {"type": "integer", "minimum": 0, "maximum": 22}, "path"
        ),
        "tileRow": _parametro("tileRow", "Fila, desde el norte.", entero, "path"),
        "tileCol": _parametro("tileCol", "Columna, desde el oeste.", entero, "path"),
    }


def _lista(esquema: Documento) -> Documento:
    return {"type": "array", "items": esquema}


def _con(requeridas: list[str], **propiedades: Documento) -> Documento:
    return {"type": "object", "properties": propiedades} | ({"required": requeridas} if requeridas else {})


def _esquemas() -> Documento:
    enlaces = _lista(_ref("schemas", "Enlace"))
    extension = _con([], spatial=_OBJETO, temporal=_OBJETO)
    return {
        "Enlace": _con(["href"], href=_TEXTO, rel=_TEXTO, type=_TEXTO, title=_TEXTO),
        "Portada": _con(["links"], title=_TEXTO, description=_TEXTO, links=enlaces),
        "Conformidad": _con(["conformsTo"], conformsTo=_lista(_TEXTO), links=enlaces),
        "Coleccion": _con(
            ["id", "links"],
            id=_TEXTO,
            title=_TEXTO,
            description=_TEXTO,
            extent=extension,
            crs=_lista(_TEXTO),
            links=enlaces,
        ),
        "Colecciones": _con(["links", "collections"], links=enlaces, collections=_lista(_ref("schemas", "Coleccion"))),
        "Elemento": _con(
            ["type", "geometry", "properties"],
            type={"type": "string", "enum": ["Feature"]},
            id={"type": "integer"},
            geometry={"type": "object", "nullable": True},
            properties={"type": "object", "nullable": True},
            links=enlaces,
        ),
        "Elementos": _con(
            ["type", "features"],
            type={"type": "string", "enum": ["FeatureCollection"]},
            features=_lista(_ref("schemas", "Elemento")),
            links=enlaces,
            timeStamp={"type": "string", "format": "date-time"},
            numberMatched={"type": "integer", "minimum": 0},
            numberReturned={"type": "integer", "minimum": 0},
        ),
        "Problema": _con([], type=_TEXTO, title=_TEXTO, status={"type": "integer"}, detail=_TEXTO, instance=_TEXTO),
    }


def _respuestas() -> Documento:
    contenido = {"application/problem+json": {"schema": _ref("schemas", "Problema")}, "text/html": {"schema": _TEXTO}}
    return {
        nombre: {"description": texto, "content": contenido}
        for nombre, texto in {
            "PeticionInvalida": "La petición no se entiende; el detalle dice qué parámetro y por qué.",
            "NoExiste": "No existe, o no es público.",
            "Falla": "Algo falló de nuestro lado.",
        }.items()
    }
