"""Speed and memory of the service against raw SQL and an empty view, in one run: `script/bench --escala 1`.

It works in a database of its own on the server of DATABASE_URL, which it makes and drops.
"""

import argparse
import os
import sys
from pathlib import Path

import django
import psycopg2

VAR = Path(__file__).resolve().parent.parent / "var"


def leer() -> argparse.Namespace:
    opciones = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    opciones.add_argument("--escala", type=float, default=1, help="1: 100.000 líneas, 20.000 polígonos, 50.000 puntos")
    opciones.add_argument(
        "--crecer", type=float, default=0, help="mide además las teselas con la carga tantas veces mayor"
    )
    opciones.add_argument("--segundos", type=int, default=3, help="cuánto dura cada medida de wrk")
    opciones.add_argument("--rondas", type=int, default=5, help="cuántas veces se mide cada lista de peticiones")
    opciones.add_argument(
        "--trabajadores", type=int, default=int(os.environ.get("TRABAJADORES", min(4, os.cpu_count() or 1)))
    )
    opciones.add_argument("--hilos", type=int, default=int(os.environ.get("HILOS", "4")))
    return opciones.parse_args()


def en_base_propia(medir) -> None:
    """Run with DATABASE_URL pointing to a new empty database, dropped at the end."""
    url = os.environ["DATABASE_URL"]
    base, nombre = url.rpartition("/")[0], f"sig_banco_{os.getpid()}"
    conexion = psycopg2.connect(url.replace("postgis://", "postgresql://", 1))
    conexion.autocommit = True
    with conexion.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {nombre}")
        os.environ |= {"DATABASE_URL": f"{base}/{nombre}", "DJANGO_SETTINGS_MODULE": "bench.ajustes"}
        try:
            medir()
        finally:
            cursor.execute(f"DROP DATABASE {nombre} WITH (FORCE)")
            cursor.execute(f"DROP ROLE IF EXISTS {nombre}_lectura")


def principal() -> None:
    opciones = leer()

    def medir() -> None:
        django.setup()
        from bench import medidas

        medidas.todas(opciones, VAR / "banco.log")

    en_base_propia(medir)


if __name__ == "__main__":
    sys.exit(principal())
