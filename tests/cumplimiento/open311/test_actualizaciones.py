"""servicerequestupdates, the extension of mySociety."""

import pytest

from malla_vial import acciones
from malla_vial.estados import Estado
from malla_vial.models import NotaInterna
from tests import fabricas
from tests.cumplimiento.open311.comun import FORMATOS


@pytest.mark.parametrize("formato", FORMATOS)
def test_actualizaciones(pedir, ciudad, usuario_con_rol, formato):
    reporte, quien = fabricas.reporte(), usuario_con_rol("infraestructura")
    acciones.cambiar_estado(reporte=reporte, a=Estado.DESCARTADO, usuario=quien, respuesta="No es vía.")
    dadas = pedir("servicerequestupdates", formato, service_request_id=reporte.codigo)
    assert [d["status"] for d in dadas] == ["open", "closed"]
    assert list(dadas[1]) == [
        "update_id", "service_request_id", "status", "updated_datetime", "description", "media_url",
    ]  # fmt: skip
    assert dadas[1]["description"] == "No es vía."
    assert pedir("servicerequestupdates", formato, end_date="2020-01-01T00:00:00Z") == []


def test_una_llave_con_permiso_actualiza_una_vez(enviar, llave, ciudad, usuario_con_rol):
    texto, reporte = llave(en_nombre_de=usuario_con_rol("infraestructura")), fabricas.reporte()
    datos = {"api_key": texto, "service_request_id": reporte.codigo, "update_id": "u1", "status": "descartado"}
    datos["description"] = "Es de otra entidad."
    primera = enviar(datos, ruta="servicerequestupdates")
    assert enviar(datos, ruta="servicerequestupdates") == primera
    reporte.refresh_from_db()
    assert reporte.estado == Estado.DESCARTADO
    assert reporte.movimientos.count() == 2


def test_una_actualizacion_sin_estado_es_una_nota(enviar, llave, ciudad, usuario_con_rol):
    texto, reporte = llave(en_nombre_de=usuario_con_rol("infraestructura")), fabricas.reporte()
    datos = {"api_key": texto, "service_request_id": reporte.codigo, "update_id": "u1", "status": "open"}
    enviar(datos | {"description": "El contratista va el martes."}, "xml", ruta="servicerequestupdates")
    assert NotaInterna.objects.get().texto == "El contratista va el martes."


@pytest.mark.parametrize(
    ("cambio", "estado"),
    [
        ({"status": "roto"}, 400),
        ({"update_id": ""}, 400),
        ({"service_request_id": "IBG-NADA"}, 404),
        ({"status": "resuelto"}, 400),
    ],
)
def test_actualizaciones_imposibles(enviar, llave, ciudad, usuario_con_rol, cambio, estado):
    texto, reporte = llave(en_nombre_de=usuario_con_rol("infraestructura")), fabricas.reporte()
    datos = {
        "api_key": texto,
        "service_request_id": reporte.codigo,
        "update_id": "u",
        "status": "closed",
        "description": "x",
    }
    enviar(datos | cambio, estado=estado, ruta="servicerequestupdates")
    assert reporte.movimientos.count() == 1


def test_una_llave_sin_permiso_no_actualiza(enviar, ciudad):
    datos = {"service_request_id": fabricas.reporte().codigo, "update_id": "u", "status": "closed"}
    enviar(datos, estado=403, ruta="servicerequestupdates")
