"""A real browser on the real service: Debian's Chromium."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests import fabricas
from tests.navegador.pasos import instalar

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


@pytest.fixture(scope="session")
def navegador():
    if not Path(CHROMIUM).exists():
        pytest.skip("no hay Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPCIONES)
        yield chromium
        chromium.close()


@pytest.fixture
def abrir(navegador, sitio):
    """A page of a new person: abrir("telefono"); what the page complains of fails the test."""
    contextos, quejas = [], []

    def hacer(tamano: str = "telefono", **opciones):
        opciones.setdefault("service_workers", "block")  # only the tests of the way without a network want one
        contexto = navegador.new_context(
            base_url=sitio, viewport=TAMANOS[tamano], locale="es-CO", timezone_id=settings.TIME_ZONE, **opciones
        )
        contextos.append(contexto)
        pagina = contexto.new_page()
        pagina.set_default_timeout(10_000)
        pagina.on("pageerror", lambda error: quejas.append(str(error)))
        pagina.on(
            "console", lambda m: quejas.append(m.text) if m.type == "error" and "Failed to load" not in m.text else None
        )
        return pagina

    yield hacer
    for contexto in contextos:
        contexto.close()
    assert not quejas


@pytest.fixture
def telefono(abrir):
    """A phone that was here before: the application is on it."""
    pagina = abrir("telefono", service_workers="allow")
    instalar(pagina)
    return pagina


@pytest.fixture
def foto(tmp_path) -> str:
    ruta = Path(tmp_path / "hueco.jpg")
    ruta.write_bytes(fabricas.foto(1600, 1200).getvalue())
    return str(ruta)
