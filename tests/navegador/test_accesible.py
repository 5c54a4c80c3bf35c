"""WCAG 2.1 AA as far as a machine sees it (axe), on every page, on a phone and on a desk; and no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.navegador

PUBLICAS = [
    "/", "/reportar", "/reportes", "/buscar?q=carrera+5", "/lista-vacia", "/riesgo/consulta?lon=-75.25&lat=4.44",
    "/conectividad/cercanos?lon=-75.23&lat=4.44", "/ogc/", "/ogc/collections", "/ogc/collections/reportes",
    "/datos/", "/datos/reportes", "/datos/relieve", "/datos/api",
    "/ogc/collections/reportes/items?f=html&limit=20", "/ogc/collections/zonas-wifi/items/1?f=html", "/ogc/api?f=html",
    "/mapa/lista?capas=reportes", "/gestion/entrar", "/ogc/processes?f=html", "/ogc/processes/internet-cercano?f=html",
    "/ogc/processes/exposicion?f=html", "/ogc/jobs?f=html",
    "/metadatos/", "/metadatos/zonas-amenaza", "/metadatos/relieve",
    "/metadatos/comunas/conformidad",
    "/servicios/", "/metadatos/tramos-viales/catalogo", "/metadatos/zonas-amenaza/producto", "/metadatos/relieve/producto",
    "/calidad/", "/calidad/zonas-amenaza",
]  # fmt: skip
DE_GESTION = ["/gestion/", "/gestion/obras", "/gestion/obras/nueva", "/metadatos/vias/editar"]
REGLAS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def _faltas(pagina) -> list[str]:
    resultado = Axe().run(pagina, options=REGLAS)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in resultado.response["violations"]]


@pytest.mark.parametrize("tamano", ["telefono", "escritorio"])
def test_paginas_publicas(abrir, tamano):
    pagina = abrir(tamano)
    faltas = {}
    for ruta in PUBLICAS:
        pagina.goto(ruta, wait_until="networkidle")
        faltas[ruta] = _faltas(pagina)
        ancho = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if ancho > 1:
            faltas[ruta].append(f"se desborda {ancho} px")
    assert {ruta: f for ruta, f in faltas.items() if f} == {}


def test_paginas_de_gestion(abrir):
    pagina = abrir("escritorio")
    pagina.goto("/gestion/entrar")
    pagina.get_by_label("Cuenta").fill("infraestructura")
    pagina.get_by_label("Clave").fill("demostracion")
    pagina.get_by_role("main").get_by_role("button", name="Entrar").click()
    rutas = [*DE_GESTION, pagina.get_by_role("row").nth(1).get_by_role("link").first.get_attribute("href")]
    faltas = {}
    for ruta in rutas:
        pagina.goto(ruta, wait_until="networkidle")
        faltas[ruta] = _faltas(pagina)
    assert {ruta: f for ruta, f in faltas.items() if f} == {}
