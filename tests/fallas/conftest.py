"""A service of its own, that may be killed: real processes, a real database, a real disk."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from bench.reportes import Cliente
from bench.servicio import libre
from tests.servidor import RAIZ, esperar, ordenar

BASE = f"gis_fallas_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}"
DIRECCION = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{BASE}"


def hasta(condicion: Callable[[], Any], segundos: float = 20) -> Any:
    """What a condition gives once it holds; bounded."""
    for _ in range(int(segundos * 20)):
        if valor := condicion():
            return valor
        time.sleep(0.05)
    raise AssertionError("no ocurrió a tiempo")


class Servicio:
    def __init__(self, carpeta: Path, **ajustes: str) -> None:
        self.media, self.temporales = carpeta / "media", carpeta / "tmp"
        self.registro = carpeta / "granian.log"
        for ruta in (self.media, self.temporales):
            ruta.mkdir(exist_ok=True)
        propios = {"DATABASE_URL": DIRECCION, "DEMOSTRACION": "1", "LIMITES_FACTOR": "0"}
        propios |= {"MEDIA_ROOT": str(self.media), "TMPDIR": str(self.temporales)}
        self.entorno = os.environ | propios | ajustes

    def encender(self) -> "Servicio":
        self.puerto = libre()
        orden = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "gis_project.wsgi:application"]
        opciones = (
            f"--host 127.0.0.1 --port {self.puerto} --workers 1 --blocking-threads 8 --respawn-failed-workers --no-ws"
        )
        with self.registro.open("a") as salida:
            self.proceso = subprocess.Popen(
                [*orden, *opciones.split()], cwd=RAIZ, env=self.entorno, stdout=salida, stderr=salida
            )
        esperar(f"http://127.0.0.1:{self.puerto}/reportar/ficha")
        return self

    def trabajadores(self) -> list[int]:
        hijos = Path(f"/proc/{self.proceso.pid}/task/{self.proceso.pid}/children").read_text().split()
        return [int(pid) for pid in hijos]

    def matar(self) -> None:
        """The worker dies as when the machine runs out of memory; another one takes its place."""
        for pid in self.trabajadores():
            os.kill(pid, signal.SIGKILL)
        esperar(f"http://127.0.0.1:{self.puerto}/reportar/ficha")

    def apagar(self) -> None:
        self.proceso.terminate()
        self.proceso.wait(20)

    def cliente(self) -> Cliente:
        return Cliente(self.puerto, random.Random(1), corte=0)

    def manage(self, *orden: str) -> subprocess.CompletedProcess:
        partes = [sys.executable, "manage.py", *orden]
        return subprocess.run(partes, cwd=RAIZ, env=self.entorno, capture_output=True, text=True, timeout=120)

    def archivos(self) -> list[Path]:
        return sorted(ruta for ruta in self.media.rglob("*") if ruta.is_file())


def conectar():
    """A connection of the tests' own, that commits by itself."""
    conexion = psycopg2.connect(re.sub(r"^postgis", "postgres", DIRECCION))
    conexion.autocommit = True
    return conexion


@pytest.fixture(scope="session")
def _base():
    ordenar(f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")
    ordenar(f"CREATE DATABASE {BASE}")
    entorno = os.environ | {"DATABASE_URL": DIRECCION, "DEMOSTRACION": "1"}
    orden = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(orden, cwd=RAIZ, env=entorno, check=True, capture_output=True)
    yield
    ordenar(f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")


@pytest.fixture
def sql(_base):
    conexion = conectar()

    def consultar(orden: str, *parametros: Any) -> list[tuple]:
        with conexion.cursor() as cursor:
            cursor.execute(orden, parametros)
            return cursor.fetchall() if cursor.description else []

    yield consultar
    conexion.close()


@pytest.fixture
def servicio(sql, tmp_path):
    sql(
        "TRUNCATE malla_vial_reporte, malla_vial_peticion, malla_vial_fotosubida CASCADE"
    )  # each test has a disk of its own
    encendidos = []

    def encender(**ajustes: str) -> Servicio:
        encendidos.append(Servicio(tmp_path, **ajustes).encender())
        return encendidos[-1]

    yield encender
    for uno in encendidos:
        uno.apagar()


@pytest.fixture
def trancar(_base):
    """Hold a table until the block ends, so that a request waits in the middle of its transaction."""
    from contextlib import contextmanager

    @contextmanager
    def hacer(tabla: str):
        conexion = psycopg2.connect(re.sub(r"^postgis", "postgres", DIRECCION))
        try:
            with conexion.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {tabla} IN SHARE ROW EXCLUSIVE MODE")
                yield
        finally:
            conexion.close()

    return hacer
