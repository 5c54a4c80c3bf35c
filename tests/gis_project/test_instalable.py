"""The application on the phone: what it needs to be installed, and what its worker keeps."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from gis_project.instalable import piezas_de


@pytest.fixture
def construccion(client):
    respuesta = client.get("/sw.js")
    assert respuesta["Cache-Control"] == "no-cache"
    assert respuesta["Content-Type"].startswith("text/javascript")
    return json.loads(re.match(r"const CONSTRUCCION = (.*);\n", respuesta.content.decode())[1])


def test_el_trabajador_guarda_piezas_que_existen_y_ninguna_privada(construccion):
    paginas = {construccion[cual] for cual in ("cascara", "sinRed", "sumarse")}
    assert paginas == {"/reportar", "/sin-red", "/reportar/sumarme"}
    for pieza in construccion["piezas"]:
        assert finders.find(pieza.removeprefix("/static/")), pieza


def test_guarda_los_tipos_de_dano_con_sus_preguntas_y_cualquiera_los_puede_guardar(construccion, client):
    assert construccion["tipos"] == ["/reportar/tipos.json"]
    respuesta = client.get(construccion["tipos"][0])
    assert respuesta.json()["tipos"]
    assert "public" in respuesta["Cache-Control"]
    assert f'data-url-tipos="{construccion["tipos"][0]}"' in client.get("/reportar").content.decode()


def test_lleva_el_mapa_y_no_el_visor(construccion):
    nombres = " ".join(construccion["piezas"])
    assert "mapa_lugar" in nombres
    assert not re.search(r"static/(mapa|gestion|analisis)\.js", nombres)


def test_las_piezas_son_las_entradas_y_lo_que_importan():
    salidas = {
        "var/frente/reportar.js": {"entryPoint": "static/js/paginas/reportar.js", "imports": [{"path": "var/frente/partes/a.js"}]},
        "var/frente/partes/a.js": {"imports": [{"path": "var/frente/partes/b.js"}, {"path": "https://otro.example/x.js"}]},
        "var/frente/partes/b.js": {"imports": [{"path": "var/frente/partes/a.js"}]},
        "var/frente/mapa.js": {"entryPoint": "static/js/paginas/mapa.js", "imports": []},
    }  # fmt: skip
    assert list(piezas_de(salidas)) == ["/static/reportar.js", "/static/partes/a.js", "/static/partes/b.js"]


def test_se_puede_instalar(client):
    respuesta = client.get("/manifest.webmanifest")
    datos = respuesta.json()
    assert respuesta["Content-Type"] == "application/manifest+json"
    assert {"192x192", "512x512"} <= {icono["sizes"] for icono in datos["icons"]}
    assert any(icono.get("purpose") == "maskable" for icono in datos["icons"])
    for direccion in [datos["start_url"], *(atajo["url"] for atajo in datos["shortcuts"])]:
        assert client.get(direccion, HTTP_ACCEPT="text/html").status_code == 200
    assert 'rel="manifest"' in client.get("/reportar", HTTP_ACCEPT="text/html").content.decode()
