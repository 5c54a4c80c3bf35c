"""Files by GDAL (through pyogrio) and GeoParquet by pyarrow, out of the same stream of Arrow batches.

Every writer takes (record, queryset, CRS, path) and leaves one whole file there. Coordinates are x, y whatever the
register says, as each of these formats asks.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet

from capas.geometria import CRS84, Crs
from capas.models import FichaCapa
from capas.salidas import columnas, ficha
from capas.salidas.columnas import Columna, hora_local
from capas.salidas.texto import sin_control

GEOMETRIAS = {
    "POINT": "Point",
    "LINESTRING": "LineString",
    "MULTILINESTRING": "MultiLineString",
    "MULTIPOLYGON": "MultiPolygon",
}
_TEXTO_DE_SHP = 254  # bytes of a DBF text


class EscrituraFallida(Exception):
    """GDAL could not write the file: no disk, no memory."""


# GDAL


def gpkg(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """The feature id is the file's own (OGC 12-128r18), the record goes in the table gpkg_metadata."""
    opciones = {"FID": "id", "GEOMETRY_NAME": "geom", "IDENTIFIER": registro.titulo, "DESCRIPTION": registro.resumen}
    _espacial(registro, queryset, crs, ruta, "GPKG", layer_options=opciones, layer_metadata=_metadatos(registro, crs))


def fgb(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    opciones = {"TITLE": registro.titulo, "DESCRIPTION": ficha.texto(registro, crs), "TEMPORARY_DIR": str(ruta.parent)}
    _espacial(registro, queryset, crs, ruta, "FlatGeobuf", layer_options=opciones)


def kml(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """KML is longitude and latitude, whatever was asked (OGC 12-007r2, 7.2). The placemark's name is the layer's label."""
    pelado = ruta.with_suffix(".sin-ficha.kml")
    rotulo = Columna("_nombre", registro.capa.campo(registro.capa.rotulo).attname, "string", sin_control)
    distintas = {"momento": ("string", hora_local), "texto": ("string", sin_control)}
    _espacial(
        registro, queryset, CRS84, pelado, "KML", distintas, antes=[rotulo], dataset_options={"NameField": "_nombre"}
    )
    _con_ficha(pelado, ruta, registro)


def _con_ficha(pelado: Path, ruta: Path, registro: FichaCapa) -> None:
    """GDAL's streaming KML driver writes no description of the document, so it is put in while the file is copied."""
    cabeza = f"<name>{escape(registro.titulo)}</name>\n<description>{escape(sin_control(ficha.texto(registro, CRS84)))}</description>\n"
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
    distintas: Any = None,
    antes: list[Columna] | None = None,
    **opciones: Any,
) -> None:
    """Write the layer with its geometry by a driver of GDAL."""
    geometria = Columna("geom", "_wkb", *columnas.BASE["geometria"])
    pedidas = [*(antes or []), *columnas.columnas(registro.capa, distintas or {}), geometria]
    _escribir(
        columnas.lector(queryset, crs, pedidas),
        ruta,
        driver=controlador,
        layer=registro.pk.replace("-", "_") if controlador == "KML" else registro.pk,  # there it is an XML id
        geometry_name="geom",
        geometry_type=GEOMETRIAS[registro.capa.tipo],
        crs=f"EPSG:{crs.srid}",
        **opciones,
    )


def _escribir(lector: Any, ruta: Path, **opciones: Any) -> None:
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


def _metadatos(registro: FichaCapa, crs: Crs) -> dict[str, str]:
    return ficha.resumen(registro, crs)


# Shapefile


def shp(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """A zip of .shp, .dbf, .shx, .prj and .cpg, with a text that tells what the format made of the names and the texts."""
    nombres, recortados = nombres_cortos([c.name for c in registro.capa.campos]), set[str]()
    pedidas = [
        Columna(nombres.get(c.nombre, c.nombre), c.origen, c.tipo, _que_quepa(c, recortados))
        for c in columnas.columnas(registro.capa, {"momento": ("string", hora_local)})
    ]
    pedidas.append(Columna("geom", "_wkb", *columnas.BASE["geometria"]))
    with tempfile.TemporaryDirectory(dir=ruta.parent) as carpeta:
        _escribir(
            columnas.lector(queryset, crs, pedidas),
            Path(carpeta) / f"{registro.pk}.shp",
            driver="ESRI Shapefile",
            encoding="UTF-8",
            geometry_name="geom",
            geometry_type=GEOMETRIAS[registro.capa.tipo].removeprefix("Multi"),
            crs=f"EPSG:{crs.srid}",
        )
        leame = ficha.texto(registro, crs) + _equivalencias(nombres, recortados)
        _comprimir(ruta, sorted(Path(carpeta).iterdir()), leame)


def nombres_cortos(nombres: list[str]) -> dict[str, str]:
    """Each name in the 10 characters of a DBF, none twice, none `id`."""
    cortos: dict[str, str] = {}
    for nombre in nombres:
        intentos = (nombre[: 10 - len(cola)] + cola for n in count() for cola in [f"_{n}" if n else ""])
        cortos[nombre] = next(corto for corto in intentos if corto not in cortos.values() and corto != "id")
    return cortos


def _que_quepa(columna: Columna, recortados: set[str]) -> Any:
    if columna.tipo != "string" or columna.valor is hora_local:
        return columna.valor

    def recortar(valor: Any) -> str:
        bytes_ = str(valor).encode()
        if len(bytes_) > _TEXTO_DE_SHP:
            recortados.add(columna.nombre)
        return bytes_[:_TEXTO_DE_SHP].decode(errors="ignore")

    return recortar


def _equivalencias(nombres: dict[str, str], recortados: set[str]) -> str:
    lineas = ["", "En el Shapefile los nombres tienen 10 letras:"]
    lineas += [f"  {corto} = {largo}" for largo, corto in nombres.items()]
    if recortados:
        lineas.append(
            f"Hay textos de más de {_TEXTO_DE_SHP} bytes, que aquí están recortados, en: {', '.join(sorted(recortados))}. "
            "Completos están en GeoPackage."
        )
    return "\n".join([*lineas, ""])


def _comprimir(ruta: Path, partes: list[Path], leame: str) -> None:
    with zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as paquete:
        paquete.writestr("LEAME.txt", leame)
        for parte in partes:
            paquete.write(parte, parte.name)


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
