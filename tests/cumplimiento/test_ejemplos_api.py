"""The examples of /datos/api do what they say, against the running service."""

import json
import shutil
import subprocess
import sys
import urllib.request

import pyogrio
import pytest

from capas.abiertos import ejemplos

pytestmark = pytest.mark.navegador
CAPA, CAMPO = "comunas", "nombre"


@pytest.fixture
def ejemplo(sitio, tmp_path):
    """An example, written to a folder of its own, and what it prints when a programme runs it."""

    def correr(archivo: str, *programa: str) -> str:
        ruta = tmp_path / f"ejemplo-{archivo}"
        ruta.write_text(ejemplos.leer(archivo, sitio, CAPA, CAMPO), encoding="utf-8")
        orden = [*programa, str(ruta)]
        hecho = subprocess.run(orden, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert hecho.returncode == 0, hecho.stdout[-500:] + hecho.stderr[-2000:]
        return hecho.stdout

    return correr


def test_curl(ejemplo, tmp_path):
    salida = ejemplo("curl.sh", "bash", "-e")
    assert '"numberReturned": 5' in salida
    assert "id,codigo,nombre,padre,wkt" in salida
    assert '"operacion": "creado"' in salida
    assert pyogrio.read_info(tmp_path / "comunas.gpkg")["crs"] == "EPSG:9377"


def test_python(ejemplo):
    salida = ejemplo("python.txt", sys.executable)
    assert "13 elementos: Centro" in salida
    assert salida.count("de 13") == 3, "pasó todas las páginas"


def test_javascript(ejemplo):
    salida = ejemplo("pagina.mjs", shutil.which("node") or "node")
    assert salida.count("creado") == 13
    assert "Centro" in salida


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R no está instalado")
def test_r(ejemplo):
    assert "13" in ejemplo("sf.R", "Rscript")


def test_qgis_conoce_la_direccion(sitio):
    direccion = ejemplos.leer("qgis.txt", sitio, CAPA, CAMPO)
    assert len(pyogrio.read_dataframe(f"OAPIF:{direccion}", layer=CAPA)) == 13


def test_la_pagina_los_muestra_todos(sitio):
    pagina = urllib.request.urlopen(f"{sitio}/datos/api", timeout=30).read().decode()
    for ejemplo_ in ejemplos.todos(sitio, "municipio", "nombre"):
        assert f">{ejemplo_.titulo}</h2>" in pagina
    assert f"{sitio}/datos/municipio.geojson" in pagina


def test_lo_que_dice_el_catalogo_se_puede_bajar(sitio):
    catalogo = json.load(urllib.request.urlopen(f"{sitio}/data.json", timeout=30))
    for conjunto in catalogo["dataset"][:4]:
        for distribucion in conjunto["distribution"]:
            url = distribucion.get("downloadURL") or distribucion["accessURL"]
            assert urllib.request.urlopen(url, timeout=30).read(1)
