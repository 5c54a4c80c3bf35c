"""The spatial SQL of the processes: zones in metres, what lies inside them, what is around."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.gis.geos import GEOSGeometry
from django.db import connections
from django.db.models import QuerySet

from capas.catalogo import Capa
from capas.geometria import SRID_GEOGRAFICO, SRID_MAESTRO
from capas.postgis import compilar, filas, nombre

_LITERAL = "ST_GeomFromEWKB(%s)"
_MEDIDAS = {0: "NULL::float8", 1: "sum(ST_Length({}))", 2: "sum(ST_Area({}))"}


@contextmanager
def sin_prisa(segundos: int) -> Iterator[None]:
    """A job may think longer than a page: its queries get this long each, through both doors."""
    for alias in ("default", "lectura"):
        _ordenar(alias, f"SET statement_timeout = {segundos * 1000:d}")
    try:
        yield
    finally:
        for alias in ("default", "lectura"):
            _ordenar(alias, "RESET statement_timeout")


def _ordenar(alias: str, orden: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(orden)


def en_metros(lugar: GEOSGeometry) -> GEOSGeometry:
    """A geometry in degrees in EPSG:9377, by short sides: a straight side in degrees is a curve in metres.

    Made valid again: two sides that nearly touch in degrees may cross in metres.
    """
    paso = max(0.05, lugar.length / 20_000)
    consulta = f"SELECT ST_AsEWKB(ST_MakeValid(ST_Transform(ST_Segmentize({_LITERAL}, {paso:.6f}), {SRID_MAESTRO})))"
    return _geometria(filas("lectura", consulta, (_literal(lugar),))[0][0])


def contenido(capa: Capa, queryset: QuerySet, zona: GEOSGeometry, campo: str = "") -> list[tuple]:
    """(value of `campo`, features, metres or square metres inside) of what touches a zone (EPSG:9377), by `campo`.

    What lies whole inside is measured as it is; only what crosses the border is cut.
    """
    elementos, parametros = compilar(queryset.order_by().values("geom", *([campo] if campo else [])))
    dentro = "CASE WHEN ST_CoveredBy(f.geom, z.geom) THEN f.geom ELSE ST_Intersection(f.geom, z.geom) END"
    columna = f"f.{nombre(capa.campo(campo).column)}" if campo else "NULL"
    consulta = f"""SELECT {columna}, count(*), {_MEDIDAS[capa.dimension].format(dentro)}
        FROM (SELECT {_LITERAL} AS geom) z, ({elementos}) f WHERE ST_Intersects(f.geom, z.geom) GROUP BY 1 ORDER BY 2 DESC"""
    return filas(queryset.db, consulta, (_literal(zona), *parametros))


def union(queryset: QuerySet, zona: GEOSGeometry | None = None) -> GEOSGeometry | None:
    """The features of a polygon layer as one area, without overlaps, within a zone if there is one; None if nothing is left."""
    elementos, parametros = compilar(queryset.order_by().values("geom"))
    recorte = f"ST_CollectionExtract(ST_Intersection(ST_Union(f.geom), {_LITERAL}), 3)" if zona else "ST_Union(f.geom)"
    valores = (_literal(zona), *parametros) if zona else parametros
    hecha = filas(queryset.db, f"SELECT ST_AsEWKB({recorte}) FROM ({elementos}) f", valores)[0][0]
    return _geometria(hecha) if hecha and not _geometria(hecha).empty else None


def alrededor(lugar: GEOSGeometry, metros: float, decimales: int = 7) -> tuple[str, float]:
    """(GeoJSON text in degrees, square metres) of what lies within some metres of a geometry in EPSG:9377."""
    consulta = f"""SELECT ST_AsGeoJSON(ST_Transform(b, {SRID_GEOGRAFICO}), {decimales:d}), ST_Area(b)
        FROM (SELECT ST_Buffer({_LITERAL}, %s) AS b) area"""
    return filas("lectura", consulta, (_literal(lugar), metros))[0]


def en_grados(lugar: GEOSGeometry, decimales: int = 7) -> str:
    """GeoJSON text, in degrees, of a geometry in EPSG:9377."""
    consulta = f"SELECT ST_AsGeoJSON(ST_Transform({_LITERAL}, {SRID_GEOGRAFICO}), {decimales:d})"
    return filas("lectura", consulta, (_literal(lugar),))[0][0]


def _literal(lugar: GEOSGeometry) -> memoryview:
    return memoryview(bytes(lugar.ewkb))


def _geometria(ewkb: memoryview) -> GEOSGeometry:
    return GEOSGeometry(memoryview(bytes(ewkb)))
