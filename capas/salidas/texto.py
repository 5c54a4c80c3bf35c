"""CSV and GeoJSON: one row a feature, streamed; in CSV coordinates go as x and y, or as WKT where a point does not do."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.gis.db.models.functions import Transform
from django.db.models import Field, QuerySet
from django.utils import timezone

from capas import postgis, sql_elementos
from capas.catalogo import Capa
from capas.geometria import SRID_GEOGRAFICO, Crs, EnWkt
from capas.models import FichaCapa
from capas.salidas.ficha import resumen

_FORMULA = re.compile(r"^[\s]*[=+@-]|^[\t\r]")
_TELEFONO = re.compile(r"^[+-]?[\d\s().-]+$")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Eco:
    """A file that gives back what is written to it."""

    def write(self, texto: str) -> str:
        return texto


def inocuo(valor: Any) -> Any:
    """A cell that no spreadsheet runs as a formula (CWE-1236); phone numbers such as +57 608… stay as they are."""
    if isinstance(valor, str) and _FORMULA.match(valor) and not _TELEFONO.match(valor):
        return "'" + valor
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    if hasattr(valor, "hour"):
        return timezone.localtime(valor).isoformat(timespec="seconds")
    return valor


def sin_control(valor: Any) -> str:
    """Text without the characters that XML has no place for."""
    return _NO_XML.sub("", str(valor))


def csv_de(ficha: FichaCapa, queryset: QuerySet, crs: Crs) -> Iterator[str]:
    escritor = csv.writer(Eco())
    yield escritor.writerow(cabecera(ficha.capa))
    for fila in filas(ficha.capa, queryset, crs):
        yield escritor.writerow(map(inocuo, fila))


def cabecera(capa: Capa) -> list[str]:
    """The identity, the public fields, what their codes mean, and the place, under names that no field has."""
    lugar = ("wkt",) if capa.dimension else ("x", "y")
    textos = [f"{campo.name}_texto" for campo in _codificados(capa)]
    return ["id", *capa.publicos, *textos, *(f"{eje}_" if eje in capa.publicos else eje for eje in lugar)]


def _codificados(capa: Capa) -> list[Field]:
    """The fields whose values say nothing by themselves."""
    return [
        campo
        for campo in capa.campos
        if any(str(codigo) != str(etiqueta) for codigo, etiqueta in campo.flatchoices)
        and f"{campo.name}_texto" not in capa.publicos
    ]


def filas(capa: Capa, queryset: QuerySet, crs: Crs) -> Iterator[list[Any]]:
    """The values of each row in the order of `cabecera`, ascending by id."""
    codigos = [(1 + capa.campos.index(campo), dict(campo.flatchoices)) for campo in _codificados(capa)]
    for ids in postgis.lotes(queryset):
        suyas = queryset.filter(id__in=ids).order_by("id")
        con_wkt = suyas.annotate(_wkt=EnWkt(Transform("geom", crs.srid), decimales=crs.decimales))
        for *valores, wkt in con_wkt.values_list("id", *(c.attname for c in capa.campos), "_wkt"):
            textos = [dominio.get(valores[puesto], "") for puesto, dominio in codigos]
            yield [*valores, *textos, *([wkt] if capa.dimension else posicion(wkt))]


def posicion(wkt: str) -> list[float]:
    """x and y of the WKT of a point."""
    return [float(parte) for parte in wkt.removeprefix("POINT(").removesuffix(")").split()]


def _sistema(crs: Crs) -> str:
    if crs.srid == SRID_GEOGRAFICO:
        return ""
    return f'"crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::{crs.srid}"}}}},'


def geojson_de(ficha: FichaCapa, queryset: QuerySet, crs: Crs) -> Iterator[str]:
    """One FeatureCollection, whole, easting or longitude first, as files are; in degrees it is RFC 7946.

    In metres it says its system as GeoJSON 2008 did: no reader knows another way, and all know that one. The record is a
    foreign member (RFC 7946, 6.1).
    """
    ficha_en_json = json.dumps(resumen(ficha, crs), ensure_ascii=False)
    crs = replace(crs, norte_primero=False)
    yield f'{{"type":"FeatureCollection","name":"{ficha.pk}",{_sistema(crs)}"ficha":{ficha_en_json},"features":['
    separador = "\n"
    for ids in postgis.lotes(queryset):
        for _, texto in sql_elementos.de_queryset(ficha.capa, queryset.filter(id__in=ids).order_by("id"), crs):
            yield separador + texto
            separador = ",\n"
    yield "\n]}\n"
