"""The map's own doors: what it draws, one feature in plain words, what is in view, search."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface, Transform
from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from capas import busqueda
from capas.catalogo import SECTORES, Capa
from capas.errores import NoExiste, PeticionInvalida, prefiere_html
from capas.geometria import CRS84, SRID_GEOGRAFICO
from capas.lectura import elementos, ficha_visible, fichas_e_imagenes_para, fichas_visibles, por_revision
from capas.models import FichaCapa
from capas.ogc import documentos, parametros, teselas
from capas.presentacion import en_palabras

EN_LISTA = 30
_enlaces: dict[str, str] = {}


def registrar_enlace(clave: str, ruta: str) -> None:
    """Let an app give the map a door of its own: `ruta` is the name of its URL, `clave` what the page calls it."""
    _enlaces[clave] = ruta


def describir(ficha: FichaCapa) -> dict[str, Any]:
    """What the map needs to draw a layer and its legend."""
    capa = ficha.capa
    return {
        "id": capa.id,
        "titulo": ficha.titulo,
        "resumen": ficha.resumen,
        "dimension": capa.dimension,
        "teselas": f"/ogc/collections/{capa.id}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?v={ficha.numero_revision}",
        "zoom_minimo": capa.zoom_minimo,
        "zoom_rotulos": capa.zoom_rotulos,
        "rotulo": capa.rotulo if capa.rotulo in capa.teselas else "",
        "visible": capa.visible_al_abrir,
        "estilo": asdict(capa.estilo),
    }


def describir_imagen(ficha: FichaCapa) -> dict[str, Any]:
    """What the map needs to draw a raster layer: its PNG tiles, and its palette as a legend."""
    url = f"/ogc/collections/{ficha.pk}/map/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?v={ficha.numero_revision}"
    return {
        "id": ficha.pk,
        "titulo": ficha.titulo,
        "resumen": ficha.resumen + (f" Valores en {ficha.raster.unidad}." if ficha.raster.unidad else ""),
        "imagen": url,
        "extension": ficha.raster.extension,
        "leyenda": ficha.raster.paleta,
        "continua": ficha.raster.continua,
    }


def configuracion(request: HttpRequest) -> dict[str, Any]:
    """Everything the page needs before its first tile."""
    con_elementos, rasters = fichas_e_imagenes_para(request.user)
    fichas = {ficha.pk: ficha for ficha in con_elementos}
    sectores = [
        {
            "id": sector,
            "titulo": titulo,
            "capas": [describir(f) for f in fichas.values() if f.sector == sector],
            "imagenes": [describir_imagen(f) for f in rasters if f.sector == sector],
        }
        for sector, titulo in SECTORES.items()
    ]
    return _fondo(fichas) | {
        "extension": _extension(request, fichas.get("municipio")),
        "sectores": [sector for sector in sectores if sector["capas"] or sector["imagenes"]],
        "urls": {
            "elemento": "/mapa/elemento/",
            "lista": reverse("lista"),
            "buscar": reverse("buscar"),
            **{clave: reverse(ruta) for clave, ruta in _enlaces.items()},
        },
    }


def fondo(request: HttpRequest) -> dict[str, Any]:
    """What a small map needs below what it shows: where it begins and the base map."""
    return _fondo(_por_id(request))


def _fondo(fichas: dict[str, FichaCapa]) -> dict[str, Any]:
    return {
        "centro": settings.CENTRO_MAPA,
        "zoom": 13,
        "base": _mapa_base(fichas),
        "mapa_base": {"url": settings.MAPA_BASE_EXTERNO, "credito": settings.MAPA_BASE_CREDITO},
    }


def _por_id(request: HttpRequest) -> dict[str, FichaCapa]:
    return {ficha.pk: ficha for ficha in fichas_visibles(request)}


def de_base(fichas: dict[str, FichaCapa]) -> list[FichaCapa]:
    return [fichas[id_capa] for id_capa in settings.MAPA_BASE_CAPAS if id_capa in fichas]


def _mapa_base(fichas: dict[str, FichaCapa]) -> list[dict[str, Any]]:
    """The layers of the base map, which come together in one tile: on a slow network each request counts."""
    base = de_base(fichas)
    juntas = f"/mapa/base/{{z}}/{{y}}/{{x}}?v={teselas.revision(base)}"
    return [describir(ficha) | {"teselas": juntas} for ficha in base]


@require_safe
def base_json(request: HttpRequest) -> HttpResponse:
    """The base map for pages that are not ours, such as the admin's editor."""
    parametros.revisar(request, set())
    return JsonResponse({"base": _mapa_base(_por_id(request))})


@require_safe
def tesela_base(request: HttpRequest, z: str, y: str, x: str) -> HttpResponse:
    parametros.revisar(request, {"v"})
    base = de_base(_por_id(request))
    return teselas.servir(request, base, z, y, x)


def extension(request: HttpRequest) -> list[float] | None:
    """[west, south, east, north] of the municipality, in degrees; None where its layer is not in sight."""
    return _extension(request, _por_id(request).get("municipio"))


