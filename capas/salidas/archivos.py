"""Files by GDAL (through pyogrio) and GeoParquet by pyarrow, out of the same stream of Arrow batches.

Every writer takes (record, queryset, CRS, path) and leaves one whole file there. Coordinates are x, y whatever the
register says, as each of these formats asks.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet

from capas.geometria import CRS84, Crs
from capas.models import FichaCapa
from capas.salidas import columnas, ficha, geopackage
from capas.salidas.columnas import Columna, hora_local
from capas.salidas.texto import sin_control

GEOMETRIAS = {
    "POINT": "Point",
    "LINESTRING": "LineString",
    "MULTILINESTRING": "MultiLineString",
    "MULTIPOLYGON": "MultiPolygon",
}


class EscrituraFallida(Exception):
    """GDAL could not write the file: no disk, no memory."""


# GDAL


def gpkg(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """The feature id is the file's own (OGC 12-128r18); the record goes in gpkg_metadata, in pairs and as ISO 19139."""
    opciones = {"FID": "id", "GEOMETRY_NAME": "geom", "IDENTIFIER": registro.titulo, "DESCRIPTION": registro.resumen}
    _espacial(
        registro, queryset, crs, ruta, "GPKG", layer_options=opciones, layer_metadata=ficha.resumen(registro, crs)
    )
    geopackage.anotar(ruta, registro, queryset.db)


def fgb(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    opciones = {"TITLE": registro.titulo, "DESCRIPTION": ficha.texto(registro, crs), "TEMPORARY_DIR": str(ruta.parent)}
    _espacial(registro, queryset, crs, ruta, "FlatGeobuf", layer_options=opciones)


def kml(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """KML is longitude and latitude, whatever was asked (OGC 12-007r2, 7.2). The placemark's name is the layer's label."""
    pelado = ruta.with_suffix(".sin-ficha.kml")
    rotulo = Columna("_nombre", registro.capa.campo(registro.capa.rotulo).attname, "string", sin_control)
    suyas = columnas.columnas(registro.capa, {"instante": ("string", hora_local), "texto": ("string", sin_control)})
    opciones = {"layer": registro.pk.replace("-", "_"), "dataset_options": {"NameField": "_nombre"}}  # an XML id
    _espacial(registro, queryset, CRS84, pelado, "KML", [rotulo, *suyas], **opciones)
    _con_ficha(pelado, ruta, registro)


def _con_ficha(pelado: Path, ruta: Path, registro: FichaCapa) -> None:
    """GDAL's streaming KML driver writes no description of the document, so it is put in while the file is copied."""
    titulo, texto = escape(sin_control(registro.titulo)), escape(sin_control(ficha.texto(registro, CRS84)))
    cabeza = f"<name>{titulo}</name>\n<description>{texto}</description>\n"
    with pelado.open(encoding="utf-8") as origen, ruta.open("w", encoding="utf-8") as destino:
        for linea in origen:
            destino.write(linea)
            if cabeza and '<Document id="root_doc">' in linea:
                destino.write(cabeza)
                cabeza = ""
    pelado.unlink()


def _espacial(
    registro: FichaCapa,
    queryset: QuerySet,
    crs: Crs,
    ruta: Path,
    controlador: str,
    propias: list[Columna] | None = None,
    **opciones: Any,
) -> None:
    """Write the layer with its geometry by a driver of GDAL."""
    geometria = Columna("geom", "_wkb", *columnas.BASE["geometria"])
    escribir(
        columnas.lector(queryset, crs, [*(propias or columnas.columnas(registro.capa, {})), geometria]),
        ruta,
        driver=controlador,
        geometry_name="geom",
        geometry_type=GEOMETRIAS[registro.capa.tipo],
        crs=f"EPSG:{crs.srid}",
        **({"layer": registro.pk} | opciones),
    )


def escribir(lector: Any, ruta: Path, **opciones: Any) -> None:
    """By pyogrio, whose own words hide what went wrong in the database: that is raised as it was."""
    import pyarrow
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    fallas: list[Exception] = []

    def vigilado() -> Iterator[Any]:
        try:
            yield from lector
        except Exception as falla:
            fallas.append(falla)
            raise

    try:
        raw.write_arrow(pyarrow.RecordBatchReader.from_batches(lector.schema, vigilado()), ruta, **opciones)
    except (RuntimeError, DataSourceError, DataLayerError, FeatureError) as error:
        raise (fallas[0] if fallas else EscrituraFallida(str(error))) from error


# GeoParquet


def parquet(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """GeoParquet 1.1: WKB, the CRS as PROJJSON, one row group per batch; the record among the file's metadata."""
    from pyarrow import parquet as pq

    geometria = Columna("geom", "_wkb", "binary", bytes)
    lector = columnas.lector(queryset, crs, [*columnas.columnas(registro.capa, {}), geometria])
    datos = {
        "geo": json.dumps(_geo(registro, crs)),
        "ficha": json.dumps(ficha.resumen(registro, crs), ensure_ascii=False),
    }
    with pq.ParquetWriter(ruta, lector.schema.with_metadata(datos), compression="zstd") as escritor:
        for tanda in lector:
            escritor.write_batch(tanda)


def _geo(registro: FichaCapa, crs: Crs) -> dict[str, Any]:
    from pyproj import CRS

    sistema = CRS.from_authority("OGC", "CRS84") if crs.srid == CRS84.srid else CRS.from_epsg(crs.srid)
    columna = {"encoding": "WKB", "geometry_types": [GEOMETRIAS[registro.capa.tipo]], "crs": sistema.to_json_dict()}
    return {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": columna}}
