"""The only home of hand-written spatial SQL.

Every function takes a queryset or names that were checked against the registry; values always travel as parameters.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Model, Q, QuerySet
from psycopg2 import sql
from psycopg2.extensions import quote_ident

from capas.catalogo import Capa
from capas.geometria import PAIS_METROS, SRID_GEOGRAFICO, SRID_MAESTRO, Crs

MEDIO_MUNDO = 20037508.342789244  # metres, EPSG:3857
EXTENSION_TESELA, MARGEN_TESELA = 4096, 64
ELEMENTOS_POR_TESELA = 15_000
_PAIS = f"ST_MakeEnvelope({', '.join(map(str, PAIS_METROS))}, {SRID_MAESTRO})"
_NOMBRE = re.compile(r"^[a-z_][a-z0-9_]*$")


def nombre(texto: str) -> str:
    """A quoted identifier; only plain names get through."""
    if not _NOMBRE.match(texto):
        raise ValueError(f"«{texto}» no es un nombre de columna o tabla.")
    return f'"{texto}"'


def compilar(queryset: QuerySet) -> tuple[str, tuple[Any, ...]]:
    """The SQL and parameters of a queryset, for the door it reads through."""
    consulta, parametros = queryset.query.get_compiler(using=queryset.db).as_sql()
    return consulta, tuple(parametros)


def _filas(alias: str, consulta: str, parametros: Sequence[Any]) -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(consulta, parametros)
        return cursor.fetchall()


# Features as GeoJSON


def _geometria_sql(crs: Crs) -> str:
    """SQL of a feature's geometry as GeoJSON text; null for one that is nowhere, so that the feed is always strict JSON."""
    return f"CASE WHEN f.geom && {_PAIS} THEN ST_AsGeoJSON({_en_crs(crs)}, {crs.decimales:d}) END"


def _en_crs(crs: Crs) -> str:
    geometria = "f.geom" if crs.srid == SRID_MAESTRO else f"ST_Transform(f.geom, {crs.srid:d})"
    return f"ST_FlipCoordinates({geometria})" if crs.norte_primero else geometria


def _geojson_sql(capa: Capa, crs: Crs) -> str:
    propiedades = ", ".join(f"f.{nombre(campo.column)} AS {nombre(campo.name)}" for campo in capa.campos)
    return (
        """SELECT f.id, '{"type":"Feature","id":' || f.id || ',"geometry":'"""
        f" || coalesce({_geometria_sql(crs)}, 'null') || ',\"properties\":'"
        f" || (SELECT row_to_json(p) FROM (SELECT {propiedades}) p)::text || '}}'"
    )


def elementos_geojson(capa: Capa, queryset: QuerySet, crs: Crs) -> list[tuple[int, str]]:
    """(id, GeoJSON Feature text) of each row, in the queryset's order."""
    try:
        filas, parametros = compilar(queryset.values("id", "geom", *(c.attname for c in capa.campos)))
    except EmptyResultSet:  # a filter that nothing can meet has no SQL
        return []
    return _filas(queryset.db, f"{_geojson_sql(capa, crs)} FROM ({filas}) f", parametros)


# Vector tiles


