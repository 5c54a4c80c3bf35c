"""The real service for real clients: its own database, the demonstration city, granian."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psycopg2
import pytest

RAIZ = Path(__file__).resolve().parents[1]
BASE = f"gis_navegador_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}"


def ordenar(orden: str) -> None:
    conexion = psycopg2.connect(
        re.sub(r"^postgis", "postgres", os.environ["DATABASE_URL"]).rsplit("/", 1)[0] + "/postgres"
    )
    conexion.autocommit = True
    with conexion.cursor() as cursor:
        cursor.execute(orden)
    conexion.close()


@pytest.fixture(scope="session")
def sitio(tmp_path_factory):
    """The address of a service that was started for these tests and ends with them."""
    ordenar(f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")
    ordenar(f"CREATE DATABASE {BASE}")
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto = enchufe.getsockname()[1]
    entorno = os.environ | {
        "DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{BASE}",
        "DEMOSTRACION": "1",
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
    }
    for orden in ("migrate --verbosity 0", "cargar_demostracion"):
        subprocess.run(
            [sys.executable, "manage.py", *orden.split()], cwd=RAIZ, env=entorno, check=True, capture_output=True
        )
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "gis_project.wsgi:application"]
    registro = (tmp_path_factory.mktemp("registro") / "granian.log").open("w")
    proceso = subprocess.Popen(
        [*granian, "--host", "127.0.0.1", "--port", str(puerto), "--workers", "1", "--blocking-threads", "4"],
        cwd=RAIZ,
        env=entorno,
        stdout=registro,
        stderr=registro,
    )
    direccion = f"http://127.0.0.1:{puerto}"
    try:
        esperar(f"{direccion}/salud")
        yield direccion
    finally:
        proceso.send_signal(signal.SIGTERM)
        proceso.wait(20)
        ordenar(f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")


def esperar(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"{url} no respondió")


def consultar(orden: str, parametros: Any = ()) -> list[tuple]:
    """SQL on the database of `sitio`, as its owner; what it writes stays."""
    direccion = re.sub(r"^postgis", "postgres", os.environ["DATABASE_URL"]).rsplit("/", 1)[0]
    conexion = psycopg2.connect(f"{direccion}/{BASE}")
    try:
        with conexion, conexion.cursor() as cursor:
            cursor.execute(orden, parametros)
            return cursor.fetchall() if cursor.description else []
    finally:
        conexion.close()
