"""The doors of the catalogue as an OGC API collection: what it is, its records, one record."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from capas.catalogo import CapaDesconocida
from capas.errores import NoExiste
from capas.geometria import CRS84
from capas.lectura import etag, ficha_visible, si_cambio, todas_visibles
from capas.models import FichaCapa
from capas.ogc import documentos, parametros, registros
from capas.ogc.documentos import CATALOGO, GEOJSON, TITULO_CATALOGO, con_formatos
from capas.ogc.esquemas import propiedad
from capas.ogc.registros import CONSULTABLES, ORDENABLES, solo_crs84
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato


@de_lectura
def ver_coleccion(request: HttpRequest) -> HttpResponse:
    formato = solo_formato(request)
    return documento(
        request, documentos.coleccion_de_registros(raiz(request), formato), formato, "documento", titulo=TITULO_CATALOGO
    )


@de_lectura
def campos(request: HttpRequest, uso: str) -> HttpResponse:
    """/queryables and /sortables of the catalogue."""
    formato = solo_formato(request)
    nombres = ORDENABLES if uso == "sortables" else CONSULTABLES
    datos = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{raiz(request)}/collections/{CATALOGO}/{uso}",
        "type": "object",
        "title": TITULO_CATALOGO,
        "properties": {n: propiedad(CONSULTABLES[n]) for n in nombres},
        "additionalProperties": False,
    }
    respuesta = documento(request, datos, formato, "esquema")
    if formato == "json":
        respuesta["Content-Type"] = "application/schema+json"
    return respuesta


@de_lectura
def items(request: HttpRequest) -> HttpResponse:
    parametros.revisar(request, registros.ADMITIDOS | {"f"})
    formato = parametros.formato(request)
    limite = min(parametros.entero(request.GET.get("limit", "100"), "limit", 1), parametros.LIMITE_MAXIMO)
    desde = parametros.entero(request.GET.get("cursor", "0"), "cursor", 0)
    solo_crs84(request, "crs")
    todos = registros.hallados(request)
    pagina = todos[desde : desde + limite]
    siguiente = desde + limite if desde + limite < len(todos) else None
    url = f"{raiz(request)}/collections/{CATALOGO}"
    enlaces = documentos.enlaces_de_pagina(url, TITULO_CATALOGO, request.GET.dict(), formato, siguiente)
    datos = documentos.elementos(len(todos), len(pagina), enlaces) | {"features": pagina}
    return _responder(request, datos, formato, "registros", todas_visibles(request))


@de_lectura
def item(request: HttpRequest, id_registro: str) -> HttpResponse:
    parametros.revisar(request, {"f", "crs"})
    formato = parametros.formato(request)
    solo_crs84(request, "crs")
    try:
        ficha = ficha_visible(request, id_registro)
        registro = registros.registro_de(request, ficha)
    except CapaDesconocida as error:
        raise NoExiste(f"El catálogo no tiene un registro «{id_registro[:50]}».") from error
    url = f"{raiz(request)}/collections/{CATALOGO}/items/{registro['id']}"
    registro["links"] = [*con_formatos(url, GEOJSON, formato), *registro["links"]]
    return _responder(request, registro, formato, "registro", [ficha])


def _responder(
    request: HttpRequest, datos: dict[str, Any], formato: str, plantilla: str, fichas: list[FichaCapa]
) -> HttpResponse:
    def hacer() -> HttpResponse:
        respuesta = documento(request, datos, formato, plantilla, titulo=TITULO_CATALOGO)
        if formato == "json":
            respuesta["Content-Type"] = GEOJSON
            respuesta["Content-Crs"] = f"<{CRS84.uri}>"
        return respuesta

    return si_cambio(request, etag(request, formato, *fichas), hacer)
