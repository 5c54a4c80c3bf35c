"""Open311 GeoReport v2 and Service Discovery, sentence by sentence, in JSON and in XML; then the extensions that are ours.

The XML of every answer is held against a schema written from the specification, which has none of its own.
"""

import datetime as dt
import json
import secrets
import uuid
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from capas.llaves import huella
from capas.models import Balde
from malla_vial import acciones
from malla_vial.direcciones import Hallado
from malla_vial.estados import ABIERTOS, CERRADOS, Estado
from malla_vial.models import (
    EnvioOpen311,
    Foto,
    LlaveOpen311,
    Movimiento,
    NotaInterna,
    Reporte,
    TipoDano,
    TramoVial,
)
from malla_vial.open311 import envio
from tests import fabricas

ESQUEMA = etree.XMLSchema(file=str(Path(__file__).with_name("georeport_v2.xsd")))
TIPO_DE = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
FORMATOS = ("json", "xml")
RAIZ = "/open311/v2"
UN_REPORTE = {"service_code": "hueco", "lat": "4.4389", "long": "-75.2322", "description": "Un hueco hondo"}


@pytest.fixture
def ciudad():
    fabricas.municipio()
    return TipoDano.objects.get_or_create(codigo="hueco", defaults={"nombre": "Hueco", "descripcion": "Roto"})[0]


@pytest.fixture
def llave():
    """Makes keys: llave(por_minuto=2) gives the text of one."""

    def crear(**valores) -> str:
        texto = secrets.token_urlsafe(32)
        LlaveOpen311.objects.create(**{"nombre": "App", "correo": "a@b.co", "huella": huella(texto)} | valores)
        return texto

    return crear


@pytest.fixture
def pedir(client):
    """GET in a format: the answer, its content type checked, its XML held against the schema."""

    def hacer(ruta: str, formato: str = "json", estado: int = 200, **parametros):
        return leido(client.get(f"{RAIZ}/{ruta}.{formato}", parametros), formato, estado)

    return hacer


@pytest.fixture
def enviar(client, llave):
    def hacer(datos: dict, formato: str = "json", estado: int = 201, ruta: str = "requests", **cabezas):
        datos = {"api_key": llave()} | datos if "api_key" not in datos else datos
        return leido(client.post(f"{RAIZ}/{ruta}.{formato}", datos, headers=cabezas), formato, estado)

    return hacer


def leido(respuesta, formato: str, estado: int):
    """The same Python value out of either format: lists of dicts, texts; empty is None."""
    assert respuesta.status_code == estado, respuesta.content
    assert respuesta["Content-Type"] == TIPO_DE[formato]
    if formato == "json":
        return respuesta.json()
    texto = respuesta.content.decode("utf-8")
    assert texto.lower().startswith('<?xml version="1.0" encoding="utf-8"?>')
    ESQUEMA.assertValid(etree.fromstring(respuesta.content))
    return _valor(ET.fromstring(texto))


def _valor(nodo):
    listas = {"services", "attributes", "values", "service_requests", "service_request_updates", "endpoints", "formats"}
    if nodo.tag in listas | {"errors", "media_urls"}:
        return [_valor(hijo) for hijo in nodo]
    return {hijo.tag: _valor(hijo) for hijo in nodo} if len(nodo) else nodo.text


def en_texto(valor):
    """A JSON value as XML tells it."""
    if isinstance(valor, dict):
        return {nombre: en_texto(hijo) for nombre, hijo in valor.items()}
    if isinstance(valor, list):
        return [en_texto(hijo) for hijo in valor]
    return None if valor in (None, "") else str(valor).lower() if isinstance(valor, bool) else str(valor)


# Service Discovery


