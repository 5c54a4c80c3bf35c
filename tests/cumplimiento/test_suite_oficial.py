"""What the official suite of OGC API Features asks of every collection, and servers trip over (ets-ogcapi-features10)."""

import datetime as dt

import pytest

from gis_project import demostracion
from tests import fabricas
from tests.cabeceras import JSON

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
GEOJSON = "application/geo+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@pytest.fixture
def colecciones(client, capas_de_datos):
    demostracion.cargar_rasters()
    fabricas.municipio()
    return client.get("/ogc/collections", **JSON).json()["collections"]


def _enlaces(documento, rel):
    return [e for e in documento["links"] if e["rel"] == rel]


def test_la_portada_dice_su_definicion_con_el_tipo_exacto(client):
    portada = client.get("/ogc/", **JSON).json()
    assert OPENAPI in [e["type"] for e in _enlaces(portada, "service-desc")]
    assert _enlaces(portada, "conformance")
    assert _enlaces(portada, "data")
    assert client.get("/ogc/api")["Content-Type"] == OPENAPI


def test_la_definicion_tiene_cada_ruta_y_su_servidor(client, colecciones):
    definicion = client.get("/ogc/api").json()
    assert [s["url"] for s in definicion["servers"]] == ["http://testserver/ogc"]
    rutas = definicion["paths"]
    esperadas = ["/", "/conformance", "/collections"]
    for c in colecciones:
        hija = "recordId" if c["id"] == "catalogo" else "featureId"
        ruta = f"/collections/{c['id']}"
        esperadas += [ruta, f"{ruta}/items", f"{ruta}/items/{{{hija}}}"]
    for ruta in esperadas:
        assert {"200", "default"} & rutas[ruta]["get"]["responses"].keys(), ruta


def test_los_parametros_se_definen_como_pide_la_norma(client, colecciones):
    definicion = client.get("/ogc/api").json()
    for c in colecciones:
        operacion = definicion["paths"][f"/collections/{c['id']}/items"]["get"]
        dichos = [_resolver(definicion, p) for p in operacion["parameters"]]
        limite, caja, cuando = (next(p for p in dichos if p["name"] == n) for n in ("limit", "bbox", "datetime"))
        for parametro in (limite, caja, cuando):
            assert (parametro["in"], parametro["style"], parametro.get("required", False)) == ("query", "form", False)
            assert parametro["explode"] is False
        assert limite["schema"]["type"] == "integer"
        assert limite["schema"]["minimum"] == 1
        assert limite["schema"]["maximum"] >= 2_500
        assert limite["schema"]["default"] >= 1
        assert (caja["schema"]["type"], caja["schema"]["items"]["type"]) == ("array", "number")
        assert (caja["schema"]["minItems"], caja["schema"]["maxItems"]) == (4, 6)
        assert cuando["schema"]["type"] == "string"


def _resolver(definicion, parametro):
    return (
        definicion["components"]["parameters"][parametro["$ref"].rpartition("/")[2]]
        if "$ref" in parametro
        else parametro
    )


def test_cada_coleccion_enlaza_lo_que_debe(client, colecciones):
    for c in colecciones:
        assert GEOJSON in [e["type"] for e in _enlaces(c, "items")], c["id"]
        suya = client.get(f"/ogc/collections/{c['id']}", **JSON).json()
        assert {e["type"] for e in _enlaces(suya, "self") + _enlaces(suya, "alternate")} == {
            "application/json",
            "text/html",
        }
        assert [suya[k] for k in ("id", "title", "description", "extent")] == [
            c[k] for k in ("id", "title", "description", "extent")
        ]
        assert isinstance(c["extent"]["temporal"]["interval"], list)


def test_los_sistemas_de_referencia_se_dicen_y_se_cumplen(client, colecciones):
    for c in colecciones:
        assert CRS84 in c["crs"]
        assert c["storageCrs"] in c["crs"]
        url = f"/ogc/collections/{c['id']}/items"
        for crs in c["crs"]:
            assert client.get(url, {"crs": crs, "limit": 1}, **JSON)["Content-Crs"] == f"<{crs}>"
        for nombre in ("crs", "bbox-crs"):
            consulta = {nombre: "http://www.opengis.net/def/crs/XYZ/0/1", "bbox": "-76,4,-75,5"}
            assert client.get(url, consulta, **JSON).status_code == 400


@pytest.mark.parametrize("consulta", ["limit=unlimited", "bbox=1,2", "datetime=9999-99-99", "desconocido=1"])
def test_lo_malo_es_400_en_cada_coleccion(client, colecciones, consulta):
    for c in colecciones:
        assert client.get(f"/ogc/collections/{c['id']}/items?{consulta}", **JSON).status_code == 400, c["id"]


@pytest.mark.parametrize("caja", ["177,65,-177,70", "-180,-90,180,90", "-10,-5,10,5", "-180,85,180,90"])
def test_las_cajas_raras_se_responden_en_cada_coleccion(client, colecciones, caja):
    for c in colecciones:
        assert client.get(f"/ogc/collections/{c['id']}/items?bbox={caja}", **JSON).status_code == 200, c["id"]


def test_cada_pagina_cuenta_bien_y_enlaza_su_coleccion(client, colecciones):
    for c in colecciones:
        respuesta = client.get(f"/ogc/collections/{c['id']}/items?limit=1000000", **JSON)
        pagina = respuesta.json()
        assert respuesta["Content-Type"] == GEOJSON
        assert pagina["numberReturned"] == len(pagina["features"]) <= pagina["numberMatched"]
        assert dt.datetime.fromisoformat(pagina["timeStamp"])
        assert {e["type"] for e in _enlaces(pagina, "self") + _enlaces(pagina, "alternate")} == {GEOJSON, "text/html"}
        for feature in pagina["features"][:1]:
            uno = client.get(f"/ogc/collections/{c['id']}/items/{feature['id']}", **JSON)
            assert uno["Content-Type"] == GEOJSON
            assert _enlaces(uno.json(), "collection")
            assert {e["type"] for e in _enlaces(uno.json(), "self") + _enlaces(uno.json(), "alternate")} == {
                GEOJSON,
                "text/html",
            }
