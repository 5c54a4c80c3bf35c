"""Whatever name a service is asked by, it gives one address: the public one."""

import pytest

from capas.ogc.al_frente import Pedido
from tests import fabricas

PUBLICA = "https://sig.example.gov.co"
PUERTAS = [
    "/ogc/?f=json",
    "/ogc/collections/comunas?f=json",
    "/ogc/collections/comunas/items?f=json",
    "/ogc/collections/catalogo/items/comunas?f=json",
    "/ogc/styles/comunas",
    "/datos/catalogo.ttl",
    "/datos/atom.xml",
    "/data.json",
    "/datos/comunas",
    "/metadatos/comunas.xml",
    "/metadatos/comunas/producto",
    "/servicios/csw?service=CSW&request=GetCapabilities",
    "/servicios/wmts?service=WMTS&request=GetCapabilities",
    "/open311/discovery.json",
]


@pytest.mark.parametrize("puerta", PUERTAS)
def test_por_otro_nombre_se_publica_la_misma_direccion(client, settings, puerta):
    fabricas.municipio()
    settings.ALLOWED_HOSTS = ["otro.example"]
    de_paso = client.get(puerta, headers={"Host": "otro.example"}).content
    assert b"otro.example" in de_paso, "sin dirección pública es la que se usó"
    settings.URL_PUBLICA = PUBLICA
    publica = client.get(puerta, headers={"Host": "otro.example"}).content
    assert b"otro.example" not in publica
    assert PUBLICA.encode() in publica


def test_lo_que_se_responde_al_frente_tambien(settings):
    pedido = Pedido({"HTTP_HOST": "otro.example", "wsgi.url_scheme": "http"})
    assert pedido.base == "http://otro.example/ogc"
    settings.URL_PUBLICA = PUBLICA
    assert pedido.base == f"{PUBLICA}/ogc"
