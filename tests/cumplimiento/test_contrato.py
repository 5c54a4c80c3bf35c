"""The API keeps what its own OpenAPI document says, whatever is asked of it."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from capas import llaves
from capas.catalogo import obtener
from capas.models import Llave
from gis_project import demostracion
from gis_project.wsgi import application
from tests import fabricas

CAPA, IMAGEN = "/collections/zonas-wifi", "/collections/relieve"
RUTAS = ["/api", IMAGEN, f"{IMAGEN}/items", f"{IMAGEN}/items/{{featureId}}", f"{IMAGEN}/map/tiles", f"{IMAGEN}/map/tiles/WebMercatorQuad",
         f"{IMAGEN}/map/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
         "/", "/conformance", "/collections", "/tileMatrixSets", "/tileMatrixSets/WebMercatorQuad", CAPA, f"{CAPA}/items",
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
    if ruta.startswith(IMAGEN):
        demostracion.cargar_rasters()
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


EJEMPLOS = {"featureId": "1", "recordId": "vias", "styleId": "vias", "processID": "exposicion", "jobID": "x", "tileMatrix": "15",
            "tileRow": "15979", "tileCol": "9536"}  # fmt: skip
CON_BOTON = "/jobs/{jobID}"  # whose page dismisses the job by POST


@pytest.mark.parametrize("metodo", ["POST", "PUT", "PATCH", "DELETE", "QUERY", "TRACE"])
def test_un_metodo_que_no_se_anuncia_es_405_y_dice_cuales_hay(metodo, capas_de_datos):
    """And never a 403 of a CSRF token, that would say it is admitted."""
    demostracion.cargar_rasters()
    cliente = Client(enforce_csrf_checks=True)
    for ruta, operaciones in cliente.get("/ogc/api").json()["paths"].items():
        if metodo.lower() in operaciones or ruta == CON_BOTON:
            continue
        respuesta = cliente.generic(metodo, "/ogc" + ruta.format(**EJEMPLOS), "{}", content_type="application/json")
        assert respuesta.status_code == 405, ruta
        assert {m.upper() for m in operaciones} & set(respuesta["Allow"].split(", ")), ruta


@pytest.mark.parametrize("modo", GenerationMode)
@pytest.mark.parametrize("ruta", [f"{CAPA}/items", f"{CAPA}/items/{{featureId}}"])
def test_quien_puede_escribir_tampoco_la_rompe(ruta, modo, usuario_con_rol):
    llave = Llave(usuario=usuario_con_rol("tic"), nombre="contrato", vence=timezone.now() + timedelta(days=1))
    _probar(ruta, modo, Authorization=f"Bearer {llaves.crear(llave)}")