@pytest.mark.parametrize("formato", FORMATOS)
def test_descubrir(client, ciudad, formato):
    """«changeset, contact, key_service, endpoints: specification, url, changeset, type, formats»."""
    documento = leido(client.get(f"/open311/discovery.{formato}"), formato, 200)
    assert list(documento) == ["changeset", "contact", "key_service", "endpoints"]
    punto = documento["endpoints"][0]
    assert punto["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert punto["url"].endswith("/open311/v2")
    assert punto["type"] in ("production", "test")
    assert punto["formats"] == ["text/xml", "application/json"]


def test_el_cambio_de_un_servicio_se_nota(client, ciudad):
    """«An updated changeset indicates that there has been an update to the service list or to the definitions»."""

    def leer() -> str:
        return client.get("/open311/discovery.json").json()["endpoints"][0]["changeset"]

    primero = leer()
    assert leer() == primero
    TipoDano.objects.filter(pk="hueco").update(nombre="Hueco o bache")
    from malla_vial.models import ListaDeServicios

    leer()
    assert ListaDeServicios.objects.count() == 2


# GET service list, GET service definition


@pytest.mark.parametrize("formato", FORMATOS)
def test_servicios(pedir, ciudad, formato):
    TipoDano.objects.create(codigo="viejo", nombre="Viejo", descripcion="-", activo=False)
    lista = pedir("services", formato)
    hueco = next(servicio for servicio in lista if servicio["service_code"] == "hueco")
    assert list(hueco) == ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert hueco["type"] == "realtime"
    assert "viejo" not in {servicio["service_code"] for servicio in lista}


@pytest.mark.parametrize("formato", FORMATOS)
def test_definicion(pedir, ciudad, formato):
    """«metadata: whether the service requires additional form data»: then its definition tells which."""
    definicion = pedir("services/hueco", formato)
    assert definicion["service_code"] == "hueco"
    tamano = definicion["attributes"][0]
    assert list(tamano) == [
        "variable", "code", "datatype", "required", "datatype_description", "order", "description", "values",
    ]  # fmt: skip
    assert {valor["key"] for valor in tamano["values"]} == set(Reporte.Tamano.values)


@pytest.mark.parametrize("formato", FORMATOS)
@pytest.mark.parametrize("ruta", ["services/nada", "requests/IBG-NADA", "tokens/nada"])
def test_lo_que_no_existe(pedir, ciudad, ruta, formato):
    """«404 - … was not found (specified in error response)»."""
    (error,) = pedir(ruta, formato, 404)
    assert str(error["code"]) == "404"
    assert error["description"]


@pytest.mark.parametrize("ruta", ["services", "services/hueco", "requests", "tokens/x", "servicerequestupdates"])
def test_otra_jurisdiccion(pedir, ciudad, ruta):
    """«404 - jurisdiction_id was not found»."""
    assert "jurisdiction_id" in pedir(ruta, estado=404, jurisdiction_id="city.gov")[0]["description"]


@pytest.mark.parametrize("formato", ["csv", "html", "xml2"])
def test_otro_formato(client, formato):
    leido(client.get(f"{RAIZ}/services.{formato}"), "xml", 404)


# POST service request


@pytest.mark.parametrize("formato", FORMATOS)
def test_radicar(enviar, pedir, ciudad, formato):
    (dado,) = enviar(UN_REPORTE | {"account_id": "77"}, formato)
    assert list(dado) == ["service_request_id", "service_notice", "account_id"]
    assert dado["account_id"] == "77"
    assert dado["service_request_id"] in dado["service_notice"]
    reporte = Reporte.objects.get(codigo=dado["service_request_id"])
    assert (reporte.tipo_id, reporte.descripcion, reporte.origen) == ("hueco", "Un hueco hondo", "open311")
    (publico,) = pedir(f"requests/{reporte.codigo}", formato)
    assert publico["status"] == "open"


def test_radicar_por_tramo(enviar, ciudad):
    """«address_id: the internal address ID used by a jurisdiction's master address repository»: a segment of a street."""
    tramo = fabricas.tramo()
    (dado,) = enviar({"service_code": "hueco", "address_id": tramo.codigo})
    assert Reporte.objects.get(codigo=dado["service_request_id"]).tramo == TramoVial.objects.get(pk=tramo.pk)


def test_radicar_por_direccion(enviar, ciudad, monkeypatch):
    """«address_string»: the corner that it surely names; a doubtful one is left to staff, with its words."""
    dudas = [Hallado("Carrera 5 con Calle 37", "", -75.2322, 4.4389, 10, "esquina", parecido) for parecido in (1, 0.5)]
    monkeypatch.setattr(envio, "ubicar", lambda texto: dudas if texto == "Cra 5 con 37" else dudas[1:])
    (cierta,) = enviar({"service_code": "hueco", "address_string": "Cra 5 con 37"})
    assert Reporte.objects.get(codigo=cierta["service_request_id"]).sena == "Cra 5 con 37"
    (dudosa,) = enviar({"service_code": "hueco", "address_string": "Por la 37"})
    assert "token" in dudosa


def test_atributos(enviar, ciudad):
    (dado,) = enviar(UN_REPORTE | {"attribute[tamano]": "llanta", "attribute[peligro]": "si"})
    reporte = Reporte.objects.get(codigo=dado["service_request_id"])
    assert (reporte.tamano, reporte.peligro) == ("llanta", True)


def test_quien_lo_envia_queda_aparte(enviar, pedir, ciudad):
    (dado,) = enviar(
        UN_REPORTE | {"email": "ana@correo.co", "first_name": "Ana", "last_name": "Ruiz", "phone": "3001112233"}
    )
    publico = json.dumps(pedir(f"requests/{dado['service_request_id']}", extensions="true"))
    assert not any(dato in publico for dato in ("ana@correo.co", "Ana", "Ruiz", "3001112233"))


MAL = {
    "sin servicio": ({"service_code": ""}, 400),
    "servicio que no existe": ({"service_code": "nada"}, 404),
    "sin lugar": ({"lat": "", "long": ""}, 400),
    "lat sin long": ({"long": ""}, 400),
    "lat que no es número": ({"lat": "4,4a"}, 400),
    "lat NaN": ({"lat": "nan"}, 400),
    "fuera del país": ({"lat": "40", "long": "2"}, 400),
    "fuera del municipio": ({"lat": "6.2", "long": "-75.5"}, 400),
    "tramo que no existe": ({"lat": "", "long": "", "address_id": "nada"}, 400),
    "texto de más de 4.000": ({"description": "x" * 4001}, 400),
    "correo que no es": ({"email": "ana"}, 400),
    "atributo fuera de la lista": ({"attribute[tamano]": "enorme"}, 400),
    "dos valores donde va uno": ({"attribute[tamano][]": ["mano", "llanta"]}, 400),
    "media_url que no es web": ({"media_url": "file:///etc/passwd"}, 400),
    "carácter nulo": ({"description": "a\x00b"}, 400),
    "otra jurisdicción": ({"jurisdiction_id": "city.gov"}, 404),
    "sin llave": ({"api_key": ""}, 403),
    "llave inventada": ({"api_key": "xyz"}, 403),
}


@pytest.mark.parametrize("formato", FORMATOS)
@pytest.mark.parametrize("caso", MAL)
def test_lo_que_no_se_puede_radicar(enviar, ciudad, caso, formato):
    """«404 not found, 403 missing or bad api_key, 400 everything else», each with its words; and nothing is filed."""
    cambio, codigo = MAL[caso]
    (error,) = enviar(UN_REPORTE | cambio, formato, codigo)
    assert str(error["code"]) == str(codigo)
    assert len(error["description"]) > 10
    assert not Reporte.objects.exists()


def test_una_descripcion_de_cuatro_mil(enviar, ciudad):
    (dado,) = enviar(UN_REPORTE | {"description": "ñ" * 4000})
    assert len(Reporte.objects.get(codigo=dado["service_request_id"]).descripcion) == 4000


def test_un_parametro_vacio_es_uno_ausente(enviar, pedir, ciudad):
    vacios = dict.fromkeys(
        ["email", "address_id", "media_url", "attribute[tamano]", "jurisdiction_id", "device_id"], ""
    )
    (dado,) = enviar(UN_REPORTE | vacios)
    todos = dict.fromkeys(
        ("service_request_id", "service_code", "start_date", "end_date", "status", "bbox", "page"), ""
    )
    assert [r["service_request_id"] for r in pedir("requests", **todos)] == [dado["service_request_id"]]


def test_una_llave_revocada_no_abre(enviar, llave, ciudad):
    enviar(UN_REPORTE | {"api_key": llave(activa=False)}, estado=403)


def test_de_la_llave_solo_queda_la_huella(llave):
    texto = llave()
    assert texto not in json.dumps(list(LlaveOpen311.objects.values()), default=str)


def test_una_llave_de_otra_jurisdiccion(enviar, llave, ciudad):
    enviar(UN_REPORTE | {"api_key": llave(jurisdicciones=["otra"])}, estado=404)


@pytest.mark.parametrize("tope", ["por_minuto", "por_dia"])
def test_una_llave_tiene_cuota(client, enviar, llave, ciudad, tope):
    datos = UN_REPORTE | {"api_key": llave(**{tope: 2})}
    enviar(datos)
    enviar(datos)
    respuesta = client.post(f"{RAIZ}/requests.json", datos)
    assert respuesta.status_code == 429
    assert 1 <= int(respuesta["Retry-After"]) <= 24 * 3600 + 1
    assert respuesta.json()[0]["code"] == 429
    assert Reporte.objects.count() == 2


def test_la_cuota_vuelve_con_el_minuto(enviar, llave, ciudad):
    datos = UN_REPORTE | {"api_key": llave(por_minuto=1)}
    enviar(datos)
    Balde.objects.update(tocado=timezone.now() - dt.timedelta(minutes=2))
    enviar(datos)


def test_la_misma_clave_es_el_mismo_reporte(enviar, llave, ciudad):
    datos = UN_REPORTE | {"api_key": llave()}
    primero = enviar(datos, **{"Idempotency-Key": "a-1"})
    assert enviar(datos, **{"Idempotency-Key": "a-1"}) == primero
    enviar(datos | {"description": "Otro"}, estado=400, **{"Idempotency-Key": "a-1"})
    enviar(datos | {"clave": "a-2"})
    assert Reporte.objects.count() == 2


def test_la_clave_de_una_llave_no_toca_la_de_otra(enviar, llave, ciudad):
    for _ in range(2):
        enviar(UN_REPORTE | {"api_key": llave(), "clave": "igual"})
    assert Reporte.objects.count() == 2


def test_con_foto_en_el_mismo_envio(client, llave, ciudad):
    datos = UN_REPORTE | {"api_key": llave(), "media": fabricas.foto()}
    (dado,) = leido(client.post(f"{RAIZ}/requests.json", datos), "json", 201)
    assert Foto.objects.filter(reporte__codigo=dado["service_request_id"]).count() == 1


def test_la_foto_de_otra_parte_queda_por_traer(enviar, ciudad):
    """The request does not wait for it, and does not go out to the network."""
    enviar(UN_REPORTE | {"media_url": "https://fotos.example/a.jpg"})
    assert EnvioOpen311.objects.get().medio == EnvioOpen311.Medio.PENDIENTE


def test_un_ajuste_apaga_el_traer_fotos(enviar, ciudad, settings):
    settings.OPEN311_TRAE_FOTOS = False
    enviar(UN_REPORTE | {"media_url": "https://fotos.example/a.jpg"})
    assert EnvioOpen311.objects.get().medio == EnvioOpen311.Medio.NINGUNO


# GET service_request_id from a token


@pytest.mark.parametrize("formato", FORMATOS)
def test_ficha_en_vez_de_numero(enviar, pedir, ciudad, formato):
    """«service_request_id should not be returned if token is returned»; the token leads to the number once it is public."""
    (dado,) = enviar({"service_code": "hueco", "address_string": "Detrás de la iglesia"}, formato)
    assert list(dado) == ["token", "service_notice", "account_id"]
    reporte = Reporte.objects.get()
    assert (reporte.geom, reporte.sena) == (None, "Detrás de la iglesia")
    assert reporte.codigo in dado["service_notice"]
    pedir(f"requests/{reporte.codigo}", formato, 404)
    assert pedir(f"tokens/{dado['token']}", formato) == [{"service_request_id": None, "token": dado["token"]}]
    Reporte.objects.update(geom=fabricas.geometria("POINT"))
    assert pedir(f"tokens/{dado['token']}", formato)[0]["service_request_id"] == reporte.codigo


# GET service requests


@pytest.fixture
def varios(ciudad):
    """One report of each state, and one hidden."""
    hechos = {estado: fabricas.reporte(dx=n * 10, estado=estado) for n, estado in enumerate(Estado)}
    fabricas.reporte(visible=False)
    return hechos


CAMPOS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
]  # fmt: skip


