"""OGC API Processes 1.0 (OGC 18-062r2), requirement by requirement."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import jsonschema
import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from capas import llaves
from capas.catalogo import obtener
from capas.models import Llave, Trabajo
from capas.procesos import registro, trabajos
from tests import fabricas

B = "/ogc"
EXCEPCION = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
PUNTO = {"type": "Point", "coordinates": [-75.2322, 4.4389]}
CERCA = {"lugar": PUNTO, "metros": 500}
PROCESOS = [proceso.id for proceso in registro.todos()]


def ejecutar(cliente, proceso, inputs, asincrono=False, **cuerpo):
    cabeceras = {"Prefer": "respond-async"} if asincrono else {}
    return cliente.post(
        f"{B}/processes/{proceso}/execution",
        json.dumps({"inputs": inputs, **cuerpo}),
        "application/json",
        headers=cabeceras,
    )


@pytest.fixture
def trabajar(monkeypatch):
    """What `manage.py db_worker` does, until nothing waits, on the test's own connection."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)

    def hacer():
        Worker(
            queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id="prueba", excluded_queue_names=[],
        ).run()  # fmt: skip

    return hacer


def encargar(cliente, inputs=None, **cuerpo):
    respuesta = ejecutar(cliente, "area-de-influencia", inputs or CERCA, asincrono=True, **cuerpo)
    assert respuesta.status_code == 201, respuesta.content
    return respuesta.json()["jobID"]


# Landing page, list and description (7.2, 7.8 to 7.10)


def test_la_portada_lleva_a_los_procesos_y_a_los_trabajos(client):
    rels = {enlace["rel"]: enlace["href"] for enlace in client.get(f"{B}/").json()["links"]}
    assert rels[f"{REL}processes"].endswith("/ogc/processes")
    assert rels[f"{REL}job-list"].endswith("/ogc/jobs")


def test_declara_las_clases_que_cumple(client):
    clases = client.get(f"{B}/conformance").json()["conformsTo"]
    for clase in ("core", "ogc-process-description", "json", "html", "oas30", "job-list", "dismiss"):
        assert f"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/{clase}" in clases
    assert not any(clase.endswith("conf/callback") for clase in clases)


def test_la_lista_resume_cada_proceso(client):
    lista = client.get(f"{B}/processes").json()
    assert [p["id"] for p in lista["processes"]] == PROCESOS
    assert {e["rel"] for e in lista["links"]} == {"self", "alternate"}
    for resumen in lista["processes"]:
        assert resumen["version"]
        assert resumen["jobControlOptions"] == ["sync-execute", "async-execute", "dismiss"]
        [propio] = [e["href"] for e in resumen["links"] if e["rel"] == "self"]
        assert client.get(propio.removeprefix("http://testserver")).status_code == 200


def test_la_lista_se_recorre_por_paginas(client):
    url, vistos = f"{B}/processes?limit=2", []
    while url:
        pagina = client.get(url.removeprefix("http://testserver")).json()
        vistos += [p["id"] for p in pagina["processes"]]
        url = next((e["href"] for e in pagina["links"] if e["rel"] == "next"), None)
    assert vistos == PROCESOS


@pytest.mark.parametrize("proceso", PROCESOS)
def test_la_descripcion_dice_que_entra_y_que_sale(client, proceso):
    documento = client.get(f"{B}/processes/{proceso}").json()
    assert documento["inputs"]
    assert documento["outputs"]
    for parte in (*documento["inputs"].values(), *documento["outputs"].values()):
        jsonschema.Draft202012Validator.check_schema(parte["schema"])
    for entrada in documento["inputs"].values():
        assert entrada["title"]
        assert entrada["minOccurs"] <= entrada["maxOccurs"]
    [ejecucion] = [e["href"] for e in documento["links"] if e["rel"] == f"{REL}execute"]
    assert ejecucion.endswith(f"/processes/{proceso}/execution")


