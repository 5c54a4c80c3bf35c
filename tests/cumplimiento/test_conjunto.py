"""Several layers in one tile (OGC 20-057, dataset-tilesets and collections-selection)."""

import mapbox_vector_tile
import pytest

from capas.catalogo import obtener
from capas.models import FichaCapa
from tests import fabricas

TESELA = "/ogc/tiles/WebMercatorQuad/16/31959/19072"


@pytest.fixture
def capas():
    fabricas.municipio()
    fabricas.elemento(obtener("vias"), jerarquia="urbana_principal")
    fabricas.elemento(obtener("zonas-wifi"))


def en_tesela(client, url) -> set[str]:
    return set(mapbox_vector_tile.decode(client.get(url).content))


def test_la_portada_lleva_a_una_tesela_con_todo(client, capas):
    portada = client.get("/ogc/").json()
    teselas = next(e["href"] for e in portada["links"] if e["rel"].endswith("tilesets-vector"))
    tileset = client.get(teselas).json()["tilesets"][0]
    assert {"tileMatrixSetId", "tileMatrixSetLimits", "links"} <= tileset.keys()
    limite = {m["tileMatrix"]: m for m in tileset["tileMatrixSetLimits"]}["16"]
    plantilla = next(e["href"] for e in tileset["links"] if e["rel"] == "item")
    fila, columna = ((limite[f"min{que}"] + limite[f"max{que}"]) // 2 for que in ("TileRow", "TileCol"))
    en = en_tesela(client, plantilla.format(tileMatrix=16, tileRow=fila, tileCol=columna))
    assert {"municipio", "barrios"} <= en


def test_se_eligen_las_capas(client, capas):
    tileset = client.get("/ogc/tiles/WebMercatorQuad?collections=vias,zonas-wifi").json()
    assert [capa["id"] for capa in tileset["layers"]] == ["vias", "zonas-wifi"]
    fila, columna = 31959, 19072
    assert en_tesela(client, f"/ogc/tiles/WebMercatorQuad/16/{fila}/{columna}?collections=zonas-wifi") == {"zonas-wifi"}


@pytest.mark.parametrize(("capas_pedidas", "codigo"), [("nada", 404), ("", 400), ("vias,", 400), ("vias,privada", 404)])
def test_una_capa_que_no_hay(client, capas_pedidas, codigo):
    assert client.get(f"{TESELA}?collections={capas_pedidas}").status_code == codigo


def test_una_capa_privada_no_viaja_con_las_demas(client, capas):
    FichaCapa.objects.filter(pk="zonas-wifi").update(publicada=False)
    assert "zonas-wifi" not in en_tesela(client, TESELA)
    assert client.get(f"{TESELA}?collections=zonas-wifi").status_code == 404


@pytest.mark.parametrize("tesela", ["2/9/9", "40/0/0", "-1/0/0"])
def test_fuera_del_esquema_es_404(client, tesela):
    assert client.get(f"/ogc/tiles/WebMercatorQuad/{tesela}").status_code == 404
