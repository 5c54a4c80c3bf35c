"""QGIS itself, without a screen, where Debian's `python3-qgis` is installed."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cumplimiento.tablas import tabla
from tests.servidor import consultar

CAPAS = ["comunas", "vias", "reportes", "zonas-wifi", "zonas-amenaza", "bienes-culturales"]
PYTHON = "/usr/bin/python3"


def _hay_qgis() -> bool:
    try:
        return subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@pytest.mark.navegador
@pytest.mark.skipif(not _hay_qgis(), reason="no hay QGIS: apt-get install python3-qgis")
def test_qgis_abre_las_capas_enteras(sitio, tmp_path):
    programa = Path(__file__).with_name("leer_con_qgis.py")
    hecho = subprocess.run(
        [PYTHON, str(programa), sitio, *CAPAS],
        capture_output=True,
        text=True,
        timeout=180,
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    assert hecho.returncode == 0, hecho.stderr[-2000:]
    leidas = json.loads(hecho.stdout.splitlines()[-1])
    for capa in CAPAS:
        [(cuantos,)] = consultar(f"SELECT count(*) FROM {tabla(capa)}")
        assert leidas[capa] == [cuantos, cuantos, True, True], capa
