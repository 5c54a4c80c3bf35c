"""The real service for a real browser: its own database, the demonstration city, granian, Debian's Chromium."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

RAIZ = Path(__file__).resolve().parents[2]
BASE = f"gis_navegador_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}"
CHROMIUM = "/usr/bin/chromium"
OPCIONES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAMANOS = {"telefono": {"width": 390, "height": 844}, "escritorio": {"width": 1280, "height": 800}}


def _sql(orden: str) -> None:
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
    if not Path(CHROMIUM).exists():
        pytest.skip("no hay Chromium: apt-get install chromium")
    _sql(f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")
    _sql(f"CREATE DATABASE {BASE}")
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
        _esperar(f"{direccion}/salud")
        yield direccion
    finally:
        proceso.send_signal(signal.SIGTERM)
        proceso.wait(20)
        _sql(f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")


def _esperar(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"{url} no respondió")


@pytest.fixture(scope="session")
def navegador():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPCIONES)
        yield chromium
        chromium.close()


@pytest.fixture
def abrir(navegador, sitio):
    """A page of a new person: abrir("telefono"); what the page complains of fails the test."""
    contextos, quejas = [], []

    def hacer(tamano: str = "telefono", **opciones):
        contexto = navegador.new_context(
            base_url=sitio, viewport=TAMANOS[tamano], locale="es-CO", timezone_id=settings.TIME_ZONE, **opciones
        )
        contextos.append(contexto)
        pagina = contexto.new_page()
        pagina.set_default_timeout(10_000)
        pagina.on("pageerror", lambda error: quejas.append(str(error)))
        pagina.on(
            "console", lambda m: quejas.append(m.text) if m.type == "error" and "status of" not in m.text else None
        )
        return pagina

    yield hacer
    for contexto in contextos:
        contexto.close()
    assert not quejas
