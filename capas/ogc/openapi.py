"""The OpenAPI 3.0 document of /ogc, written from the registry: one path per collection and what it admits."""

from django.conf import settings

from capas.catalogo import Capa
from capas.cql2 import LENGUAJES
from capas.cql2.arbol import LARGO
from capas.geometria import SISTEMAS
from capas.models import FichaCapa
from capas.ogc import openapi_catalogo, procesos_openapi
from capas.ogc.documentos import GEOJSON, MVT
from capas.ogc.openapi_catalogo import con_204
from capas.ogc.openapi_piezas import (
    BINARIO,
    CUANDO,
    JSON_HTML,
    OBJETO,
    RENGLON,
    TEXTO,
    Documento,
    filtro,
    operacion,
    parametro,
    ref,
)
from capas.ogc.orden import CRITERIOS_MAXIMOS, ordenables
from capas.ogc.parametros import LIMITE, LIMITE_MAXIMO
from capas.salidas import FORMATOS_DE_DESCARGA


def definicion(base: str, fichas: list[FichaCapa], rasters: list[FichaCapa]) -> Documento:
    """The whole document. `base` is the address of the landing page, without a slash at its end."""
    rutas = _rutas_generales()
    for ficha in fichas:
        rutas |= _rutas_de_coleccion(ficha)
    rutas |= openapi_catalogo.rutas(rasters)
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
        "tags": [{"name": "general"}, *({"name": f.pk, "description": f.titulo} for f in [*fichas, *rasters])],
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


def _rutas_generales() -> Documento:
    f = ref("parameters", "f")
    api = {"application/vnd.oai.openapi+json;version=3.0": OBJETO, "text/html": TEXTO}
    return {
        "/": operacion(
            "portada", "Portada de la API", {"application/json": ref("schemas", "Portada"), "text/html": TEXTO}, f
        ),
        "/conformance": operacion(
            "conformidad",
            "Normas que cumple",
            {"application/json": ref("schemas", "Conformidad"), "text/html": TEXTO},
            f,
        ),
        "/api": operacion("definicion", "Este documento", api, f),
        "/collections": operacion(
            "colecciones", "Las capas", {"application/json": ref("schemas", "Colecciones"), "text/html": TEXTO}, f
        ),
        "/tileMatrixSets": operacion("esquemas", "Los esquemas de teselas", JSON_HTML, f),
        "/tileMatrixSets/WebMercatorQuad": operacion("esquemaWeb", "El esquema WebMercatorQuad", JSON_HTML, f),
    }


_DE_CONSULTA = (
    "limit", "bbox", "bbox-crs", "datetime", "crs", "filter", "filter-lang", "filter-crs", "sortby", "cursor",
)  # fmt: skip


def _rutas_de_coleccion(ficha: FichaCapa) -> Documento:
    rutas = _rutas_de_descripcion(ficha) | _rutas_de_elementos(ficha) | _rutas_de_teselas(ficha)
    if editable(ficha.capa):
        elementos = f"/collections/{ficha.pk}/items"
        rutas[elementos]["post"] = _escritura("crear", ficha, "201", cuerpo=GEOJSON)
        rutas[f"{elementos}/{{featureId}}"] |= {
            "put": _escritura("reemplazar", ficha, "204", cuerpo=GEOJSON, de_uno=True),
            "patch": _escritura("corregir", ficha, "204", cuerpo="application/merge-patch+json", de_uno=True),
            "delete": _escritura("borrar", ficha, "204", de_uno=True),
        }
    return rutas


def _de(ficha: FichaCapa, que: str, titulo: str, salidas: Documento, *parametros: Documento) -> Documento:
    """An operation of a layer; `que` tells it apart from the others of the same layer."""
    return operacion(f"{ficha.pk.replace('-', '_')}{que}", titulo, salidas, *parametros, etiqueta=ficha.pk)


def _rutas_de_descripcion(ficha: FichaCapa) -> Documento:
    ruta, f = f"/collections/{ficha.pk}", ref("parameters", "f")
    documento = {"application/json": ref("schemas", "Coleccion"), "text/html": TEXTO}
    esquema = {"application/schema+json": OBJETO, "text/html": TEXTO}
    return {
        ruta: _de(ficha, "", ficha.titulo, documento, f),
        f"{ruta}/schema": _de(ficha, "_esquema", f"Campos de {ficha.titulo}", esquema, f),
        f"{ruta}/queryables": _de(ficha, "_consultables", f"Campos por los que se filtra {ficha.titulo}", esquema, f),
        f"{ruta}/sortables": _de(ficha, "_ordenables", f"Campos por los que se ordena {ficha.titulo}", esquema, f),
    }


