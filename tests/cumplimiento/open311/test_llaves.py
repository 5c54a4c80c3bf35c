"""The keys of Open311: whose they are, their rates, and an envelope that is sent twice."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from capas.models import Balde
from malla_vial.models import LlaveOpen311, Reporte
from tests.cumplimiento.open311.comun import RAIZ, UN_REPORTE


def test_una_llave_revocada_no_abre(enviar, llave, ciudad):
    enviar(UN_REPORTE | {"api_key": llave(activa=False)}, estado=403)


def test_de_la_llave_solo_queda_la_huella(llave):
    texto = llave()
    assert texto not in json.dumps(list(LlaveOpen311.objects.values()), default=str)


def test_una_llave_de_otra_jurisdiccion(enviar, llave, ciudad):
    enviar(UN_REPORTE | {"api_key": llave(jurisdicciones=["otra"])}, estado=404)


@pytest.mark.parametrize(("pedida", "vale"), [("", True), ("73001", True), ("73001, otra", False), ("otra", False)])
def test_no_se_hace_una_llave_para_una_jurisdiccion_ajena(cliente_con_rol, settings, pedida, vale):
    settings.JURISDICCIONES_OPEN311 = ["73001"]
    datos = {"nombre": "App", "correo": "a@b.co", "por_minuto": 5, "por_dia": 50, "jurisdicciones": pedida}
    respuesta = cliente_con_rol("administracion").post("/gestion/llaves", datos)
    assert respuesta.status_code == (200 if vale else 422)
    assert LlaveOpen311.objects.exists() is vale
    assert ("Este servicio no atiende: otra. Las suyas son: 73001." in respuesta.content.decode()) is not vale


@pytest.mark.parametrize("tope", ["por_minuto", "por_dia"])
def test_una_llave_tiene_cuota(client, enviar, llave, ciudad, tope):
    datos = UN_REPORTE | {"api_key": llave(**{tope: 2})}
    enviar(datos)
    enviar(datos)
    respuesta = client.post(f"{RAIZ}/requests.json", datos)
    assert respuesta.status_code == 429
    assert 1 <= int(respuesta["Retry-After"]) <= 24 * 3600 + 1
    assert respuesta.json()[0]["code"] == 429
    assert Reporte.objects.count() == 2


def test_la_cuota_vuelve_con_el_minuto(enviar, llave, ciudad):
    datos = UN_REPORTE | {"api_key": llave(por_minuto=1)}
    enviar(datos)
    Balde.objects.update(tocado=timezone.now() - dt.timedelta(minutes=2))
    enviar(datos)


def test_la_misma_clave_es_el_mismo_reporte(enviar, llave, ciudad):
    datos = UN_REPORTE | {"api_key": llave()}
    primero = enviar(datos, **{"Idempotency-Key": "a-1"})
    assert enviar(datos, **{"Idempotency-Key": "a-1"}) == primero
    enviar(datos | {"description": "Otro"}, estado=400, **{"Idempotency-Key": "a-1"})
    enviar(datos | {"clave": "a-2"})
    assert Reporte.objects.count() == 2


def test_la_clave_de_una_llave_no_toca_la_de_otra(enviar, llave, ciudad):
    for _ in range(2):
        enviar(UN_REPORTE | {"api_key": llave(), "clave": "igual"})
    assert Reporte.objects.count() == 2
