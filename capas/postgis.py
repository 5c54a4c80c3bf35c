"""The home of hand-written spatial SQL; that of features and tiles stands in `sql_elementos` and `sql_teselas`.

Every function takes a queryset or names that were checked against the registry; values always travel as parameters.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import (
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connections,
    transaction,
)
from django.db.models import Model, Q, QuerySet
from psycopg2.errors import DuplicatePreparedStatement, InvalidSqlStatementName
from psycopg2.extensions import BYTES, register_type

from capas.geometria import SRID_GEOGRAFICO, SRID_MAESTRO

MEDIO_MUNDO = 20037508.342789244  # metres, EPSG:3857
Consulta = tuple[str, tuple[Any, ...]]  # SQL and its parameters
_NOMBRE = re.compile(r"^[a-z_][a-z0-9_]*$")


def nombre(texto: str) -> str:
    """A quoted identifier; only plain names get through."""
    if not _NOMBRE.match(texto):
        raise ValueError(f"«{texto}» no es un nombre de columna o tabla.")
    return f'"{texto}"'


def compilar(queryset: QuerySet) -> Consulta:
    """The SQL and parameters of a queryset, to stand inside another query; for the door it reads through.

    Django selects a geometry as bytea unless it is a subquery; there it must stay a geometry, or no spatial index serves it.
    """
    interior = queryset.query.clone()
    interior.subquery = True
    consulta, parametros = interior.get_compiler(using=queryset.db).as_sql()
    return consulta, tuple(parametros)


def filas(
    alias: str, consulta: str, parametros: Sequence[Any] | dict[str, Any], *, en_bytes: bool = False
) -> list[tuple]:
    """What a statement gives through a door; `en_bytes`: its texts as they come, UTF-8, for what is only carried on."""
    with connections[alias].cursor() as cursor:
        if en_bytes:
            register_type(BYTES, cursor.cursor)
        cursor.execute(consulta, parametros)
        return cursor.fetchall()


def filas_preparadas(alias: str, consulta: str, parametros: Sequence[Any], *, en_bytes: bool = False) -> list[tuple]:
    """The first question of a request, in words that come again and again: each connection plans them once.

    A connection that died while it was idle is opened again, once. Behind a pooler that gives every question another
    connection, the question is asked whole.
    """
    try:
        return _ejecutar_preparada(alias, consulta, parametros, en_bytes)
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        conexion = connections[alias]
        if isinstance(error.__cause__, InvalidSqlStatementName | DuplicatePreparedStatement):
            return filas(alias, consulta, parametros, en_bytes=en_bytes)
        if isinstance(error, ProgrammingError) or conexion.in_atomic_block or conexion.is_usable():
            raise
        conexion.close()
        return _ejecutar_preparada(alias, consulta, parametros, en_bytes)


def _ejecutar_preparada(alias: str, consulta: str, parametros: Sequence[Any], en_bytes: bool) -> list[tuple]:
    preparar, ejecutar = _ordenes(consulta)
    conexion = connections[alias]
    conexion.ensure_connection()
    hechas = _preparadas.setdefault(conexion.connection, set())
    if preparar not in hechas:
        with conexion.cursor() as cursor:
            cursor.execute(preparar)
        hechas.add(preparar)
    return filas(alias, ejecutar, parametros, en_bytes=en_bytes)


_preparadas: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@lru_cache(maxsize=1000)
def _ordenes(consulta: str) -> tuple[str, str]:
    """PREPARE and EXECUTE of a statement that has parameters."""
    llamada, lugares = f"sig_{sha256(consulta.encode()).hexdigest()[:24]}", consulta.count("%s")
    cuerpo = consulta % tuple(f"${i}" for i in range(1, lugares + 1))
    return f"PREPARE {llamada} AS {cuerpo}", f"EXECUTE {llamada} ({', '.join(['%s'] * lugares)})"


def a_salvo(alias: str) -> AbstractContextManager:
    """What fails inside leaves the transaction around it, if there is one, as it was."""
    return transaction.atomic(using=alias) if connections[alias].in_atomic_block else nullcontext()


@lru_cache(maxsize=1000)
def base(modelo: type[Model], alias: str, columnas: tuple[str, ...], condicion: Q | None = None) -> Consulta:
    """The SQL of the features of a layer, compiled once: what is asked most often costs no compilation."""
    queryset = modelo._default_manager.using(alias).con_lugar().order_by()  # type: ignore[attr-defined]
    return compilar((queryset.filter(condicion) if condicion else queryset).values(*columnas))


# Questions about a layer


def extension(queryset: QuerySet, srid: int = SRID_GEOGRAFICO) -> list[float] | None:
    """[west, south, east, north] of the rows, in degrees or in the system asked for; None of no rows."""
    elementos, parametros = compilar(queryset.order_by().values("geom"))
    consulta = f"""SELECT ST_XMin(c), ST_YMin(c), ST_XMax(c), ST_YMax(c) FROM (SELECT
        ST_Transform(ST_SetSRID(ST_Extent(geom)::geometry, {SRID_MAESTRO}), {srid:d}) AS c FROM ({elementos}) f) e"""
    caja = filas(queryset.db, consulta, parametros)[0]
    return None if caja[0] is None else [round(lado, 6) for lado in caja]


def sello(alias: str, id_capa: str) -> str | None:
    """What changes whenever the record, the content or the schema of a layer does; None of one that this door hides."""
    return filas_preparadas(alias, "SELECT sig_sello(%s)", (id_capa,))[0][0]


def medida_en_linea(tabla: str, id_linea: int, x: float, y: float) -> float:
    """Metres from the start of a line to the place nearest to a point (EPSG:9377)."""
    consulta = f"""SELECT ST_LineLocatePoint(geom, ST_SetSRID(ST_MakePoint(%s, %s), {SRID_MAESTRO})) * ST_Length(geom)
        FROM {nombre(tabla)} WHERE id = %s"""
    return filas("default", consulta, (x, y, id_linea))[0][0]


def subtramos(tabla: str, tramos: Sequence[tuple[int, float, float]]) -> str | None:
    """One MultiLineString (EWKT, EPSG:9377) of the stretches (line id, from metre, to metre)."""
    if not tramos:
        return None
    valores = ", ".join(["(%s::bigint, %s::float8, %s::float8)"] * len(tramos))
    consulta = f"""SELECT ST_AsEWKT(ST_Multi(ST_Collect(ST_LineSubstring(t.geom,
            least(greatest(p.desde / ST_Length(t.geom), 0), 1), least(greatest(p.hasta / ST_Length(t.geom), 0), 1)))))
        FROM (VALUES {valores}) AS p (linea, desde, hasta) JOIN {nombre(tabla)} t ON t.id = p.linea"""
    return filas("default", consulta, [valor for tramo in tramos for valor in tramo])[0][0]


def buscar(alias: str, tabla: str, columna: str, texto: str, donde: str, limite: int) -> list[tuple]:
    """(id, text, likeness 0-1, lon, lat, box) of the rows whose text resembles what a person typed, best first."""
    columna_sql = nombre(columna)
    consulta = f"""SELECT id, {columna_sql}, parecido, ST_X(centro), ST_Y(centro),
            ST_XMin(caja), ST_YMin(caja), ST_XMax(caja), ST_YMax(caja) FROM (
        SELECT id, {columna_sql}, word_similarity(sig_llano(%s), sig_llano({columna_sql})) * 0.7
                + similarity(sig_llano(%s), sig_llano({columna_sql})) * 0.3 AS parecido,
            ST_Transform(ST_PointOnSurface(geom), {SRID_GEOGRAFICO}) AS centro, ST_Transform(geom, {SRID_GEOGRAFICO}) AS caja
        FROM {nombre(tabla)}
        WHERE sig_llano(%s) <%% sig_llano({columna_sql}) {f"AND ({donde})" if donde else ""}
        ORDER BY parecido DESC, {columna_sql} LIMIT %s) r"""
    return filas(alias, consulta, (texto, texto, texto, limite))


def buscar_clave(alias: str, tabla: str, clave: str, rotulo: str, texto: str, donde: str, limite: int) -> list[tuple]:
    """The rows whose key is the text, zeros before it aside: as `buscar`, called «label (key)», with a likeness of 1."""
    titulo = f"concat({nombre(rotulo)}, ' (' || nullif({nombre(clave)}::text, {nombre(rotulo)}::text) || ')')"
    centro = f"ST_Transform(ST_PointOnSurface(geom), {SRID_GEOGRAFICO})"
    consulta = f"""SELECT id, {titulo}, 1.0::float, ST_X({centro}), ST_Y({centro}),
            ST_XMin(caja), ST_YMin(caja), ST_XMax(caja), ST_YMax(caja)
        FROM {nombre(tabla)}, ST_Transform(geom, {SRID_GEOGRAFICO}) AS caja
        WHERE ltrim(sig_llano({nombre(clave)}::text), '0') = ltrim(sig_llano(%s), '0') {f"AND ({donde})" if donde else ""}
        ORDER BY id LIMIT %s"""
    return filas(alias, consulta, (texto, limite))


def firmar(autor: str) -> None:
    """Tell the trail who makes the changes of this transaction."""
    filas("default", "SELECT set_config('sig.autor', %s, true)", (autor,))


def lotes(queryset: QuerySet, tamano: int = 2000) -> Iterator[list[int]]:
    """The ids of a queryset in keyset batches, ascending, so that a long output needs no open transaction."""
    ultimo = 0
    while ids := list(queryset.order_by("id").filter(id__gt=ultimo).values_list("id", flat=True)[:tamano]):
        yield ids
        ultimo = ids[-1]