def _rutas_de_elementos(ficha: FichaCapa) -> Documento:
    ruta, f = f"/collections/{ficha.pk}/items", ref("parameters", "f")
    formatos = {"type": "string", "enum": ["json", "html", *FORMATOS_DE_DESCARGA]}
    f_items = {**_de_respuesta()["f"], "schema": formatos}
    comunes = [ref("parameters", n) for n in _DE_CONSULTA]
    propios = [filtro(campo, ficha.capa) for campo in ordenables(ficha.capa).values()]
    descargas = dict.fromkeys(FORMATOS_DE_DESCARGA.values(), BINARIO)
    varios = {GEOJSON: ref("schemas", "Elementos"), "text/html": TEXTO, **descargas}
    uno = {GEOJSON: ref("schemas", "Elemento"), "text/html": TEXTO}
    cual = (ref("parameters", "featureId"), f, ref("parameters", "crs"))
    return {
        ruta: _de(ficha, "_elementos", f"Elementos de {ficha.titulo}", varios, f_items, *comunes, *propios),
        f"{ruta}/{{featureId}}": _de(ficha, "_elemento", f"Un elemento de {ficha.titulo}", uno, *cual),
    }


def _rutas_de_teselas(ficha: FichaCapa) -> Documento:
    ruta = f"/collections/{ficha.pk}/tiles"
    tileset, f = f"{ruta}/WebMercatorQuad", ref("parameters", "f")
    cual = [ref("parameters", n) for n in ("tileMatrix", "tileRow", "tileCol", "v")]
    descripcion = f"Descripción de las teselas de {ficha.titulo}"
    return {
        ruta: _de(ficha, "_teselas", f"Teselas de {ficha.titulo}", JSON_HTML, f),
        tileset: _de(ficha, "_tileset", descripcion, JSON_HTML, _f_tileset()),
        f"{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": con_204(
            _de(ficha, "_tesela", f"Una tesela de {ficha.titulo}", {MVT: BINARIO}, *cual)
        ),
    }


def _escritura(verbo: str, ficha: FichaCapa, codigo: str, cuerpo: str = "", de_uno: bool = False) -> Documento:
    """What staff may do by the API (OGC API Features part 4)."""
    que = f"{verbo.capitalize()} un elemento de {ficha.titulo} (funcionarios de la capa)"
    contenido = {"content": {cuerpo: {"schema": OBJETO}}, "required": True}
    return {
        "operationId": f"{ficha.pk.replace('-', '_')}_{verbo}",
        "summary": que,
        "tags": [ficha.pk],
        "security": [{"llave": []}, {"sesion": []}],
        "parameters": [ref("parameters", n) for n in ("featureId", "If-Match") if de_uno]
        + ([ref("parameters", "Content-Crs")] if cuerpo else []),
        "responses": {codigo: {"description": que}, "default": ref("responses", "PeticionInvalida")},
    } | ({"requestBody": contenido} if cuerpo else {})


def _f_tileset() -> Documento:
    return {**_parametros()["f"], "schema": {"type": "string", "enum": ["json", "html", "tilejson"]}}


def _parametros() -> Documento:
    return _de_respuesta() | _de_busqueda() | _de_lugar_y_version()


_ENTERO = {"type": "integer", "minimum": 0}


def _crs(nombre: str, de_que: str) -> Documento:
    uri = {"type": "string", "format": "uri", "enum": list(SISTEMAS), "default": next(iter(SISTEMAS))}
    return {nombre: parametro(nombre, f"Sistema de referencia de {de_que}.", uri)}


def _de_respuesta() -> Documento:
    """How the answer comes, and how much of it."""
    limite = {"type": "integer", "minimum": 1, "maximum": LIMITE_MAXIMO, "default": LIMITE}
    criterios = {"type": "array", "minItems": 1, "maxItems": CRITERIOS_MAXIMOS, "items": RENGLON}
    cursor = RENGLON | {"default": "0"}
    cuantos = f"Cuántos elementos por página; más de {LIMITE_MAXIMO} se toma como {LIMITE_MAXIMO}."
    return {
        "f": parametro("f", "Formato de la respuesta.", {"type": "string", "enum": ["json", "html"]}),
        "limit": parametro("limit", cuantos, limite),
        "sortby": parametro("sortby", "Propiedades por las que se ordena; con «-», de mayor a menor.", criterios),
        "cursor": parametro("cursor", "Desde dónde seguir; viene en el enlace «next».", cursor),
    } | _crs("crs", "la respuesta")


