"""The report without a network: what is kept on the phone arrives once, and nobody says «enviado» before its number."""

import base64
import datetime as dt
import itertools
import json
import re
from pathlib import Path

import pytest
from altcha import ChallengeOptionsV1, create_challenge_v1
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import fabricas
from tests.fallas.conftest import hasta
from tests.navegador.conftest import TAMANOS
from tests.navegador.pasos import hasta_los_detalles, seguir
from tests.servidor import consultar

pytestmark = pytest.mark.navegador
expect.set_options(timeout=15_000)  # a network that comes back takes its time

ANTES_DE_TIEMPO = re.compile(r"recibido|(?<!no )enviado(?! desde)", re.I)
GUARDADO = "Guardado en este teléfono, aún no enviado"


def _cuantos(texto: str) -> list[tuple]:
    return consultar(
        "SELECT r.codigo, count(f.id), r.clave FROM malla_vial_reporte r LEFT JOIN malla_vial_foto f ON f.reporte_id = r.id "
        "WHERE r.descripcion = %s GROUP BY r.id",
        [texto],
    )


@pytest.fixture
def telefono(abrir):
    """A phone that was here before: the application is on it."""
    pagina = abrir("telefono", service_workers="allow")
    _instalar(pagina)
    return pagina


def _instalar(pagina: Page) -> None:
    pagina.goto("/reportar")
    pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")
    hasta(lambda: pagina.evaluate("navigator.serviceWorker.controller !== null"))


def _llenar(pagina: Page, texto: str, fotos: list[str] = (), lat: str = "4.4430", lon: str = "-75.2325") -> None:
    if fotos:
        pagina.locator("input[type=file]").first.set_input_files(fotos)
        expect(pagina.locator(".fotos-elegidas img")).to_have_count(len(fotos))
        seguir(pagina)
    else:
        pagina.get_by_role("button", name="Sin foto").click()
    _ubicar(pagina, lat, lon)
    pagina.get_by_label("Hueco").check()
    hasta_los_detalles(pagina)
    pagina.get_by_label("Cuéntenos qué pasa").fill(texto)


def _ubicar(pagina: Page, lat: str, lon: str) -> None:
    pagina.get_by_text("Escribir las coordenadas").click()
    pagina.get_by_label("Latitud").fill(lat)
    pagina.get_by_label("Longitud").fill(lon)
    seguir(pagina)


@pytest.fixture
def foto(tmp_path) -> str:
    ruta = Path(tmp_path / "hueco.jpg")
    ruta.write_bytes(fabricas.foto(1600, 1200).getvalue())
    return str(ruta)


def _enviar(pagina: Page) -> None:
    if not pagina.get_by_role("button", name="Enviar reporte").is_visible():
        seguir(pagina)
    pagina.get_by_role("button", name="Enviar reporte").click()


def test_todo_sin_red_y_sale_al_volver_a_abrir(telefono, foto):
    contexto, texto = telefono.context, "Hueco sin señal, al pie de la montaña"
    contexto.set_offline(True)
    telefono.reload()
    _llenar(telefono, texto, [foto])
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    assert not ANTES_DE_TIEMPO.search(telefono.locator("main").inner_text())
    telefono.close()
    assert _cuantos(texto) == []

    contexto.set_offline(False)
    otra = contexto.new_page()
    otra.goto("/reportar")
    expect(otra.get_by_text("Recibido:")).to_be_visible()
    [(codigo, fotos, _)] = _cuantos(texto)
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
        _llenar(telefono, f"Hueco sin señal número {n}")
        _enviar(telefono)
        expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.goto("/reportar")
    boton = telefono.get_by_role("button", name="Enviar pendientes (2)")
    boton.click()
    expect(telefono.get_by_text("Siguen guardados en este teléfono")).to_be_visible()
    contexto.set_offline(False)
    expect(telefono.get_by_text("Recibido:")).to_have_count(2)
    claves = {_cuantos(f"Hueco sin señal número {n}")[0][2] for n in range(2)}
    assert len(claves) == 2


def test_lo_que_se_escribe_vuelve_con_sus_fotos_aunque_se_cierre(telefono, foto):
    _llenar(telefono, "Hueco a medio contar", [foto])
    expect(telefono.get_by_label("Cuéntenos qué pasa")).to_have_value("Hueco a medio contar")
    telefono.wait_for_timeout(300)
    telefono.context.set_offline(True)
    telefono.reload()
    expect(telefono.get_by_label("Cuéntenos qué pasa")).to_have_value("Hueco a medio contar")
    expect(telefono.locator(".fotos-elegidas img")).to_have_count(1)