@pytest.mark.parametrize("proceso", PROCESOS)
def test_el_ejemplo_sirve_y_el_resultado_cumple_su_esquema(client, proceso):
    fabricas.municipio()
    fabricas.elemento(obtener("zonas-wifi"))
    elegido = registro.obtener(proceso)
    entradas = client.get(f"{B}/processes/{proceso}").json()["inputs"]
    for nombre, valor in elegido.ejemplo().items():
        jsonschema.validate(valor, entradas[nombre]["schema"])
    respuesta = ejecutar(client, proceso, elegido.ejemplo())
    assert respuesta.status_code == 200, respuesta.content
    assert respuesta["Content-Type"] == elegido.salida.tipo
    esquema = json.loads(json.dumps(elegido.salida.esquema).replace('"nullable": true', '"title": "x"'))
    sin_nulos = {nombre: valor for nombre, valor in respuesta.json().items() if valor is not None}
    jsonschema.validate(sin_nulos, esquema)


@pytest.mark.parametrize("resto", ["", "/execution"])
def test_un_proceso_que_no_existe(client, resto):
    metodo = client.post if resto else client.get
    respuesta = metodo(f"{B}/processes/no-hay{resto}", content_type="application/json")
    assert respuesta.status_code == 404
    assert respuesta["Content-Type"] == "application/problem+json"
    assert respuesta.json()["type"] == f"{EXCEPCION}no-such-process"


# Execution at once (7.11)


def test_crudo_es_el_valor_y_documento_lo_lleva_adentro(client):
    crudo = ejecutar(client, "area-de-influencia", CERCA)
    assert (crudo.status_code, crudo["Content-Type"]) == (200, "application/geo+json")
    dentro = ejecutar(client, "area-de-influencia", CERCA, response="document").json()
    assert dentro == {"area": {"value": crudo.json(), "mediaType": "application/geo+json"}}


@pytest.mark.parametrize("outputs", [{}, {"area": {}}, {"area": {"transmissionMode": "value"}},
                                     {"area": {"format": {"mediaType": "application/geo+json"}}}])  # fmt: skip
def test_las_salidas_se_piden_por_su_nombre(client, outputs):
    assert ejecutar(client, "area-de-influencia", CERCA, outputs=outputs).status_code == 200


def test_una_entrada_va_desnuda_calificada_o_por_referencia(client):
    fabricas.municipio()
    barrio = obtener("barrios").modelo.objects.get()
    suyo = client.get(f"{B}/collections/barrios/items/{barrio.pk}").json()["geometry"]
    formas = [
        suyo,
        {"value": suyo, "mediaType": "application/geo+json"},
        {"href": f"/ogc/collections/barrios/items/{barrio.pk}"},
        {"href": f"http://testserver/ogc/collections/barrios/items/{barrio.pk}?f=json"},
    ]
    areas = [ejecutar(client, "resumen-de-zona", {"zona": f}).json()["superficie_m2"] for f in formas]
    assert areas == pytest.approx([barrio.geom.area] * 4, rel=1e-5)


def test_un_valor_suelto_vale_por_una_lista_de_uno(client):
    zona = registro.obtener("resumen-de-zona").ejemplo()["zona"]
    for capas in ("barrios", ["barrios"]):
        resumen = ejecutar(client, "resumen-de-zona", {"zona": zona, "capas": capas}).json()
        assert [c["capa"] for c in resumen["capas"]] == ["barrios"]


# Jobs (7.11.4, 7.12, 7.13, 11, 13)


def test_un_trabajo_de_principio_a_fin(client, trabajar):
    respuesta = ejecutar(client, "area-de-influencia", CERCA, asincrono=True, response="document")
    assert respuesta.status_code == 201
    assert respuesta["Preference-Applied"] == "respond-async"
    url = respuesta["Location"].removeprefix("http://testserver")
    espera = client.get(url).json()
    assert (espera["status"], espera["type"], espera["processID"]) == ("accepted", "process", "area-de-influencia")
    pendiente = client.get(f"{url}/results")
    assert (pendiente.status_code, pendiente.json()["type"]) == (404, f"{EXCEPCION}result-not-ready")
    trabajar()
    listo = client.get(url).json()
    assert (listo["status"], listo["progress"]) == ("successful", 100)
    assert listo["created"] <= listo["started"] <= listo["finished"]
    assert f"{REL}results" in [e["rel"] for e in listo["links"]]
    al_instante = ejecutar(client, "area-de-influencia", CERCA, response="document").json()
    assert client.get(f"{url}/results").json() == al_instante