def _de_busqueda() -> Documento:
    """Which features."""
    caja = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    condicion = {"type": "string", "maxLength": LARGO}
    lenguaje = {"type": "string", "enum": list(LENGUAJES), "default": "cql2-text"}
    cuando = (
        "Fecha, instante o intervalo (RFC 3339), que no esté al revés: 2026-01-01/2026-06-30 o 2026-01-01T00:00:00Z/.."
    )
    donde = "Solo lo que toca esta caja: oeste,sur,este,norte. El sur no es mayor que el norte; si el oeste es mayor que el este, cruza el antimeridiano."
    que = "Condición en CQL2 (OGC 21-065r2) sobre los campos de queryables, por ejemplo: nombre LIKE 'La %'. Lo que no es CQL2 es un 400."
    return {
        "bbox": parametro("bbox", donde, caja),
        "datetime": parametro("datetime", cuando, CUANDO),
        "filter": parametro("filter", que, condicion),
        "filter-lang": parametro("filter-lang", "Cómo está escrito filter.", lenguaje),
        **_crs("bbox-crs", "bbox"),
        **_crs("filter-crs", "las geometrías de filter"),
    }


def _de_lugar_y_version() -> Documento:
    """Which one feature or tile, and in which version."""
    vigente = "Revisión de la capa; con la vigente, la tesela se guarda sin volver a preguntar. Con otra cosa, da lo mismo que sin ella."
    cuerpo = "Sistema de referencia del cuerpo: <URI>. Sin ella, CRS84."
    zoom = {"type": "integer", "minimum": 0, "maximum": 22}
    return {
        "v": parametro("v", vigente, RENGLON),
        "featureId": parametro("featureId", "Identificador del elemento.", {"type": "integer", "minimum": 1}, "path"),
        "If-Match": parametro("If-Match", "El ETag con que se leyó el elemento.", TEXTO, "header"),
        "Content-Crs": parametro("Content-Crs", cuerpo, TEXTO, "header"),
        "tileMatrix": parametro("tileMatrix", "Nivel de zoom.", zoom, "path"),
        "tileRow": parametro("tileRow", "Fila, desde el norte.", _ENTERO, "path"),
        "tileCol": parametro("tileCol", "Columna, desde el oeste.", _ENTERO, "path"),
    }


def _lista(esquema: Documento) -> Documento:
    return {"type": "array", "items": esquema}


def _con(requeridas: list[str], **propiedades: Documento) -> Documento:
    return {"type": "object", "properties": propiedades} | ({"required": requeridas} if requeridas else {})


def _esquemas() -> Documento:
    enlaces = _lista(ref("schemas", "Enlace"))
    extension = _con([], spatial=OBJETO, temporal=OBJETO)
    return {
        "Enlace": _con(["href"], href=TEXTO, rel=TEXTO, type=TEXTO, title=TEXTO),
        "Portada": _con(["links"], title=TEXTO, description=TEXTO, links=enlaces),
        "Conformidad": _con(["conformsTo"], conformsTo=_lista(TEXTO), links=enlaces),
        "Coleccion": _con(
            ["id", "links"],
            id=TEXTO,
            title=TEXTO,
            description=TEXTO,
            extent=extension,
            crs=_lista(TEXTO),
            links=enlaces,
        ),
        "Colecciones": _con(["links", "collections"], links=enlaces, collections=_lista(ref("schemas", "Coleccion"))),
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
            features=_lista(ref("schemas", "Elemento")),
            links=enlaces,
            timeStamp={"type": "string", "format": "date-time"},
            numberMatched={"type": "integer", "minimum": 0},
            numberReturned={"type": "integer", "minimum": 0},
        ),
        "Problema": _con([], type=TEXTO, title=TEXTO, status={"type": "integer"}, detail=TEXTO, instance=TEXTO),
    }


def _respuestas() -> Documento:
    contenido = {"application/problem+json": {"schema": ref("schemas", "Problema")}, "text/html": {"schema": TEXTO}}
    return {
        nombre: {"description": texto, "content": contenido}
        for nombre, texto in {
            "PeticionInvalida": "La petición no se entiende; el detalle dice qué parámetro y por qué.",
            "NoExiste": "No existe, o no es público.",
            "Falla": "Algo falló de nuestro lado.",
        }.items()
    }
