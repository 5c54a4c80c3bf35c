"""OGC API Features part 4: who writes, what is received, and nobody overwrites what they have not read."""

import json
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from capas import llaves
from capas.catalogo import obtener
from capas.models import Cambio, FichaCapa, Llave
from gis_project.demostracion import cargar_rasters
from tests import fabricas
from tests.fabricas import CAPAS

ITEMS = "/ogc/collections/zonas-wifi/items"
LUGAR = {"type": "Point", "coordinates": [-75.2322, 4.4389]}
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"


def _feature(geometry=LUGAR, **propiedades):
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"codigo": "73001-9", "nombre": "Parque"} | propiedades,
    }


def _enviar(cliente, metodo, url, cuerpo, tipo="application/geo+json", **cabeceras):
    return getattr(cliente, metodo)(
        url, json.dumps(cuerpo) if not isinstance(cuerpo, str) else cuerpo, tipo, headers=cabeceras
    )


@pytest.fixture
def tic(cliente_con_rol):
    return cliente_con_rol("tic")


@pytest.fixture
def zona():
    return fabricas.elemento(obtener("zonas-wifi"), codigo="73001-1", nombre="Plaza", velocidad_mbps=20)


def _etag(cliente, zona):
    return cliente.get(f"{ITEMS}/{zona.pk}")["ETag"]


def test_crear_dice_donde_quedo_y_quien_lo_hizo(tic):
    respuesta = _enviar(tic, "post", ITEMS, _feature(radio_m=50))
    assert respuesta.status_code == 201, respuesta.content
    nuevo = tic.get(respuesta["Location"].removeprefix("http://testserver")).json()
    assert nuevo["properties"]["radio_m"] == 50
    assert nuevo["geometry"]["coordinates"] == pytest.approx([-75.2322, 4.4389], abs=1e-6)
    assert Cambio.objects.get(tabla="conectividad_zonawifi", operacion="insert").autor == "u-tic"


@pytest.mark.parametrize("srid", [4326, 4686, 3857, 9377])
def test_el_cuerpo_va_en_content_crs(tic, srid):
    lugar = Point(-75.2322, 4.4389, srid=4326).transform(srid, clone=True)
    ejes = [lugar.x, lugar.y] if srid == 3857 else [lugar.y, lugar.x]
    uri = EPSG.format(srid)
    respuesta = _enviar(
        tic, "post", ITEMS, _feature({"type": "Point", "coordinates": ejes}), **{"Content-Crs": f"<{uri}>"}
    )
    assert respuesta.status_code == 201, respuesta.content
    vuelta = tic.get(respuesta["Location"].removeprefix("http://testserver")).json()["geometry"]["coordinates"]
    assert vuelta == pytest.approx([-75.2322, 4.4389], abs=1e-6)


def test_reemplazar_pone_todo_de_nuevo_y_corregir_solo_lo_dado(tic, zona):
    url = f"{ITEMS}/{zona.pk}"
    cambio = {"properties": {"nombre": "Plaza Mayor"}}
    assert (
        _enviar(tic, "patch", url, cambio, "application/merge-patch+json", **{"If-Match": _etag(tic, zona)}).status_code
        == 204
    )
    zona.refresh_from_db()
    assert (zona.nombre, zona.velocidad_mbps, zona.codigo) == ("Plaza Mayor", 20, "73001-1")
    assert _enviar(tic, "put", url, _feature(), **{"If-Match": _etag(tic, zona)}).status_code == 204
    zona.refresh_from_db()
    assert (zona.nombre, zona.velocidad_mbps, zona.codigo) == ("Parque", None, "73001-9")
    assert tic.delete(url, headers={"If-Match": _etag(tic, zona)}).status_code == 204
    assert tic.get(url, HTTP_ACCEPT="application/json").status_code == 404


def test_lo_leido_se_puede_devolver_tal_cual(tic, zona):
    leido = tic.get(f"{ITEMS}/{zona.pk}")
    assert _enviar(tic, "put", f"{ITEMS}/{zona.pk}", leido.json(), **{"If-Match": leido["ETag"]}).status_code == 204


