"""Every move that the table allows is possible for the roles it names, and no other; all made from the table."""

import itertools

import pytest

from malla_vial import acciones, estados, permisos
from malla_vial.estados import TRANSICIONES, Estado, EstadoIntervencion, TransicionProhibida
from malla_vial.models import Intervencion
from tests import fabricas

PARES = list(itertools.product(Estado, Estado))
PERMITIDOS = {(t.de, t.a): t for t in TRANSICIONES}
ROLES = ("infraestructura", "planeacion", "riesgo", "cultura", "tic")


def _reporte_en(estado, **con):
    reporte = fabricas.reporte(estado=estado)
    if con.get("intervencion"):
        tramo = fabricas.tramo()
        reporte.intervencion = Intervencion.objects.create(
            codigo="OBR-1", nombre="Obra", tipo="bacheo", geom=fabricas.geometria("MULTILINESTRING")
        )
        reporte.tramo = tramo
        reporte.save()
    return reporte


def _mover(reporte, a, usuario, completo=True):
    original = fabricas.reporte() if completo and a == Estado.DUPLICADO else None
    return acciones.cambiar_estado(
        reporte=reporte, a=a, usuario=usuario, respuesta="Porque sí" if completo else "", original=original
    )


@pytest.mark.parametrize(("de", "a"), PARES, ids=lambda e: str(e))
def test_solo_se_mueve_por_la_tabla(de, a, usuario_con_rol):
    usuario = usuario_con_rol("infraestructura")
    reporte = _reporte_en(de, intervencion=a != Estado.DUPLICADO)  # what is of a work is not merged
    if (de, a) in PERMITIDOS:
        assert _mover(reporte, a, usuario).estado == a
        paso = reporte.movimientos.last()
        assert (paso.de, paso.a, paso.usuario) == (de, a, usuario)
        assert paso.respuesta
    else:
        with pytest.raises(TransicionProhibida):
            _mover(reporte, a, usuario)
        reporte.refresh_from_db()
        assert reporte.estado == de


@pytest.mark.parametrize("rol", ROLES)
@pytest.mark.parametrize("paso", TRANSICIONES, ids=lambda t: f"{t.de}-{t.a}")
def test_solo_los_roles_de_la_tabla_mueven(paso, rol, usuario_con_rol):
    usuario, reporte = usuario_con_rol(rol), _reporte_en(paso.de, intervencion=paso.a != Estado.DUPLICADO)
    if rol in paso.roles:
        assert _mover(reporte, paso.a, usuario).estado == paso.a
    else:
        with pytest.raises(permisos.SinPermiso):
            _mover(reporte, paso.a, usuario)


@pytest.mark.parametrize("paso", [t for t in TRANSICIONES if t.exige], ids=lambda t: f"{t.de}-{t.a}")
def test_sin_lo_que_exige_no_hay_paso(paso, usuario_con_rol):
    reporte = _reporte_en(paso.de)
    with pytest.raises(TransicionProhibida, match="falta"):
        _mover(reporte, paso.a, usuario_con_rol("infraestructura"), completo=False)
    assert reporte.movimientos.count() == 1


def test_todo_estado_se_alcanza_y_tiene_palabras():
    alcanzables = {Estado.RECIBIDO} | {t.a for t in TRANSICIONES}
    assert alcanzables == set(Estado)
    assert set(estados.EN_PALABRAS) == set(Estado)


@pytest.mark.parametrize(
    ("de", "a"), list(itertools.product(EstadoIntervencion, EstadoIntervencion)), ids=lambda e: str(e)
)
def test_una_obra_solo_se_mueve_por_su_tabla(de, a, usuario_con_rol):
    obra = Intervencion.objects.create(
        codigo="OBR-1", nombre="Obra", tipo="bacheo", estado=de, geom=fabricas.geometria("MULTILINESTRING")
    )
    if a in estados.TRANSICIONES_INTERVENCION[de]:
        movida, _ = acciones.mover_intervencion(obra=obra, a=a, usuario=usuario_con_rol("infraestructura"))
        assert movida.estado == a
    else:
        with pytest.raises(TransicionProhibida):
            acciones.mover_intervencion(obra=obra, a=a, usuario=usuario_con_rol("infraestructura"))
