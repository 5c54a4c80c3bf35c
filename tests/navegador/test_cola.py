"""The queue and the server: an answer that is lost, a refusal, photos ahead of their report, a proof of work."""

import base64
import json
import re

import pytest
from altcha import ChallengeOptionsV1, create_challenge_v1
from playwright.sync_api import expect

from tests.fallas.conftest import hasta
from tests.navegador.pasos import GUARDADO, cuantos, enviar, llenar, ubicar
from tests.servidor import consultar

pytestmark = pytest.mark.navegador


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
    llenar(telefono, texto, [foto])
    enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    assert pasos == [201]
    telefono.goto("/reportar")
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    [(codigo, fotos, _)] = cuantos(texto)
    assert fotos == 1
    expect(telefono.get_by_role("link", name=codigo)).to_be_visible()


def test_lo_que_el_servidor_rechaza_se_muestra_y_se_corrige(telefono, foto):
    texto = "Hueco fuera del municipio"
    telefono.context.set_offline(True)
    llenar(telefono, texto, [foto], "6.2442", "-75.5812")
    enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.goto("/reportar")
    telefono.context.set_offline(False)
    expect(telefono.get_by_text("No se pudo enviar: El lugar está fuera de")).to_be_visible()
    telefono.get_by_role("button", name="Corregir").click()
    expect(telefono.get_by_label("Cuéntenos qué pasa")).to_have_value(texto)
    expect(telefono.locator(".fotos-elegidas img")).to_have_count(1)
    telefono.get_by_role("button", name="Seguir donde iba").click()
    telefono.get_by_role("button", name="Cambiar lugar").click()
    ubicar(telefono, "4.4430", "-75.2325")
    enviar(telefono)
    expect(telefono.get_by_role("heading", name="Recibido")).to_be_visible()
    assert [fila[1] for fila in cuantos(texto)] == [1]


def test_las_fotos_viajan_mientras_la_persona_sigue(telefono, foto):
    llenar(telefono, "Hueco con la foto adelantada", [foto])
    clave = telefono.locator("[name=clave]").input_value()
    esperan = "SELECT archivo FROM malla_vial_fotosubida WHERE clave = %s"
    [(archivo,)] = hasta(lambda: consultar(esperan, [clave]))
    subidas = []
    telefono.on("request", lambda r: subidas.append(r.url) if r.method == "POST" and r.url.endswith("/fotos") else None)
    enviar(telefono)
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
    llenar(telefono, texto, [foto])
    enviar(telefono)
    expect(telefono.get_by_role("heading", name=GUARDADO)).to_be_visible()
    telefono.get_by_role("button", name="Enviar sin fotos").click()
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    assert [fila[1] for fila in cuantos(texto)] == [0]


def test_quitar_las_fotos_mientras_van_de_camino_vale(telefono, foto):
    """The attempt that was under way fails later, and does not bring them back."""
    texto, en_camino = "Hueco cuya foto iba de camino", []
    lleno = {"status": 507, "json": {"detail": "El servicio no tiene dónde guardar fotos en este momento."}}
    retener = [False]
    telefono.context.route(
        re.compile(r"/reportar/fotos$"),
        lambda ruta: en_camino.append(ruta) if retener[0] else ruta.fulfill(**lleno),
    )
    llenar(telefono, texto, [foto])
    enviar(telefono)
    expect(telefono.get_by_role("button", name="Enviar sin fotos")).to_be_visible()
    retener[0] = True
    telefono.get_by_role("button", name="Enviar pendientes (1)").click()  # unless the clock was first
    hasta(lambda: telefono.wait_for_timeout(50) or en_camino)
    telefono.get_by_role("button", name="Enviar sin fotos").click()
    expect(telefono.get_by_role("button", name="Enviar sin fotos")).to_have_count(0)
    for ruta in en_camino:
        ruta.fulfill(**lleno)
    expect(telefono.get_by_text("Recibido:")).to_be_visible()
    assert [fila[1] for fila in cuantos(texto)] == [0]


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
    llenar(telefono, texto)
    enviar(telefono)
    expect(telefono.get_by_role("heading", name="Recibido")).to_be_visible()
    assert (altchas[0], len(altchas)) == ("", 2)
    assert json.loads(base64.b64decode(altchas[1]))["challenge"] == reto["challenge"]


def test_lo_que_se_borra_en_otra_pagina_mientras_va_de_camino_no_rompe_esta(telefono):
    """The form still has it, and says what happened."""
    texto, en_camino = "Hueco borrado desde otra pestaña", []

    def retener(ruta):
        return en_camino.append(ruta) if ruta.request.method == "POST" else ruta.fallback()

    telefono.context.route(re.compile(r"/reportar$"), retener)
    llenar(telefono, texto)
    enviar(telefono)
    hasta(lambda: telefono.wait_for_timeout(50) or en_camino)
    otra = telefono.context.new_page()
    otra.on("dialog", lambda dialogo: dialogo.accept())
    otra.goto("/reportar")
    otra.get_by_role("button", name="Borrar").click()
    expect(otra.get_by_role("button", name="Borrar")).to_have_count(0)
    en_camino[0].abort()
    expect(telefono.get_by_text("Se borró en otra página de este teléfono")).to_be_visible()
    telefono.context.unroute_all()
    enviar(telefono)
    expect(telefono.get_by_role("heading", name="Recibido")).to_be_visible()
    assert len(cuantos(texto)) == 1