def test_la_respuesta_que_se_pierde_no_hace_otro_reporte(telefono, foto):
    """The server filed it and the answer never came: the number that comes later is the first one."""
    texto = "Hueco con la respuesta perdida"
    pasos = []

    def perder(ruta):
        if ruta.request.method == "POST" and not pasos:
            pasos.append(ruta.fetch().status)
            return ruta.abort()
        return ruta.fallback()

    telefono.context.route(re.compile(r"/reportar$"), perder)
    _llenar(telefono, texto, [foto])
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    assert pasos == [201]
    telefono.goto("/reportar")
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    [(codigo, fotos, _)] = _cuantos(texto)
    assert fotos == 1
    expect(telefono.get_by_role("link", name=codigo)).to_be_visible()


def test_lo_que_el_servidor_rechaza_se_muestra_y_se_corrige(telefono, foto):
    texto = "Hueco fuera del municipio"
    telefono.context.set_offline(True)
    _llenar(telefono, texto, [foto], "6.2442", "-75.5812")
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.goto("/reportar")
    telefono.context.set_offline(False)
    expect(telefono.get_by_text("No se pudo enviar: El lugar está fuera de")).to_be_visible()
    telefono.get_by_role("button", name="Corregir").click()
    expect(telefono.get_by_label("Cuéntenos qué pasa")).to_have_value(texto)
    expect(telefono.locator(".fotos-elegidas img")).to_have_count(1)
    telefono.get_by_role("button", name="Seguir donde iba").click()
    telefono.get_by_role("button", name="Cambiar lugar").click()
    _ubicar(telefono, "4.4430", "-75.2325")
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name="Recibido")).to_be_visible()
    assert [fila[1] for fila in _cuantos(texto)] == [1]


def test_un_mes_despues_y_sin_galletas_sale_con_la_hora_del_telefono(telefono, foto):
    """F10 in a browser: the token of the page that was kept is a month old, and the cookie is gone."""
    contexto, texto, hace = telefono.context, "Hueco de hace un mes", dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    contexto.clock.set_fixed_time(hace)
    contexto.set_offline(True)
    telefono.goto("/reportar")
    _llenar(telefono, texto, [foto])
    _enviar(telefono)
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
    assert [fila[1] for fila in _cuantos(texto)] == [1]


def test_las_fotos_viajan_mientras_la_persona_sigue(telefono, foto):
    _llenar(telefono, "Hueco con la foto adelantada", [foto])
    clave = telefono.locator("[name=clave]").input_value()
    esperan = "SELECT archivo FROM malla_vial_fotosubida WHERE clave = %s"
    [(archivo,)] = hasta(lambda: consultar(esperan, [clave]))
    subidas = []
    telefono.on("request", lambda r: subidas.append(r.url) if r.method == "POST" and r.url.endswith("/fotos") else None)
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name="Recibido")).to_be_visible()
    assert subidas == []
    puestas = (
        "SELECT f.archivo FROM malla_vial_foto f JOIN malla_vial_reporte r ON r.id = f.reporte_id WHERE r.clave = %s"
    )
    assert consultar(puestas, [clave]) == [(archivo,)]


def test_la_foto_que_se_quita_se_va_del_servidor(telefono, foto):
    telefono.locator("input[type=file]").first.set_input_files([foto])
    clave = telefono.locator("[name=clave]").input_value()
    cuantas = "SELECT count(*) FROM malla_vial_fotosubida WHERE clave = %s"
    hasta(lambda: consultar(cuantas, [clave]) == [(1,)])
    telefono.get_by_role("button", name="Quitar la foto 1").click()
    hasta(lambda: consultar(cuantas, [clave]) == [(0,)])


def test_si_el_servicio_no_tiene_sitio_para_fotos_el_texto_se_ofrece_solo(telefono, foto):
    """F5, on the phone."""
    texto = "Hueco con el disco lleno"
    lleno = {"status": 507, "json": {"detail": "El servicio no tiene dónde guardar fotos en este momento."}}
    telefono.context.route(re.compile(r"/reportar/fotos$"), lambda ruta: ruta.fulfill(**lleno))
    _llenar(telefono, texto, [foto])
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.get_by_role("button", name="Enviar sin fotos").click()
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    assert [fila[1] for fila in _cuantos(texto)] == [0]