@pytest.mark.parametrize("formato", FORMATOS)
def test_un_reporte(pedir, ciudad, formato):
    reporte = fabricas.reporte(texto_aprobado=True)
    (dado,) = pedir(f"requests/{reporte.codigo}", formato)
    assert list(dado) == CAMPOS
    assert dado["service_request_id"] == reporte.codigo
    assert float(dado["lat"]) == pytest.approx(4.4389, abs=1e-5)
    assert float(dado["long"]) == pytest.approx(-75.2322, abs=1e-5)
    assert dado["description"] == "Un hueco hondo"


def test_los_dos_formatos_dicen_lo_mismo(pedir, varios):
    assert pedir("requests", "xml", extensions="true") == en_texto(pedir("requests", extensions="true"))


@pytest.mark.parametrize("formato", FORMATOS)
def test_cada_estado_es_abierto_o_cerrado(pedir, varios, formato):
    dados = {r["service_request_id"]: r["status"] for r in pedir("requests", formato)}
    assert dados == {r.codigo: "open" if e in ABIERTOS else "closed" for e, r in varios.items()}


def test_lo_oculto_no_aparece(pedir, varios):
    oculto = Reporte.objects.get(visible=False)
    assert oculto.codigo not in json.dumps(pedir("requests"))
    pedir(f"requests/{oculto.codigo}", estado=404)
    assert pedir("requests", service_request_id=oculto.codigo) == []
    assert oculto.codigo not in json.dumps(pedir("servicerequestupdates"))


