"""A city with every layer."""

import pytest

from gis_project import demostracion
from tests import fabricas


@pytest.fixture
def ciudad(capas_de_datos):
    demostracion.cargar_rasters()
    fabricas.municipio()