def borde_tesela(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """(xmin, ymin, xmax, ymax) of a WebMercatorQuad tile, EPSG:3857."""
    lado = 2 * MEDIO_MUNDO / 2**z
    oeste, norte = -MEDIO_MUNDO + x * lado, MEDIO_MUNDO - y * lado
    return oeste, norte - lado, oeste + lado, norte


def _geometria_generalizada(capa: Capa, pixel: float) -> str:
    if capa.dimension == 2:
        return f"ST_Simplify(t.geom_web, {pixel / 2:.6f}, true)"  # half: maps draw a tile at twice its size
    return "t.geom_web"


def tesela(capa: Capa, queryset: QuerySet, z: int, x: int, y: int) -> tuple[bytes, bool]:
    """A Mapbox vector tile of the rows of `queryset`, and whether the cap on features cut it.

    The query's box is wider than the tile by its buffer, so that lines and borders do not break at the edge. Points
    closer than four pixels are one point below zoom 15; what is smaller than a pixel vanishes by itself.
    """
    oeste, sur, este, norte = borde_tesela(z, x, y)
    pixel = (este - oeste) / 256
    margen = (este - oeste) * MARGEN_TESELA / EXTENSION_TESELA
    campos = [capa.campo(c) for c in capa.teselas]
    filas, parametros = compilar(queryset.order_by().values("id", "geom_web", *(c.attname for c in campos)))
    atributos = "".join(f", t.{nombre(c.column)} AS {nombre(c.name)}" for c in campos)
    unicos = f"DISTINCT ON (ST_SnapToGrid(t.geom_web, {4 * pixel:.6f}))" if capa.dimension == 0 and z < 15 else ""
    consulta = f"""
        SELECT ST_AsMVT(m, %s, {EXTENSION_TESELA}, 'geom', 'id'), count(*) FROM (
            SELECT {unicos} t.id{atributos}, ST_AsMVTGeom({_geometria_generalizada(capa, pixel)},
                ST_MakeEnvelope({oeste:.6f}, {sur:.6f}, {este:.6f}, {norte:.6f}, 3857), {EXTENSION_TESELA}, {MARGEN_TESELA}) AS geom
            FROM ({filas}) t
            WHERE t.geom_web && ST_MakeEnvelope({oeste - margen:.6f}, {sur - margen:.6f}, {este + margen:.6f}, {norte + margen:.6f}, 3857)
            LIMIT {ELEMENTOS_POR_TESELA}
        ) m WHERE m.geom IS NOT NULL"""
    contenido, cuantos = _filas(queryset.db, consulta, (capa.id, *parametros))[0]
    return bytes(contenido), cuantos >= ELEMENTOS_POR_TESELA


# Questions about a layer


def extension(queryset: QuerySet) -> list[float] | None:
    """[west, south, east, north] of the rows, in degrees; None of no rows."""
    filas, parametros = compilar(queryset.order_by().values("geom"))
    consulta = f"""SELECT ST_XMin(c), ST_YMin(c), ST_XMax(c), ST_YMax(c) FROM (SELECT
        ST_Transform(ST_SetSRID(ST_Extent(geom)::geometry, {SRID_MAESTRO}), {SRID_GEOGRAFICO}) AS c FROM ({filas}) f) e"""
    caja = _filas(queryset.db, consulta, parametros)[0]
    return None if caja[0] is None else [round(lado, 6) for lado in caja]


def medida_en_linea(tabla: str, id_linea: int, x: float, y: float) -> float:
    """Metres from the start of a line to the place nearest to a point (EPSG:9377)."""
    consulta = f"""SELECT ST_LineLocatePoint(geom, ST_SetSRID(ST_MakePoint(%s, %s), {SRID_MAESTRO})) * ST_Length(geom)
        FROM {nombre(tabla)} WHERE id = %s"""
    return _filas("default", consulta, (x, y, id_linea))[0][0]


def subtramos(tabla: str, tramos: Sequence[tuple[int, float, float]]) -> str | None:
    """One MultiLineString (EWKT, EPSG:9377) of the stretches (line id, from metre, to metre)."""
    if not tramos:
        return None
    valores = ", ".join(["(%s::bigint, %s::float8, %s::float8)"] * len(tramos))
    consulta = f"""SELECT ST_AsEWKT(ST_Multi(ST_Collect(ST_LineSubstring(t.geom,
            least(greatest(p.desde / ST_Length(t.geom), 0), 1), least(greatest(p.hasta / ST_Length(t.geom), 0), 1)))))
        FROM (VALUES {valores}) AS p (linea, desde, hasta) JOIN {nombre(tabla)} t ON t.id = p.linea"""
    return _filas("default", consulta, [valor for tramo in tramos for valor in tramo])[0][0]


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
    return _filas(alias, consulta, (texto, texto, texto, limite))


# The database in line with the registry


def condicion_sql(modelo: type[Model], condicion: Q | None) -> str:
    """A condition of the declaration as SQL text with its values in place, for a row policy."""
    if condicion is None:
        return ""
    consulta = modelo._base_manager.filter(condicion).query
    texto, parametros = consulta.where.as_sql(consulta.get_compiler("default"), connection)
    with connection.cursor() as cursor:
        return cursor.mogrify(texto, parametros).decode()


OPCIONES_DE_LECTURA = {
    "default_transaction_read_only": "on",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "pg_trgm.word_similarity_threshold": "0.5",
    "timezone": "UTC",
}


def asegurar_rol(rol: str, clave: str, tiempo_ms: int) -> None:
    """The role `lectura`: may log in and SELECT what it is granted, for a limited time, with plans that suit tiles.

    Parallel ST_AsMVT gives other bytes at every call and JIT costs more than it gives on short queries. A role belongs
    to the whole cluster, so two databases that migrate at once may meet here: who comes second tries again.
    """
    for intento in range(5):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                return _escribir_rol(
                    cursor, rol, clave, OPCIONES_DE_LECTURA | {"statement_timeout": f"{tiempo_ms:d}ms"}
                )
        except DatabaseError as error:
            if ("concurrently" not in str(error) and "already exists" not in str(error)) or intento == 4:
                raise
            time.sleep(0.2 * (intento + 1))


def _escribir_rol(cursor, rol: str, clave: str, opciones: dict[str, str]) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [rol])
    orden = "ALTER ROLE {} " if cursor.fetchone() else "CREATE ROLE {} "
    partes = "LOGIN PASSWORD {}"
    cursor.execute(sql.SQL(orden + partes).format(sql.Identifier(rol), sql.Literal(clave)).as_string(cursor.cursor))
    rol_sql = quote_ident(rol, cursor.cursor)
    cursor.execute(
        "SELECT show_limit()"
    )  # wakes pg_trgm, whose settings nobody but a superuser may set while it sleeps
    for opcion, valor in opciones.items():
        cursor.execute(f"ALTER ROLE {rol_sql} SET {opcion} = '{valor}'")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {rol_sql}")


