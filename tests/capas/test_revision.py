"""Any write bumps the layer's revision and leaves its trail, whatever door it comes by."""

import pytest
from django.db import connection, connections, transaction

from capas.acciones import cambio
from capas.catalogo import declaradas, obtener
from capas.models import Cambio, RevisionCapa, Toque
from conectividad.models import ZonaWifi
from tests import fabricas


def revision(id_capa):
    return RevisionCapa.objects.get(pk=id_capa).numero


@pytest.mark.parametrize("capa", declaradas(), ids=lambda capa: capa.id)
def test_escribir_borrar_y_cambiar_suben_la_revision(capa, consumar):
    vistas = [revision(capa.id)]
    elemento = fabricas.elemento(capa)
    consumar()
    vistas.append(revision(capa.id))
    with connection.cursor() as cursor:  # as QGIS or psql would
        cursor.execute(f"UPDATE {capa.tabla} SET geom = geom WHERE id = %s", [elemento.pk])
    consumar()
    vistas.append(revision(capa.id))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DELETE FROM malla_vial_movimiento")
        cursor.execute(f"DELETE FROM {capa.tabla} WHERE id = %s", [elemento.pk])
    consumar()
    vistas.append(revision(capa.id))
    assert vistas == sorted(set(vistas))
    assert not Toque.objects.exists()


def test_muchas_escrituras_de_una_transaccion_son_una_revision(consumar):
    antes = revision("zonas-wifi")
    for _ in range(5):
        fabricas.elemento(obtener("zonas-wifi"))
    consumar()
    assert revision("zonas-wifi") == antes + 1


def test_la_bitacora_dice_que_habia_quien_y_como(usuario_con_rol):
    zona = fabricas.elemento(obtener("zonas-wifi"), nombre="Parque")
    with cambio(usuario_con_rol("tic")):
        ZonaWifi.objects.filter(pk=zona.pk).update(nombre="Parque Galarza")
    ultimo = Cambio.objects.filter(tabla="conectividad_zonawifi", fila=zona.pk).first()
    assert (ultimo.operacion, ultimo.antes["nombre"], ultimo.autor) == ("update", "Parque", "u-tic")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sig.autor', '', true)")
        cursor.execute("DELETE FROM conectividad_zonawifi WHERE id = %s", [zona.pk])
    ultimo = Cambio.objects.filter(tabla="conectividad_zonawifi", fila=zona.pk).first()
    assert (ultimo.operacion, ultimo.antes["nombre"], ultimo.autor, bool(ultimo.rol)) == (
        "delete",
        "Parque Galarza",
        "",
        True,
    )


def test_la_revision_gobierna_el_etag(client, consumar):
    url = "/ogc/collections/zonas-wifi/items"
    primera = client.get(url)
    assert client.get(url, headers={"If-None-Match": primera["ETag"]}).status_code == 304
    fabricas.elemento(obtener("zonas-wifi"))
    consumar()
    segunda = client.get(url, headers={"If-None-Match": primera["ETag"]})
    assert segunda.status_code == 200
    assert segunda.json()["numberMatched"] == 1


def test_un_304_solo_pregunta_la_revision(client, consumar, django_assert_max_num_queries):
    url = "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/14/7989/4768"
    marca = client.get(url)["ETag"]
    with django_assert_max_num_queries(1, connection=connections["lectura"]), django_assert_max_num_queries(0):
        assert client.get(url, headers={"If-None-Match": marca}).status_code == 304
