"""A GIS reads every collection of the running service whole (GDAL's driver OAPIF)."""

import json
import urllib.request
import warnings

import pyogrio
import pytest

pytestmark = pytest.mark.navegador


def test_gdal_lee_cada_coleccion_entera(sitio):
    def pedir(ruta):
        return json.load(urllib.request.urlopen(f"{sitio}/ogc/{ruta}", timeout=30))

    colecciones = [c["id"] for c in pedir("collections?f=json")["collections"]]
    assert len(colecciones) >= 15
    warnings.simplefilter("error", RuntimeWarning)  # a decimal cut to fit a field taken for an integer
    for capa in colecciones:
        leidos = pyogrio.read_dataframe(f"OAPIF:{sitio}/ogc", layer=capa)
        assert len(leidos) == pedir(f"collections/{capa}/items?limit=1&f=json")["numberMatched"], capa
        assert not leidos.geometry.is_empty.any()
