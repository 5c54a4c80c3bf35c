"""«Es este: sumarme» on a bad network, without one, and without JavaScript: who joins is counted once, and told so only then."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.fallas.conftest import hasta
from tests.navegador.conftest import TAMANOS
from tests.navegador.pasos import ANTES_DE_TIEMPO, GUARDADO, despertar, seguir, ubicar
from tests.servidor import consultar

pytestmark = pytest.mark.navegador


@pytest.fixture
def codigo(sitio) -> Iterator[str]:
    """An open report that anybody may join; open again afterwards."""
    [(codigo,)] = consultar(
        "SELECT codigo FROM malla_vial_reporte WHERE visible AND estado = 'recibido' AND duplicado_de_id IS NULL "
        "AND geom IS NOT NULL ORDER BY id LIMIT 1"
    )
    yield codigo
    consultar("UPDATE malla_vial_reporte SET estado = 'recibido' WHERE codigo = %s", [codigo])


def _sumados(texto: str) -> list[tuple]:
    """(code of the report, photos) of each adhesion with these words."""
    return consultar(
        "SELECT r.codigo, count(f.id) FROM malla_vial_adhesion a JOIN malla_vial_reporte r ON r.id = a.reporte_id "
        "LEFT JOIN malla_vial_foto f ON f.adhesion_id = a.id WHERE a.texto = %s GROUP BY a.id, r.codigo",
        [texto],
    )


def _sumarse(pagina: Page, texto: str, fotos: list[str] = ()) -> None:
    if fotos:
        pagina.locator("input[type=file]").set_input_files(fotos)
        expect(pagina.locator(".fotos-elegidas img")).to_have_count(len(fotos))
    pagina.get_by_label("¿Quiere agregar algo?").fill(texto)
    pagina.get_by_role("button", name="Sumarme").click()


def test_con_red_se_suma_y_lo_dice_su_pagina(abrir, codigo, foto):
    pagina, texto = abrir("telefono"), "Con red, desde la esquina"
    pagina.goto(f"/reportes/{codigo}/sumarme")
    _sumarse(pagina, texto, [foto])
    expect(pagina.get_by_text("Listo, se sumó.")).to_be_visible()
    assert _sumados(texto) == [(codigo, 1)]


def test_sin_javascript_se_suma_como_siempre(abrir, codigo, foto):
    pagina, texto = abrir("telefono", java_script_enabled=False), "Sin guiones"
    pagina.goto(f"/reportes/{codigo}/sumarme")
    pagina.get_by_label("Fotos").set_input_files(foto)
    pagina.get_by_label("¿Quiere agregar algo?").fill(texto)
    pagina.get_by_role("button", name="Sumarme").click()
    expect(pagina.get_by_text("Listo, se sumó.")).to_be_visible()
    assert _sumados(texto) == [(codigo, 1)]


def test_si_la_red_se_cae_antes_de_tocar_el_boton_queda_y_sale_sola(telefono, codigo, foto):
    texto = "Se cayó la red con la página abierta"
    telefono.goto(f"/reportes/{codigo}/sumarme")
    telefono.context.set_offline(True)
    _sumarse(telefono, texto, [foto])
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    assert not ANTES_DE_TIEMPO.search(telefono.locator("main").inner_text())
    assert _sumados(texto) == []
    telefono.context.set_offline(False)
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    assert _sumados(texto) == [(codigo, 1)]
    telefono.get_by_role("link", name=codigo).click()
    expect(telefono.get_by_text("Listo, se sumó.")).to_be_visible()


def test_sin_red_desde_los_parecidos_y_sale_al_abrir_otra_pagina(telefono, foto):
    """The candidates were on the screen; the page to join was never opened before."""
    texto, contexto = "Tocó «es este» sin señal", telefono.context
    [(lon, lat)] = consultar(
        "SELECT ST_X(ST_Transform(geom, 4326)), ST_Y(ST_Transform(geom, 4326)) FROM malla_vial_reporte "
        "WHERE visible AND estado = 'recibido' AND tipo_id = 'hueco' AND geom IS NOT NULL ORDER BY id LIMIT 1"
    )
    telefono.get_by_role("button", name="Sin foto").click()
    ubicar(telefono, f"{lat:.6f}", f"{lon:.6f}")
    telefono.get_by_label("Hueco").check()
    seguir(telefono)
    boton = telefono.get_by_role("link", name="Es este: sumarme").first
    expect(boton).to_be_visible()
    expect(telefono.locator("[data-anuncio]")).to_have_text("Paso 3 de 5: ¿Ya lo reportaron?")
    contexto.set_offline(True)
    boton.click()
    expect(telefono.get_by_text("No hay conexión")).to_be_visible()
    cual = re.search("/reportes/(.+)/sumarme", telefono.url)[1]
    expect(telefono.get_by_text(cual)).to_be_visible()
    _sumarse(telefono, texto, [foto])
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.close()
    contexto.set_offline(False)
    otra = contexto.new_page()
    otra.goto("/reportar")
    expect(otra.get_by_text("Recibido:")).to_be_visible()
    assert _sumados(texto) == [(cual, 1)]


def test_con_todo_cerrado_lo_envia_el_trabajador(telefono, codigo):
    texto = "Se sumó con todo cerrado"
    telefono.context.set_offline(True)
    telefono.goto(f"/reportes/{codigo}/sumarme")
    _sumarse(telefono, texto)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    despertar(telefono)
    assert hasta(lambda: _sumados(texto)) == [(codigo, 0)]


def test_dos_veces_sin_red_son_dos_claves_y_la_respuesta_perdida_es_una_fila(telefono, codigo):
    """The kept page is the same for both; of what arrived without its answer there is one."""
    telefono.context.set_offline(True)
    for texto in ("Primera sin señal", "Segunda sin señal"):
        telefono.goto(f"/reportes/{codigo}/sumarme")
        _sumarse(telefono, texto)
        expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    perdidas = []

    def perder(ruta):
        if ruta.request.method != "POST" or perdidas:
            return ruta.fallback()
        perdidas.append(0)
        perdidas[0] = ruta.fetch().status
        return ruta.abort()

    telefono.context.route(re.compile("/sumarme$"), perder)
    telefono.context.set_offline(False)
    hasta(lambda: telefono.wait_for_timeout(50) or perdidas == [201])
    telefono.goto("/reportar")
    expect(telefono.get_by_text("Recibido:")).to_have_count(2)
    assert [_sumados(t) for t in ("Primera sin señal", "Segunda sin señal")] == [[(codigo, 0)]] * 2


def test_lo_que_el_servidor_rechaza_vuelve_a_su_formulario(telefono, codigo, foto):
    texto = "Cuando lo iba a contar ya estaba cerrado"
    telefono.goto(f"/reportes/{codigo}/sumarme")
    telefono.context.set_offline(True)
    _sumarse(telefono, texto, [foto])
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    consultar("UPDATE malla_vial_reporte SET estado = 'resuelto' WHERE codigo = %s", [codigo])
    telefono.context.set_offline(False)
    expect(telefono.get_by_text(re.compile("No se pudo enviar: .*ya está cerrado"))).to_be_visible()
    telefono.get_by_role("button", name="Corregir").click()
    expect(telefono.get_by_role("alert")).to_contain_text("ya está cerrado")
    expect(telefono.get_by_label("¿Quiere agregar algo?")).to_have_value(texto)
    expect(telefono.locator(".fotos-elegidas img")).to_have_count(1)
    consultar("UPDATE malla_vial_reporte SET estado = 'recibido' WHERE codigo = %s", [codigo])
    telefono.get_by_role("button", name="Sumarme").click()
    expect(telefono.get_by_text("Listo, se sumó.")).to_be_visible()
    assert _sumados(texto) == [(codigo, 1)]


def test_el_contacto_sin_permiso_se_dice_antes_de_guardar(telefono, codigo):
    telefono.context.set_offline(True)
    telefono.goto(f"/reportes/{codigo}/sumarme")
    telefono.get_by_text("Quiero que me cuenten").click()
    telefono.get_by_label("Su nombre").fill("Ana Pérez")
    telefono.get_by_role("button", name="Sumarme").click()
    expect(telefono.get_by_role("alert")).to_contain_text("autorización")
    telefono.get_by_label("Autorizo").check()
    telefono.get_by_role("button", name="Sumarme").click()
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()


@pytest.mark.parametrize("tamano", TAMANOS)
def test_la_pagina_que_el_telefono_guarda_es_accesible_y_cabe(telefono, codigo, tamano):
    telefono.set_viewport_size(TAMANOS[tamano])
    telefono.context.set_offline(True)
    telefono.goto(f"/reportes/{codigo}/sumarme")
    expect(telefono.get_by_role("button", name="Sumarme")).to_be_visible()
    assert Axe().run(telefono).response["violations"] == []
    assert telefono.evaluate("document.documentElement.scrollWidth <= innerWidth")
