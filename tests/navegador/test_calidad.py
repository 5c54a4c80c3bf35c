"""From a fault in a quality report to its place on the map."""

import pytest

pytestmark = pytest.mark.navegador


def test_una_falla_lleva_a_su_lugar_en_el_mapa(abrir):
    pagina = abrir("telefono")
    pagina.goto("/calidad/")
    pagina.get_by_role("link", name="Zonas de amenaza").click()
    pagina.get_by_text("Dónde").first.click()
    pagina.get_by_role("link", name="en el mapa").first.click()
    pagina.locator(".leaflet-marker-icon").wait_for()
    assert "#18/" in pagina.url
