"""Read a file with geopandas in a process of its own: what crashes or swells there cannot touch the service.

The child knows no database and no network; it answers with plain rows whose geometry is already in EPSG:9377.
"""

import concurrent.futures
import math
import multiprocessing
import os
import re
import resource
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from capas.importar.archivos import ArchivoRechazado, reconocer

SRID_MAESTRO = 9377
MEMORIA_MAXIMA, SEGUNDOS_MAXIMOS = 6 * 1024**3, 600
VERTICES_MAXIMOS = 500_000
COLUMNAS_LON = ("lon", "longitud", "longitude", "lng", "x", "este")
COLUMNAS_LAT = ("lat", "latitud", "latitude", "y", "norte")


@dataclass
class Fila:
    """One row of a file: its number from 1, its geometry as WKB (EPSG:9377) and what happened to it on the way."""

    numero: int
    atributos: dict[str, Any]
    wkb: bytes | None = None
    reparos: list[str] = field(default_factory=list)
    rechazo: str = ""


@dataclass
class Lectura:
    """A file, read: its columns with the type each seems to have, the CRS it came in, the rows of each geometry type, its rows."""

    columnas: dict[str, str]
    crs: str
    geometrias: Mapping[str, int]
    filas: list[Fila]


def leer(ruta: Path, crs: str | None = None) -> Lectura:
    """Read a file in another process. `crs` (EPSG:4326…) says what a file without CRS is in. Raises ArchivoRechazado."""
    with tempfile.TemporaryDirectory(prefix="sig-") as carpeta:
        origen = reconocer(Path(ruta), Path(carpeta))
        contexto = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=contexto, initializer=_encerrar) as proceso:
            try:
                return proceso.submit(_leer, str(origen), crs).result()
            except BrokenProcessPool:
                raise ArchivoRechazado(
                    "El archivo agotó la memoria o el tiempo de lectura: divídalo o simplifíquelo."
                ) from None


def _encerrar() -> None:
    """Before any geographic library wakes up in the child: no network, limited memory and time."""
    os.environ.update(
        CPL_VSIL_CURL_ALLOWED_EXTENSIONS="{ninguna}",
        GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR",
        GDAL_HTTP_TIMEOUT="1",
        OGR_GEOJSON_MAX_OBJ_SIZE="100",
    )
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_MAXIMA, MEMORIA_MAXIMA))
    resource.setrlimit(resource.RLIMIT_CPU, (SEGUNDOS_MAXIMOS, SEGUNDOS_MAXIMOS))


def _leer(ruta: str, crs: str | None) -> Lectura:
    tabla = _tabla_csv(ruta, crs) if ruta.endswith(".csv") else _tabla(ruta)
    if tabla.crs is None and not crs:
        raise ArchivoRechazado(
            "El archivo no dice en qué sistema de coordenadas está (falta el .prj). No lo adivine: búsquelo en sus metadatos "
            "o pregúntelo a quien lo hizo, y dígalo con --crs. En Colombia suele ser 4686 (MAGNA-SIRGAS, en grados), "
            "9377 (MAGNA-SIRGAS Origen Nacional, en metros) o 4326 (WGS 84, el del GPS)."
        )
    if crs and not ruta.endswith(".csv"):
        tabla = tabla.set_crs(crs, allow_override=True)
    nombre = tabla.crs.to_string() if len(tabla.crs.to_string()) < 40 else str(tabla.crs.name)
    metros = tabla.geometry.to_crs(SRID_MAESTRO)
    columnas = {str(c): _tipo(tabla[c]) for c in tabla.columns if c != tabla.geometry.name}
    crudas = (
        [_limpio(valores) for valores in tabla[list(columnas)].to_dict("records")] if columnas else [{} for _ in metros]
    )
    filas = [_fila(n, atributos, geom) for n, (atributos, geom) in enumerate(zip(crudas, metros, strict=True), 1)]
    return Lectura(columnas, nombre, Counter(g.geom_type for g in metros if g is not None), filas)


