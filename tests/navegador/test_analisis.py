"""An analysis by its page, and a map that opens where there is no network."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.navegador.accesibilidad import REGLAS
from tests.servidor import consultar

pytestmark = pytest.mark.navegador


def test_el_pin_dice_el_lugar_y_el_resultado_se_ve(abrir):
    pagina = abrir("telefono")
    pagina.goto("/ogc/processes/internet-cercano?f=html")
    antes = pagina.get_by_label("Longitud").input_value()
    pagina.locator(".pin").press("Shift+ArrowRight")
    assert pagina.get_by_label("Longitud").input_value() != antes
    pagina.get_by_role("button", name="Calcular").click()
    assert "Lo más cercano" in pagina.get_by_role("main").inner_text()
    assert pagina.get_by_role("region", name="Mapa del resultado").locator("svg path").count() > 1
    assert not Axe().run(pagina, options=REGLAS).response["violations"]


def test_un_trabajo_se_pide_y_se_detiene_sin_javascript(abrir):
    pagina = abrir("escritorio", java_script_enabled=False)
    pagina.goto("/ogc/processes/exposicion?f=html")
    pagina.get_by_label("Categoría").select_option("Alta")
    pagina.get_by_role("button", name="Dejarlo como trabajo").click()
    assert pagina.get_by_role("heading", level=1).inner_text() == "En espera"
    pagina.get_by_role("button", name="Detener").click()
    assert pagina.get_by_role("heading", level=1).inner_text() == "Descartado"


def test_el_mapa_para_llevar_se_abre_sin_red_y_sus_datos_no_corren(abrir, tmp_path):
    malo = "<img src=x onerror=document.title='malo'>{{ 7*7 }}"
    [(identidad, nombre)] = consultar("SELECT id, nombre FROM conectividad_zonawifi ORDER BY id LIMIT 1")
    consultar("UPDATE conectividad_zonawifi SET nombre = %s WHERE id = %s", (malo, identidad))
    try:
        pagina = abrir("escritorio")
        pagina.goto("/ogc/collections/zonas-wifi?f=html")
        with pagina.expect_download() as descarga:
            pagina.get_by_role("link", name="Mapa para llevar", exact=True).click()
        archivo = tmp_path / "mapa.html"
        descarga.value.save_as(archivo)
    finally:
        consultar("UPDATE conectividad_zonawifi SET nombre = %s WHERE id = %s", (nombre, identidad))
    suelto, pedidos = abrir("escritorio", offline=True), []
    suelto.on("request", lambda r: pedidos.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    suelto.goto(archivo.as_uri())
    suelto.evaluate(
        """id => Object.values(window).filter(capa => capa?.eachLayer && capa.options?.pointToLayer)
        .forEach(capa => capa.eachLayer(punto => punto.feature.id === id && punto.openPopup()))""",
        identidad,
    )
    assert malo in suelto.locator(".leaflet-popup").inner_text()
    assert suelto.title().startswith("Zonas WiFi")
    assert pedidos == []
    assert suelto.locator(".portatil-leyenda").is_visible()