def conceder(tabla: str, columnas: Iterable[str], rol: str, condicion: str = "") -> None:
    """Make exactly these columns (`*`: all) of the rows that `condicion` holds readable by `rol`, and nothing else."""
    columnas = list(columnas)
    with connection.cursor() as cursor:
        rol_sql, tabla_sql = quote_ident(rol, cursor.cursor), nombre(tabla)
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
        )  # ALTER TABLE waits for no trigger
        cursor.execute(f"REVOKE ALL ON {tabla_sql} FROM {rol_sql}, PUBLIC")
        cursor.execute(f"DROP POLICY IF EXISTS sig_lectura ON {tabla_sql}")
        if condicion:
            cursor.execute(f"ALTER TABLE {tabla_sql} ENABLE ROW LEVEL SECURITY")
            cursor.execute(
                f"CREATE POLICY sig_lectura ON {tabla_sql} FOR SELECT TO {rol_sql} USING ({condicion})".replace(
                    "%", "%%"
                ),
                [],
            )
        else:
            cursor.execute(f"ALTER TABLE {tabla_sql} DISABLE ROW LEVEL SECURITY")
        if columnas:
            lista = "" if columnas == ["*"] else f" ({', '.join(nombre(c) for c in columnas)})"
            cursor.execute(f"GRANT SELECT{lista} ON {tabla_sql} TO {rol_sql}")


DISPARADORES = {
    "sig_fechar": "BEFORE UPDATE ON {tabla} FOR EACH ROW EXECUTE FUNCTION sig_fechar()",
    "sig_anotar": "AFTER INSERT OR UPDATE OR DELETE ON {tabla} FOR EACH ROW EXECUTE FUNCTION sig_anotar()",
    "sig_tocar": "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {tabla} FOR EACH STATEMENT EXECUTE FUNCTION sig_tocar('{capas}')",
}


def poner_disparadores(tabla: str, capas: Sequence[str]) -> None:
    """Date, trail and revision of a layer's table (`capas/sql/funciones.sql`)."""
    with connection.cursor() as cursor:
        for disparador, cuerpo in DISPARADORES.items():
            cuerpo = cuerpo.format(tabla=nombre(tabla), capas="{" + ",".join(capas) + "}")
            cursor.execute(f"CREATE OR REPLACE TRIGGER {disparador} {cuerpo}")


def indexar_busqueda(tabla: str, columnas: Sequence[str]) -> None:
    """Trigram indexes of the searched columns, so that a misspelt street is found in a city of a hundred thousand."""
    with connection.cursor() as cursor:
        for columna in columnas:
            indice = nombre(f"{tabla}_{columna}"[:56] + "_busca")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {indice} ON {nombre(tabla)} USING gin (sig_llano({nombre(columna)}) gin_trgm_ops)"
            )


def firmar(autor: str) -> None:
    """Tell the trail who makes the changes of this transaction."""
    _filas("default", "SELECT set_config('sig.autor', %s, true)", (autor,))


def lotes(queryset: QuerySet, tamano: int = 2000) -> Iterator[list[int]]:
    """The ids of a queryset in keyset batches, ascending, so that a long output needs no open transaction."""
    ultimo = 0
    while ids := list(queryset.order_by("id").filter(id__gt=ultimo).values_list("id", flat=True)[:tamano]):
        yield ids
        ultimo = ids[-1]
