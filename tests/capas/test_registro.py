"""Every layer × who asks × every door. A new layer is tested the day it is declared."""

import json

import mapbox_vector_tile
import pytest
from django.test import Client

from capas.checks import revisar
from tests import fabricas
from tests.fabricas import CAPAS, cerrar

PEDIDAS = {
    "zonas-amenaza", "areas-condicion-riesgo", "vias", "tramos-viales", "reportes", "intervenciones", "zonas-wifi",
    "puntos-vive-digital", "kioscos-vive-digital", "bienes-culturales", "municipio", "comunas", "barrios",
    "corregimientos", "veredas",
}  # fmt: skip
# The tile of zoom 14 that holds the centre.
TESELA = "tiles/WebMercatorQuad/14/7989/4768"
PUERTAS = {
    "coleccion": "",
    "items": "/items",
    "item": "/items/{id}",
    "tesela": f"/{TESELA}",
    "tileset": "/tiles/WebMercatorQuad",
    "esquema": "/schema",
    "csv": "/items?f=csv",
    "gpkg": "/items?f=gpkg",
}


@pytest.fixture
def elemento(capa):
    return fabricas.elemento(capa)


def _pedir(cliente, capa, puerta, elemento):
    return cliente.get(f"/ogc/collections/{capa.id}{PUERTAS[puerta].format(id=elemento.pk)}")


def test_estan_las_capas_pedidas():
    assert set(CAPAS) >= PEDIDAS


def test_la_declaracion_esta_completa(capa):
    assert revisar(capa) == []


def test_cada_campo_publico_tiene_definicion(capa):
    assert [campo.name for campo in capa.campos if not str(campo.help_text)] == []


@pytest.mark.parametrize("puerta", PUERTAS)
def test_lo_publico_lo_lee_cualquiera(capa, elemento, puerta):
    respuesta = _pedir(Client(), capa, puerta, elemento)
    assert respuesta.status_code == 200
    assert respuesta.getvalue() if respuesta.streaming else respuesta.content


@pytest.mark.parametrize("puerta", PUERTAS)
def test_una_capa_reservada_no_existe_para_quien_no_la_lleva(capa, elemento, puerta, cliente_con_rol):
    cerrar(capa.id)
    inventada = Client().get("/ogc/collections/no-existe" + PUERTAS[puerta].format(id=1))
    otro_rol = next(rol for rol in ("cultura", "tic", "riesgo") if rol not in capa.roles)
    for cliente in (Client(), cliente_con_rol(otro_rol)):
        respuesta = _pedir(cliente, capa, puerta, elemento)
        assert respuesta.status_code == 404
        detalle = json.loads(respuesta.content)
        assert detalle["title"] == json.loads(inventada.content)["title"]
        assert detalle["detail"].replace(capa.id, "x") == json.loads(inventada.content)["detail"].replace(
            "no-existe", "x"
        )


@pytest.mark.parametrize("puerta", PUERTAS)
def test_una_capa_reservada_la_lee_su_rol(capa, elemento, puerta, cliente_con_rol):
    cerrar(capa.id)
    assert _pedir(cliente_con_rol(capa.roles[0]), capa, puerta, elemento).status_code == 200


def test_una_capa_reservada_no_sale_en_listas_ni_mapa_ni_busqueda(capa, elemento):
    cerrar(capa.id)
    cliente = Client()
    colecciones = cliente.get("/ogc/collections").json()["collections"]
    assert capa.id not in [c["id"] for c in colecciones]
    assert f"/collections/{capa.id}/items" not in cliente.get("/ogc/api").json()["paths"]
    for url in (f"/mapa/elemento/{capa.id}/{elemento.pk}", f"/mapa/lista?capas={capa.id}", f"/datos/{capa.id}.csv"):
        assert cliente.get(url).status_code == 404
    if capa.busca:
        texto = str(getattr(elemento, capa.busca[0]))
        assert capa.id not in [r["capa"] for r in cliente.get("/buscar", {"q": texto}).json()["resultados"]]


def test_los_elementos_llevan_lo_publico_y_nada_mas(capa, elemento):
    feature = Client().get(f"/ogc/collections/{capa.id}/items/{elemento.pk}").json()
    assert set(feature["properties"]) == set(capa.publicos)
    assert feature["geometry"]["type"].upper() == capa.tipo


def test_la_tesela_lleva_el_elemento(capa, elemento):
    contenido = Client().get(f"/ogc/collections/{capa.id}/{TESELA}").content
    tesela = mapbox_vector_tile.decode(contenido)
    [feature] = tesela[capa.id]["features"]
    assert feature["id"] == elemento.pk
    assert set(feature["properties"]) <= set(capa.teselas)


def test_el_panel_del_mapa_habla_en_palabras(capa, elemento):
    datos = Client().get(f"/mapa/elemento/{capa.id}/{elemento.pk}").json()
    assert datos["titulo"]
    assert datos["enlaces"]
    assert datos["extension"][0] <= datos["centro"][0] <= datos["extension"][2]


@pytest.mark.parametrize("quien", ["anonimo", "otro", "suyo"])
def test_el_admin_es_del_rol_de_la_capa(capa, elemento, quien, cliente_con_rol):
    otro = next(rol for rol in ("cultura", "tic", "riesgo") if rol not in capa.roles)
    cliente = {
        "anonimo": Client,
        "otro": lambda: cliente_con_rol(otro),
        "suyo": lambda: cliente_con_rol(capa.roles[0]),
    }[quien]()
    opciones = capa.modelo._meta
    lista = cliente.get(f"/admin/{opciones.app_label}/{opciones.model_name}/")
    ficha = cliente.get(f"/admin/{opciones.app_label}/{opciones.model_name}/{elemento.pk}/change/")
    esperado = {"anonimo": 302, "otro": 403, "suyo": 200}[quien]
    assert (lista.status_code, ficha.status_code) == (esperado, esperado)
    if quien == "suyo":
        assert b"leaflet" in ficha.content.lower()
