"""SQL of features as GeoJSON: the database writes the text, and Python only carries it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, QuerySet

from capas.catalogo import Capa, obtener
from capas.geometria import PAIS_METROS, SRID_MAESTRO, Crs
from capas.postgis import Consulta, base, compilar, filas, filas_preparadas, nombre
from capas.tipos import Tipo, tipo_de

Zonas = Sequence[str] | None  # boxes, as EWKT
_PAIS = f"ST_MakeEnvelope({', '.join(map(str, PAIS_METROS))}, {SRID_MAESTRO})"


def _geometria(crs: Crs) -> str:
    """A feature's geometry as GeoJSON text; null for one that is nowhere, so that the feed is always strict JSON.

    The 0 leaves out the «crs» that PostGIS writes of other systems: RFC 7946 has none, the answer says it in Content-Crs.
    """
    return f"CASE WHEN f.geom && {_PAIS} THEN ST_AsGeoJSON({_en_crs(crs)}, {crs.decimales:d}, 0) END"


def _en_crs(crs: Crs) -> str:
    geometria = "f.geom" if crs.srid == SRID_MAESTRO else f"ST_Transform(f.geom, {crs.srid:d})"
    return f"ST_FlipCoordinates({geometria})" if crs.norte_primero else geometria


def _valor(campo: Field) -> str:
    """A real number keeps its decimal point («2.0»): GIS clients take the type of a field from the first rows they get."""
    columna = f"f.{nombre(campo.column)}"
    if tipo_de(campo) is not Tipo.REAL:
        return columna
    entero = f"{columna} = trunc({columna}) AND abs({columna}) < 1e15"  # false of NaN and infinity
    return f"CASE WHEN {entero} THEN ({columna} || '.0')::json ELSE to_json({columna}) END"


def _feature(capa: Capa, crs: Crs) -> str:
    """Columns `id` and the text of the Feature, of rows called f."""
    propiedades = ", ".join(f"{_valor(campo)} AS {nombre(campo.name)}" for campo in capa.campos)
    return (
        """f.id, '{"type":"Feature","id":' || f.id || ',"geometry":'"""
        f" || coalesce({_geometria(crs)}, 'null') || ',\"properties\":'"
        f" || (SELECT row_to_json(p) FROM (SELECT {propiedades}) p)::text || '}}'"
    )


def _columnas(capa: Capa) -> tuple[str, ...]:
    return ("id", "geom", *(campo.attname for campo in capa.campos))


def de_queryset(capa: Capa, queryset: QuerySet, crs: Crs) -> list[tuple[int, str]]:
    """(id, GeoJSON Feature text) of each row, in the queryset's order."""
    try:
        elementos, parametros = compilar(queryset.values(*_columnas(capa)))
    except EmptyResultSet:  # a filter that nothing can meet has no SQL
        return []
    return filas(queryset.db, f"SELECT {_feature(capa, crs)} FROM ({elementos}) f", parametros)


# The questions that are asked most: their SQL is made once and costs no compilation


class Pagina(NamedTuple):
    """Features as GeoJSON in UTF-8, ready to stand between brackets, and what there is to say of them."""

    features: bytes
    cuantos: int
    ultimo: int | None  # the last id, where more follow


POR_FILA = 25  # features in one row of the answer: measured as the cheapest to write, send and read


_CAJA = f"ST_Transform(%s::geometry, {SRID_MAESTRO})"


def _en_cajas(cuantas: int, caja: str = _CAJA) -> str:
    """The condition of lying in one of so many boxes, whose parameters are geometries."""
    return f" AND ({' OR '.join([f'ST_Intersects(f.geom, {caja})'] * cuantas)})" if cuantas else ""


def _en_grupos(que: str, capa: Capa, crs: Crs, elementos: str) -> str:
    """What is asked of the texts of features, by groups that make one row each; their rows have a column `total`."""
    return f"""SELECT {que} FROM (
        SELECT {_feature(capa, crs)} AS texto, f.total, row_number() OVER () AS n FROM ({elementos}) f
        ) p GROUP BY (n - 1) / {POR_FILA} ORDER BY (n - 1) / {POR_FILA}"""


