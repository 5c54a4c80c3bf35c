"""What is thrown at the processes: inputs that are no inputs, links that lead elsewhere, other people's jobs."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capas.catalogo import obtener
from capas.models import Trabajo
from capas.procesos import registro, trabajos
from tests import fabricas
from tests.cumplimiento.test_processes import CERCA, PUNTO, ejecutar, encargar

FORMULARIO = "application/x-www-form-urlencoded"
RUTA = "/ogc/processes/area-de-influencia/execution"
ABIERTO = [[-75.3, 4.4], [-75.2, 4.4], [-75.2, 4.5]]
MONO = [[[-75.3, 4.4], [-75.2, 4.5], [-75.2, 4.4], [-75.3, 4.5], [-75.3, 4.4]]]


def _poligono(anillos):
    return {"type": "Polygon", "coordinates": anillos}


@pytest.mark.parametrize(
    ("proceso", "inputs", "dice"),
    [
        ("area-de-influencia", {}, "lugar"),
        ("area-de-influencia", {"lugar": PUNTO}, "metros"),
        ("area-de-influencia", {**CERCA, "metros": "500"}, "metros"),
        ("area-de-influencia", {**CERCA, "metros": True}, "metros"),
        ("area-de-influencia", {**CERCA, "metros": 1e9}, "metros"),
        ("area-de-influencia", {**CERCA, "metros": -1}, "metros"),
        ("area-de-influencia", {**CERCA, "metros": 10**400}, "metros"),
        ("area-de-influencia", {**CERCA, "lugar": {"type": "Point", "coordinates": [10**400, 4]}}, "lugar"),
        ("area-de-influencia", {**CERCA, "_connector": "OR"}, "_connector"),
        ("area-de-influencia", {**CERCA, "lugar": {"type": "Point", "coordinates": [500, 4]}}, "lugar"),
        ("area-de-influencia", {**CERCA, "lugar": {"type": "Point", "coordinates": [2.35, 48.85]}}, "Colombia"),
        ("area-de-influencia", {**CERCA, "lugar": {**PUNTO, "crs": {"type": "name"}}}, "crs"),
        ("area-de-influencia", {**CERCA, "lugar": "POINT(-75 4)"}, "lugar"),
        ("area-de-influencia", {**CERCA, "lugar": {"type": "GeometryCollection", "geometries": []}}, "lugar"),
        ("resumen-de-zona", {"zona": PUNTO}, "zona"),
        ("resumen-de-zona", {"zona": _poligono([ABIERTO])}, "zona"),
        ("resumen-de-zona", {"zona": _poligono(MONO)}, "zona"),
        ("resumen-de-zona", {"zona": {"value": {"value": PUNTO}}}, "zona"),
        ("resumen-de-zona", {"zona": _poligono(MONO), "capas": []}, "zona"),
        ("exposicion", {"fenomeno": "x' OR 1=1 --"}, "fenomeno"),
        ("exposicion", {"fenomeno": ["Inundacion"]}, "fenomeno"),
        ("exposicion", {"capas": ["auth_user"], "categoria": "Alta"}, "auth_user"),
        ("exposicion", {"capas": [{}], "categoria": "Alta"}, "capas"),
        ("exposicion", {"capas": ["barrios"] * 41, "categoria": "Alta"}, "capas"),
        ("exposicion", {}, "amenaza"),
        ("internet-cercano", {"punto": PUNTO, "cuantos": 2.5}, "cuantos"),
        ("internet-cercano", {"punto": PUNTO, "cuantos": 10**30}, "cuantos"),
        ("riesgo-en-un-punto", {"punto": None}, "punto"),
    ],
)  # fmt: skip
def test_una_entrada_que_no_sirve_es_400_y_dice_cual(client, proceso, inputs, dice):
    for asincrono in (False, True):
        respuesta = ejecutar(client, proceso, inputs, asincrono=asincrono)
        assert respuesta.status_code == 400, respuesta.content
        assert dice in respuesta.json()["detail"]
    assert not Trabajo.objects.exists()


@pytest.mark.parametrize(
    "href",
    [
        "http://127.0.0.1:9/x", "https://example.com/ogc/collections/barrios/items/1", "file:///etc/passwd", "/etc/passwd",
        "//example.com/ogc/collections/barrios/items/1", "/ogc/collections/barrios/items/1/../../../x", "/ogc/collections/../items/1",
        "/ogc/collections/barrios/items/1?f=html", "/ogc/collections/barrios/items/1#x", "/ogc/collections/barrios/items/٣",
        "http://testserver@example.com/ogc/collections/barrios/items/1", "http://testserver.example.com/ogc/collections/barrios/items/1",
        "data:application/json,{}", "", 5, None, ["/ogc/collections/barrios/items/1"],
    ],
)  # fmt: skip
def test_un_enlace_que_no_es_de_esta_api_no_se_abre(client, href, monkeypatch):
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("se abrió una conexión"))
    fabricas.municipio()
    respuesta = ejecutar(client, "resumen-de-zona", {"zona": {"href": href}})
    assert respuesta.status_code == 400
    assert "zona" in respuesta.json()["detail"]


@pytest.mark.parametrize(
    ("cuerpo", "codigo"),
    [
        (" ", 400), ("[]", 400), ("nada", 400), ('{"inputs": []}', 400), ('{"inputs": {"metros": NaN}}', 400), ("[" * 5000, 400),
        ('{"inputs":' + '{"a":' * 5000, 400), ('{"inputs": {}, "response": "otro"}', 400), ('{"inputs": {}, "outputs": {"x": {}}}', 400),
        ('{"inputs": {}, "outputs": []}', 400), ('{"inputs": {}, "outputs": {"area": {"transmissionMode": "reference"}}}', 400),
        ('{"inputs": {}, "outputs": {"area": {"format": {"mediaType": "image/png"}}}}', 400), ('{"inputs": {}, "outputs": {"area": 1}}', 400),
        ('{"inputs": {}, "subscriber": {"successUri": "http://127.0.0.1/"}}', 400), ('{"inputs": {"x": "' + "a" * 300_000 + '"}}', 413),
        (b"\xff\xfe\x00", 400),
    ],
)  # fmt: skip
def test_un_cuerpo_que_no_sirve(client, cuerpo, codigo):
    respuesta = client.post(RUTA, cuerpo, "application/json")
    assert respuesta.status_code == codigo, respuesta.content
    assert respuesta["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("tipo", ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""])
def test_otro_tipo_de_cuerpo_es_415(client, tipo):
    assert client.post(RUTA, "{}", tipo).status_code == 415


def test_demasiados_vertices_es_413(client):
    anillo = [[-75.3 + n * 1e-5, 4.4] for n in range(6_000)]
    linea = {"type": "LineString", "coordinates": anillo}
    assert ejecutar(client, "area-de-influencia", {**CERCA, "lugar": linea}).status_code == 413


@pytest.mark.parametrize("texto", ["\x00", "\ud800"])
def test_lo_que_la_base_no_guarda_es_400(client, texto):
    lugar = {**PUNTO, "nota": texto}
    assert ejecutar(client, "area-de-influencia", {**CERCA, "lugar": lugar}, asincrono=True).status_code == 400


@pytest.mark.parametrize("consulta", ["limit=0", "limit=-1", "limit=x", "cursor=x", "status=otro", "datetime=ayer",
                                      "minDuration=-1", "maxDuration=x", "nada=1", "status=running&status=failed"])  # fmt: skip
def test_una_lista_de_trabajos_que_no_se_entiende_es_400(cliente_con_rol, consulta):
    assert cliente_con_rol("tic").get(f"/ogc/jobs?{consulta}").status_code == 400


# Whose jobs, and who may make one


def test_el_trabajo_de_una_persona_no_existe_para_otra(cliente_con_rol):
    duena = cliente_con_rol("riesgo")
    uno = encargar(duena)
    assert duena.get(f"/ogc/jobs/{uno}").status_code == 200
    for otro in (Client(), cliente_con_rol("tic")):
        for respuesta in (
            otro.get(f"/ogc/jobs/{uno}"),
            otro.get(f"/ogc/jobs/{uno}/results"),
            otro.delete(f"/ogc/jobs/{uno}"),
        ):
            assert respuesta.status_code == 404
            assert respuesta.json()["type"].endswith("no-such-job")
    assert Trabajo.objects.get(pk=uno).estado == trabajos.Estado.ACEPTADO


def test_una_pagina_ajena_no_pide_ni_descarta_trabajos_con_la_sesion_de_nadie(usuario_con_rol):
    cliente = Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    cliente.force_login(usuario_con_rol("tic"))
    datos = json.dumps({"inputs": CERCA})
    assert cliente.post(RUTA, datos, "application/json", headers={"Prefer": "respond-async"}).status_code == 403
    assert cliente.post(RUTA, "modo=trabajo", FORMULARIO).status_code == 403
    suyo = encargar(Client())
    assert cliente.delete(f"/ogc/jobs/{suyo}").status_code == 403
    anonimo = Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    assert anonimo.post(RUTA, "modo=trabajo", FORMULARIO).status_code == 403
    assert anonimo.post(f"/ogc/jobs/{suyo}", "", FORMULARIO).status_code == 403
    assert anonimo.post(RUTA, datos, "application/json").status_code == 200
    assert Trabajo.objects.get().estado == trabajos.Estado.ACEPTADO


def test_a_un_programa_que_no_envia_json_se_le_dice_que_lo_envie():
    respuesta = Client(enforce_csrf_checks=True).post(RUTA, '{"inputs": {}}', FORMULARIO)
    assert respuesta.status_code == 415
    assert "application/json" in respuesta.json()["detail"]


def test_una_avalancha_es_429_con_cuando_volver(client):
    for _ in range(trabajos.POR_ORIGEN):
        encargar(client)
    respuesta = ejecutar(client, "area-de-influencia", CERCA, asincrono=True)
    assert (respuesta.status_code, respuesta["Retry-After"]) == (429, "60")
    assert ejecutar(client, "area-de-influencia", CERCA).status_code == 200


def test_tras_un_proxy_cada_quien_tiene_su_cuenta(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(trabajos.POR_ORIGEN + 1):
        cabeceras = {
            "Prefer": "respond-async",
            "X-Forwarded-For": f"10.9.9.9, 192.0.2.{n}",
            "X-Forwarded-Proto": "https",
        }
        assert (
            client.post(RUTA, json.dumps({"inputs": CERCA}), "application/json", headers=cabeceras).status_code == 201
        )


def test_de_quien_pidio_no_queda_la_direccion(client):
    encargar(client)
    assert "127.0.0.1" not in Trabajo.objects.get().origen


def test_el_texto_de_los_datos_no_es_html_en_el_resultado(client):
    fabricas.elemento(obtener("zonas-wifi"), nombre="<script>alert(1)</script>")
    pagina = client.post(
        "/ogc/processes/internet-cercano/execution", json.dumps({"inputs": {"punto": PUNTO}}), "application/json",
        headers={"Accept": "text/html"},
    )  # fmt: skip
    assert pagina.status_code == 200
    assert b"<script>alert" not in pagina.content
    assert b"&lt;script&gt;alert" in pagina.content


CLAVES = st.sampled_from(["type", "coordinates", "value", "href", "x"])
json_ = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda hijos: st.one_of(st.lists(hijos, max_size=4), st.dictionaries(CLAVES, hijos, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(valor=json_)
def test_cualquier_valor_en_cualquier_entrada_tiene_respuesta(valor):
    cliente = Client(raise_request_exception=False)
    for proceso in registro.todos():
        for nombre in proceso.entradas:
            respuesta = ejecutar(cliente, proceso.id, {**proceso.ejemplo(), nombre: valor})
            assert respuesta.status_code in (200, 400, 413), (proceso.id, nombre, valor, respuesta.content[:300])


def test_rodear_lo_que_va_y_viene_se_rehusa_y_un_rio_no(client):
    """GEOS does not stop while it makes a buffer: 5,000 sides over one another took a minute."""
    zigzag = [[-75.2 + (i % 2) * 0.05 + i * 1e-6, 4.4 + i * 1e-5] for i in range(4990)]
    rio = [[-75.4 + i * 1e-4, 4.3 + (i % 7) * 1e-4] for i in range(4990)]
    respuestas = [
        ejecutar(client, "area-de-influencia", {"lugar": {"type": "LineString", "coordinates": lados}, "metros": 500})
        for lados in (zigzag, rio)
    ]
    assert [r.status_code for r in respuestas] == [400, 200]


def test_media_letra_en_json_es_400(client):
    for cuerpo in ('{"inputs":{"\\ud800":1}}', '{"inputs":{"capas":["\\ud800"]}}'):
        assert client.post(RUTA, cuerpo, content_type="application/json").status_code == 400