def test_lo_no_mirado_no_aparece(pedir, ciudad):
    reporte = fabricas.reporte(descripcion="Vivo en la 5, me llamo Ana", fotos=())
    assert "Ana" not in json.dumps(pedir(f"requests/{reporte.codigo}", extensions="true"))


def test_un_reporte_cerrado_dice_cuando(pedir, ciudad, usuario_con_rol):
    """«For requests with status=closed, updated_datetime will be the date the request was closed»."""
    reporte, quien = fabricas.reporte(), usuario_con_rol("infraestructura")
    acciones.cambiar_estado(reporte=reporte, a=Estado.DESCARTADO, usuario=quien, respuesta="Es un andén privado.")
    cierre = dt.datetime(2026, 3, 4, 15, tzinfo=dt.UTC)
    Movimiento.objects.filter(a=Estado.DESCARTADO).update(fecha=cierre)
    (dado,) = pedir(f"requests/{reporte.codigo}", extensions="true")
    assert dt.datetime.fromisoformat(dado["updated_datetime"]) == cierre
    assert dado["updated_datetime"].endswith("-05:00")
    assert dado["status_notes"] == "Es un andén privado."
    assert dado["extended_attributes"]["resultado"] == "cerrado sin obra"


def codigos(dados) -> set[str]:
    return {dado["service_request_id"] for dado in dados}


