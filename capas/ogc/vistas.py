"""OGC API Features: parse, ask once, answer."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from capas import sql_elementos
from capas.acciones import version
from capas.catalogo import SECTORES, Capa
from capas.consultas import puerta
from capas.errores import NoExiste
from capas.geometria import Crs
from capas.lectura import (
    con_ficha,
    elementos,
    etag,
    etag_de_elemento,
    ficha_visible,
    fichas_e_imagenes_para,
    guardar,
    por_revision,
    si_cambio,
    todas_visibles,
)
from capas.models import FichaCapa
from capas.ogc import documentos, esquemas, huellas, openapi, parametros
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato
from capas.presentacion import presentar
from capas.salidas import FORMATOS_DE_DESCARGA, descargar


@de_lectura
def portada(request: HttpRequest) -> HttpResponse:
    formato = solo_formato(request)
    return documento(request, documentos.portada(raiz(request), formato), formato, "portada")


@de_lectura
def conformidad(request: HttpRequest) -> HttpResponse:
    formato = solo_formato(request)
    return documento(request, documentos.conformidad(raiz(request), formato), formato, "conformidad")


@de_lectura
@vary_on_headers("Accept", "Cookie")
def api(request: HttpRequest) -> HttpResponse:
    formato = solo_formato(request)
    definicion = openapi.definicion(raiz(request), *fichas_e_imagenes_para(request.user))
    if formato == "html":
        return render(request, "ogc/api.html", {"doc": definicion})
    return HttpResponse(json.dumps(definicion, ensure_ascii=False), content_type=documentos.OPENAPI)


@de_lectura
def colecciones(request: HttpRequest) -> HttpResponse:
    formato = solo_formato(request)
    fichas, base = todas_visibles(request), raiz(request)
    descripciones = [documentos.coleccion(request, ficha) for ficha in fichas]
    todas = [*descripciones, documentos.coleccion_de_registros(base)]
    por_sector = [
        (titulo, [d for ficha, d in zip(fichas, descripciones, strict=True) if ficha.sector == sector])
        for sector, titulo in SECTORES.items()
    ]
    return documento(
        request, documentos.colecciones(base, formato, todas), formato, "colecciones", por_sector=por_sector
    )


@de_lectura
def coleccion(request: HttpRequest, capa: str) -> HttpResponse:
    formato = solo_formato(request)
    ficha = ficha_visible(request, capa)
    return documento(request, documentos.coleccion(request, ficha, formato), formato, "coleccion", ficha=ficha)


@de_lectura
def esquema(request: HttpRequest, capa: str, uso: str) -> HttpResponse:
    formato = solo_formato(request)
    ficha = ficha_visible(request, capa)
    datos = (esquemas.esquema_de_imagen if ficha.es_raster else esquemas.esquema)(raiz(request), ficha, uso)
    respuesta = documento(request, datos, formato, "esquema")
    if formato == "json":
        respuesta["Content-Type"] = documentos.ESQUEMA
    return respuesta


@vary_on_headers("Accept")
def items(request: HttpRequest, capa: str) -> HttpResponseBase:
    """Features as GeoJSON or a page, or whole as a file (`f=csv`, `f=gpkg`…)."""
    ficha = ficha_visible(request, capa)
    if ficha.es_raster:
        return huellas.items(request, ficha)
    formato = parametros.formato(request, FORMATOS_DE_DESCARGA)
    peticion = parametros.leer(request, ficha.capa, ordenable=formato not in FORMATOS_DE_DESCARGA)
    if formato in FORMATOS_DE_DESCARGA:
        limite = peticion.limite if "limit" in request.GET else None
        todos = peticion.para_archivo(elementos(request, ficha.capa))
        return descargar(ficha, todos, formato, peticion.crs, limite)
    return si_cambio(request, etag(request, formato, ficha), lambda: _pagina(request, ficha, peticion, formato))


def _pagina(request: HttpRequest, ficha: FichaCapa, peticion: parametros.Peticion, formato: str) -> HttpResponse:
    features, cuantos, cursor, total = (_sencilla if peticion.sencilla else _compleja)(request, ficha, peticion)
    url = f"{raiz(request)}/collections/{ficha.pk}"
    enlaces = documentos.enlaces_de_pagina(url, ficha.titulo, request.GET.dict(), formato, cursor)
    cabeza = documentos.elementos(total, cuantos, enlaces)
    if formato == "html":
        return _pagina_html(request, ficha, cabeza, json.loads(b"[%b]" % features))
    cuerpo = documentos.con_elementos(cabeza, features)
    return HttpResponse(cuerpo, content_type=documentos.GEOJSON, headers={"Content-Crs": f"<{peticion.crs.uri}>"})


Respuesta = tuple[bytes, int, str | None, int]  # features as text, how many, cursor of the next page, how many in all


def _sencilla(request: HttpRequest, ficha: FichaCapa, peticion: parametros.Peticion) -> Respuesta:
    """A page of boxes, by id, and how many there are in all, which is kept."""
    capa, alias, cajas, desde = ficha.capa, puerta(request.user, ficha.roles), peticion.cajas, peticion.orden.cursor
    if cajas == []:
        return b"", 0, None, 0
    pagina = sql_elementos.pagina(capa, alias, peticion.crs, cajas, desde, peticion.limite)
    if desde or pagina.ultimo is not None:
        total = guardar(ficha, "total", f"{alias}:{cajas}", lambda: sql_elementos.contar(capa, alias, cajas))
    else:  # the first page, when it is the only one, has counted itself
        total = pagina.cuantos
    cursor = None if pagina.ultimo is None else str(pagina.ultimo)
    return pagina.features, pagina.cuantos, cursor, total


def _compleja(request: HttpRequest, ficha: FichaCapa, peticion: parametros.Peticion) -> Respuesta:
    """A page of filters or of another order. One row more than the page tells whether there is another one."""
    todos = peticion.aplicar(elementos(request, ficha.capa))
    ordenados = peticion.orden.aplicar(todos)[: peticion.limite + 1]
    filas = sql_elementos.de_queryset(ficha.capa, ordenados, peticion.crs)
    hay_mas, filas = len(filas) > peticion.limite, filas[: peticion.limite]
    # The first page, when it is the only one, has counted itself.
    contar = hay_mas or peticion.orden.cursor
    total = por_revision(ficha, todos, "total", lambda: todos.order_by().count()) if contar else len(filas)
    cursor = peticion.orden.marca(*filas[-1]) if hay_mas else None
    return ",".join(texto for _, texto in filas).encode(), len(filas), cursor, total


def _pagina_html(
    request: HttpRequest, ficha: FichaCapa, cabeza: dict[str, Any], filas: list[dict[str, Any]]
) -> HttpResponse:
    nombres = _nombres(request, ficha.capa, [f["id"] for f in filas])
    tabla = [(f["id"], _en_palabras(ficha.capa, f, nombres)) for f in filas]
    siguiente = next((e["href"] for e in cabeza["links"] if e["rel"] == "next"), None)
    return render(
        request,
        "ogc/items.html",
        {"ficha": ficha, "doc": cabeza, "tabla": tabla, "campos": ficha.capa.campos, "siguiente": siguiente},
    )


def _nombres(request: HttpRequest, capa: Capa, ids: list[int]) -> dict[int, dict[str, Any]]:
    """What a person calls the other side of the relations of these features: {id: {"_relation": name}}."""
    if not capa.nombres:
        return {}
    filas = elementos(request, capa).filter(id__in=ids).values("id", **capa.valores)
    return {fila["id"]: fila for fila in filas}


def _en_palabras(capa: Capa, feature: dict[str, Any], nombres: dict[int, dict[str, Any]]) -> list[str]:
    """The public values of a feature, as a person reads them."""
    suyos = nombres.get(feature["id"], {})
    return [suyos.get(f"_{c.name}") or presentar(c, feature["properties"][c.name]) for c in capa.campos]


def item(request: HttpRequest, capa: str, id_elemento: str) -> HttpResponse:
    parametros.revisar(request, {"f", "crs"})
    formato = parametros.formato(request)
    crs = parametros.crs(request.GET.get("crs", documentos.CRS84.uri), "crs")
    es_numero = id_elemento.isascii() and id_elemento.isdigit() and len(id_elemento) <= 18

    def preguntar(ficha: FichaCapa) -> tuple[str | None, tuple | None]:
        if ficha.es_raster:
            return None, None
        return sql_elementos.uno(
            ficha.capa, puerta(request.user, ficha.roles), crs, int(id_elemento) if es_numero else -1
        )

    ficha, elemento = con_ficha(request, capa, preguntar)
    if ficha.es_raster:
        return huellas.item(request, ficha, id_elemento)
    if elemento is None:
        raise NoExiste(f"La capa «{ficha.titulo}» no tiene un elemento «{id_elemento[:40]}».")
    id_, texto, escrito = elemento
    marca = etag_de_elemento(request, formato, ficha, version(id_, escrito))
    return si_cambio(request, marca, lambda: _item(request, ficha, texto, id_, formato, crs))


def _item(request: HttpRequest, ficha: FichaCapa, texto: str, id_elemento: int, formato: str, crs: Crs) -> HttpResponse:
    enlaces = documentos.enlaces_de_uno(raiz(request), ficha, id_elemento, formato)
    if formato == "html":
        return _item_html(request, ficha, json.loads(texto) | {"links": enlaces})
    return HttpResponse(
        documentos.con_enlaces(texto, enlaces), content_type=documentos.GEOJSON, headers={"Content-Crs": f"<{crs.uri}>"}
    )


def _item_html(request: HttpRequest, ficha: FichaCapa, feature: dict[str, Any]) -> HttpResponse:
    textos = _en_palabras(ficha.capa, feature, _nombres(request, ficha.capa, [feature["id"]]))
    atributos = zip([campo.verbose_name for campo in ficha.capa.campos], textos, strict=True)
    nombre = feature["properties"][ficha.capa.rotulo] or f"Elemento {feature['id']}"
    return render(request, "ogc/item.html", {"ficha": ficha, "doc": feature, "atributos": atributos, "nombre": nombre})
