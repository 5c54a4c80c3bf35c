"""Who may call Open311 and from where, and that nothing knocks it down."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capas.llaves import huella
from malla_vial.models import LlaveOpen311
from tests import fabricas
from tests.cumplimiento.open311.comun import FORMATOS, RAIZ, UN_REPORTE, leido


def test_leer_desde_otra_pagina_y_escribir_no(client, llave, ciudad):
    assert client.get(f"{RAIZ}/services.json")["Access-Control-Allow-Origin"] == "*"
    envio = client.post(
        f"{RAIZ}/requests.json", UN_REPORTE | {"api_key": llave()}, headers={"Origin": "https://malo.example"}
    )
    assert "Access-Control-Allow-Origin" not in envio
    previa = client.options(f"{RAIZ}/requests.json", headers={"Origin": "https://malo.example"})
    assert "Access-Control-Allow-Origin" not in previa


def test_ninguna_respuesta_deja_galletas(client, llave, ciudad):
    assert not client.get(f"{RAIZ}/requests.json").cookies
    assert not client.post(f"{RAIZ}/requests.json", UN_REPORTE | {"api_key": llave()}).cookies


def test_un_anfitrion_falso_no_entra_en_las_direcciones(client, ciudad, settings):
    assert client.get("/open311/discovery.json", headers={"Host": "malo.example"}).status_code == 400
    settings.URL_PUBLICA = "https://sig.ibague.gov.co"
    assert client.get("/open311/discovery.json").json()["endpoints"][0]["url"] == "https://sig.ibague.gov.co/open311/v2"


def test_una_capa_cerrada_no_da_reportes(client, ciudad):
    from capas.models import FichaCapa

    fabricas.reporte()
    FichaCapa.objects.filter(pk="reportes").update(publicada=False)
    assert client.get(f"{RAIZ}/requests.json").status_code == 404


@pytest.mark.parametrize("metodo", ["put", "patch", "delete", "options"])
def test_otros_metodos(client, ciudad, metodo):
    respuesta = getattr(client, metodo)(f"{RAIZ}/requests.json")
    assert respuesta.status_code == 405
    assert respuesta["Allow"] == "GET, POST"


PARAMETROS = [
    "service_request_id", "service_code", "status", "start_date", "end_date", "updated_after", "updated_before", "bbox",
    "page", "page_size", "extensions", "jurisdiction_id", "lat", "long", "address_string", "address_id", "email",
    "first_name", "description", "media_url", "clave", "update_id", "attribute[tamano]", "attribute[peligro][]",
]  # fmt: skip
RAROS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["-1", "0", "1e999", "9" * 30, "nan", "2026-01-01T00:00:00+99:99", "0001-01-01", "😀", "'; --", "%00", "hueco"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PARAMETROS), RAROS, max_size=6), st.sampled_from(["get", "post"]))
def test_nada_lo_tumba(client, ciudad, parametros, metodo):
    """Whatever is sent, the answer is one of the specification, in both formats."""
    texto = f"k{uuid.uuid4()}"
    LlaveOpen311.objects.create(nombre="x", correo="a@b.co", huella=huella(texto))
    for ruta in ("requests", "servicerequestupdates"):
        for formato in FORMATOS:
            respuesta = getattr(client, metodo)(
                f"{RAIZ}/{ruta}.{formato}", {"service_code": "hueco", "api_key": texto} | parametros
            )
            leido(respuesta, formato, respuesta.status_code)
            assert respuesta.status_code in (200, 201, 400, 403, 404), respuesta.content
