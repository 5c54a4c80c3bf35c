"""CSV: one row a feature, streamed; coordinates as lon and lat, or as WKT where a point does not do."""

import csv
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.gis.db.models.functions import AsWKT, Transform
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from capas import postgis
from capas.geometria import Crs
from capas.models import FichaCapa

_FORMULA = re.compile(r"^[\s]*[=+@-]|^[\t\r]")
_TELEFONO = re.compile(r"^[+-]?[\d\s().-]+$")


class _Eco:
    """A file that gives back what is written to it."""

    def write(self, texto: str) -> str:
        return texto


def inocuo(valor: Any) -> Any:
    """A cell that no spreadsheet runs as a formula (CWE-1236); phone numbers such as +57 608… stay as they are."""
    if isinstance(valor, str) and _FORMULA.match(valor) and not _TELEFONO.match(valor):
        return "'" + valor
    if hasattr(valor, "hour"):
        return timezone.localtime(valor).isoformat(timespec="seconds")
    return valor


def csv_de(ficha: FichaCapa, queryset: QuerySet, crs: Crs) -> StreamingHttpResponse:
    return StreamingHttpResponse(_lineas(ficha, queryset, crs))


def _lineas(ficha: FichaCapa, queryset: QuerySet, crs: Crs) -> Iterator[str]:
    escritor = csv.writer(_Eco())
    campos = ficha.capa.campos
    puntos = ficha.capa.dimension == 0
    yield escritor.writerow(["id", *(c.name for c in campos), *(("x", "y") if puntos else ("wkt",))])
    for ids in postgis.lotes(queryset):
        filas = (
            queryset.filter(id__in=ids)
            .order_by("id")
            .annotate(_wkt=AsWKT(Transform("geom", crs.srid), precision=crs.decimales))
        )
        for identificador, *valores, wkt in filas.values_list("id", *(c.attname for c in campos), "_wkt"):
            posicion = wkt.removeprefix("POINT(").removesuffix(")").split() if puntos else [wkt]
            yield escritor.writerow([identificador, *map(inocuo, valores), *posicion])