@pytest.mark.parametrize("metodo", ["put", "patch"])
def test_cada_cambio_devuelve_la_marca_con_que_se_hace_el_siguiente(tic, zona, metodo):
    url, marca = f"{ITEMS}/{zona.pk}", _etag(tic, zona)
    for nombre in ("Uno", "Otro"):
        respuesta = _enviar(tic, metodo, url, _feature(nombre=nombre), "application/json", **{"If-Match": marca})
        assert respuesta.status_code == 204
        marca = respuesta["ETag"]
        assert marca == _etag(tic, zona)


def test_if_match_es_una_lista_y_basta_con_una(tic, zona):
    lista = f'"otro", {_etag(tic, zona)}, W/"1.1.abc"'
    assert _enviar(tic, "put", f"{ITEMS}/{zona.pk}", _feature(), **{"If-Match": lista}).status_code == 204


def test_el_id_de_un_elemento_no_se_corrige(tic, zona):
    url, tipo = f"{ITEMS}/{zona.pk}", "application/merge-patch+json"
    for ajeno in (zona.pk + 1, str(zona.pk + 1), None, True, [zona.pk]):
        cambio = {"id": ajeno, "properties": {"nombre": "Otra"}}
        assert _enviar(tic, "patch", url, cambio, tipo, **{"If-Match": _etag(tic, zona)}).status_code == 400
    zona.refresh_from_db()
    assert zona.nombre == "Plaza"
    cambio = {"id": zona.pk, "properties": {"nombre": "Otra"}}
    assert _enviar(tic, "patch", url, cambio, tipo, **{"If-Match": _etag(tic, zona)}).status_code == 204


def test_options_dice_en_que_se_escribe(tic, zona):
    de_todos, de_uno = tic.options(ITEMS), tic.options(f"{ITEMS}/{zona.pk}")
    assert (de_todos.status_code, de_uno.status_code) == (200, 200)
    assert "application/geo+json" in de_todos["Accept-Post"]
    assert "application/merge-patch+json" in de_uno["Accept-Patch"]
    assert {"PUT", "PATCH", "DELETE"} <= set(de_uno["Allow"].split(", "))
    assert not {"Accept-Post", "Accept-Patch"} & Client().options(ITEMS).headers.keys()


