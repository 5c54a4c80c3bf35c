"""The open data portal: the list, one layer, its download form, the catalogue as others read it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from capas import mapa
from capas.abiertos import anoche, conjuntos, documentos, ejemplos
from capas.abiertos.conjuntos import Conjunto
from capas.abiertos.forms import Descarga
from capas.catalogo import SECTORES
from capas.errores import NoExiste, PeticionInvalida
from capas.lectura import elementos, etag, ficha_visible, fichas_visibles, si_cambio, todas_visibles
from capas.ogc.parametros import revisar
from capas.presentacion import presentar
from capas.salidas import FORMATOS, csvw, descargar
from capas.sitio import base

FILAS_DE_MUESTRA = 6
_DCAT = {"text/turtle": "ttl", "application/ld+json": "jsonld"}
_PREFERIDOS = {"text/html": "", "text/turtle": "datos:catalogo_ttl", "application/ld+json": "datos:catalogo_jsonld"}


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    """The page for people, whose links may bring marks of where they were found; a harvester that says so by Accept is
    sent to the catalogue."""
    if nombre := _PREFERIDOS.get(request.get_preferred_type([*_PREFERIDOS, "*/*"]) or "", ""):
        respuesta: HttpResponse = redirect(nombre)
    else:
        respuesta = _lista(request, request.GET.get("q", "")[:100], request.GET.get("sector", ""))
    patch_vary_headers(respuesta, ["Accept"])
    return respuesta


def _lista(request: HttpRequest, texto: str, sector: str) -> HttpResponse:
    if sector and sector not in SECTORES:
        raise PeticionInvalida(f"No hay un sector «{sector[:30]}». Se admiten: {', '.join(SECTORES)}.")
    todos = list(conjuntos.visibles(request.user, base(request)))
    hallados = [c for c in todos if (not sector or c.ficha.sector == sector) and c.habla_de(texto)]
    con_capas = {c.ficha.sector for c in todos}
    sectores = [(clave, titulo) for clave, titulo in SECTORES.items() if clave in con_capas]
    contexto = {"conjuntos": hallados, "total": len(todos), "sectores": sectores, "texto": texto, "sector": sector}
    return render(request, "datos/portal.html", contexto)


@require_safe
@vary_on_headers("Accept")
def conjunto(request: HttpRequest, capa: str) -> HttpResponse:
    """The page of a layer; by Accept, its description in DCAT."""
    ficha = ficha_visible(request, capa)
    suyo = conjuntos.de(ficha, request.user, base(request))
    if formato := _DCAT.get(request.get_preferred_type(["text/html", *_DCAT, "*/*"]) or ""):
        return _en_dcat([suyo], suyo.base, formato)
    formulario = None if suyo.es_imagen else Descarga(request, ficha.capa)
    return render(request, "datos/conjunto.html", _contexto(request, suyo, formulario))


@require_safe
def parte(request: HttpRequest, capa: str) -> HttpResponseBase:
    """The answer of the download form: the file, or the page again saying what to correct."""
    ficha = ficha_visible(request, capa)
    if ficha.es_raster:
        raise NoExiste(f"«{ficha.titulo}» es una imagen: se descarga entera en /datos/{ficha.pk}.tif.")
    formulario = Descarga(request, ficha.capa, request.GET)
    if not formulario.is_valid():
        suyo = conjuntos.de(ficha, request.user, base(request))
        return render(request, "datos/conjunto.html", _contexto(request, suyo, formulario), status=400)
    return descargar(ficha, formulario.elementos(), formulario.cleaned_data["formato"], formulario.sistema())


def _contexto(request: HttpRequest, suyo: Conjunto, formulario: Descarga | None) -> dict[str, Any]:
    return {
        "conjunto": suyo,
        "ficha": suyo.ficha,
        "formulario": formulario,
        "campos": [] if suyo.es_imagen else suyo.ficha.capa.campos,
        "muestra": [] if suyo.es_imagen else _muestra(request, suyo),
        "configuracion": _mapa(request, suyo),
        "cita": documentos.cita(suyo),
        "para_programas": documentos.representaciones(suyo),
        "schema_org": documentos.schema_org(suyo),
        "anoche": anoche.de(suyo.ficha),
    }


def _muestra(request: HttpRequest, suyo: Conjunto) -> list[list[str]]:
    """The first rows in words."""
    capa = suyo.ficha.capa
    filas = elementos(request, capa).order_by("id").values(*(c.attname for c in capa.campos), **capa.valores)
    return [
        [str(fila.get(f"_{c.name}") or presentar(c, fila[c.attname])) for c in capa.campos]
        for fila in filas[:FILAS_DE_MUESTRA]
    ]


def _mapa(request: HttpRequest, suyo: Conjunto) -> dict[str, Any]:
    """What the small map needs: the base, the layer, the box."""
    capa = mapa.describir_imagen(suyo.ficha) if suyo.es_imagen else mapa.describir(suyo.ficha)
    caja = suyo.caja if suyo.total != 0 else mapa.extension(request)
    return mapa.fondo(request) | {"capa": capa, "imagen": suyo.es_imagen, "caja": caja}


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    revisar(request, set())
    capa = next((ficha.capa for ficha in fichas_visibles(request) if ficha.capa.rotulo != "id"), None)
    propios = ejemplos.todos(base(request), capa.id, capa.rotulo) if capa else []
    return render(request, "datos/api.html", {"ejemplos": propios, "formatos": ", ".join(FORMATOS)})


@require_safe
def catalogo(request: HttpRequest, formato: str) -> HttpResponse:
    """The whole catalogue for harvesters: DCAT in Turtle or JSON-LD, Project Open Data or Atom."""
    revisar(request, set())
    fichas = todas_visibles(request)
    return si_cambio(request, etag(request, formato, *fichas), lambda: _catalogo(request, formato))


def _catalogo(request: HttpRequest, formato: str) -> HttpResponse:
    sitio = base(request)
    todos = conjuntos.visibles(request.user, sitio)
    if formato == "data.json":
        return JsonResponse(documentos.data_json(todos, sitio), json_dumps_params={"ensure_ascii": False})
    if formato == "atom":
        return HttpResponse(documentos.atom(todos, sitio), content_type="application/atom+xml; charset=utf-8")
    return _en_dcat(todos, sitio, formato)


def _en_dcat(todos: Iterable[Conjunto], sitio: str, formato: str) -> HttpResponse:
    from capas.abiertos import dcat

    tipo = f"{dcat.FORMATOS[formato][1]}; charset=utf-8"
    return HttpResponse(dcat.escribir(todos, sitio, formato), content_type=tipo)


@require_safe
def ficha_de_csv(request: HttpRequest, capa: str) -> HttpResponse:
    """The record and the columns of the CSV of a layer, where CSV on the Web looks for them."""
    ficha = ficha_visible(request, capa)
    datos = csvw.describir(ficha, f"{base(request)}/datos/{ficha.pk}.csv")
    return JsonResponse(datos, content_type=csvw.TIPO, json_dumps_params={"ensure_ascii": False})


@require_safe
def de_anoche(request: HttpRequest, capa: str, formato: str) -> HttpResponseBase:
    """A file of the last nightly export, as it was written."""
    return anoche.responder(request, ficha_visible(request, capa), formato)
