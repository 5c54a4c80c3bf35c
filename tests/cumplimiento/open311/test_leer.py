"""GET service request: what a report says of itself, and what it never says."""

import datetime as dt
import json

import pytest

from malla_vial import acciones
from malla_vial.estados import ABIERTOS, Estado
from malla_vial.models import Movimiento, Reporte
from tests import fabricas
from tests.cumplimiento.open311.comun import FORMATOS, en_texto

CAMPOS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
]  # fmt: skip


@pytest.mark.parametrize("formato", FORMATOS)
def test_un_reporte(pedir, ciudad, formato):
    reporte = fabricas.reporte(texto_aprobado=True)
    (dado,) = pedir(f"requests/{reporte.codigo}", formato)
    assert list(dado) == CAMPOS
    assert dado["service_request_id"] == reporte.codigo
    assert float(dado["lat"]) == pytest.approx(4.4389, abs=1e-5)
    assert float(dado["long"]) == pytest.approx(-75.2322, abs=1e-5)
    assert dado["description"] == "Un hueco hondo"


def test_los_dos_formatos_dicen_lo_mismo(pedir, varios):
    assert pedir("requests", "xml", extensions="true") == en_texto(pedir("requests", extensions="true"))


@pytest.mark.parametrize("formato", FORMATOS)
def test_cada_estado_es_abierto_o_cerrado(pedir, varios, formato):
    dados = {r["service_request_id"]: r["status"] for r in pedir("requests", formato)}
    assert dados == {r.codigo: "open" if e in ABIERTOS else "closed" for e, r in varios.items()}


def test_lo_oculto_no_aparece(pedir, varios):
    oculto = Reporte.objects.get(visible=False)
    assert oculto.codigo not in json.dumps(pedir("requests"))
    pedir(f"requests/{oculto.codigo}", estado=404)
    assert pedir("requests", service_request_id=oculto.codigo) == []
    assert oculto.codigo not in json.dumps(pedir("servicerequestupdates"))


def test_lo_no_mirado_no_aparece(pedir, ciudad):
    reporte = fabricas.reporte(descripcion="Vivo en la 5, me llamo Ana", fotos=())
    assert "Ana" not in json.dumps(pedir(f"requests/{reporte.codigo}", extensions="true"))


def test_un_reporte_cerrado_dice_cuando(pedir, ciudad, usuario_con_rol):
    """«For requests with status=closed, updated_datetime will be the date the request was closed»."""
    reporte, quien = fabricas.reporte(), usuario_con_rol("infraestructura")
    acciones.cambiar_estado(reporte=reporte, a=Estado.DESCARTADO, usuario=quien, respuesta="Es un andén privado.")
    cierre = dt.datetime(2026, 3, 4, 15, tzinfo=dt.UTC)
    Movimiento.objects.filter(a=Estado.DESCARTADO).update(fecha=cierre)
    (dado,) = pedir(f"requests/{reporte.codigo}", extensions="true")
    assert dt.datetime.fromisoformat(dado["updated_datetime"]) == cierre
    assert dado["updated_datetime"].endswith("-05:00")
    assert dado["status_notes"] == "Es un andén privado."
    assert dado["extended_attributes"]["resultado"] == "cerrado sin obra"
