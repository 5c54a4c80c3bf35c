"""A new layer is tested the day it is declared: whatever asks for `capa` runs once for each."""

import pytest

from capas.catalogo import obtener
from tests.fabricas import CAPAS


@pytest.fixture(params=CAPAS)
def capa(request, capas_de_datos):
    return obtener(request.param)
