"""A page of another site reads the open data, and can do nothing else."""

import pytest

PREGUNTA = {"Origin": "https://otra.example", "Access-Control-Request-Method": "GET"}


@pytest.mark.parametrize(
    "ruta",
    [
        "/ogc/", "/ogc/collections/zonas-wifi/items", "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/5/15/9", "/ogc/styles/zonas-wifi",
        "/datos/", "/datos/zonas-wifi.csv", "/data.json", "/servicios/", "/metadatos/zonas-wifi.xml", "/ogc/collections/no-hay",
    ],
)  # fmt: skip
def test_lo_abierto_se_lee_desde_otro_sitio(client, ruta):
    respuesta = client.get(ruta, headers={"Origin": "https://otra.example"})
    assert respuesta["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in respuesta


def test_la_pregunta_previa_ofrece_leer_y_nada_mas(client):
    respuesta = client.options("/ogc/collections/zonas-wifi/items", headers=PREGUNTA)
    assert respuesta.status_code == 204
    assert respuesta["Access-Control-Allow-Methods"] == "GET, HEAD"


@pytest.mark.parametrize("ruta", ["/", "/gestion/entrar", "/reportar", "/admin/login/"])
def test_lo_que_no_es_dato_abierto_no_se_lee_desde_otro_sitio(client, ruta):
    for respuesta in (client.get(ruta, headers=PREGUNTA), client.options(ruta, headers=PREGUNTA)):
        assert "Access-Control-Allow-Origin" not in respuesta


@pytest.mark.parametrize("metodo", ["POST", "PUT", "PATCH", "DELETE"])
def test_lo_que_se_escribe_no_se_ofrece_a_otro_sitio(client, metodo):
    pregunta = PREGUNTA | {"Access-Control-Request-Method": metodo}
    ruta = "/ogc/collections/zonas-wifi/items"
    for respuesta in (client.options(ruta, headers=pregunta), client.generic(metodo, ruta, headers=PREGUNTA)):
        assert "Access-Control-Allow-Origin" not in respuesta