def test_varios_por_numero_sin_otro_filtro(pedir, varios):
    """«multiple service_request_id, comma delimited. This overrides all other arguments»."""
    dos = [varios[Estado.RECIBIDO].codigo, varios[Estado.RESUELTO].codigo]
    Reporte.objects.update(radicado_en=timezone.now() - dt.timedelta(days=400))
    assert codigos(pedir("requests", service_request_id=",".join(dos), status="open", service_code="x")) == set(dos)


@pytest.mark.parametrize(
    ("pedido", "estados"), [("open", ABIERTOS), ("closed", CERRADOS), ("open,closed", tuple(Estado))]
)
def test_por_estado(pedir, varios, pedido, estados):
    assert codigos(pedir("requests", status=pedido)) == {varios[estado].codigo for estado in estados}


def test_por_servicio(pedir, ciudad):
    otro = TipoDano.objects.create(codigo="zanja", nombre="Zanja", descripcion="-")
    hueco, zanja = fabricas.reporte(), fabricas.reporte(tipo=otro)
    assert codigos(pedir("requests", service_code="zanja")) == {zanja.codigo}
    assert codigos(pedir("requests", service_code="zanja,hueco")) == {zanja.codigo, hueco.codigo}


def test_noventa_dias_si_no_se_dice_otra_cosa(pedir, ciudad):
    """«When not specified, the range defaults to most recent 90 days»."""
    nuevo, viejo = fabricas.reporte(), fabricas.reporte()
    Reporte.objects.filter(pk=viejo.pk).update(radicado_en=timezone.now() - dt.timedelta(days=91))
    assert codigos(pedir("requests")) == {nuevo.codigo}
    hace_cien = (timezone.now() - dt.timedelta(days=100)).isoformat()
    assert codigos(pedir("requests", start_date=hace_cien)) == {viejo.codigo}


@pytest.mark.parametrize(
    ("desde", "hasta", "estado"),
    [
        ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z", 200),
        ("2026-01-01T00:00:00-05:00", "2026-01-31", 200),
        ("2026-01-01T00:00:00Z", "2026-04-02T00:00:00Z", 400),
        ("2026-04-01T00:00:00Z", "2026-01-01T00:00:00Z", 400),
        ("ayer", "", 400),
        ("0001-01-01", "", 200),
        ("", "0001-01-01", 400),
        ("9999-12-31T23:59:59Z", "", 400),
    ],
)
def test_fechas(pedir, ciudad, desde, hasta, estado):
    """«may not span more than 90 days»."""
    pedir("requests", estado=estado, start_date=desde, end_date=hasta)