def _tabla(ruta: str):
    import geopandas

    try:
        with warnings.catch_warnings():  # a column of numbers and words is read as words, and each field judges its own
            warnings.filterwarnings("ignore", "Could not parse column")
            return geopandas.read_file(ruta, engine="pyogrio")
    except Exception as error:
        raise ArchivoRechazado(
            "No se pudo leer el archivo: está incompleto o dañado, o no es del formato que dice su nombre. Ábralo en el programa "
            "que lo hizo (o en QGIS) y expórtelo de nuevo, mejor como GeoPackage."
        ) from error


def _tabla_csv(ruta: str, crs: str | None):
    import geopandas
    import pandas

    try:
        tabla = pandas.read_csv(
            ruta, sep=None, engine="python", encoding=_codificacion(ruta), dtype=str, keep_default_na=False
        )
    except Exception as error:
        linea = re.search(r"line (\d+)", str(error))
        raise ArchivoRechazado(
            f"El CSV no se entiende{f' desde la línea {linea[1]}' if linea else ''}: la primera línea lleva los nombres de las columnas, "
            "y cada una de las demás, otros tantos datos separados por el mismo signo. Ábralo en una hoja de cálculo, arréglelo "
            "y guárdelo como CSV UTF-8."
        ) from error
    por_nombre = {str(c).strip().lower(): c for c in tabla.columns}
    x = next((por_nombre[n] for n in COLUMNAS_LON if n in por_nombre), None)
    y = next((por_nombre[n] for n in COLUMNAS_LAT if n in por_nombre), None)
    if x is None or y is None:
        raise ArchivoRechazado(
            "El CSV no tiene columnas de coordenadas: nómbrelas «lon» y «lat», en grados, o «x» y «y» con --crs."
        )
    puntos = geopandas.points_from_xy(_numeros(tabla[x]), _numeros(tabla[y]))
    return geopandas.GeoDataFrame(tabla, geometry=puntos, crs=crs or "EPSG:4326")


def _numeros(columna):
    """Coordinates as numbers, decimal comma or point; what is no number becomes a point that is refused later."""
    import pandas

    return pandas.to_numeric(columna.str.strip().str.replace(",", ".", regex=False), errors="coerce")


def _codificacion(ruta: str) -> str:
    contenido = Path(ruta).read_bytes()
    try:
        contenido.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "cp1252"


def _tipo(columna) -> str:
    """The dataset-layer type that a column seems to have (capas.models.CampoDatos.Tipo)."""
    clase = columna.dtype.kind
    if clase == "f" and columna.dropna().apply(float.is_integer).all() and len(columna.dropna()):
        return "entero"
    return {"i": "entero", "u": "entero", "f": "decimal", "b": "logico", "M": "fecha"}.get(clase, "texto")


def _limpio(valores: dict[str, Any]) -> dict[str, Any]:
    return {str(nombre): _llano(valor) for nombre, valor in valores.items()}


def _llano(valor: Any) -> Any:
    """A plain Python value: numpy, NaN, NaT and timestamps do not cross to the other process."""
    if valor is None or (isinstance(valor, float) and math.isnan(valor)) or str(valor) == "NaT":
        return None
    if hasattr(valor, "isoformat"):
        return valor.isoformat()
    if hasattr(valor, "item"):
        return valor.item()
    return valor if isinstance(valor, str | int | float | bool) else str(valor)


def _fila(numero: int, atributos: dict[str, Any], geometria) -> Fila:
    import shapely

    fila = Fila(numero, atributos)
    if geometria is None or geometria.is_empty:
        fila.rechazo = "no tiene geometría"
    elif not all(_finitas(geometria.bounds)):
        fila.rechazo = "tiene coordenadas que no son números finitos, o que no caben en el sistema de referencia"
    elif shapely.get_num_coordinates(geometria) > VERTICES_MAXIMOS:
        fila.rechazo = f"tiene más de {VERTICES_MAXIMOS} vértices: simplifíquela"
    else:
        if geometria.has_z:
            geometria = shapely.force_2d(geometria)
            fila.reparos.append("se quitó la altura")
        fila.wkb = shapely.to_wkb(geometria)
    return fila


def _finitas(limites: tuple[float, ...]) -> Iterator[bool]:
    return (math.isfinite(lado) for lado in limites)
