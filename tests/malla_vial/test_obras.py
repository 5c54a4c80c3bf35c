"""A work and its reports move together, and the citizen's page tells."""

import datetime as dt

import pytest

from capas.errores import DatosInvalidos
from malla_vial import acciones, permisos
from tests import fabricas


def _obra(usuario, reportes=(), tramos=None, **otros):
    trechos = [acciones.Trecho(t) for t in (tramos or [fabricas.tramo()])]
    return acciones.programar_intervencion(
        nombre="Bacheo de la 5", tipo="bacheo", trechos=trechos, reportes=reportes, usuario=usuario, **otros
    )


def test_los_reportes_siguen_a_su_obra_hasta_el_fin(usuario):
    reportes = [fabricas.reporte(), fabricas.reporte(dx=5)]
    obra = _obra(usuario, reportes, fecha_inicio=dt.date(2026, 12, 1), fecha_fin=dt.date(2026, 12, 20))
    vistos = []
    for paso in ("programada", "en_ejecucion", "terminada"):
        acciones.mover_intervencion(obra=obra, a=paso, usuario=usuario)
        for reporte in reportes:
            reporte.refresh_from_db()
        vistos.append({r.estado for r in reportes})
    assert vistos == [{"programado"}, {"en_ejecucion"}, {"resuelto"}]
    historia = [m.respuesta for m in reportes[0].movimientos.all()]
    assert "01/12/2026" in historia[1]
    assert "Bacheo de la 5" in historia[1]


def test_un_reporte_que_llega_tarde_alcanza_a_la_obra(usuario):
    obra = _obra(usuario)
    for paso in ("programada", "en_ejecucion"):
        acciones.mover_intervencion(obra=obra, a=paso, usuario=usuario)
    reporte = fabricas.reporte()
    acciones.vincular_reportes(obra=obra, reportes=[reporte], usuario=usuario)
    reporte.refresh_from_db()
    assert reporte.estado == "en_ejecucion"


def test_la_obra_cancelada_devuelve_los_reportes_a_verificacion_y_los_suelta(usuario):
    reporte = fabricas.reporte()
    obra = _obra(usuario, [reporte])
    acciones.mover_intervencion(obra=obra, a="programada", usuario=usuario)
    acciones.mover_intervencion(obra=obra, a="cancelada", usuario=usuario)
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.intervencion) == ("en_verificacion", None)


def test_cancelar_un_plan_no_mueve_lo_que_no_habia_salido_de_la_bandeja(usuario):
    reporte = fabricas.reporte()
    obra = _obra(usuario, [reporte])
    acciones.mover_intervencion(obra=obra, a="cancelada", usuario=usuario)
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.intervencion) == ("recibido", None)


def test_el_trecho_se_corta_por_sus_metros(usuario):
    tramo = fabricas.tramo(largo=100)
    obra = acciones.programar_intervencion(
        nombre="Medio tramo", tipo="parcheo", trechos=[acciones.Trecho(tramo, 20, 70)], usuario=usuario
    )
    assert obra.geom.length == pytest.approx(50, abs=0.01)


@pytest.mark.parametrize(("desde", "hasta"), [(50, 20), (-1, 10), (0, 101), (30, 30)])
def test_un_trecho_que_no_cabe_se_rechaza(usuario, desde, hasta):
    with pytest.raises(DatosInvalidos, match="mide"):
        acciones.programar_intervencion(
            nombre="x", tipo="parcheo", trechos=[acciones.Trecho(fabricas.tramo(), desde, hasta)], usuario=usuario
        )


def test_un_reporte_cerrado_no_entra_en_una_obra(usuario):
    with pytest.raises(DatosInvalidos, match="cerrado"):
        _obra(usuario, [fabricas.reporte(estado="resuelto")])


def test_sin_el_rol_no_se_programa(usuario_con_rol):
    with pytest.raises(permisos.SinPermiso):
        _obra(usuario_con_rol("planeacion"))


def test_fechas_al_reves(usuario):
    with pytest.raises(DatosInvalidos, match="fecha de fin"):
        _obra(usuario, fecha_inicio=dt.date(2026, 2, 1), fecha_fin=dt.date(2026, 1, 1))