@lru_cache(maxsize=500)
def _pagina(modelo: type, alias: str, id_capa: str, crs: Crs, cajas: int) -> Consulta:
    """One feature more than the page tells whether more follow."""
    capa = obtener(id_capa)
    elementos, parametros = base(modelo, alias, _columnas(capa))
    pagina = f"SELECT *, 0 AS total FROM ({elementos}) f WHERE f.id > %s{_en_cajas(cajas)} ORDER BY f.id LIMIT %s"
    que = "string_agg(texto, ',') FILTER (WHERE n <= %s), count(*), max(id) FILTER (WHERE n <= %s)"
    return _en_grupos(que, capa, crs, pagina), parametros


def pagina(capa: Capa, alias: str, crs: Crs, zonas: Zonas, desde: int, cuantos: int) -> Pagina:
    """The features after id `desde` that touch a box, by id; without boxes, any."""
    zonas = zonas or ()
    consulta, fijos = _pagina(capa.modelo, alias, capa.id, crs, len(zonas))
    grupos = filas(alias, consulta, (cuantos, cuantos, *fijos, desde, *zonas, cuantos + 1), en_bytes=True)
    leidos = sum(grupo[1] for grupo in grupos)
    ultimo = max(grupo[2] or 0 for grupo in grupos) if leidos > cuantos else None
    return Pagina(b",".join(grupo[0] for grupo in grupos if grupo[0]), min(leidos, cuantos), ultimo)


@lru_cache(maxsize=500)
def _primera(modelo: type, alias: str, id_capa: str, crs: Crs, cajas: int) -> Consulta:
    """Its plan is kept, so each box is brought to the system of the data by a question of its own: once, and not once a row."""
    capa = obtener(id_capa)
    elementos, parametros = base(modelo, alias, _columnas(capa))
    donde = _en_cajas(cajas, f"(SELECT {_CAJA})")
    pagina = f"SELECT *, count(*) OVER () AS total FROM ({elementos}) f WHERE true{donde} ORDER BY f.id LIMIT %s"
    grupos = _en_grupos("string_agg(texto, ','), count(*), max(id), max(total)", capa, crs, pagina)
    return f"SELECT s, g.* FROM sig_sello(%s) s LEFT JOIN ({grupos}) g ON true", parametros


def primera(capa: Capa, alias: str, crs: Crs, zonas: Zonas, cuantos: int) -> tuple[str | None, Pagina, int]:
    """The stamp of the layer, its first features that touch a box and how many do, in one question: for boxes that hold few."""
    zonas = zonas or ()
    consulta, fijos = _primera(capa.modelo, alias, capa.id, crs, len(zonas))
    grupos = filas_preparadas(alias, consulta, (capa.id, *fijos, *zonas, cuantos), en_bytes=True)
    sellos, textos, cuantas, ultimos, totales = zip(*grupos, strict=True)
    sello = sellos[0].decode() if sellos[0] else None
    if textos[0] is None:
        return sello, Pagina(b"", 0, None), 0
    leidas, total = sum(cuantas), totales[0]
    return sello, Pagina(b",".join(textos), leidas, ultimos[-1] if total > leidas else None), total


def contar(capa: Capa, alias: str, zonas: Zonas) -> int:
    """How many features touch a box; without boxes, how many there are."""
    elementos, parametros = base(capa.modelo, alias, ("id", "geom"))
    consulta = f"SELECT count(*) FROM ({elementos}) f WHERE true{_en_cajas(len(zonas or ()))}"
    return filas(alias, consulta, (*parametros, *(zonas or ())))[0][0]


@lru_cache(maxsize=500)
def _uno(modelo: type, alias: str, id_capa: str, crs: Crs) -> Consulta:
    capa = obtener(id_capa)
    elementos, parametros = base(modelo, alias, (*_columnas(capa), "actualizado_en"))
    elemento = f"SELECT {_feature(capa, crs)}, f.actualizado_en FROM ({elementos}) f WHERE f.id = %s"
    return f"SELECT sig_sello(%s), u.* FROM (SELECT 1) s LEFT JOIN ({elemento}) u ON true", parametros


def uno(capa: Capa, alias: str, crs: Crs, id_elemento: int) -> tuple[str | None, tuple | None]:
    """The stamp of the layer, and (id, GeoJSON Feature text, when it was last written) of one feature; None: not there."""
    consulta, parametros = _uno(capa.modelo, alias, capa.id, crs)
    sello, *elemento = filas_preparadas(alias, consulta, (capa.id, *parametros, id_elemento))[0]
    return sello, None if elemento[0] is None else tuple(elemento)
