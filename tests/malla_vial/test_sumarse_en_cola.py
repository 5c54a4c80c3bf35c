"""Joining a report from a phone that kept it: photos ahead, the same key again, and what is told when something is missing."""

import hashlib
import uuid

import pytest
from django.test import Client

from malla_vial import acciones
from malla_vial.estados import Estado
from malla_vial.models import Adhesion, Foto, FotoSubida, Reporte
from malla_vial.views import porteria
from tests import fabricas
from tests.cabeceras import JSON


@pytest.fixture
def reporte():
    return fabricas.reporte()


@pytest.fixture
def clave():
    return str(uuid.uuid4())


def _sumar(reporte, clave, **campos):
    return Client().post(f"/reportes/{reporte.codigo}/sumarme", {"clave": clave, **campos}, **JSON)


def _adelantar(clave, foto) -> str:
    foto.seek(0)
    return Client().post("/reportar/fotos", {"clave": clave, "foto": foto}, **JSON).json()["huella"]


def test_la_misma_clave_da_la_primera_respuesta_aunque_el_reporte_cierre_y_llegue_sin_galletas(reporte, clave):
    primera = _sumar(reporte, clave, texto="Sigue ahí")
    Reporte.objects.filter(pk=reporte.pk).update(estado=Estado.DESCARTADO)
    otra = _sumar(reporte, clave, texto="Sigue ahí")
    assert (primera.status_code, otra.status_code) == (201, 201)
    assert primera.json() == otra.json()
    assert otra.json()["recibido"] == f"/reportes/{reporte.codigo}?sumado=1"
    assert Adhesion.objects.count() == 1


@pytest.mark.parametrize("otra", [{"texto": "Otra cosa"}, {"texto": "Sigue", "nombre": "Ana", "acepta": "on"}])
def test_otro_contenido_con_la_misma_clave_es_422(reporte, clave, otra):
    _sumar(reporte, clave, texto="Sigue")
    respuesta = _sumar(reporte, clave, **otra)
    assert (respuesta.status_code, "otro contenido" in respuesta.json()["detail"]) == (422, True)
    assert Adhesion.objects.get().texto == "Sigue"


def test_repetir_lo_que_ya_llego_no_gasta_el_cupo(reporte, clave, monkeypatch):
    _sumar(reporte, clave)
    monkeypatch.setattr(porteria, "SIN_GALLETA", porteria.Ritmo(cabe=0, por_hora=0))
    assert _sumar(reporte, clave).status_code == 201
    assert _sumar(reporte, str(uuid.uuid4())).status_code == 429


def test_las_fotos_que_viajaron_antes_son_de_quien_se_suma(reporte, clave):
    una, otra = fabricas.foto(), fabricas.foto(300, 300)
    huellas = [_adelantar(clave, una), _adelantar(clave, otra)]
    for _ in range(2):
        assert _sumar(reporte, clave, subida=["", *huellas]).status_code == 201
    assert [f.adhesion.clave for f in reporte.fotos.all()] == [uuid.UUID(clave)] * 2
    assert FotoSubida.objects.count() == 0
    assert Client().get("/reportar/fotos", {"clave": clave}).json()["huellas"] == huellas


def test_da_igual_que_la_foto_viaje_antes_o_dentro(reporte, clave):
    foto = fabricas.foto()
    huella = _adelantar(clave, foto)
    _sumar(reporte, clave, subida=["", huella])
    foto.seek(0)
    assert _sumar(reporte, clave, subida="", foto=foto).status_code == 201
    assert Foto.objects.count() == 1


def test_la_foto_que_vencio_se_pide_de_nuevo_y_nada_queda_a_medias(reporte, clave):
    huella = hashlib.sha256(b"vencida").hexdigest()
    respuesta = _sumar(reporte, clave, subida=["", huella])
    assert (respuesta.status_code, respuesta.json()["faltan"]) == (422, [huella])
    assert not Adhesion.objects.exists()


def test_la_foto_que_el_reporte_ya_tiene_no_se_repite_ni_impide_la_segunda_vez(reporte, clave):
    foto = fabricas.foto()
    _sumar(reporte, str(uuid.uuid4()), foto=foto)
    for _ in range(2):
        huella = _adelantar(clave, foto)
        assert _sumar(reporte, clave, subida=["", huella]).status_code == 201
    assert (Foto.objects.count(), Adhesion.objects.count()) == (1, 2)


def test_lo_adelantado_de_otro_no_se_toma(reporte, clave):
    huella = _adelantar(str(uuid.uuid4()), fabricas.foto())
    assert _sumar(reporte, clave, subida=["", huella]).status_code == 422


def test_con_fotos_ajenas_que_se_suman_el_reporte_sigue_dando_las_suyas(reporte, clave):
    _sumar(reporte, clave, foto=fabricas.foto())
    assert acciones.huellas_de(reporte.clave) == []