def test_unir_no_saca_un_reporte_de_su_obra(usuario):
    """By the button of the report that would stay, and by the state of the one that would go; the other way round it may."""
    en_obra, suelto = fabricas.reporte(), fabricas.reporte(dx=3)
    obra = _obra(usuario, [en_obra])
    with pytest.raises(DatosInvalidos, match=f"abra {en_obra.codigo} y únale {suelto.codigo}, o sáquelo"):
        acciones.fundir(duplicados=[en_obra], original=suelto, usuario=usuario)
    with pytest.raises(DatosInvalidos, match=obra.codigo):
        acciones.cambiar_estado(reporte=en_obra, a="duplicado", original=suelto, respuesta="Ya", usuario=usuario)
    en_obra.refresh_from_db()
    assert (en_obra.estado, en_obra.intervencion) == ("recibido", obra)
    acciones.fundir(duplicados=[suelto], original=en_obra, usuario=usuario)
    assert acciones.mover_intervencion(obra=obra, a="programada", usuario=usuario)[1] == 1


def test_lo_que_una_obra_terminada_dejo_mal_se_puede_unir(usuario):
    reporte, otro = fabricas.reporte(), fabricas.reporte(dx=3)
    obra = _obra(usuario, [reporte])
    for paso in ("programada", "en_ejecucion", "terminada"):
        acciones.mover_intervencion(obra=obra, a=paso, usuario=usuario)
    acciones.cambiar_estado(reporte=reporte, a="reabierto", respuesta="Se hundió otra vez", usuario=usuario)
    acciones.fundir(duplicados=[reporte], original=otro, usuario=usuario)
    for unido in (reporte, otro):
        unido.refresh_from_db()
    assert (reporte.estado, reporte.duplicado_de) == ("duplicado", otro)
    assert otro.estado == "recibido"


def test_fuera_de_la_obra_ya_se_une(usuario, client):
    en_obra, otra = fabricas.reporte(), fabricas.reporte(dx=3)
    obra = _obra(usuario, [en_obra])
    _obra(usuario, [otra])
    with pytest.raises(DatosInvalidos, match="sin él: sáquelo primero"):
        acciones.fundir(duplicados=[en_obra], original=otra, usuario=usuario)
    ruta = f"/gestion/obras/{obra.codigo}"
    client.force_login(usuario)
    client.post(f"{ruta}/sacar", {"reporte": otra.codigo})  # it is another work's
    assert "Sacar de la obra" in client.get(ruta).content.decode()
    client.post(f"{ruta}/sacar", {"reporte": en_obra.codigo})
    for reporte in (en_obra, otra):
        reporte.refresh_from_db()
    assert (en_obra.intervencion, otra.intervencion is None) == (None, False)
    acciones.fundir(duplicados=[en_obra], original=otra, usuario=usuario)


def test_de_una_obra_en_marcha_no_se_saca_sin_decir_por_que(usuario, usuario_con_rol):
    reporte = fabricas.reporte()
    obra = _obra(usuario, [reporte])
    acciones.mover_intervencion(obra=obra, a="programada", usuario=usuario)
    with pytest.raises(DatosInvalidos, match="En verificación"):
        acciones.desvincular_reporte(reporte=reporte, usuario=usuario)
    with pytest.raises(permisos.SinPermiso):
        acciones.desvincular_reporte(reporte=reporte, usuario=usuario_con_rol("planeacion"))


def test_el_boton_de_unir_no_ofrece_los_de_una_obra(usuario, client):
    en_obra, suelto, aqui = fabricas.reporte(), fabricas.reporte(dx=3), fabricas.reporte(dx=6)
    _obra(usuario, [en_obra])
    client.force_login(usuario)
    pagina = client.get(f"/gestion/reportes/{aqui.codigo}").content.decode()
    assert f'name="duplicados" value="{suelto.codigo}"' in pagina
    assert f'name="duplicados" value="{en_obra.codigo}"' not in pagina
    assert f'href="/gestion/reportes/{en_obra.codigo}"' in pagina.partition("Ya son de una intervención")[2]


@pytest.mark.parametrize(
    ("cuantos", "frase"), [(0, "Ningún reporte cambió"), (1, "Un reporte la siguió"), (2, "2 reportes la siguieron")]
)
def test_mover_una_obra_dice_cuantos_reportes_la_siguieron(usuario, client, cuantos, frase):
    obra = _obra(usuario, [fabricas.reporte(dx=n) for n in range(cuantos)])
    client.force_login(usuario)
    ruta = f"/gestion/obras/{obra.codigo}/estado"
    assert frase in client.post(ruta, {"a": "programada"}, follow=True).content.decode()
