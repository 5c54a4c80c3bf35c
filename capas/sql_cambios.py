"""What changed in a layer since a moment, out of the trail, without showing the trail.

The role `lectura` may not read `capas_cambio`, which holds authors and private values. Each open layer has a function of
the database that tells identity, kind and date of what changed among its public rows, and nothing else.
"""

import datetime as dt

from django.db import connection
from psycopg2.extensions import quote_ident

from capas.catalogo import Capa
from capas.postgis import filas, nombre

# $1 since, $2 last id seen, $3 how many. A row is told by what it was for the public then and what it is now: one that
# was hidden is gone, one that was never shown never was. A row that is gone tells the date of its last public day.
_CUERPO = """
    SELECT f.fila, CASE WHEN e.era AND e.es THEN 'modificado' WHEN e.es THEN 'creado' ELSE 'borrado' END, e.cuando
    FROM (SELECT DISTINCT fila FROM public.capas_cambio
          WHERE tabla = {texto} AND fecha >= $1 AND fila > $2 ORDER BY fila) f
    CROSS JOIN LATERAL (
        SELECT h.es, (array_agg(h.era ORDER BY h.fecha, h.id))[1] AS era, max(h.fecha) FILTER (WHERE h.era OR h.es) AS cuando
        FROM (SELECT c.id, c.fecha,
                EXISTS (SELECT FROM jsonb_populate_record(NULL::public.{tabla}, {antes}) AS {tabla}
                        WHERE c.antes IS NOT NULL AND {condicion}) AS era,
                EXISTS (SELECT FROM public.{tabla} WHERE {tabla}.id = f.fila AND {condicion}) AS es
              FROM public.capas_cambio c WHERE c.tabla = {texto} AND c.fila = f.fila AND c.fecha >= $1) h
        GROUP BY h.es) e
    WHERE e.era OR e.es ORDER BY f.fila LIMIT $3"""


def funcion(id_capa: str) -> str:
    """The quoted name of a layer's function."""
    return nombre("sig_cambios_" + id_capa.replace("-", "_"))


def publicar(capa: Capa, condicion: str, rol: str, abierta: bool) -> None:
    """Write a layer's function, and let `rol` call it if the layer is open. `condicion`: SQL of its public rows."""
    firma = f"{funcion(capa.id)}(timestamptz, bigint, integer)"
    antes = "c.antes" if "geom" in condicion else "c.antes - 'geom'"  # read back only where the condition looks at it
    cuerpo = _CUERPO.format(
        antes=antes, tabla=nombre(capa.tabla), texto=f"'{capa.tabla}'", condicion=f"({condicion or 'true'})"
    )
    with connection.cursor() as cursor:
        rol_sql = quote_ident(rol, cursor.cursor)
        orden = f"""CREATE OR REPLACE FUNCTION {firma} RETURNS TABLE (id bigint, operacion text, fecha timestamptz)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $sig${cuerpo}$sig$"""
        cursor.execute(orden.replace("%", "%%"), [])
        cursor.execute(f"REVOKE ALL ON FUNCTION {firma} FROM PUBLIC, {rol_sql}")
        if abierta:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {firma} TO {rol_sql}")


def retirar(id_capa: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP FUNCTION IF EXISTS {funcion(id_capa)}(timestamptz, bigint, integer)")


def desde(
    alias: str, capa: Capa, momento: dt.datetime, ultimo: int, cuantos: int
) -> list[tuple[int, str, dt.datetime]]:
    """(id, creado | modificado | borrado, when) of what changed since, ascending by id, after `ultimo`."""
    consulta = f"SELECT id, operacion, fecha FROM {funcion(capa.id)}(%s, %s, %s)"
    return filas(alias, consulta, (momento, ultimo, cuantos))
