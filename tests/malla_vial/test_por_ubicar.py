"""A report told in words alone: kept, followed, and public only once staff have placed it."""

import uuid
from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client

from capas.errores import DatosInvalidos
from malla_vial import acciones
from malla_vial.models import Peticion, Reporte
from tests import fabricas
from tests.cabeceras import HTML


@pytest.fixture
def sin_lugar():
    return fabricas.reporte(punto=None, direccion="Frente a la tienda de Rosalba")


def test_se_radica_como_cualquiera_y_dice_cuando_se_escribio():
    escrito = datetime(2026, 11, 1, 15, tzinfo=UTC)
    reporte = fabricas.reporte(punto=None, direccion="Por la escuela", hecho_en=escrito)
    assert (reporte.geom, reporte.hecho_en, reporte.codigo) == (None, escrito, reporte.peticion.radicado)
    reporte.full_clean()


def test_sin_lugar_ni_palabras_no_es_un_reporte():
    with pytest.raises(DatosInvalidos, match="lugar"):
        fabricas.reporte(punto=None, descripcion=" ")
    assert not Peticion.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "/ogc/collections/reportes/items?f=json",
        "/datos/reportes.csv",
        "/datos/reportes.geojson",
        "/datos/reportes.kml",
    ],
)
@pytest.mark.parametrize("rol", [None, "infraestructura"])
def test_no_sale_en_la_capa_ni_para_los_funcionarios(sin_lugar, cliente_con_rol, url, rol):
    puesto = fabricas.reporte()
    respuesta = (cliente_con_rol(rol) if rol else Client()).get(url)
    texto = (respuesta.getvalue() if respuesta.streaming else respuesta.content).decode()
    assert respuesta.status_code == 200
    assert (puesto.codigo in texto, sin_lugar.codigo in texto) == (True, False)


def test_lo_sigue_quien_lo_envio_y_nadie_mas(client):
    datos = fabricas.formulario(descripcion="Hueco")
    client.post("/reportar", datos, HTTP_ACCEPT="application/json")
    Reporte.objects.update(geom=None)
    codigo = Reporte.objects.get().codigo
    assert "Por ubicar" in client.get(f"/reportes/{codigo}", **HTML).content.decode()
    assert Client().get(f"/reportes/{codigo}", **HTML).status_code == 404


def test_la_bandeja_los_aparta_y_al_poner_el_pin_se_hacen_publicos(sin_lugar, cliente_con_rol, consumar):
    fabricas.reporte()
    gestion = cliente_con_rol("infraestructura")
    pagina = gestion.get("/gestion/", {"por_ubicar": "on"}).content.decode()
    assert "Rosalba" in pagina
    assert "1 reportes" in pagina
    assert gestion.get(f"/gestion/reportes/{sin_lugar.codigo}").status_code == 200
    gestion.post(f"/gestion/reportes/{sin_lugar.codigo}/pin", {"lon": "-75.2322", "lat": "4.4389"})
    assert Client().get(f"/reportes/{sin_lugar.codigo}", **HTML).status_code == 200


def test_para_quien_copia_la_capa_poner_el_pin_es_crear(sin_lugar, usuario_con_rol):
    """The feed of changes tells what the public could see before, and the place was part of it."""
    visto = fabricas.reporte()
    usuario = usuario_con_rol("infraestructura")
    for reporte in (sin_lugar, visto):
        acciones.mover_reporte(reporte=reporte, punto=Point(-75.2321, 4.4388, srid=4326), usuario=usuario)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, operacion FROM sig_cambios_reportes('2000-01-01', 0, 10)")
        hallado = dict(cursor.fetchall())
    assert hallado[sin_lugar.pk] == "creado"


def test_la_misma_clave_es_la_misma_peticion():
    clave = uuid.uuid4()
    codigos = {fabricas.reporte(punto=None, clave=clave).codigo for _ in range(2)}
    assert len(codigos) == Peticion.objects.count() == 1
