"""The demonstration's people: pictures that are the same every time, and something of everything to look at."""

import pytest
from django.test import Client

from gis_project import demostracion, demostracion_gente
from gis_project.dibujos import DANOS, dibujar
from malla_vial import acciones
from malla_vial.estados import Estado
from malla_vial.models import Foto, Reporte, Suscripcion, TipoDano, Valoracion
from tests import fabricas


@pytest.mark.parametrize("arreglado", [False, True])
def test_un_dibujo_es_siempre_el_mismo_y_cada_reporte_tiene_el_suyo(arreglado):
    assert dibujar("hueco", 1, arreglado=arreglado) == dibujar("hueco", 1, arreglado=arreglado)
    assert dibujar("hueco", 1, arreglado=arreglado) != dibujar("hueco", 2, arreglado=arreglado)


def test_cada_tipo_de_dano_tiene_su_dibujo():
    distintos = {dibujar(tipo, 1).contenido for tipo in (*TipoDano.objects.values_list("pk", flat=True), "nuevo")}
    assert set(DANOS) <= set(TipoDano.objects.values_list("pk", flat=True))
    assert len(distintos) == TipoDano.objects.count() + 1


@pytest.fixture
def gente():
    """Four reports as the demonstration files them, the last one repaired."""
    fabricas.municipio()
    demostracion.crear_cuentas()
    filas = [{"tipo": "hueco", "estado": Estado.RECIBIDO}] * 3 + [{"tipo": "hueco", "estado": Estado.RESUELTO}]
    reportes = [
        (fabricas.reporte(dx=60 * n, fotos=demostracion_gente.fotos_de(n, fila)), fila) for n, fila in enumerate(filas)
    ]
    jefe = demostracion.User.objects.get(username="infraestructura")
    for a in (Estado.EN_VERIFICACION, Estado.RESUELTO):
        acciones.cambiar_estado(reporte=reportes[3][0], a=a, usuario=jefe, respuesta="Lista.")
    for hacer in (demostracion_gente.mirar_fotos, demostracion_gente.opinar, demostracion_gente.retener):
        hacer(reportes)
    return [reporte for reporte, _ in reportes]


def test_hay_de_todo_que_ver(gente):
    momentos = sorted(Foto.objects.filter(reporte=gente[3]).values_list("momento", "publica"))
    assert momentos == [("antes", True), ("despues", True)]
    pagina = Client().get(f"/reportes/{gente[3].codigo}", HTTP_ACCEPT="text/html").content.decode()
    assert pagina.count("<figure") == 2
    retenidos = Reporte.objects.exclude(retenido="")
    assert sorted(retenidos.values_list("retenido", flat=True)) == ["enlaces", "ritmo"]
    assert not retenidos.filter(visible=True).exists()
    assert Valoracion.objects.filter(arreglado=True).count() == 2
    assert Suscripcion.objects.vivas().get().clase == "territorio"