def test_el_resultado_crudo_de_un_trabajo_lleva_su_tipo(client, trabajar):
    uno = encargar(client)
    trabajar()
    respuesta = client.get(f"{B}/jobs/{uno}/results")
    assert respuesta["Content-Type"] == "application/geo+json"
    assert respuesta.json()["type"] == "Feature"


def test_el_formato_de_un_resultado_se_pide_con_f(client, trabajar):
    url = f"{B}/jobs/{encargar(client)}/results"
    trabajar()
    assert client.get(f"{url}?f=html")["Content-Type"].startswith("text/html")
    assert client.get(f"{url}?f=json", headers={"Accept": "text/html"})["Content-Type"] == "application/geo+json"
    assert client.get(f"{url}?f=pdf").status_code == 400


def test_un_trabajo_que_falla_dice_por_que(client, trabajar):
    fabricas.municipio()
    barrio = obtener("barrios").modelo.objects.get()
    respuesta = ejecutar(
        client, "resumen-de-zona", {"zona": {"href": f"/ogc/collections/barrios/items/{barrio.pk}"}}, asincrono=True
    )
    barrio.delete()
    trabajar()
    url = f"{B}/jobs/{respuesta.json()['jobID']}"
    fallido = client.get(url).json()
    assert fallido["status"] == "failed"
    assert "no tiene un elemento" in fallido["message"]
    resultado = client.get(f"{url}/results")
    assert (resultado.status_code, resultado["Content-Type"]) == (422, "application/problem+json")
    assert resultado.json()["detail"] == fallido["message"]


@pytest.mark.parametrize("terminado", [False, True])
def test_descartar_un_trabajo(client, trabajar, terminado):
    uno = encargar(client)
    if terminado:
        trabajar()
    descartado = client.delete(f"{B}/jobs/{uno}")
    assert (descartado.status_code, descartado.json()["status"]) == (200, "dismissed")
    trabajar()
    assert client.get(f"{B}/jobs/{uno}").json()["status"] == "dismissed"
    assert client.get(f"{B}/jobs/{uno}/results").status_code == 404
    assert Trabajo.objects.get(pk=uno).resultado is None
    assert client.delete(f"{B}/jobs/{uno}").status_code == 410


@pytest.mark.parametrize("resto", ["", "/results"])
@pytest.mark.parametrize("uno", ["b39de0f2-1d3f-4a9e-8b1a-0b6b5ee1c9a1", "nada", "1", "%00", "x" * 36])
def test_un_trabajo_que_no_existe(client, uno, resto):
    respuesta = client.get(f"{B}/jobs/{uno}{resto}")
    assert respuesta.status_code == 404
    if uno != "%00":
        assert respuesta.json()["type"] == f"{EXCEPCION}no-such-job"


@pytest.fixture
def duena(usuario_con_rol):
    cliente = Client()
    llave = Llave(usuario=usuario_con_rol("tic"), nombre="x", vence=timezone.now() + timedelta(days=1))
    cliente.defaults["HTTP_AUTHORIZATION"] = f"Bearer {llaves.crear(llave)}"
    return cliente


def test_la_lista_de_trabajos_es_de_quien_los_pidio(client, duena, cliente_con_rol):
    suyo, de_nadie = encargar(duena), encargar(client)
    lista = duena.get(f"{B}/jobs").json()
    assert [t["jobID"] for t in lista["jobs"]] == [suyo]
    assert {e["rel"] for e in lista["links"]} == {"self", "alternate"}
    assert client.get(f"{B}/jobs").json()["jobs"] == []
    assert cliente_con_rol("cultura").get(f"{B}/jobs").json()["jobs"] == []
    administracion = cliente_con_rol("administracion").get(f"{B}/jobs").json()["jobs"]
    assert {t["jobID"] for t in administracion} == {suyo, de_nadie}


