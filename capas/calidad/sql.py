"""The SQL of quality: which features of a layer fail, and where.

`copiar` leaves the layer's public rows in a temporary table; every search reads it and gives rows (id, lugar, peso):
the feature at fault, or null; the geometry of the fault, EPSG:9377; and how bad it is, for the worst to come first.
Distances in metres, areas in square metres.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Q, QuerySet

from capas.catalogo import Capa
from capas.geometria import SRID_GEOGRAFICO
from capas.postgis import compilar, filas, nombre

Busqueda = tuple[str, Sequence[Any]]

FILAS, PARTES, EXTREMOS = "calidad_filas", "calidad_partes", "calidad_extremos"
CONTACTO = 0.05  # closer than this two things touch: coordinates travel with seven decimals of a degree
AREA_MINIMA = 0.01  # less is the noise of arithmetic
VACIOS = ("", "null", "none", "nan", "n/a", "na", "s/d", "sd", "s/n", "sn", "-", "--", "sin dato", "sin informacion")
TEXTO_ROTO = "\ufffd|\\w\\?{2,}|\\?{2,}\\w|Ã[\u0080-\u00bf]|Â[\u0080-\u00bf]|[\u0001-\u0008\u000b\u000c\u000e-\u001f]"


def consultar(consulta: str, parametros: Sequence[Any] = ()) -> list[tuple]:
    return filas("default", consulta, parametros)


def ejecutar(*ordenes: str) -> None:
    with connection.cursor() as cursor:
        for orden in ordenes:
            cursor.execute(orden)


def hallar(busqueda: Busqueda, muestra: int) -> list[tuple[int, int | None, float, float]]:
    """(how many in all, id, lon, lat) of the worst ones."""
    texto, parametros = busqueda
    return consultar(
        f"""SELECT cuantos, id, ST_X(p), ST_Y(p) FROM (
            SELECT *, count(*) OVER () AS cuantos FROM ({texto}) b ORDER BY peso DESC, id LIMIT {muestra:d}) m
        CROSS JOIN LATERAL ST_Transform(ST_PointOnSurface(ST_MakeValid(lugar)), {SRID_GEOGRAFICO}) p""",
        parametros,
    )


# The copies that everything else reads


def publicas(capa: Capa) -> QuerySet:
    """The rows that anybody may know of."""
    return capa.modelo.objects.filter(capa.publica_si or Q()).order_by()


def copiar(capa: Capa, segundos: int) -> int:
    """The public rows of a layer, indexed, for as long as the transaction lasts; how many they are.

    segundos: the most that a query may take from here to `soltar`.
    """
    consulta, parametros = compilar(publicas(capa).values("id", "geom", *(c.attname for c in capa.campos)))
    columnas = "".join(f", {nombre(c.column)}" for c in capa.campos)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{segundos:d}s'")
        cursor.execute(f"DROP TABLE IF EXISTS {EXTREMOS}, {PARTES}, {FILAS}")
        cursor.execute(
            f"CREATE TEMP TABLE {FILAS} ON COMMIT DROP AS SELECT id, geom{columnas} FROM ({consulta}) f",
            parametros,
        )
        cursor.execute(f"CREATE INDEX ON {FILAS} USING gist (geom); CREATE INDEX ON {FILAS} (id); ANALYZE {FILAS}")
        cursor.execute(f"SELECT count(*) FROM {FILAS}")
        return cursor.fetchone()[0]


def soltar() -> None:
    """Nothing of the copies stays, nor the time limit, where the transaction goes on."""
    ejecutar(f"DROP TABLE IF EXISTS {EXTREMOS}, {PARTES}, {FILAS}", "SET LOCAL statement_timeout = DEFAULT")


# Values


def _sin_valor(campo: Field) -> str:
    columna = nombre(campo.column)
    if campo.get_internal_type() not in ("CharField", "TextField", "SlugField"):
        return f"{columna} IS NULL"
    vacios = ", ".join(f"'{vacio}'" for vacio in VACIOS)
    return f"({columna} IS NULL OR sig_llano(btrim({columna})) IN ({vacios}))"


def sin_valor(campo: Field) -> Busqueda:
    return f"SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE {_sin_valor(campo)}", ()


def casillas_vacias(campos: Sequence[Field]) -> int:
    """How many values of these fields are not there."""
    suma = " + ".join(f"count(*) FILTER (WHERE {_sin_valor(campo)})" for campo in campos)
    return consultar(f"SELECT {suma} FROM {FILAS}")[0][0]


def distintos(campo: Field) -> list[Any]:
    """The values of a field, each once, without the nulls."""
    columna = nombre(campo.column)
    return [fila[0] for fila in consultar(f"SELECT DISTINCT {columna} FROM {FILAS} WHERE {columna} IS NOT NULL")]


def con_valores(malos: dict[Field, list[Any]]) -> Busqueda:
    """The features that have one of the bad values of a field."""
    condiciones = " OR ".join(f"{nombre(campo.column)} = ANY(%s)" for campo in malos) or "false"
    return f"SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE {condiciones}", list(malos.values())


def texto_roto(campos: Sequence[Field]) -> Busqueda:
    condiciones = " OR ".join(f"{nombre(campo.column)} ~ %s" for campo in campos)
    return f"SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE {condiciones}", [TEXTO_ROTO] * len(campos)


def fecha_imposible(campos: Sequence[Field]) -> Busqueda:
    """Before the city was founded, or further ahead than any plan."""
    condiciones = " OR ".join(
        f"{nombre(campo.column)} NOT BETWEEN DATE '1550-01-01' AND current_date + 36525" for campo in campos
    )
    return f"SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE {condiciones}", ()


def fechas_al_reves(pares: Sequence[tuple[Field, Field]]) -> Busqueda:
    condiciones = " OR ".join(f"{nombre(a.column)} > {nombre(b.column)}" for a, b in pares)
    return f"SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE {condiciones}", ()


def sin_referencia(campo: Field, otra: Capa, columna: str) -> Busqueda:
    """The features whose value no feature of the other layer has."""
    propia = nombre(campo.column)
    otras, parametros = compilar(publicas(otra).values(columna))
    return (
        f"""SELECT id, geom AS lugar, 0 AS peso FROM {FILAS}
        WHERE NOT {_sin_valor(campo)} AND {propia}::text NOT IN (SELECT {nombre(columna)}::text FROM ({otras}) o)""",
        parametros,
    )


# Doubles


def clave_repetida(clave: Field) -> Busqueda:
    """All but the first with a key, whatever its capitals, accents and blanks."""
    columna = nombre(clave.column)
    return (
        f"""SELECT id, geom AS lugar, 0 AS peso FROM (SELECT *, row_number() OVER (
            PARTITION BY sig_llano(btrim({columna}::text)) ORDER BY id) AS vez FROM {FILAS}) f
        WHERE vez > 1 AND NOT {_sin_valor(clave)}""",
        (),
    )


def geometria_repetida() -> Busqueda:
    return (
        f"""SELECT id, geom AS lugar, vez AS peso FROM (SELECT id, geom, row_number() OVER (
            PARTITION BY ST_AsBinary(ST_Normalize(geom)) ORDER BY id) AS vez FROM {FILAS}) f WHERE vez > 1""",
        (),
    )


def gemelos(campos: Sequence[Field], tolerancia: float) -> Busqueda:
    """The same attributes in nearly the same place, without being the same geometry.

    OFFSET 0 keeps the planner at the spatial index: many share their attributes, few their place.
    """
    iguales = " AND ".join(f"a.{nombre(c.column)} IS NOT DISTINCT FROM b.{nombre(c.column)}" for c in campos)
    return (
        f"""SELECT DISTINCT ON (b.id) b.id, b.geom AS lugar, 0 AS peso FROM {FILAS} b CROSS JOIN LATERAL (
            SELECT * FROM {FILAS} c WHERE c.geom && ST_Expand(b.geom, {tolerancia:f}) AND c.id < b.id OFFSET 0) a
        WHERE {iguales} AND NOT ST_Equals(a.geom, b.geom) AND ST_HausdorffDistance(a.geom, b.geom) <= {tolerancia:f}""",
        (),
    )


def amontonados(cuantos: int) -> Busqueda:
    """The points that share one place with many others: a default position, more often than not."""
    return (
        f"""SELECT id, geom AS lugar, juntos AS peso FROM (
            SELECT id, geom, count(*) OVER (PARTITION BY ST_AsBinary(geom)) AS juntos FROM {FILAS}) f
        WHERE juntos >= {cuantos:d}""",
        (),
    )


# Territory


def fuera_del_municipio() -> Busqueda:
    return (
        f"""SELECT f.id, f.geom AS lugar, 0 AS peso FROM {FILAS} f WHERE NOT EXISTS (
            SELECT 1 FROM capas_unidadterritorial u WHERE u.nivel = 'municipio' AND ST_Intersects(u.geom, f.geom))""",
        (),
    )


def unidades_vacias(nivel: str) -> Busqueda:
    """The units of a level without a feature; none of them is a feature of this layer."""
    return (
        f"""SELECT NULL::bigint AS id, u.geom AS lugar, ST_Area(u.geom) AS peso FROM capas_unidadterritorial u
        WHERE u.nivel = %s AND NOT EXISTS (SELECT 1 FROM {FILAS} f WHERE ST_Intersects(f.geom, u.geom))""",
        [nivel],
    )


def sin_servicio(otra: Capa, alcance: float) -> Busqueda:
    """The features of another layer with none of these within reach."""
    otras, parametros = compilar(publicas(otra).values("geom"))
    return (
        f"""SELECT NULL::bigint AS id, o.geom AS lugar, ST_Area(o.geom) AS peso
        FROM ({otras}) o
        WHERE NOT EXISTS (SELECT 1 FROM {FILAS} f WHERE ST_DWithin(f.geom, o.geom, {alcance:f}))""",
        parametros,
    )


def celdas(lado: float) -> set[tuple[int, int]]:
    """(column, row) of the squares of a grid, `lado` metres wide, that some feature enters."""
    return set(
        consultar(
            f"""SELECT DISTINCT c.i, c.j FROM {FILAS} f, ST_Dump(f.geom) d, ST_SquareGrid({lado:f}, d.geom) c
            WHERE ST_Intersects(d.geom, c.geom)"""
        )
    )
