"""A tile that is kept is never stale, never somebody else's, and never takes more disk than it may."""

import mapbox_vector_tile
import pytest

from capas import sql_teselas, teselas_guardadas
from capas.catalogo import obtener
from capas.models import FichaCapa
from tests import fabricas

URL = "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/15/15979/9536"


def _cuantas(cliente) -> int:
    cliente.get(URL)
    contenido = cliente.get(URL).content
    return len(mapbox_vector_tile.decode(contenido)["zonas-wifi"]["features"]) if contenido else 0


def _archivos(settings) -> list:
    return [ruta for ruta in settings.TESELAS_DIR.rglob("*") if ruta.is_file()]


def test_lo_que_se_pide_una_vez_no_ocupa_disco(client, settings):
    fabricas.elemento(obtener("zonas-wifi"))
    client.get(URL)
    assert not _archivos(settings)


def test_a_la_tercera_no_se_vuelve_a_hacer(client, monkeypatch):
    fabricas.elemento(obtener("zonas-wifi"))
    primera = client.get(URL)
    client.get(URL)
    monkeypatch.setattr(sql_teselas, "tesela", lambda *a: pytest.fail("se hizo otra vez"))
    assert client.get(URL).content == primera.content


def test_un_cambio_se_ve_en_la_siguiente_y_borra_las_anteriores(client, consumar, settings):
    fabricas.elemento(obtener("zonas-wifi"))
    consumar()
    assert _cuantas(client) == 1
    fabricas.elemento(obtener("zonas-wifi"), dx=200)
    consumar()
    assert _cuantas(client) == 2
    assert len(_archivos(settings)) == 1


def test_lo_que_ve_un_funcionario_no_se_guarda_para_otros(client, cliente_con_rol, settings):
    fabricas.elemento(obtener("zonas-wifi"))
    assert _cuantas(cliente_con_rol("tic")) == 1
    assert not _archivos(settings)


def test_lo_guardado_deja_de_existir_con_la_capa_privada(client):
    fabricas.elemento(obtener("zonas-wifi"))
    assert client.get(URL).status_code == 200
    FichaCapa.objects.filter(pk="zonas-wifi").update(publicada=False)
    assert client.get(URL).status_code == 404


def test_un_disco_que_no_recibe_no_quita_la_tesela(client, settings, tmp_path):
    (tmp_path / "lleno").write_text("")
    settings.TESELAS_DIR = tmp_path / "lleno"
    fabricas.elemento(obtener("zonas-wifi"))
    assert _cuantas(client) == 1


def test_lo_mas_viejo_se_va_cuando_no_cabe(settings):
    carpeta = settings.TESELAS_DIR / "x" / "1"
    carpeta.mkdir(parents=True)
    for n in range(10):
        (carpeta / str(n)).write_bytes(b"0" * 1000)
    teselas_guardadas.acotar(10_000)
    assert len(_archivos(settings)) == 10
    teselas_guardadas.acotar(5_000)
    assert len(_archivos(settings)) == 4
