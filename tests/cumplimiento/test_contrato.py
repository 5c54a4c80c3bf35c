"""The API keeps what its own OpenAPI document says, whatever is asked of it."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from capas import llaves
from capas.catalogo import obtener
from capas.models import Llave
from gis_project.wsgi import application
from tests import fabricas

CAPA = "/collections/zonas-wifi"
RUTAS = ["/", "/conformance", "/collections", "/tileMatrixSets", "/tileMatrixSets/WebMercatorQuad", CAPA, f"{CAPA}/items",
         f"{CAPA}/items/{{featureId}}", f"{CAPA}/queryables", f"{CAPA}/sortables", f"{CAPA}/schema", f"{CAPA}/tiles",
         f"{CAPA}/tiles/WebMercatorQuad", f"{CAPA}/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
         "/collections/catalogo", "/collections/catalogo/items", "/collections/catalogo/items/{recordId}",
         "/collections/catalogo/queryables", "/collections/catalogo/sortables", "/styles", "/styles/{styleId}",
         "/tiles", "/tiles/WebMercatorQuad", "/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}", "/processes",
         "/processes/{processID}", "/processes/area-de-influencia/execution", "/processes/exposicion/execution", "/jobs", "/jobs/{jobID}",
         "/jobs/{jobID}/results"]  # fmt: skip
load_all_checks()
PROMESAS = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
POCOS = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _misma_conexion():
    """The application called from here keeps the connection of the test, as Django's own test client does."""
    for senal in (request_started, request_finished):
        senal.disconnect(close_old_connections)
    yield
    for senal in (request_started, request_finished):
        senal.connect(close_old_connections)


def _probar(ruta, modo, **cabeceras):
    for n in range(3):
        fabricas.elemento(obtener("zonas-wifi"), dx=100 * n)
    api = schemathesis.openapi.from_wsgi("/ogc/api", application).include(path=ruta)
    for operacion in (resultado.ok() for resultado in api.get_all_operations()):

        @POCOS
        @given(caso=operacion.as_strategy(generation_mode=modo))
        def cumplir(caso):
            caso.call_and_validate(checks=PROMESAS, headers={"Accept-Encoding": "identity", **cabeceras})

        cumplir()


@pytest.mark.parametrize("modo", GenerationMode)
@pytest.mark.parametrize("ruta", RUTAS)
def test_lo_que_se_pida_se_responde_como_dice_la_definicion(ruta, modo):
    _probar(ruta, modo)


@pytest.mark.parametrize("modo", GenerationMode)
@pytest.mark.parametrize("ruta", [f"{CAPA}/items", f"{CAPA}/items/{{featureId}}"])
def test_quien_puede_escribir_tampoco_la_rompe(ruta, modo, usuario_con_rol):
    llave = Llave(usuario=usuario_con_rol("tic"), nombre="contrato", vence=timezone.now() + timedelta(days=1))
    _probar(ruta, modo, Authorization=f"Bearer {llaves.crear(llave)}")
