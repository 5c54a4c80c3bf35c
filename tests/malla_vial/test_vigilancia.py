"""The clock runs by itself: who is told of what, once, and what is said to the superior."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malla_vial import acciones
from malla_vial.acciones.vigilancia import Clase
from malla_vial.models import Correo, Dependencia, Peticion
from tests import fabricas

HOY = dt.date(2026, 7, 15)  # a Wednesday; 20 July is a holiday


@pytest.fixture
def oficinas():
    Dependencia.objects.filter(pk="despacho").update(correo="despacho@ejemplo.co")
    Dependencia.objects.filter(pk="infraestructura").update(correo="obras@ejemplo.co")


def que_vence(dia: dt.date, **cambios) -> Peticion:
    p = fabricas.reporte().peticion
    Peticion.objects.filter(pk=p.pk).update(vence_el=dia, **cambios)
    return p


@pytest.mark.parametrize(
    ("vence", "clase"),
    [
        (dt.date(2026, 7, 22), None),
        (dt.date(2026, 7, 21), Clase.TRES_DIAS),
        (dt.date(2026, 7, 17), Clase.TRES_DIAS),
        (dt.date(2026, 7, 16), Clase.UN_DIA),
        (dt.date(2026, 7, 15), Clase.UN_DIA),
        (dt.date(2026, 7, 14), Clase.VENCIDA),
    ],
)
def test_a_cada_fecha_su_aviso(oficinas, vence, clase):
    que_vence(vence)
    cuenta = acciones.vigilar_plazos(HOY)
    assert {c for c, n in cuenta.items() if n} == ({clase} if clase else set())
    assert acciones.vigilar_plazos(HOY) == dict.fromkeys(Clase, 0)


def test_lo_vencido_llega_tambien_al_superior_en_una_carta_por_oficina(oficinas):
    for _ in range(3):
        que_vence(dt.date(2026, 7, 14))
    acciones.vigilar_plazos(HOY)
    cartas = Correo.objects.filter(plantilla="plazos")
    assert sorted(cartas.values_list("a", flat=True)) == ["despacho@ejemplo.co", "obras@ejemplo.co"]
    assert len(cartas[0].contexto["filas"]) == 3


def test_por_muchas_que_venzan_se_anotan_de_una_vez(oficinas):
    for _ in range(3):
        que_vence(dt.date(2026, 7, 14))
    with CaptureQueriesContext(connection) as hechas:
        assert acciones.vigilar_plazos(HOY)[Clase.VENCIDA] == 3
    assert sum('INSERT INTO "malla_vial_recordatorio' in una["sql"] for una in hechas) == 1


def test_lo_que_espera_no_vence_y_lo_que_no_llego_se_propone_archivar(oficinas):
    que_vence(dt.date(2026, 7, 1), estado="en_espera", completar_hasta=dt.date(2026, 7, 14))
    que_vence(dt.date(2026, 7, 1), estado="en_espera", completar_hasta=dt.date(2026, 7, 15))
    que_vence(dt.date(2026, 7, 1), estado="respondida")
    assert acciones.vigilar_plazos(HOY) == dict.fromkeys(Clase, 0) | {Clase.SIN_COMPLETAR: 1}


def test_una_prorroga_trae_recordatorios_nuevos(oficinas):
    p = que_vence(dt.date(2026, 7, 16))
    acciones.vigilar_plazos(HOY)
    Peticion.objects.filter(pk=p.pk).update(vence_el=dt.date(2026, 7, 30))
    assert acciones.vigilar_plazos(dt.date(2026, 7, 29))[Clase.UN_DIA] == 1


def test_una_oficina_sin_correo_se_entera_por_el_de_la_entidad(settings):
    que_vence(dt.date(2026, 7, 16))
    acciones.vigilar_plazos(HOY)
    assert Correo.objects.get(plantilla="plazos").a == settings.CORREO_ENTIDAD.lower()


def test_la_orden_dice_lo_que_hizo(oficinas, capsys):
    que_vence(dt.date(2020, 1, 2))
    call_command("vigilar_plazos")
    assert "Vencida: 1" in capsys.readouterr().out