@pytest.mark.parametrize("ruta", ["relieve/items", "relieve/items/1", "catalogo/items", "catalogo/items/vias", "vias"])
def test_lo_que_solo_se_lee_lo_dice_y_no_recibe(capas_de_datos, tic, ruta):
    cargar_rasters()
    url = f"/ogc/collections/{ruta}"
    assert tic.get(url).status_code == 200
    dicho = tic.options(url)
    assert (dicho.status_code, dicho["Allow"]) == (200, "GET, HEAD, OPTIONS")
    for metodo in ("post", "put", "patch", "delete"):
        respuesta = _enviar(Client(enforce_csrf_checks=True), metodo, url, _feature())
        assert (respuesta.status_code, respuesta["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_lo_que_no_existe_no_se_le_pide_version(tic):
    for metodo in ("put", "patch", "delete"):
        assert _enviar(tic, metodo, f"{ITEMS}/999999", _feature(), "application/json").status_code == 404


@pytest.mark.parametrize("metodo", ["put", "patch", "delete"])
def test_nadie_pisa_lo_que_no_ha_leido(tic, zona, metodo):
    url, vieja = f"{ITEMS}/{zona.pk}", 'W/"1.1.abc"'
    assert _enviar(tic, metodo, url, _feature(), "application/json").status_code == 428
    assert _enviar(tic, metodo, url, _feature(), "application/json", **{"If-Match": "*"}).status_code == 428
    respuesta = _enviar(tic, metodo, url, _feature(), "application/json", **{"If-Match": vieja})
    assert respuesta.status_code == 412
    assert "léalo de nuevo" in respuesta.json()["detail"]
    assert (
        _enviar(tic, metodo, f"{ITEMS}/999999", _feature(), "application/json", **{"If-Match": vieja}).status_code
        == 404
    )
    zona.refresh_from_db()
    assert zona.nombre == "Plaza"


def test_el_etag_es_del_elemento_y_no_de_la_capa(tic, zona, consumar):
    antes = _etag(tic, zona)
    fabricas.elemento(obtener("zonas-wifi"))
    consumar()
    assert _etag(tic, zona) == antes


@pytest.mark.parametrize(
    ("cuerpo", "codigo"),
    [
        ("{", 400), ("[]", 400), ("[" * 5000, 400), ("null", 400), ({}, 400), ({"type": "FeatureCollection"}, 400), (_feature(geometry=None), 400),
        ('{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,4]},"properties":{}}', 400), ('{"type":"Feature","geometry":{"type":"Point","coordinates":[1e999,4]}}', 400),
        (_feature({"type": "Point", "coordinates": [500, 95]}), 400), (_feature({"type": "Point", "coordinates": [-75]}), 422),
        (_feature({"type": "Point", "coordinates": [-75, 4, 0, 0]}), 422), (_feature({"type": "Point", "coordinates": []}), 422),
        (_feature({"type": "Polygon", "coordinates": [[[-75, 4], [-74, 5], [-74, 4], [-75, 5], [-75, 4]]]}), 422), (_feature({"type": "Circle"}), 400),
        (_feature(LUGAR | {"crs": {"type": "name", "properties": {"name": "EPSG:999999"}}}), 400), (_feature() | {"crs": {"type": "link"}}, 400),
        (_feature({"type": "LineString", "coordinates": [[-75, 4], [-75, 5]]}), 422), (_feature({"type": "Point", "coordinates": [10, 50]}), 422),
        (_feature(inventada=1), 400), (_feature(id=7), 400), (_feature(geom_web="x"), 400), (_feature(ambito="lunar"), 422), (_feature(radio_m=-1), 422), (_feature(radio_m="x"), 422),
        (_feature(radio_m=10**30), 422), (_feature(nombre=None), 422), (_feature(nombre=["x"]), 422), (_feature(nombre="a\x00b"), 422), (_feature(nombre="x" * 500), 422), (_feature(codigo="73001-1"), 422),
    ],
)  # fmt: skip
def test_lo_que_no_se_recibe_se_dice_y_no_queda_nada(tic, zona, cuerpo, codigo):
    respuesta = _enviar(tic, "post", ITEMS, cuerpo)
    assert respuesta.status_code == codigo, respuesta.content
    assert respuesta.json()["detail"]
    assert obtener("zonas-wifi").modelo.objects.count() == 1


def test_el_tipo_y_el_sistema_son_de_la_lista(tic):
    assert _enviar(tic, "post", ITEMS, "<x/>", "application/xml").status_code == 415
    assert tic.generic("POST", ITEMS, json.dumps(_feature()), content_type="").status_code == 400
    assert _enviar(tic, "post", ITEMS, _feature(), **{"Content-Crs": "<http://127.0.0.1:9/x>"}).status_code == 400
    assert _enviar(tic, "post", ITEMS + "?x=1", _feature()).status_code == 400


@pytest.mark.parametrize("quien", ["anonimo", "otro", "suyo"])
@pytest.mark.parametrize("id_capa", CAPAS)
def test_options_dice_la_verdad_a_cada_uno(capas_de_datos, cliente_con_rol, id_capa, quien):
    capa = obtener(id_capa)
    otro = next(rol for rol in ("cultura", "tic", "riesgo") if rol not in capa.roles)
    cliente = {
        "anonimo": Client,
        "otro": lambda: cliente_con_rol(otro),
        "suyo": lambda: cliente_con_rol(capa.roles[0]),
    }[quien]()
    url = f"/ogc/collections/{id_capa}/items"
    admitidos = cliente.options(url)["Allow"].split(", ")
    assert ("POST" in admitidos) == (quien == "suyo" and capa.importable)
    codigo = _enviar(cliente, "post", url, {}).status_code
    esperado = 405 if not capa.importable else {"anonimo": 401, "otro": 403, "suyo": 400}[quien]
    assert codigo == esperado


def test_a_quien_no_lleva_la_capa_se_le_dice_quien_la_lleva(cliente_con_rol):
    negada = _enviar(cliente_con_rol("cultura"), "post", ITEMS, _feature())
    assert "la lleva otra dependencia (Tecnologías de la información)" in negada.json()["detail"]


def test_de_dos_que_escriben_lo_mismo_a_la_vez_el_segundo_sabe_que_choco(tic, zona, monkeypatch):
    monkeypatch.setattr(
        type(zona), "validate_unique", lambda *_, **__: None
    )  # when it was asked, the other was not there
    respuesta = _enviar(tic, "post", ITEMS, _feature(codigo=zona.codigo))
    assert respuesta.status_code == 422
    assert "Ya hay un elemento con «codigo» = «73001-1»" in respuesta.json()["detail"]


def test_una_capa_reservada_no_existe_para_quien_no_la_lleva(cliente_con_rol):
    FichaCapa.objects.filter(pk="zonas-wifi").update(clasificacion="reservada")
    for cliente in (Client(), cliente_con_rol("cultura")):
        assert _enviar(cliente, "post", ITEMS, _feature()).status_code == 404
        assert cliente.options(ITEMS).status_code == 404


def test_apagada_la_escritura_nadie_escribe(tic, zona, settings):
    settings.ESCRITURA_OGC = False
    for metodo, url in (
        ("post", ITEMS),
        ("put", f"{ITEMS}/{zona.pk}"),
        ("patch", f"{ITEMS}/{zona.pk}"),
        ("delete", f"{ITEMS}/{zona.pk}"),
    ):
        respuesta = _enviar(tic, metodo, url, _feature())
        assert respuesta.status_code == 405
        assert respuesta["Allow"] == "GET, HEAD, OPTIONS"
    assert not any("features-4" in c for c in tic.get("/ogc/conformance?f=json").json()["conformsTo"])
    assert "post" not in tic.get("/ogc/api").json()["paths"]["/collections/zonas-wifi/items"]


def test_una_sesion_trae_su_ficha_csrf(usuario_con_rol):
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(usuario_con_rol("tic"))
    assert _enviar(cliente, "post", ITEMS, _feature()).status_code == 403


@pytest.fixture
def llave(usuario_con_rol):
    return Llave(usuario=usuario_con_rol("tic"), nombre="QGIS", vence=timezone.now() + timedelta(days=30))


def test_una_llave_escribe_sin_sesion_y_solo_su_huella_se_guarda(llave):
    texto = llaves.crear(llave)
    cliente = Client(enforce_csrf_checks=True)
    respuesta = _enviar(cliente, "post", ITEMS, _feature(), Authorization=f"Bearer {texto}")
    assert respuesta.status_code == 201, respuesta.content
    guardada = Llave.objects.values().get()
    assert texto not in str(guardada)
    assert guardada["usada"] is not None


@pytest.mark.parametrize("como", ["inventada", "vencida", "revocada", "huella", "inactiva"])
def test_una_llave_que_no_vale_es_401(llave, como):
    texto = llaves.crear(llave)
    if como == "vencida":
        Llave.objects.update(vence=timezone.now() - timedelta(seconds=1))
    if como == "revocada":
        llave.delete()
    if como == "inactiva":
        llave.usuario.is_active = False
        llave.usuario.save()
    texto = {"inventada": "x" * 43, "huella": llave.huella}.get(como, texto)
    respuesta = _enviar(Client(), "post", ITEMS, _feature(), Authorization=f"Bearer {texto}")
    assert respuesta.status_code == 401
    assert respuesta["WWW-Authenticate"].startswith("Bearer")


def test_el_admin_muestra_la_llave_una_sola_vez(cliente_con_rol, usuario_con_rol):
    admin = cliente_con_rol("administracion")
    datos = {"usuario": usuario_con_rol("tic").pk, "nombre": "QGIS", "vence_0": "2027-01-01", "vence_1": "00:00"}
    pagina = admin.post("/admin/capas/llave/add/", datos, follow=True).content.decode()
    texto = pagina.split("otra vez: ")[1].split("<")[0].strip()
    assert llaves.de_quien(texto) is not None
    assert texto not in admin.get("/admin/capas/llave/").content.decode()
    assert cliente_con_rol("cultura").get("/admin/capas/llave/").status_code == 403


@pytest.mark.parametrize("id_capa", CAPAS)
def test_en_cada_capa_lo_leido_y_borrado_se_puede_volver_a_crear(capas_de_datos, cliente_con_rol, id_capa):
    capa = obtener(id_capa)
    if not capa.importable:
        pytest.skip("sus elementos nacen de sus propias acciones")
    url, cliente = f"/ogc/collections/{id_capa}/items", cliente_con_rol(capa.roles[0])
    leido = cliente.get(f"{url}/{fabricas.elemento(capa).pk}")
    assert cliente.delete(f"{url}/{leido.json()['id']}", headers={"If-Match": leido["ETag"]}).status_code == 204
    respuesta = _enviar(cliente, "post", url, leido.json())
    assert respuesta.status_code == 201, respuesta.content.decode()
    vuelta = cliente.get(respuesta["Location"].removeprefix("http://testserver")).json()
    recibidos = [campo.name for campo in capa.recibibles]
    assert [vuelta["properties"][n] for n in recibidos] == [leido.json()["properties"][n] for n in recibidos]


@pytest.mark.parametrize(
    "propiedades",
    [{"radio_m": 150.9}, {"radio_m": True}, {"radio_m": "120"}, {"operativa": 0}, {"operativa": "true"}, {"nombre": 123}, {"nombre": ["x"]}],
)  # fmt: skip
def test_un_valor_de_otro_tipo_se_rehusa_y_no_se_acomoda(tic, zona, propiedades):
    url, tipo, marca = f"{ITEMS}/{zona.pk}", "application/merge-patch+json", {"If-Match": _etag(tic, zona)}
    assert _enviar(tic, "patch", url, {"properties": propiedades}, tipo, **marca).status_code == 422
    assert _enviar(tic, "post", ITEMS, _feature(**propiedades)).status_code == 422
    assert _etag(tic, zona) == marca["If-Match"]
    assert _enviar(tic, "patch", url, {"properties": {"radio_m": 150.0}}, tipo, **marca).status_code == 204


@pytest.mark.parametrize(
    "cambio", [{"type": "Foo"}, {"type": None}, {"properties": None}, {"properties": []}, {"foo": 1}], ids=str
)
def test_lo_que_no_deja_un_elemento_no_se_corrige(tic, zona, cambio):
    marca = {"If-Match": _etag(tic, zona)}
    respuesta = _enviar(tic, "patch", f"{ITEMS}/{zona.pk}", cambio, "application/merge-patch+json", **marca)
    assert respuesta.status_code == 400


def test_corregir_nada_no_hace_otra_version(tic, zona):
    marca = _etag(tic, zona)
    for nada in ({}, {"type": "Feature"}, {"properties": {}}):
        respuesta = _enviar(tic, "patch", f"{ITEMS}/{zona.pk}", nada, "application/json", **{"If-Match": marca})
        assert (respuesta.status_code, respuesta["ETag"]) == (204, marca)
    assert _etag(tic, zona) == marca


def test_reemplazar_con_el_id_de_otro_se_rehusa(tic, zona):
    marca = {"If-Match": _etag(tic, zona)}
    assert _enviar(tic, "put", f"{ITEMS}/{zona.pk}", _feature() | {"id": zona.pk + 1}, **marca).status_code == 400
