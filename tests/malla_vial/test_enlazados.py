"""An act of a petition knows the move of its report, and a report whose it seems to be; older ones are linked by a migration."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from malla_vial import acciones
from malla_vial.acciones.traslado import por_decidir
from malla_vial.estados import Estado
from malla_vial.models import ActoPeticion, EntidadResponsable, Reporte
from tests import fabricas

DATOS = import_module("malla_vial.migrations.0024_acciones_enlaces_datos")


@pytest.fixture
def ajeno():
    fabricas.municipio()
    fabricas.tramo(dx=-50, propietario="nacion")
    return fabricas.reporte()


def enlaces() -> dict[int, int | None]:
    return dict(ActoPeticion.objects.values_list("pk", "movimiento"))


def test_la_migracion_halla_los_mismos_enlaces_que_las_acciones(usuario):
    original, unido, trasladado, cerrado = (fabricas.reporte(dx=dx) for dx in range(4))
    acciones.responder(peticion=cerrado.peticion, texto="Vamos en marzo.", usuario=usuario)
    acciones.fundir(duplicados=[unido], original=original, usuario=usuario)
    acciones.separar(reporte=Reporte.objects.get(pk=unido.pk), usuario=usuario)
    for veces in range(2):
        acciones.trasladar(peticion=trasladado.peticion, entidad="Cortolima", texto="Es un río.", usuario=usuario)
        acciones.cambiar_estado(reporte=trasladado, a=Estado.REABIERTO, usuario=usuario, respuesta=f"No es {veces}.")
        trasladado.refresh_from_db()
    puestos = enlaces()
    assert [movimiento is None for movimiento in puestos.values()].count(True) == 1  # the answer of the desk alone
    ActoPeticion.objects.update(movimiento=None)
    DATOS.enlazar_actos(apps, None)
    assert enlaces() == puestos


def test_la_migracion_lee_en_las_notas_de_quien_parece_cada_reporte(ajeno):
    assert por_decidir() == {"nacion": [ajeno]}
    Reporte.objects.update(parece_de="")
    DATOS.leer_notas(apps, None)
    assert por_decidir() == {"nacion": [ajeno]}


def test_espera_aunque_la_entidad_cambie_de_nombre_y_no_despues_de_trasladado(ajeno, usuario):
    EntidadResponsable.objects.filter(condicion="nacion").update(nombre="Instituto Nacional de Vías")
    assert por_decidir() == {"nacion": [ajeno]}
    acciones.trasladar(peticion=ajeno.peticion, entidad="INVÍAS", texto="Es nacional.", usuario=usuario)
    acciones.cambiar_estado(reporte=ajeno, a=Estado.REABIERTO, usuario=usuario, respuesta="La devolvieron.")
    assert not por_decidir()


def test_la_historia_cuenta_una_vez_lo_que_se_hizo_una_vez_y_dos_lo_que_dos(usuario):
    reporte, texto = fabricas.reporte(), "Lo arreglamos el martes."
    acciones.responder(peticion=reporte.peticion, texto=texto, usuario=usuario)
    for estado in (Estado.EN_VERIFICACION, Estado.RESUELTO):
        acciones.cambiar_estado(reporte=reporte, a=estado, usuario=usuario, respuesta=texto)
    pagina = Client().get(f"/reportes/{reporte.codigo}", HTTP_ACCEPT="text/html").content.decode()
    assert pagina.split("Su historia")[1].split("</ol>")[0].count(texto) == 3
