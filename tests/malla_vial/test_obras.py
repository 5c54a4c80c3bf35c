"""A work and its reports move together, and the citizen's page tells."""

import datetime as dt

import pytest

from capas.errores import DatosInvalidos
from malla_vial import acciones, permisos
from tests import fabricas


@pytest.fixture
def ingeniera(usuario_con_rol):
    return usuario_con_rol("infraestructura")


def _obra(usuario, reportes=(), tramos=None, **otros):
    trechos = [acciones.Trecho(t) for t in (tramos or [fabricas.tramo()])]
    return acciones.programar_intervencion(
        nombre="Bacheo de la 5", tipo="bacheo", trechos=trechos, reportes=reportes, usuario=usuario, **otros
    )


def test_los_reportes_siguen_a_su_obra_hasta_el_fin(ingeniera):
    reportes = [fabricas.reporte(), fabricas.reporte(dx=5)]
    obra = _obra(ingeniera, reportes, fecha_inicio=dt.date(2026, 12, 1), fecha_fin=dt.date(2026, 12, 20))
    vistos = []
    for paso in ("programada", "en_ejecucion", "terminada"):
        acciones.mover_intervencion(obra=obra, a=paso, usuario=ingeniera)
        for reporte in reportes:
            reporte.refresh_from_db()
        vistos.append({r.estado for r in reportes})
    assert vistos == [{"programado"}, {"en_ejecucion"}, {"resuelto"}]
    historia = [m.respuesta for m in reportes[0].movimientos.all()]
    assert "01/12/2026" in historia[1]
    assert "Bacheo de la 5" in historia[1]


def test_un_reporte_que_llega_tarde_alcanza_a_la_obra(ingeniera):
    obra = _obra(ingeniera)
    for paso in ("programada", "en_ejecucion"):
        acciones.mover_intervencion(obra=obra, a=paso, usuario=ingeniera)
    reporte = fabricas.reporte()
    acciones.vincular_reportes(obra=obra, reportes=[reporte], usuario=ingeniera)
    reporte.refresh_from_db()
    assert reporte.estado == "en_ejecucion"


def test_la_obra_cancelada_devuelve_los_reportes_a_verificacion_y_los_suelta(ingeniera):
    reporte = fabricas.reporte()
    obra = _obra(ingeniera, [reporte])
    acciones.mover_intervencion(obra=obra, a="programada", usuario=ingeniera)
    acciones.mover_intervencion(obra=obra, a="cancelada", usuario=ingeniera)
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.intervencion) == ("en_verificacion", None)


def test_cancelar_un_plan_no_mueve_lo_que_no_habia_salido_de_la_bandeja(ingeniera):
    reporte = fabricas.reporte()
    obra = _obra(ingeniera, [reporte])
    acciones.mover_intervencion(obra=obra, a="cancelada", usuario=ingeniera)
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.intervencion) == ("recibido", None)


def test_el_trecho_se_corta_por_sus_metros(ingeniera):
    tramo = fabricas.tramo(largo=100)
    obra = acciones.programar_intervencion(
        nombre="Medio tramo", tipo="parcheo", trechos=[acciones.Trecho(tramo, 20, 70)], usuario=ingeniera
    )
    assert obra.geom.length == pytest.approx(50, abs=0.01)


@pytest.mark.parametrize(("desde", "hasta"), [(50, 20), (-1, 10), (0, 101), (30, 30)])
def test_un_trecho_que_no_cabe_se_rechaza(ingeniera, desde, hasta):
    with pytest.raises(DatosInvalidos, match="mide"):
        acciones.programar_intervencion(
            nombre="x", tipo="parcheo", trechos=[acciones.Trecho(fabricas.tramo(), desde, hasta)], usuario=ingeniera
        )


def test_un_reporte_cerrado_no_entra_en_una_obra(ingeniera):
    with pytest.raises(DatosInvalidos, match="cerrado"):
        _obra(ingeniera, [fabricas.reporte(estado="resuelto")])


def test_sin_el_rol_no_se_programa(usuario_con_rol):
    with pytest.raises(permisos.SinPermiso):
        _obra(usuario_con_rol("planeacion"))


def test_fechas_al_reves(ingeniera):
    with pytest.raises(DatosInvalidos, match="fecha de fin"):
        _obra(ingeniera, fecha_inicio=dt.date(2026, 2, 1), fecha_fin=dt.date(2026, 1, 1))
