"""SQL that keeps the database in line with the registry: the role `lectura`, its rights, triggers and indexes."""

import time
from collections.abc import Iterable, Sequence

from django.db import DatabaseError, connection, transaction
from django.db.models import Model, Q
from psycopg2 import sql
from psycopg2.extensions import quote_ident

from capas.postgis import nombre


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
    "plan_cache_mode": "force_generic_plan",  # of what is prepared, and only short questions are
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
    with transaction.atomic(), connection.cursor() as cursor:
        rol_sql, tabla_sql = quote_ident(rol, cursor.cursor), nombre(tabla)
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
        )  # ALTER TABLE waits for no trigger
        # First the whole table: autovacuum, which may hold a part of it, then gives way instead of waiting for us.
        cursor.execute(f"LOCK TABLE {tabla_sql} IN ACCESS EXCLUSIVE MODE")
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


def poner_bitacora(tabla: str) -> None:
    """The trail of a table that is no layer (`capas/sql/bitacora.sql`)."""
    with connection.cursor() as cursor:
        cursor.execute(f"""CREATE OR REPLACE TRIGGER sig_anotar AFTER INSERT OR UPDATE OR DELETE ON {nombre(tabla)}
            FOR EACH ROW EXECUTE FUNCTION sig_anotar_dato()""")


def indexar_busqueda(tabla: str, columnas: Sequence[str]) -> None:
    """Trigram indexes of the searched columns, so that a misspelt street is found in a city of a hundred thousand."""
    with connection.cursor() as cursor:
        for columna in columnas:
            indice = nombre(f"{tabla}_{columna}"[:56] + "_busca")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {indice} ON {nombre(tabla)} USING gin (sig_llano({nombre(columna)}) gin_trgm_ops)"
            )
