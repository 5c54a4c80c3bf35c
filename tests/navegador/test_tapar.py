"""Covering a photo: what is saved and what is not look different."""

import uuid

import pytest

from tests import fabricas
from tests.navegador.accesibilidad import faltas_de
from tests.navegador.pasos import entrar

pytestmark = pytest.mark.navegador


def _marcas(pagina) -> list[tuple[bool, str]]:
    """Of each mark on the photo: whether it is told as saved, and the line around it."""
    marcas = pagina.locator(".zona-marcada").all()
    lineas = [marca.evaluate("marca => getComputedStyle(marca).borderTopStyle") for marca in marcas]
    clases = [marca.get_attribute("class") or "" for marca in marcas]
    return [("guardada" in clase, linea) for clase, linea in zip(clases, lineas, strict=True)]


def _dibujar(pagina) -> None:
    caja = pagina.locator("[data-tapar] img").bounding_box()
    pagina.mouse.move(caja["x"] + caja["width"] * 0.6, caja["y"] + caja["height"] * 0.6)
    pagina.mouse.down()
    pagina.mouse.move(caja["x"] + caja["width"] * 0.8, caja["y"] + caja["height"] * 0.8)
    pagina.mouse.up()


def _con_foto(pagina) -> str:
    """A report with a photo, sent now."""
    archivo = {"name": "hueco.jpg", "mimeType": "image/jpeg", "buffer": fabricas.foto(800, 600).getvalue()}
    datos = {"tipo": "hueco", "lon": "-75.2322", "lat": "4.4389", "foto": archivo, "clave": str(uuid.uuid4())}
    pagina.goto("/reportar")
    datos["csrfmiddlewaretoken"] = pagina.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    respuesta = pagina.request.post("/reportar", multipart=datos, headers={"Accept": "application/json"})
    assert respuesta.status == 201, respuesta.text()
    return respuesta.json()["codigo"]


def test_lo_guardado_y_lo_que_no_se_ven_distintos(abrir):
    pagina = abrir("escritorio", reduced_motion="reduce")
    codigo = _con_foto(pagina)
    entrar(pagina, "infraestructura")
    pagina.goto(f"/gestion/reportes/{codigo}")
    pagina.get_by_role("link", name="Tapar").click()
    _dibujar(pagina)
    assert _marcas(pagina) == [(False, "dashed")]
    pagina.get_by_role("button", name="Guardar la foto").click()
    pagina.get_by_text("Zona 1 (guardada)").wait_for()
    assert _marcas(pagina) == [(True, "solid")]
    assert faltas_de(pagina) == []
    _dibujar(pagina)
    assert _marcas(pagina) == [(True, "solid"), (False, "dashed")]
    pagina.locator("[name=x]").first.fill("5")
    assert _marcas(pagina) == [(False, "dashed"), (False, "dashed")]
