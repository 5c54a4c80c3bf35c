"""Whole layers, or what a filter leaves of them, as files: (record, queryset, format, CRS) -> a streamed answer."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpResponseBase

from capas.geometria import Crs
from capas.models import FichaCapa
from capas.salidas import geopackage, texto

FORMATOS_DE_DESCARGA = {"csv": "text/csv", "gpkg": "application/geopackage+sqlite3"}
_ESCRITORES: dict[str, Callable[[FichaCapa, QuerySet, Crs], HttpResponseBase]] = {
    "csv": texto.csv_de,
    "gpkg": geopackage.gpkg_de,
}


def descargar(
    ficha: FichaCapa, queryset: QuerySet, formato: str, crs: Crs, limite: int | None = None
) -> HttpResponseBase:
    """A download named after the layer; `limite` keeps the first rows by id."""
    if limite is not None:
        queryset = queryset.filter(id__in=list(queryset.order_by("id").values_list("id", flat=True)[:limite]))
    respuesta = _ESCRITORES[formato](ficha, queryset, crs)
    respuesta["Content-Type"] = FORMATOS_DE_DESCARGA[formato] + ("; charset=utf-8" if formato == "csv" else "")
    respuesta["Content-Disposition"] = f'attachment; filename="{ficha.pk}.{formato}"'
    respuesta["Content-Crs"] = f"<{crs.uri}>"
    respuesta["Cache-Control"] = "no-cache"
    return respuesta
