"""Reporting from elsewhere: the link, the poster, the box, the picture for social networks."""

import io
import re

import pytest
from PIL import Image

from malla_vial.models import TipoDano, TramoVial, Via
from tests import fabricas

LUGAR = {"lon": "-75.2322", "lat": "4.4389"}
PAGINAS = ["/compartir", "/cartel", "/cartel.pdf", "/compartir/lugar.png", "/widget"]


@pytest.fixture(autouse=True)
def ciudad():
    fabricas.municipio()
    TipoDano.objects.get_or_create(codigo="hueco", defaults={"nombre": "Hueco"})
    for n in range(3):
        fabricas.tramo(dx=-150, dy=n * 40, largo=300)


def test_el_enlace_trae_el_lugar_puesto(client):
    pagina = client.get("/compartir", LUGAR | {"tipo": "hueco", "direccion": "Parque Galarza"}).content.decode()
    enlace = re.search(r'id="enlace" readonly value="http://testserver([^"]+)"', pagina)[1].replace("&amp;", "&")
    assert enlace == "/reportar?lon=-75.232200&lat=4.438900&direccion=Parque+Galarza&tipo=hueco"
    reporte = client.get(enlace).content.decode()
    assert 'value="-75.232200"' in reporte
    assert "Parque Galarza" in reporte


def test_el_cartel_lleva_codigo_plano_y_palabras(client):
    pagina = client.get("/cartel", LUGAR).content.decode()
    assert 'class="qr"' in pagina
    assert pagina.count("<polyline") == 6  # three streets, each with its edge
    assert "barrio La Pola" in pagina


def test_el_plano_dice_el_nombre_de_las_calles(client):
    via = Via.objects.create(codigo="c37", nombre="Calle 37", geom=fabricas.geometria("MULTILINESTRING"))
    TramoVial.objects.update(via=via)
    assert client.get("/cartel", LUGAR).content.decode().count(">Calle 37</text>") == 2  # the name and its halo


def test_el_cartel_en_pdf(client):
    respuesta = client.get("/cartel.pdf", LUGAR)
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta.content.startswith(b"%PDF")


def test_la_imagen_para_redes(client):
    respuesta = client.get("/compartir/lugar.png", LUGAR)
    imagen = Image.open(io.BytesIO(respuesta.content))
    assert imagen.size == (1200, 630)
    assert len(imagen.getcolors(100_000)) > 3


def test_el_recuadro_cabe_en_otra_pagina_y_no_sigue_a_nadie(client):
    cerca, lejos = fabricas.reporte(), fabricas.reporte(dx=3000)
    oculto = fabricas.reporte(visible=False)
    respuesta = client.get("/widget", LUGAR | {"radio": "500"})
    pagina = respuesta.content.decode()
    assert cerca.codigo in pagina
    assert not {lejos.codigo, oculto.codigo} & set(re.findall(r"IBG-\w+", pagina))
    assert "frame-ancestors *" in respuesta["Content-Security-Policy"]
    assert "X-Frame-Options" not in respuesta
    assert not respuesta.cookies
    assert "<script" not in pagina


@pytest.mark.parametrize("ruta", ["/", "/reportar", "/compartir", "/reportes"])
def test_ninguna_otra_pagina_cabe_en_otra(client, ruta):
    respuesta = client.get(ruta)
    assert "frame-ancestors 'none'" in respuesta["Content-Security-Policy"]
    assert respuesta["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("ruta", PAGINAS)
@pytest.mark.parametrize(
    "malo",
    [
        {"lon": "x", "lat": "4"},
        {"lon": "500", "lat": "4"},
        {"lon": "nan", "lat": "nan"},
        {"lon": "-75"},
        {"lon": "-74", "lat": "5"},
    ],
)
def test_un_lugar_que_no_es(client, ruta, malo):
    assert client.get(ruta, malo).status_code in (400, 422)


@pytest.mark.parametrize("radio", ["0", "-5", "x", "999999", "²"])
def test_un_radio_que_no_es(client, radio):
    assert client.get("/widget", LUGAR | {"radio": radio}).status_code == 400


def test_lo_que_escribe_un_enlace_no_es_codigo(client):
    malo = '"><script>alert(1)</script>'
    for ruta in ("/compartir", "/cartel", "/widget", "/reportar"):
        assert "<script>alert" not in client.get(ruta, LUGAR | {"direccion": malo, "tipo": malo}).content.decode()


@pytest.mark.parametrize("ruta", ["/reportar?lon=-75.2322&lat=4.4389&direccion=Parque", "reporte"])
def test_lo_que_ven_las_redes(client, ruta):
    """The card of a shared page: its title, and a picture that exists."""
    ruta = f"/reportes/{fabricas.reporte().codigo}" if ruta == "reporte" else ruta
    pagina = client.get(ruta, headers={"Accept": "*/*"}).content.decode()
    og = dict(re.findall(r'<meta property="og:([a-z_:]+)" content="([^"]*)">', pagina))
    assert og["title"]
    assert og["url"].replace("&amp;", "&") == f"http://testserver{ruta}"
    imagen = og["image"].replace("&amp;", "&").removeprefix("http://testserver")
    assert client.get(imagen)["Content-Type"] == "image/png"


def test_un_anfitrion_falso_recibe_su_error(client):
    respuesta = client.get("/compartir", headers={"Host": "malo.example", "Accept": "text/html"})
    assert respuesta.status_code == 400
    assert "malo.example" not in respuesta.content.decode()
