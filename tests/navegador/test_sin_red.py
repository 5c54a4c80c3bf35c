"""The report without a network: what is kept on the phone leaves by itself, and nobody says «enviado» before its number."""

import datetime as dt
import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.fallas.conftest import hasta
from tests.navegador.conftest import TAMANOS
from tests.navegador.pasos import ANTES_DE_TIEMPO, GUARDADO, cuantos, despertar, enviar, llenar
from tests.servidor import consultar

pytestmark = pytest.mark.navegador


def test_todo_sin_red_y_sale_al_volver_a_abrir(telefono, foto):
    contexto, texto = telefono.context, "Hueco sin señal, al pie de la montaña"
    contexto.set_offline(True)
    telefono.reload()
    llenar(telefono, texto, [foto])
    enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    assert not ANTES_DE_TIEMPO.search(telefono.locator("main").inner_text())
    telefono.close()
    assert cuantos(texto) == []

    contexto.set_offline(False)
    otra = contexto.new_page()
    otra.goto("/reportar")
    expect(otra.get_by_text("Recibido:")).to_be_visible()
    [(codigo, fotos, _)] = cuantos(texto)
    assert fotos == 1
    otra.get_by_role("link", name=codigo).click()
    otra.get_by_role("link", name="Ver en qué va").click()
    expect(otra.get_by_text(texto)).to_be_visible()
    expect(otra.get_by_role("img", name="Foto 1 del daño")).to_be_visible()


def test_cada_reporte_sin_red_es_otro_y_salen_todos_con_el_boton(telefono):
    contexto = telefono.context
    contexto.set_offline(True)
    for n in range(2):
        telefono.goto("/reportar")
        llenar(telefono, f"Hueco sin señal número {n}")
        enviar(telefono)
        expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.goto("/reportar")
    boton = telefono.get_by_role("button", name="Enviar pendientes (2)")
    boton.click()
    expect(telefono.get_by_text("Siguen guardados en este teléfono")).to_be_visible()
    contexto.set_offline(False)
    expect(telefono.get_by_text("Recibido:")).to_have_count(2)
    claves = {cuantos(f"Hueco sin señal número {n}")[0][2] for n in range(2)}
    assert len(claves) == 2


def test_lo_que_se_escribe_vuelve_con_sus_fotos_aunque_se_cierre(telefono, foto):
    llenar(telefono, "Hueco a medio contar", [foto])
    expect(telefono.get_by_label("Cuéntenos qué pasa")).to_have_value("Hueco a medio contar")
    telefono.wait_for_timeout(300)
    telefono.context.set_offline(True)
    telefono.reload()
    expect(telefono.get_by_label("Cuéntenos qué pasa")).to_have_value("Hueco a medio contar")
    expect(telefono.locator(".fotos-elegidas img")).to_have_count(1)


def test_un_mes_despues_y_sin_galletas_sale_con_la_hora_del_telefono(telefono, foto):
    """F10 in a browser: the token of the page that was kept is a month old, and the cookie is gone."""
    contexto, texto, hace = telefono.context, "Hueco de hace un mes", dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    contexto.clock.set_fixed_time(hace)
    contexto.set_offline(True)
    telefono.goto("/reportar")
    llenar(telefono, texto, [foto])
    enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.close()
    contexto.clear_cookies()
    contexto.clock.set_fixed_time(dt.datetime.now(dt.UTC))
    contexto.set_offline(False)
    otra = contexto.new_page()
    otra.goto("/reportar")
    expect(otra.get_by_text("Recibido:")).to_be_visible()
    [(hecho, radicado)] = consultar(
        "SELECT hecho_en, radicado_en FROM malla_vial_reporte WHERE descripcion = %s", [texto]
    )
    assert abs(hecho - hace) < dt.timedelta(minutes=1)
    assert radicado - hecho > dt.timedelta(days=29)
    assert [fila[1] for fila in cuantos(texto)] == [1]


def test_el_navegador_despierta_solo_al_trabajador(telefono):
    """Background Sync, where it exists: no page of the service is open."""
    texto = "Hueco que salió con todo cerrado"
    telefono.context.set_offline(True)
    llenar(telefono, texto)
    enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    despertar(telefono)
    assert hasta(lambda: cuantos(texto))


def test_sale_cuando_la_pagina_vuelve_a_verse(abrir):
    """Where nothing else would: without a service worker, on a page that was out of sight."""
    pagina, texto, caidas = abrir("telefono"), "Hueco que esperó en otra pestaña", []
    ocultar = """(estado) => {
        Object.defineProperty(document, "visibilityState", { get: () => estado, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    pagina.context.route(
        re.compile(r"/reportar$"), lambda r: r.fallback() if r.request.method == "GET" else caidas.append(r.abort())
    )
    pagina.goto("/reportar")
    llenar(pagina, texto)
    enviar(pagina)
    expect(pagina.get_by_role("heading", name=GUARDADO)).to_be_visible()
    pagina.evaluate(ocultar, "hidden")
    pagina.context.unroute_all()
    pagina.wait_for_timeout(6000)  # past the first waiting time and a turn of the clock
    assert (len(caidas), cuantos(texto)) == (1, [])
    pagina.evaluate(ocultar, "visible")
    expect(pagina.get_by_text("Recibido:")).to_be_visible()


def test_el_ultimo_mapa_visto_se_ve_sin_red(telefono):
    fallidas, vistas = [], []
    telefono.get_by_role("button", name="Sin foto").click()
    telefono.get_by_role("button", name="Marcar en el mapa").click()
    hasta(lambda: telefono.evaluate("caches.open('mapa').then(async (c) => (await c.keys()).length > 1)"))
    telefono.wait_for_load_state("networkidle")
    telefono.context.set_offline(True)
    telefono.reload()
    telefono.on("requestfailed", lambda r: fallidas.append(r.url) if "/mapa/base" in r.url else None)
    telefono.on("requestfinished", lambda r: vistas.append(r.url) if "/mapa/base" in r.url else None)
    telefono.get_by_role("button", name="Marcar en el mapa").click()
    expect(telefono.get_by_role("region", name=re.compile("Mapa para marcar"))).to_be_visible()
    hasta(lambda: telefono.evaluate("1") and vistas)  # evaluate lets the events in
    telefono.wait_for_timeout(500)
    assert not fallidas


def test_lo_pendiente_es_accesible(telefono):
    telefono.context.set_offline(True)
    llenar(telefono, "Hueco accesible")
    enviar(telefono)
    expect(telefono.get_by_role("alert")).to_be_focused()
    for tamano, ruta in itertools.product(TAMANOS.values(), ("/reportar", "/sin-red")):
        telefono.set_viewport_size(tamano)
        telefono.goto(ruta)
        expect(telefono.get_by_role("button", name="Enviar pendientes (1)")).to_be_visible()
        assert Axe().run(telefono).response["violations"] == []
        assert telefono.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_las_paginas_privadas_no_se_guardan(telefono):
    for ruta in ("/reportes", "/gestion/entrar", "/", "/datos/"):
        telefono.goto(ruta)
    guardadas = telefono.evaluate(
        "caches.keys().then(async (k) => (await Promise.all(k.map(async (n) => (await (await caches.open(n)).keys())))).flat().map((p) => new URL(p.url).pathname))"
    )
    paginas = {r for r in guardadas if not r.startswith(("/static/", "/mapa/base"))}
    assert paginas == {"/reportar", "/reportar/sumarme", "/reportar/tipos.json", "/sin-red"}
    telefono.context.set_offline(True)
    telefono.goto("/reportes")
    expect(telefono.get_by_role("heading", name="No hay conexión")).to_be_visible()
