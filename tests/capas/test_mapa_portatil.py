"""A map that travels as a file: whole, for anybody who may see the layer, and with nothing of the data that runs."""

import json
import re

import pytest
from django.test import Client

from capas.catalogo import obtener
from capas.models import FichaCapa
from capas.salidas import mapa_portatil
from tests import fabricas
from tests.fabricas import cerrar

MALO = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raise %}"


def _mapa(cliente, capa, consulta=""):
    return cliente.get(f"/datos/{capa}/mapa.html{consulta}")


def test_toda_capa_cabe_en_un_mapa_para_llevar(capa):
    elemento = fabricas.elemento(capa)
    respuesta = _mapa(Client(), capa.id)
    assert respuesta.status_code == 200
    assert respuesta["Content-Disposition"] == f'attachment; filename="mapa-{capa.id}.html"'
    [datos] = re.findall(r"geo_json_\w+_add\((\{.*\"features\".*\})\);", respuesta.content.decode())[-1:]
    features = json.loads(datos)["features"]
    assert [f["id"] for f in features] == [elemento.pk]
    assert features[0]["geometry"]["type"].upper().removeprefix("MULTI") == capa.tipo.removeprefix("MULTI")


def test_una_capa_reservada_no_tiene_mapa(capa):
    fabricas.elemento(capa)
    cerrar(capa.id)
    assert _mapa(Client(), capa.id).status_code == 404


def test_el_archivo_no_pide_nada_a_la_red(capas_de_datos):
    fabricas.municipio()
    fabricas.elemento(obtener("zonas-wifi"))
    texto = _mapa(Client(), "zonas-wifi").content.decode()
    marcas = re.sub(r"(?s)<(script|style)\b[^>]*>.*?</\1>", r"<\1>", texto)
    assert re.findall(r"""(?:src|href)=["']([^"']*)""", marcas) == [FichaCapa.objects.get(pk="zonas-wifi").licencia]
    assert not re.findall(r"<(?:script|link)[^>]+(?:src|href)=", texto)
    assert "default-src 'none'" in texto


def test_nada_de_los_datos_es_codigo_ni_plantilla():
    ficha = FichaCapa.objects.get(pk="zonas-wifi")
    ficha.titulo = ficha.resumen = ficha.linaje = MALO[:120]
    ficha.save()
    fabricas.elemento(obtener("zonas-wifi"), nombre=MALO)
    texto = _mapa(Client(), "zonas-wifi").content.decode()
    assert "<script>alert" not in texto
    assert "<img src=x" not in texto
    assert "{{ 7*7 }}" in texto


def test_el_color_de_una_capa_de_datos_no_es_codigo():
    assert mapa_portatil._color("#0f7b8a") == "#0f7b8a"
    assert mapa_portatil._color("red}</script>") == mapa_portatil._GRIS


def test_lo_que_no_cabe_se_dice(monkeypatch):
    for n in range(4):
        fabricas.elemento(obtener("zonas-wifi"), dx=50 * n)
    assert "lo que cabe" not in _mapa(Client(), "zonas-wifi").content.decode()
    assert "lleva 2 de 4 elementos" in _mapa(Client(), "zonas-wifi", "?limit=2").content.decode()
    monkeypatch.setattr(mapa_portatil, "BYTES_MAXIMOS", 200)
    cortado = _mapa(Client(), "zonas-wifi", "?limit=9").content.decode()
    assert re.search(r"lleva [123] de 4 elementos", cortado)


def test_el_mapa_lleva_lo_que_deja_el_filtro():
    for nombre in ("Parque", "Plaza"):
        fabricas.elemento(obtener("zonas-wifi"), nombre=nombre)
    texto = _mapa(Client(), "zonas-wifi", "?nombre=Plaza").content.decode()
    assert "Plaza" in texto
    assert "Parque" not in texto


@pytest.mark.parametrize("consulta", ["?crs=x", "?limit=0", "?nada=1", "?filter=("])
def test_lo_que_no_se_entiende_es_400(consulta):
    assert _mapa(Client(), "zonas-wifi", consulta).status_code == 400


def test_la_capa_vacia_da_un_mapa_sin_elementos():
    texto = _mapa(Client(), "zonas-wifi").content.decode()
    assert "0 elementos" in texto


def test_el_mismo_mapa_no_se_hace_dos_veces(consumar):
    primero = _mapa(Client(), "zonas-wifi")
    assert Client().get("/datos/zonas-wifi/mapa.html", headers={"If-None-Match": primero["ETag"]}).status_code == 304