def test_lo_que_cambio_desde(pedir, ciudad):
    """Extension: what changed is asked for whenever it was made."""
    quieto, movido = fabricas.reporte(), fabricas.reporte()
    Reporte.objects.update(radicado_en=timezone.now() - dt.timedelta(days=300))
    Movimiento.objects.filter(reporte=quieto).update(fecha=timezone.now() - dt.timedelta(days=300))
    ayer = (timezone.now() - dt.timedelta(days=1)).isoformat()
    assert codigos(pedir("requests", updated_after=ayer)) == {movido.codigo}


def test_paginas(pedir, ciudad):
    """Extension: page and page_size, newest first, none twice and none lost."""
    todos = {fabricas.reporte(dx=n).codigo for n in range(5)}
    paginas = [pedir("requests", page=n, page_size=2) for n in (1, 2, 3, 4)]
    assert [len(pagina) for pagina in paginas] == [2, 2, 1, 0]
    assert set().union(*map(codigos, paginas)) == todos


def test_caja(pedir, ciudad):
    """Extension: bbox=west,south,east,north."""
    cerca, _ = fabricas.reporte(), fabricas.reporte(dx=5000)
    assert codigos(pedir("requests", bbox="-75.24,4.43,-75.22,4.45")) == {cerca.codigo}
    assert pedir("requests", bbox="0,0,1,1") == []


MAL_PEDIDO = [
    {"status": "abierto"}, {"page": "0"}, {"page": "x"}, {"page": "²"}, {"page_size": "1001"}, {"page_size": "-1"}, {"bbox": "1,2,3"},
    {"bbox": "nan,1,2,3"}, {"bbox": "-75,5,-74,4"}, {"start_date": "2026-13-01"}, {"service_request_id": "a\x00"},
    {"service_request_id": ",".join("x" * 300)}, {"updated_after": "0001-01-01T00:00:00+23:00"},
]  # fmt: skip


@pytest.mark.parametrize("formato", FORMATOS)
@pytest.mark.parametrize("parametros", MAL_PEDIDO, ids=str)
def test_lo_que_no_se_entiende(pedir, ciudad, parametros, formato):
    (error,) = pedir("requests", formato, 400, **parametros)
    assert error["description"]


# servicerequestupdates, the extension of mySociety


@pytest.mark.parametrize("formato", FORMATOS)
def test_actualizaciones(pedir, ciudad, usuario_con_rol, formato):
    reporte, quien = fabricas.reporte(), usuario_con_rol("infraestructura")
    acciones.cambiar_estado(reporte=reporte, a=Estado.DESCARTADO, usuario=quien, respuesta="No es vía.")
    dadas = pedir("servicerequestupdates", formato, service_request_id=reporte.codigo)
    assert [d["status"] for d in dadas] == ["open", "closed"]
    assert list(dadas[1]) == [
        "update_id", "service_request_id", "status", "updated_datetime", "description", "media_url",
    ]  # fmt: skip
    assert dadas[1]["description"] == "No es vía."
    assert pedir("servicerequestupdates", formato, end_date="2020-01-01T00:00:00Z") == []


def test_una_llave_con_permiso_actualiza_una_vez(enviar, llave, ciudad, usuario_con_rol):
    texto, reporte = llave(en_nombre_de=usuario_con_rol("infraestructura")), fabricas.reporte()
    datos = {"api_key": texto, "service_request_id": reporte.codigo, "update_id": "u1", "status": "descartado"}
    datos["description"] = "Es de otra entidad."
    primera = enviar(datos, ruta="servicerequestupdates")
    assert enviar(datos, ruta="servicerequestupdates") == primera
    reporte.refresh_from_db()
    assert reporte.estado == Estado.DESCARTADO
    assert reporte.movimientos.count() == 2


def test_una_actualizacion_sin_estado_es_una_nota(enviar, llave, ciudad, usuario_con_rol):
    texto, reporte = llave(en_nombre_de=usuario_con_rol("infraestructura")), fabricas.reporte()
    datos = {"api_key": texto, "service_request_id": reporte.codigo, "update_id": "u1", "status": "open"}
    enviar(datos | {"description": "El contratista va el martes."}, "xml", ruta="servicerequestupdates")
    assert NotaInterna.objects.get().texto == "El contratista va el martes."