def _extension(request: HttpRequest, ficha: FichaCapa | None) -> list[float] | None:
    if ficha is None:
        return None
    queryset = elementos(request, ficha.capa)
    return por_revision(ficha, queryset, "extension", lambda: documentos.extension(ficha.capa, queryset))["spatial"][
        "bbox"
    ][0]


@require_safe
def mapa(request: HttpRequest) -> HttpResponse:
    datos = configuracion(request)
    return render(request, "mapa.html", {"configuracion": datos, "sectores": datos["sectores"]})


@require_safe
def elemento(request: HttpRequest, capa: str, id_elemento: int) -> HttpResponse:
    """One feature in plain words, with its place and where to go from here."""
    ficha = ficha_visible(request, capa)
    fila = (
        elementos(request, ficha.capa)
        .filter(id=id_elemento)
        .annotate(
            _geometria=AsGeoJSON(Transform("geom", SRID_GEOGRAFICO), precision=6),
            _centro=Transform(PointOnSurface("geom"), SRID_GEOGRAFICO),
        )
        .values("id", "_geometria", "_centro", *ficha.capa.publicos, **ficha.capa.valores)
        .first()
    )
    if fila is None:
        raise NoExiste(f"La capa «{ficha.titulo}» no tiene un elemento {id_elemento}.")
    return JsonResponse(_en_palabras(ficha, fila))


def _en_palabras(ficha: FichaCapa, fila: dict[str, Any]) -> dict[str, Any]:
    capa = ficha.capa
    geometria = GEOSGeometry(fila["_geometria"])
    return {
        "capa": capa.id,
        "id": fila["id"],
        **en_palabras(capa, fila),
        "enlaces": enlaces(capa, fila["id"], fila),
        "centro": [round(c, 6) for c in fila["_centro"].coords],
        "extension": list(geometria.extent),
        "geometria": json.loads(fila["_geometria"]),
    }


def enlaces(capa: Capa, id_elemento: int, propiedades: dict[str, Any]) -> list[dict[str, str]]:
    """Where a person may go from a feature: its own page, if the layer has one, and its open data."""
    propios = []
    if capa.pagina:
        propios.append(
            {"texto": "Ver la página completa", "href": reverse(capa.pagina, args=[propiedades[capa.rotulo]])}
        )
    datos = reverse("ogc:item", args=[capa.id, id_elemento])
    return [*propios, {"texto": "Ver los datos de este elemento", "href": f"{datos}?f=html"}]


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """The same layers, filters and view as the map, as a list."""
    parametros.revisar(request, {"capas", "bbox", "q", "f"})
    pedidas = [id_capa for id_capa in request.GET.get("capas", "").split(",") if id_capa][:40]
    zonas = parametros.zonas(request.GET.get("bbox"), CRS84)
    peticion = parametros.Peticion(limite=EN_LISTA, crs=CRS84, zonas=zonas)
    fichas = [ficha_visible(request, id_capa) for id_capa in pedidas]
    grupos = [_grupo(request, ficha, peticion, request.GET.get("q", "")[:100]) for ficha in fichas]
    if prefiere_html(request):
        return render(request, "lista.html", {"grupos": grupos, "fichas": fichas_visibles(request), "pedidas": pedidas})
    return JsonResponse({"grupos": grupos})


def _grupo(request: HttpRequest, ficha: FichaCapa, peticion: parametros.Peticion, texto: str) -> dict[str, Any]:
    capa = ficha.capa
    queryset = peticion.aplicar(elementos(request, capa))
    if texto:
        queryset = queryset.filter(**{f"{capa.rotulo}__icontains": texto})
    filas = (
        queryset.annotate(_centro=Transform(PointOnSurface("geom"), SRID_GEOGRAFICO))
        .order_by(capa.rotulo, "id")
        .values("id", "_centro", *capa.publicos, **capa.valores)[:EN_LISTA]
    )
    return {
        "capa": capa.id,
        "titulo": ficha.titulo,
        "total": queryset.count(),
        "elementos": [_linea(capa, f) for f in filas],
    }


def _linea(capa: Capa, fila: dict[str, Any]) -> dict[str, Any]:
    palabras = en_palabras(capa, fila)
    detalle = palabras["frase"] or ", ".join(texto for _, texto in palabras["atributos"][1:3])
    return {
        "id": fila["id"],
        "titulo": palabras["titulo"],
        "detalle": detalle,
        "centro": [round(c, 6) for c in fila["_centro"].coords],
    }


@require_safe
def buscar(request: HttpRequest) -> HttpResponse:
    parametros.revisar(request, {"q", "f"})
    texto = request.GET.get("q", "")
    if len(texto) > 4 * busqueda.TEXTO_MAXIMO:
        raise PeticionInvalida("La búsqueda es demasiado larga: escriba una calle, un barrio, una vereda o un lugar.")
    hallados = busqueda.buscar(texto, fichas_visibles(request), request.user)
    if prefiere_html(request):
        return render(request, "buscar.html", {"texto": texto, "hallados": hallados})
    campos = ("titulo", "detalle", "capa", "id", "centro", "extension")
    return JsonResponse({"resultados": [{campo: getattr(h, campo) for campo in campos} for h in hallados]})
