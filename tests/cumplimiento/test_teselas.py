"""OGC API Tiles, TileJSON, and tiles that join at their edges (OGC 20-057)."""

import itertools

import mapbox_vector_tile
import pytest
from django.contrib.gis.geos import GEOSGeometry

from capas import sql_teselas
from capas.catalogo import obtener
from capas.models import RevisionCapa
from malla_vial.models import Via
from tests import fabricas

_serie = itertools.count()
WEB = "/ogc/collections/vias/tiles/WebMercatorQuad"


def _via(x0, y0, x1, y1, jerarquia="urbana_principal"):
    linea = GEOSGeometry(f"MULTILINESTRING(({x0} {y0}, {x1} {y1}))", srid=3857)
    return Via.objects.create(codigo=f"V{next(_serie)}", nombre="Vía", jerarquia=jerarquia, geom=linea)


def test_el_tileset_lo_dice_todo(client):
    fabricas.elemento(obtener("vias"))
    tileset = client.get(WEB, {"f": "json"}).json()
    assert tileset["tileMatrixSetId"] == "WebMercatorQuad"
    limites = {limite["tileMatrix"]: limite for limite in tileset["tileMatrixSetLimits"]}
    assert (limites["14"]["minTileCol"], limites["14"]["minTileRow"]) == (4768, 7989)
    [plantilla] = [e["href"] for e in tileset["links"] if e["rel"] == "item"]
    assert plantilla.endswith("/{tileMatrix}/{tileRow}/{tileCol}")
    lista = client.get("/ogc/collections/vias/tiles", {"f": "json"}).json()
    assert {"tileMatrixSetId", "links", "tileMatrixSetLimits"} <= lista["tilesets"][0].keys()


def test_el_tilejson_sirve_para_pedir_una_tesela(client):
    fabricas.elemento(obtener("vias"), jerarquia="urbana_principal")
    tilejson = client.get(WEB, {"f": "tilejson"}).json()
    url = tilejson["tiles"][0].format(z=14, y=7989, x=4768).removeprefix("http://testserver")
    respuesta = client.get(url)
    assert respuesta["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in respuesta["Cache-Control"]
    assert tilejson["vector_layers"][0]["id"] == "vias"


def test_una_revision_vieja_no_se_guarda_para_siempre(client):
    fabricas.elemento(obtener("vias"), jerarquia="urbana_principal")
    RevisionCapa.objects.filter(pk="vias").update(numero=7)
    assert "immutable" not in client.get(f"{WEB}/14/7989/4768?v=6")["Cache-Control"]
    assert "immutable" in client.get(f"{WEB}/14/7989/4768?v=7")["Cache-Control"]


@pytest.mark.parametrize(
    "tesela", ["2/9/9", "40/0/0", "-1/0/0", "3/8/0", "a/b/c", "14/7989/99999999999", "14/7989/4768.5"]
)
def test_fuera_del_esquema_es_404(client, tesela):
    assert client.get(f"{WEB}/{tesela}").status_code == 404


def test_donde_no_hay_nada_es_204(client):
    assert client.get(f"{WEB}/14/0/0").status_code == 204


def test_una_linea_no_se_corta_en_el_borde(client):
    """Drawn just outside a tile, inside its buffer, a line is in both tiles: its cased stroke does not break."""
    oeste, sur, este, norte = sql_teselas.borde(14, 4768, 7989)
    x = este + (este - oeste) * 30 / 4096
    via = _via(x, sur + 100, x, norte - 100)
    for columna in (4768, 4769):
        tesela = mapbox_vector_tile.decode(client.get(f"{WEB}/14/7989/{columna}").content)
        assert [f["id"] for f in tesela["vias"]["features"]] == [via.pk]


@pytest.mark.parametrize(
    ("zoom", "jerarquias"),
    [
        (11, {"urbana_principal"}),
        (12, {"urbana_principal", "urbana_secundaria"}),
        (14, {"urbana_principal", "urbana_secundaria", "urbana_local"}),
    ],
)
def test_cada_zoom_trae_las_vias_que_le_tocan(client, zoom, jerarquias):
    oeste, sur, este, norte = sql_teselas.borde(14, 4768, 7989)
    for jerarquia in ("urbana_principal", "urbana_secundaria", "urbana_local"):
        _via(oeste + 10, sur + 10, este - 10, norte - 10, jerarquia)
    fila, columna = 7989 >> (14 - zoom), 4768 >> (14 - zoom)
    tesela = mapbox_vector_tile.decode(client.get(f"{WEB}/{zoom}/{fila}/{columna}").content)
    assert {f["properties"]["jerarquia"] for f in tesela["vias"]["features"]} == jerarquias


def test_de_lejos_los_puntos_juntos_son_uno_y_de_cerca_todos(client):
    for n in range(30):
        fabricas.elemento(obtener("zonas-wifi"), dx=n)
    url = "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad"
    lejos = mapbox_vector_tile.decode(client.get(f"{url}/5/15/9").content)
    cerca = mapbox_vector_tile.decode(client.get(f"{url}/15/15979/9536").content)
    assert len(lejos["zonas-wifi"]["features"]) == 1
    assert len(cerca["zonas-wifi"]["features"]) == 30


def test_el_tope_de_elementos_se_dice(client, monkeypatch):
    monkeypatch.setattr(sql_teselas, "ELEMENTOS_POR_TESELA", 3)
    for n in range(5):
        fabricas.elemento(obtener("zonas-wifi"), dx=50 * n)
    respuesta = client.get("/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/16/31959/19072")
    assert "Sig-Tesela-Recortada" in respuesta


def test_la_misma_tesela_da_los_mismos_bytes(client):
    for n in range(20):
        fabricas.elemento(obtener("zonas-wifi"), dx=20 * n)
    url = "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/14/7989/4768"
    assert client.get(url).content == client.get(url).content


def test_comprimida_solo_para_quien_lo_entiende(client):
    fabricas.elemento(obtener("zonas-wifi"))
    url = "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/14/7989/4768"
    assert client.get(url, headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(url)
