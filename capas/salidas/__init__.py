"""Whole layers, or what a filter leaves of them, as files: (record, queryset, format, CRS) -> a streamed answer.

A format is one line of `_TEXTOS` or `_ARCHIVOS` and one of `FORMATOS`; every door offers it from then on.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.encoding import iri_to_uri

from capas.geometria import CRS84, Crs
from capas.models import FichaCapa
from capas.salidas import archivos, csvw, excel, shapefile, texto


@dataclass(frozen=True)
class Formato:
    """What a format is called, its media type and how its files end."""

    titulo: str
    tipo: str
    sufijo: str
    para: str  # whom it serves, in a few words


FORMATOS = {
    "geojson": Formato("GeoJSON", "application/geo+json", "geojson", "la web y los programas"),
    "csv": Formato("CSV", "text/csv", "csv", "tablas, en cualquier programa"),
    "xlsx": Formato(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "hojas de cálculo"
    ),
    "gpkg": Formato("GeoPackage", "application/geopackage+sqlite3", "gpkg", "QGIS y ArcGIS"),
    "shp": Formato("Shapefile", "application/zip", "shp.zip", "programas SIG más viejos"),
    "kml": Formato("KML", "application/vnd.google-earth.kml+xml", "kml", "Google Earth"),
    "fgb": Formato("FlatGeobuf", "application/flatgeobuf", "fgb", "mapas web de muchos datos"),
    "parquet": Formato("GeoParquet", "application/vnd.apache.parquet", "parquet", "análisis de datos"),
}
# By /ogc GeoJSON comes in pages; every other format is a file.
FORMATOS_DE_DESCARGA = {nombre: formato.tipo for nombre, formato in FORMATOS.items() if nombre != "geojson"}
_TEXTOS: dict[str, Callable[[FichaCapa, QuerySet, Crs], Iterator[str]]] = {
    "csv": texto.csv_de,
    "geojson": texto.geojson_de,
}
_ARCHIVOS: dict[str, Callable[[FichaCapa, QuerySet, Crs, Path], None]] = {
    "gpkg": archivos.gpkg,
    "shp": shapefile.shp,
    "kml": archivos.kml,
    "fgb": archivos.fgb,
    "parquet": archivos.parquet,
    "xlsx": excel.xlsx,
}


def descargar(
    ficha: FichaCapa, queryset: QuerySet, formato: str, crs: Crs, limite: int | None = None
) -> HttpResponseBase:
    """A download named after the layer; `limite` keeps the first rows by id.

    Files are x, y. Content-Crs is sent only of a system whose register order is that: of any other it would be untrue.
    """
    if limite is not None:
        queryset = queryset.filter(id__in=list(queryset.order_by("id").values_list("id", flat=True)[:limite]))
    respuesta = (
        StreamingHttpResponse(_TEXTOS[formato](ficha, queryset, crs))
        if formato in _TEXTOS
        else _de_paso(ficha, queryset, formato, crs)
    )
    tipo, crs = FORMATOS[formato].tipo, CRS84 if formato == "kml" else crs
    respuesta["Content-Type"] = tipo + ("; charset=utf-8" if formato == "csv" else "")
    respuesta["Content-Disposition"] = f'attachment; filename="{ficha.pk}.{FORMATOS[formato].sufijo}"'
    if not crs.norte_primero:
        respuesta["Content-Crs"] = f"<{crs.uri}>"
    respuesta["Link"] = enlaces(ficha, formato)
    respuesta["Cache-Control"] = "no-cache"
    return respuesta


def enlaces(ficha: FichaCapa, formato: str) -> str:
    """The Link header of a file (RFC 8288): what describes it, and its licence."""
    return ", ".join(_enlaces(ficha, formato))


def _enlaces(ficha: FichaCapa, formato: str) -> Iterator[str]:
    yield f'</datos/{ficha.pk}>; rel="describedby"'
    yield f'<{iri_to_uri(ficha.licencia)}>; rel="license"'
    if formato == "csv":
        yield f'</datos/{ficha.pk}.csv-metadata.json>; rel="describedby"; type="{csvw.TIPO}"'


def _de_paso(ficha: FichaCapa, queryset: QuerySet, formato: str, crs: Crs) -> FileResponse:
    """A file that has no name by the time it is sent, so that it goes with its reader however that ends.

    Always whole: it says when it was made, so parts of two would not join, and its ETag is weak (RFC 9110, 13.1.5).
    """
    with tempfile.TemporaryDirectory(prefix="sig-") as carpeta:
        ruta = Path(carpeta) / f"{ficha.pk}.{FORMATOS[formato].sufijo}"
        _ARCHIVOS[formato](ficha, queryset, crs, ruta)
        return FileResponse(ruta.open("rb"))


def guardar(ficha: FichaCapa, queryset: QuerySet, formato: str, crs: Crs, ruta: Path) -> None:
    """The same file, at a path."""
    if formato in _ARCHIVOS:
        return _ARCHIVOS[formato](ficha, queryset, crs, ruta)
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        archivo.writelines(_TEXTOS[formato](ficha, queryset, crs))