def test_quitar_las_fotos_mientras_van_de_camino_vale(telefono, foto):
    """The attempt that was under way fails later, and does not bring them back."""
    texto, en_camino = "Hueco cuya foto iba de camino", []
    lleno = {"status": 507, "json": {"detail": "El servicio no tiene dónde guardar fotos en este momento."}}
    retener = [False]
    telefono.context.route(
        re.compile(r"/reportar/fotos$"),
        lambda ruta: en_camino.append(ruta) if retener[0] else ruta.fulfill(**lleno),
    )
    _llenar(telefono, texto, [foto])
    _enviar(telefono)
    expect(telefono.get_by_role("button", name="Enviar sin fotos")).to_be_visible()
    retener[0] = True
    telefono.get_by_role("button", name="Enviar pendientes (1)").click()
    expect(telefono.get_by_text("Subiendo la foto 1 de 1")).to_be_visible()
    hasta(lambda: telefono.wait_for_timeout(50) or en_camino)
    telefono.get_by_role("button", name="Enviar sin fotos").click()
    expect(telefono.get_by_role("button", name="Enviar sin fotos")).to_have_count(0)
    for ruta in en_camino:
        ruta.fulfill(**lleno)
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    assert [fila[1] for fila in _cuantos(texto)] == [0]


def test_el_navegador_despierta_solo_al_trabajador(telefono):
    """Background Sync, where it exists: no page of the service is open."""
    contexto, texto = telefono.context, "Hueco que salió con todo cerrado"
    contexto.set_offline(True)
    _llenar(telefono, texto)
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    registradas = "navigator.serviceWorker.ready.then((t) => t.sync.getTags())"
    hasta(lambda: telefono.evaluate(registradas) == ["cola-reportes"])
    otra = contexto.new_page()
    [registro], sesion = _registros(otra), contexto.new_cdp_session(otra)
    telefono.close()
    contexto.set_offline(False)
    sesion.send("ServiceWorker.enable")
    sesion.send("ServiceWorker.dispatchSyncEvent", registro | {"tag": "cola-reportes", "lastChance": False})
    assert hasta(lambda: _cuantos(texto))


def _registros(pagina: Page) -> list[dict]:
    """The service workers of the browser, as its own tools name them."""
    hallados: dict[str, dict] = {}

    def anotar(aviso):
        for uno in aviso["registrations"]:
            origen = "/".join(uno["scopeURL"].split("/")[:3])
            hallados[uno["registrationId"]] = {"origin": origen, "registrationId": uno["registrationId"]}

    sesion = pagina.context.new_cdp_session(pagina)
    sesion.on("ServiceWorker.workerRegistrationUpdated", anotar)
    sesion.send("ServiceWorker.enable")
    hasta(lambda: pagina.wait_for_timeout(50) or hallados)
    return list(hallados.values())


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
    _llenar(pagina, texto)
    _enviar(pagina)
    expect(pagina.get_by_role("heading", name=GUARDADO)).to_be_visible()
    pagina.evaluate(ocultar, "hidden")
    pagina.context.unroute_all()
    pagina.wait_for_timeout(6000)  # past the first waiting time and a turn of the clock
    assert (len(caidas), _cuantos(texto)) == (1, [])
    pagina.evaluate(ocultar, "visible")
    expect(pagina.get_by_text("Recibido:")).to_be_visible()


def test_la_cuenta_que_el_servicio_pide_se_resuelve_sola(telefono):
    """Proof of work, from the queue: nobody has to look at anything."""
    texto, altchas = "Hueco con prueba", []
    reto = create_challenge_v1(ChallengeOptionsV1(hmac_key="x", max_number=2000)).to_dict()

    def pedir(ruta):
        if ruta.request.method != "POST":
            return ruta.fallback()
        altchas.append(re.search(r'name="altcha"\r\n\r\n(.*)\r\n', ruta.request.post_data or "")[1])
        return ruta.fulfill(status=429, json={"prueba": reto}) if len(altchas) == 1 else ruta.fallback()

    telefono.context.route(re.compile(r"/reportar$"), pedir)
    _llenar(telefono, texto)
    _enviar(telefono)
    expect(telefono.get_by_role("heading", name="Recibido")).to_be_visible()
    assert (altchas[0], len(altchas)) == ("", 2)
    assert json.loads(base64.b64decode(altchas[1]))["challenge"] == reto["challenge"]


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
    _llenar(telefono, "Hueco accesible")
    _enviar(telefono)
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
    assert paginas == {"/reportar", "/reportar/tipos.json", "/sin-red"}
    telefono.context.set_offline(True)
    telefono.goto("/reportes")
    expect(telefono.get_by_role("heading", name="No hay conexión")).to_be_visible()
