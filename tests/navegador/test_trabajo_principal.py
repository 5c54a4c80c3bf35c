"""The whole main job, citizen to citizen, on a phone: a pothole is reported, becomes a work, and everybody sees it."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import fabricas
from tests.navegador.pasos import entrar, hasta_los_detalles

pytestmark = pytest.mark.navegador

IMAGENES = Path(__file__).resolve().parents[2] / "docs" / "imagenes"
AQUI = {"latitude": 4.4430, "longitude": -75.2325}


def _entrar(pagina: Page, cuenta: str) -> None:
    entrar(pagina, cuenta)
    expect(pagina.get_by_role("heading", name="Bandeja de reportes")).to_be_visible()


def _foto(tmp_path) -> str:
    ruta = tmp_path / "hueco.jpg"
    ruta.write_bytes(fabricas.foto(1600, 1200).getvalue())
    return str(ruta)


def _reportar(pagina: Page, tmp_path) -> str:
    pagina.goto("/")
    pagina.get_by_role("link", name=re.compile("Reportar un daño")).locator("visible=true").first.click()
    seguir = pagina.locator("[data-seguir]").locator("visible=true")
    with pagina.expect_file_chooser() as camara:
        pagina.get_by_role("button", name="Tomar una foto del daño").click()
    camara.value.set_files(_foto(tmp_path))
    expect(pagina.get_by_role("img", name="Foto 1")).to_be_visible()
    seguir.click()
    pagina.get_by_role("button", name="Usar mi ubicación").click()
    expect(pagina.locator("[name=lat]")).to_have_value(re.compile(r"^4\.443"))
    pagina.get_by_role("button", name="Sí, es aquí").click()
    pagina.get_by_label("Hueco").check()
    pagina.get_by_label("Como una llanta").check()
    hasta_los_detalles(pagina)
    pagina.get_by_label("Cuéntenos qué pasa").fill("Un hueco hondo junto al andén; ya se cayó una moto.")
    seguir.click()
    pagina.get_by_role("button", name="Enviar reporte").click()
    expect(pagina.get_by_role("heading", name="Recibido")).to_be_visible()
    codigo = pagina.locator("[data-numero]").inner_text()
    pagina.get_by_role("link", name="Ver en qué va").click()
    return codigo


def test_de_la_ciudadania_a_la_ciudadania(abrir, tmp_path):
    vecina = abrir("telefono", geolocation=AQUI, permissions=["geolocation"])
    codigo = _reportar(vecina, tmp_path)
    expect(vecina.get_by_text("Un hueco hondo junto al andén")).to_be_visible()
    expect(vecina.get_by_role("img", name="Foto 1 del daño")).to_be_visible()

    otra = abrir("telefono")
    otra.goto(f"/reportes/{codigo}")
    expect(otra.get_by_text("Un hueco hondo junto al andén")).to_have_count(0)
    expect(otra.get_by_role("img", name="Foto 1 del daño")).to_have_count(0)

    mesa = abrir("escritorio")
    _entrar(mesa, "infraestructura")
    mesa.get_by_role("row", name=re.compile(codigo)).get_by_role("link").first.click()
    expect(mesa.locator("dl.ficha")).to_contain_text("m de su inicio")
    mesa.get_by_label("El texto se puede publicar").check()
    mesa.get_by_label("Foto 1", exact=True).check()
    mesa.get_by_role("button", name="Guardar").click()
    expect(mesa.get_by_text("Publicación actualizada.")).to_be_visible()
    mesa.get_by_role("link", name="Programar una intervención").click()
    mesa.get_by_label("Nombre", exact=True).fill("Bacheo frente al parque")
    mesa.get_by_label("Tipo", exact=True).select_option("bacheo")
    mesa.get_by_label("Inicio").fill("2027-01-11")
    mesa.get_by_label("Fin", exact=True).fill("2027-01-22")
    mesa.get_by_label("Presupuesto (COP)").fill("18500000")
    mesa.get_by_role("button", name="Crear la intervención").click()
    expect(mesa.get_by_role("heading", name="Bacheo frente al parque")).to_be_visible()
    mesa.get_by_role("button", name="Pasar a «Programada»").click()

    otra.reload()
    expect(otra.locator(".ahora .insignia")).to_have_text("Programado")
    expect(otra.get_by_text("Bacheo frente al parque").first).to_be_visible()
    expect(otra.get_by_text(re.compile("del 11 de enero de 2027|del 11/01/2027")).first).to_be_visible()
    expect(otra.get_by_text("Un hueco hondo junto al andén")).to_be_visible()
    expect(otra.get_by_role("img", name="Foto 1 del daño")).to_be_visible()

    for paso in ("En ejecución", "Terminada"):
        mesa.get_by_role("button", name=f"Pasar a «{paso}»").click()
    vecina.goto("/reportes")
    expect(vecina.get_by_role("listitem").filter(has_text=codigo)).to_contain_text("Resuelto")


def test_sin_javascript_se_reporta_desde_la_busqueda(abrir, tmp_path):
    pagina = abrir("telefono", java_script_enabled=False)
    pagina.goto("/")
    expect(pagina.locator("body")).to_contain_text("Reportes de daños")
    pagina.goto("/buscar?q=carrera+5")
    pagina.get_by_role("link", name="Reportar aquí").first.click()
    seguir = pagina.get_by_role("button", name="Seguir")
    pagina.get_by_role("button", name="Sin foto").click()
    expect(pagina.get_by_text("¿Es aquí?")).to_be_visible()
    seguir.click()
    seguir.click()
    expect(pagina.get_by_role("alert")).to_contain_text("Falta algo")
    pagina.get_by_label("Hueco").check()
    seguir.click()  # and now what is asked of a pothole
    hasta_los_detalles(pagina)
    seguir.click()
    pagina.get_by_role("button", name="Enviar reporte").click()
    expect(pagina.get_by_text("Guarde el número")).to_be_visible()


def test_el_mapa_responde_a_un_toque(abrir):
    pagina = abrir("escritorio")
    pagina.goto("/")
    pagina.get_by_role("combobox").or_(pagina.get_by_role("searchbox")).first.fill("parque murillo toro")
    pagina.get_by_role("option").first.click()
    expect(pagina.get_by_role("region").filter(has_text="Murillo").first).to_be_visible()


def test_un_lugar_pregunta_desde_el_mapa(abrir):
    pagina = abrir("escritorio")
    pagina.goto("/#15/4.4430/-75.2325")
    mapa = pagina.locator(".leaflet-container")
    mapa.wait_for()
    pagina.wait_for_timeout(1000)
    caja = mapa.bounding_box()
    pagina.mouse.click(caja["x"] + caja["width"] * 0.3, caja["y"] + caja["height"] * 0.15)
    pagina.get_by_role("button", name=re.compile("internet")).or_(
        pagina.get_by_role("link", name=re.compile("internet"))
    ).first.click()
    expect(pagina.locator("body")).to_contain_text(re.compile(r"Lo más cercano|a \d+ m"))


@pytest.mark.parametrize("tamano", ["telefono", "escritorio"])
def test_pantallazos(abrir, tamano):
    """What the README shows; rewritten with ACTUALIZAR_IMAGENES=1."""
    carpeta = IMAGENES if os.environ.get("ACTUALIZAR_IMAGENES") else IMAGENES.parents[1] / "var" / "imagenes"
    carpeta.mkdir(parents=True, exist_ok=True)
    pagina = abrir(tamano)
    pagina.goto("/", wait_until="networkidle")
    pagina.wait_for_timeout(1500)
    imagen = pagina.screenshot(path=carpeta / f"mapa-{tamano}.png")
    assert len(imagen) > 30_000