def test_la_lista_de_trabajos_se_filtra_y_se_recorre(duena, trabajar):
    primero = encargar(duena)
    trabajar()
    otros = [encargar(duena) for _ in range(3)]

    def ids(consulta):
        return [t["jobID"] for t in duena.get(f"{B}/jobs?{consulta}").json()["jobs"]]

    assert ids("status=successful") == [primero]
    assert set(ids("status=accepted,running")) == set(otros)
    assert len(ids("processID=area-de-influencia")) == 4
    assert ids("processID=exposicion") == []
    assert len(ids("type=process")) == 4
    assert ids("datetime=../2020-01-01") == []
    assert len(ids("datetime=2020-01-01/..")) == 4
    assert ids("minDuration=3600") == []
    assert ids("maxDuration=3600") == [primero]
    url, vistos = f"{B}/jobs?limit=2", []
    while url:
        pagina = duena.get(url.removeprefix("http://testserver")).json()
        vistos += [t["jobID"] for t in pagina["jobs"]]
        url = next((e["href"] for e in pagina["links"] if e["rel"] == "next"), None)
    assert vistos == [*reversed(otros), primero]


# Pages (html)


@pytest.mark.parametrize("ruta", ["/processes", "/jobs", *(f"/processes/{p}" for p in PROCESOS)])
def test_todo_documento_es_tambien_una_pagina(client, ruta):
    respuesta = client.get(f"{B}{ruta}?f=html")
    assert respuesta.status_code == 200
    assert b"<h1>" in respuesta.content


FORMULARIOS = {
    "area-de-influencia": {"lugar": json.dumps(PUNTO), "metros": "500"},
    "exposicion": {"fenomeno": "Inundacion", "categoria": "", "zona": ""},
    "internet-cercano": {"punto-lon": "-75,2322", "punto-lat": "4,4389", "cuantos": "2"},
    "resumen-de-zona": {"zona": "/ogc/collections/barrios/items/{barrio}", "capas": ["barrios", "zonas-wifi"]},
    "riesgo-en-un-punto": {"punto-lon": "-75.2322", "punto-lat": "4.4389"},
}


@pytest.mark.parametrize("proceso", PROCESOS)
def test_el_formulario_de_cada_pagina_calcula(proceso, trabajar):
    fabricas.municipio()
    fabricas.elemento(obtener("zonas-wifi"), nombre="Plaza")
    cliente = Client(headers={"Accept": "text/html"})
    barrio = obtener("barrios").modelo.objects.get().pk
    datos = {n: v.format(barrio=barrio) if n == "zona" else v for n, v in FORMULARIOS[proceso].items()}
    pagina = cliente.post(f"{B}/processes/{proceso}/execution", datos_de(datos), FORMULARIO)
    assert pagina.status_code == 200, pagina.content
    assert registro.obtener(proceso).titulo in pagina.content.decode()
    encargado = cliente.post(f"{B}/processes/{proceso}/execution", datos_de({**datos, "modo": "trabajo"}), FORMULARIO)
    assert encargado.status_code == 303
    assert "En espera" in cliente.get(encargado["Location"]).content.decode()
    trabajar()
    url = encargado["Location"].removesuffix("?f=html")
    assert "Terminado" in cliente.get(f"{url}?f=html").content.decode()
    assert cliente.get(f"{url}/results?f=html").status_code == 200
    assert cliente.post(url, "", FORMULARIO).status_code == 303
    assert Trabajo.objects.get().estado == trabajos.Estado.DESCARTADO


FORMULARIO = "application/x-www-form-urlencoded"


def datos_de(datos):
    return urlencode(datos, doseq=True)
