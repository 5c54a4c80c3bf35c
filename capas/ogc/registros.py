"""OGC API Records (OGC 20-004r1): the catalogue as a searchable collection of records, one of each layer."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.db import models
from django.db.models import F, Field, Func, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from capas import tiempo
from capas.catalogo import SECTORES
from capas.errores import PeticionInvalida
from capas.geometria import CRS84, Crs
from capas.lectura import todas_visibles
from capas.models import FichaCapa
from capas.ogc import documentos, parametros
from capas.ogc.documentos import enlace
from capas.ogc.respuesta import raiz
from capas.presentacion import llano
from capas.sitio import identificador

TIPO, IDIOMA = "dataset", "es"
NUCLEO = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
ORDENABLES = ("id", "title", "updated", "type")
Registro = dict[str, Any]


def _campo(campo: Field, nombre: str) -> Field:
    campo.set_attributes_from_name(nombre)
    return campo


# What `filter` may ask for, and a parameter of that name: properties of a record, and where the database has each of them.
CONSULTABLES = {
    "id": FichaCapa._meta.get_field("id"),
    "title": _campo(models.TextField("título"), "title"),
    "description": _campo(models.TextField("resumen"), "description"),
    "updated": _campo(models.DateTimeField("último cambio"), "updated"),
    "type": _campo(models.TextField("tipo de recurso"), "type"),
    "language": _campo(models.TextField("idioma"), "language"),
}
_ORIGENES = {
    "title": F("titulo"),
    "description": F("resumen"),
    "updated": Func(
        Value("second"),
        Coalesce("revision__fecha", "creada"),
        function="date_trunc",
        output_field=models.DateTimeField(),
    ),
    "type": Value(TIPO, output_field=models.TextField()),
    "language": Value(IDIOMA, output_field=models.TextField()),
}
PROPIOS = {nombre: campo for nombre, campo in CONSULTABLES.items() if nombre != "type"}  # which is a list of types
ADMITIDOS = {
    "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", "q", "type", "ids", "externalIds", "sortby",
    "filter", "filter-lang", "filter-crs", *PROPIOS,
}  # fmt: skip


# The records


def registros(request: HttpRequest) -> Iterator[Registro]:
    """The record of every layer this person may see, in the order of the map."""
    for ficha in todas_visibles(request):
        yield registro_de(request, ficha)


def registro_de(request: HttpRequest, ficha: FichaCapa) -> Registro:
    """The record of a layer that this person may see."""
    base, coleccion = raiz(request), documentos.coleccion(request, ficha)
    extension = coleccion["extent"]
    intervalo = extension.get("temporal", {}).get("interval", [[None, None]])[0]
    return {
        "id": ficha.pk,
        "type": "Feature",
        "conformsTo": [NUCLEO],
        "geometry": json.loads(Polygon.from_bbox(extension["spatial"]["bbox"][0]).geojson),
        "time": {"interval": [extremo or ".." for extremo in intervalo]} if any(intervalo) else None,
        "properties": _propiedades(ficha, coleccion),
        "links": [
            enlace(f"{base}/collections/{documentos.CATALOGO}", "collection", titulo=documentos.TITULO_CATALOGO),
            enlace(f"{base}/collections/{ficha.pk}", "data", titulo=ficha.titulo),
            *(e for e in coleccion["links"] if e["rel"] not in ("self", "alternate")),
        ],
    }


def _propiedades(ficha: FichaCapa, coleccion: dict[str, Any]) -> dict[str, Any]:
    contacto = {"organization": ficha.responsable, "roles": ["pointOfContact"]}
    correo = {"emails": [{"value": ficha.correo}]} if ficha.correo else {}
    tema = {
        "concepts": [{"id": ficha.tema}],
        "scheme": "http://standards.iso.org/iso/19115/resources/Codelist/cat/codelists.xml#MD_TopicCategoryCode",
    }
    sector = {
        "concepts": [{"id": ficha.sector, "title": SECTORES[ficha.sector]}],
        "scheme": settings.URL_PUBLICA or "urn:sector",
    }
    return {
        "type": TIPO,
        "title": ficha.titulo,
        "description": ficha.resumen,
        "updated": tiempo.en_utc(ficha.actualizada),
        "keywords": coleccion["keywords"],
        "language": {"code": IDIOMA, "name": "Español"},
        "resourceLanguages": [{"code": IDIOMA}],
        "contacts": [contacto | correo],
        "themes": [tema, sector],
        "formats": [
            {"name": e["type"].split(";")[0]} for e in coleccion["links"] if e["rel"] in ("items", "enclosure")
        ],
        "license": ficha.licencia,
        "rights": ficha.get_clasificacion_display(),
        "externalIds": [{"value": identificador(ficha.pk)}],
    }


# Which of them


def hallados(request: HttpRequest) -> list[Registro]:
    """The records that a request asks for, in its order. Raises PeticionInvalida."""
    filtros = _filtros(request)
    return _ordenar([r for r in registros(request) if all(pasa(r) for pasa in filtros)], request.GET.get("sortby", ""))


def _filtros(request: HttpRequest) -> list[Callable[[Registro], bool]]:
    dado = request.GET
    filtros = []
    if texto := dado.get("q", ""):
        buscados = [llano(t).strip() for t in texto[:200].split(",") if t.strip()]
        filtros.append(lambda r: any(t in _texto(r) for t in buscados))
    if tipos := dado.get("type", ""):
        filtros.append(lambda r: r["properties"]["type"] in tipos.split(","))
    if ids := dado.get("ids", ""):
        filtros.append(lambda r: r["id"] in ids.split(","))
    if externos := dado.get("externalIds", ""):
        filtros.append(lambda r: any(e["value"] in externos.split(",") for e in r["properties"]["externalIds"]))
    if (zonas := parametros.zonas(dado.get("bbox"), solo_crs84(request, "bbox-crs"))) is not None:
        cajas = [GEOSGeometry(zona) for zona in zonas if zona]
        filtros.append(lambda r: any(caja.intersects(Polygon.from_bbox(caja_de(r))) for caja in cajas))
    if (intervalo := dado.get("datetime")) is not None:
        desde, hasta = map(tiempo.en_utc, parametros.extremos(intervalo))
        filtros.append(lambda r: _toca(r["time"], desde, hasta))
    if (consultados := _consultados(request)) is not None:
        filtros.append(lambda r: r["id"] in consultados)
    return filtros


def _consultados(request: HttpRequest) -> set[str] | None:
    """The records that `filter` and the parameters named after a property leave; None where nothing of that is asked."""
    condicion = parametros.condicion(request, CONSULTABLES)
    pedidos = {n: parametros.valor(PROPIOS[n], request.GET[n]) for n in PROPIOS.keys() & request.GET.keys()}
    if condicion is None and not pedidos:
        return None
    fichas = FichaCapa.objects.visibles_para(request.user).annotate(**_ORIGENES).filter(**pedidos)
    return set((fichas if condicion is None else fichas.filter(condicion)).values_list("pk", flat=True))


def _texto(registro: Registro) -> str:
    propiedades = registro["properties"]
    return llano(" ".join([propiedades["title"], propiedades["description"], *propiedades["keywords"]]))


def caja_de(registro: Registro) -> tuple[float, float, float, float]:
    anillo = registro["geometry"]["coordinates"][0]
    lons, lats = zip(*anillo, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _toca(tiempo: dict[str, Any] | None, desde: str | None, hasta: str | None) -> bool:
    """A record without time holds at any time (OGC 17-069r4, 7.15.4)."""
    if tiempo is None:
        return True
    comienzo, fin = tiempo["interval"]
    return not (hasta and comienzo != ".." and comienzo > hasta) and not (desde and fin != ".." and fin < desde)


def solo_crs84(request: HttpRequest, nombre: str) -> Crs:
    """The records exist in CRS84 and in nothing else."""
    sistema = parametros.crs(request.GET.get(nombre, CRS84.uri), nombre)
    if sistema is not CRS84:
        raise PeticionInvalida(f"El catálogo solo se da en CRS84: «{nombre}» no admite otro.")
    return sistema


def _ordenar(lista: list[Registro], texto: str) -> list[Registro]:
    """By `sortby`: names after + or -, the last one first, for a stable sort."""
    for clave in reversed([c for c in texto.replace(" ", "+").split(",") if c]):
        nombre = clave.lstrip("+-")
        if nombre not in ORDENABLES:
            raise PeticionInvalida(f"No se ordena por «{nombre[:40]}». Se admiten: {', '.join(ORDENABLES)}.")
        lista = sorted(
            lista, key=lambda r: llano(r["id"] if nombre == "id" else r["properties"][nombre]), reverse=clave[0] == "-"
        )
    return lista