@pytest.mark.parametrize(
    ("cambio", "estado"),
    [
        ({"status": "roto"}, 400),
        ({"update_id": ""}, 400),
        ({"service_request_id": "IBG-NADA"}, 404),
        ({"status": "resuelto"}, 400),
    ],
)
def test_actualizaciones_imposibles(enviar, llave, ciudad, usuario_con_rol, cambio, estado):
    texto, reporte = llave(en_nombre_de=usuario_con_rol("infraestructura")), fabricas.reporte()
    datos = {
        "api_key": texto,
        "service_request_id": reporte.codigo,
        "update_id": "u",
        "status": "closed",
        "description": "x",
    }
    enviar(datos | cambio, estado=estado, ruta="servicerequestupdates")
    assert reporte.movimientos.count() == 1


def test_una_llave_sin_permiso_no_actualiza(enviar, ciudad):
    datos = {"service_request_id": fabricas.reporte().codigo, "update_id": "u", "status": "closed"}
    enviar(datos, estado=403, ruta="servicerequestupdates")


# Who may call, and from where


def test_leer_desde_otra_pagina_y_escribir_no(client, llave, ciudad):
    assert client.get(f"{RAIZ}/services.json")["Access-Control-Allow-Origin"] == "*"
    envio = client.post(
        f"{RAIZ}/requests.json", UN_REPORTE | {"api_key": llave()}, headers={"Origin": "https://malo.example"}
    )
    assert "Access-Control-Allow-Origin" not in envio
    previa = client.options(f"{RAIZ}/requests.json", headers={"Origin": "https://malo.example"})
    assert "Access-Control-Allow-Origin" not in previa


def test_ninguna_respuesta_deja_galletas(client, llave, ciudad):
    assert not client.get(f"{RAIZ}/requests.json").cookies
    assert not client.post(f"{RAIZ}/requests.json", UN_REPORTE | {"api_key": llave()}).cookies


def test_un_anfitrion_falso_no_entra_en_las_direcciones(client, ciudad, settings):
    assert client.get("/open311/discovery.json", headers={"Host": "malo.example"}).status_code == 400
    settings.URL_PUBLICA = "https://sig.ibague.gov.co"
    assert client.get("/open311/discovery.json").json()["endpoints"][0]["url"] == "https://sig.ibague.gov.co/open311/v2"


def test_una_capa_cerrada_no_da_reportes(client, ciudad):
    from capas.models import FichaCapa

    fabricas.reporte()
    FichaCapa.objects.filter(pk="reportes").update(publicada=False)
    assert client.get(f"{RAIZ}/requests.json").status_code == 404


@pytest.mark.parametrize("metodo", ["put", "patch", "delete", "options"])
def test_otros_metodos(client, ciudad, metodo):
    respuesta = getattr(client, metodo)(f"{RAIZ}/requests.json")
    assert respuesta.status_code == 405
    assert respuesta["Allow"] == "GET, POST"


PARAMETROS = [
    "service_request_id", "service_code", "status", "start_date", "end_date", "updated_after", "updated_before", "bbox",
    "page", "page_size", "extensions", "jurisdiction_id", "lat", "long", "address_string", "address_id", "email",
    "first_name", "description", "media_url", "clave", "update_id", "attribute[tamano]", "attribute[peligro][]",
]  # fmt: skip
RAROS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["-1", "0", "1e999", "9" * 30, "nan", "2026-01-01T00:00:00+99:99", "0001-01-01", "😀", "'; --", "%00", "hueco"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PARAMETROS), RAROS, max_size=6), st.sampled_from(["get", "post"]))
def test_nada_lo_tumba(client, ciudad, parametros, metodo):
    """Whatever is sent, the answer is one of the specification, in both formats."""
    texto = f"k{uuid.uuid4()}"
    LlaveOpen311.objects.create(nombre="x", correo="a@b.co", huella=huella(texto))
    for ruta in ("requests", "servicerequestupdates"):
        for formato in FORMATOS:
            respuesta = getattr(client, metodo)(
                f"{RAIZ}/{ruta}.{formato}", {"service_code": "hueco", "api_key": texto} | parametros
            )
            leido(respuesta, formato, respuesta.status_code)
            assert respuesta.status_code in (200, 201, 400, 403, 404), respuesta.content
