"""What is answered before Django is what Django would answer; whatever is not simple goes the long way."""

import gzip
import json

import pytest
from django.test import Client

from capas.catalogo import obtener
from capas.models import FichaCapa
from capas.ogc.al_frente import LecturasAlFrente
from tests import fabricas

LARGO = "999 Largo"
CAPA = "/ogc/collections/zonas-wifi"
TESELA = f"{CAPA}/tiles/WebMercatorQuad/15/15979/9536"
CAJA = "bbox=-75.24,4.43,-75.22,4.45"


class _Largo:
    """The long way, that says it was taken."""

    def __call__(self, entorno, empezar):
        empezar(LARGO, [])
        return [b""]


def _al_frente(ruta: str = TESELA, **entorno) -> tuple[str, dict[str, str], bytes]:
    dicho = {}
    camino, _, consulta = ruta.partition("?")
    peticion = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": camino,
        "QUERY_STRING": consulta,
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
    }
    cuerpo = LecturasAlFrente(_Largo())(
        peticion | entorno, lambda estado, cabeceras: dicho.update({"": estado}, **dict(cabeceras))
    )
    return dicho.pop(""), dicho, b"".join(cuerpo)


@pytest.fixture
def largo(settings):
    """The answer of the long way to an address."""
    settings.ALLOWED_HOSTS = ["localhost"]
    elementos = [fabricas.elemento(obtener("zonas-wifi"), dx=10 * n) for n in range(12)]
    cliente = Client(headers={"Host": "localhost", "Accept-Encoding": "gzip"})

    def pedir(ruta: str):
        ruta = ruta.replace("{id}", str(elementos[0].pk))
        cliente.get(ruta)  # the record is remembered by now, and a tile is kept
        return ruta, cliente.get(ruta)

    return pedir


_SENCILLAS = [
    TESELA,
    f"{CAPA}/items?{CAJA}",
    f"{CAPA}/items?{CAJA}&limit=5",
    f"{CAPA}/items?limit=12&{CAJA}",
    f"{CAPA}/items?bbox=-75.3,4.5,-75.3,4.5",
    f"{CAPA}/items/{{id}}",
]


@pytest.mark.parametrize("ruta", _SENCILLAS)
def test_se_responde_lo_mismo(largo, ruta):
    ruta, esperada = largo(ruta)
    estado, cabeceras, cuerpo = _al_frente(ruta)
    assert estado == "200 OK"
    assert _leido(cuerpo, cabeceras) == _leido(esperada.content, esperada)
    for nombre in (
        "Content-Type",
        "ETag",
        "Cache-Control",
        "Content-Crs",
        "X-Content-Type-Options",
        "Access-Control-Allow-Origin",
    ):
        assert cabeceras.get(nombre) == esperada.get(nombre)
    assert int(cabeceras["Content-Length"]) == len(cuerpo)
    assert set(esperada["Vary"].split(", ")) <= set(cabeceras["Vary"].split(", "))


def _leido(cuerpo: bytes, cabeceras):
    cuerpo = gzip.decompress(cuerpo) if cabeceras.get("Content-Encoding") == "gzip" else cuerpo
    return json.loads(cuerpo) | {"timeStamp": ""} if "json" in cabeceras["Content-Type"] else cuerpo


@pytest.mark.parametrize("ruta", _SENCILLAS)
def test_lo_que_ya_se_tiene_es_304(largo, ruta):
    ruta, esperada = largo(ruta)
    estado, cabeceras, cuerpo = _al_frente(ruta, HTTP_IF_NONE_MATCH=f'W/"otra", {esperada["ETag"]}')
    assert (estado, cuerpo, cabeceras["ETag"]) == ("304 Not Modified", b"", esperada["ETag"])


@pytest.mark.parametrize("ruta", _SENCILLAS)
@pytest.mark.parametrize("dicho", ["{}", '"otra", {}', "*", " * "])
def test_una_marca_vale_igual_sin_su_w_y_el_asterisco_vale_por_todas(largo, ruta, dicho):
    ruta, esperada = largo(ruta)
    dicho = dicho.format(esperada["ETag"].removeprefix("W/"))
    assert _al_frente(ruta, HTTP_IF_NONE_MATCH=dicho)[0] == "304 Not Modified"
    assert _al_frente(ruta, HTTP_IF_NONE_MATCH='"otra"')[0] == "200 OK"


@pytest.mark.parametrize("dicho", ["gzip;q=0", "br, gzip; q=0.0", "gzip ;q=0.000, br", "identity"])
@pytest.mark.parametrize("ruta", [f"{CAPA}/items?{CAJA}", TESELA, "/ogc/api", "/ogc/api?f=html", f"{CAPA}/items?f=csv"])
def test_quien_no_quiere_gzip_no_lo_recibe(largo, ruta, dicho):
    largo(ruta)
    respuesta = Client(headers={"Host": "localhost", "Accept-Encoding": dicho}).get(ruta)
    assert respuesta.status_code == 200
    assert "Content-Encoding" not in respuesta
    estado, cabeceras, _ = _al_frente(ruta, HTTP_ACCEPT_ENCODING=dicho)
    assert estado in (LARGO, "200 OK")
    assert "Content-Encoding" not in cabeceras


@pytest.mark.parametrize("dicho", ["gzip", "gzip;q=0.5", "br;q=0, gzip;q=0.001", "gzip, br;q=0"])
def test_quien_quiere_gzip_lo_recibe(largo, dicho):
    largo(TESELA)
    assert _al_frente(TESELA, HTTP_ACCEPT_ENCODING=dicho)[1]["Content-Encoding"] == "gzip"


def test_sin_gzip_van_los_elementos_como_son(largo):
    ruta, _ = largo(f"{CAPA}/items?{CAJA}")
    _, cabeceras, cuerpo = _al_frente(ruta, HTTP_ACCEPT_ENCODING="")
    assert "Content-Encoding" not in cabeceras
    assert len(json.loads(cuerpo)["features"]) == 12


def test_la_revision_vigente_se_guarda_para_siempre(largo):
    largo(TESELA)
    revision = FichaCapa.objects.get(pk="zonas-wifi").numero_revision
    assert "immutable" in _al_frente(f"{TESELA}?v={revision}")[1]["Cache-Control"]
    assert "no-cache" in _al_frente(f"{TESELA}?v={revision + 1}")[1]["Cache-Control"]


@pytest.mark.parametrize("ruta", _SENCILLAS)
@pytest.mark.parametrize(
    "entorno",
    [
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_ACCEPT": "text/html,*/*"},
        {"HTTP_HOST": "otro.example"},
        {"HTTP_HOST": ""},
        {"SCRIPT_NAME": "/sig"},
        {"QUERY_STRING": "f=html"},
    ],
)
def test_lo_que_no_es_sencillo_va_por_el_camino_largo(largo, ruta, entorno):
    ruta, _ = largo(ruta)
    assert _al_frente(ruta, **entorno)[0] == LARGO


@pytest.mark.parametrize(
    "ruta",
    [
        f"{TESELA}9",
        f"{TESELA}?v=1&v=2",
        f"{TESELA}?f=mvt",
        TESELA.replace("zonas-wifi", "no-hay"),
        TESELA.replace("/15/", "/40/"),
        f"{CAPA}/items",
        f"{CAPA}/items?bbox=-180,-90,180,90",
        f"{CAPA}/items?{CAJA}&limit=0",
        f"{CAPA}/items?{CAJA}&limit=x",
        f"{CAPA}/items?{CAJA}&{CAJA}",
        f"{CAPA}/items?{CAJA}&nombre=x",
        f"{CAPA}/items?{CAJA}&filter=id>1",
        f"{CAPA}/items?bbox=nan,4,nan,5",
        f"{CAPA}/items?bbox=1,2,3",
        f"{CAPA}/items/999999",
        f"{CAPA}/items/1?crs=x",
        "/ogc/collections/catalogo/items/1",
    ],
)
def test_lo_que_no_es_sencillo_lo_dice_la_vista(largo, ruta):
    largo(f"{CAPA}/items")
    assert _al_frente(ruta)[0] == LARGO


def test_no_se_pasa_sin_tls_donde_se_pide(largo, settings):
    largo(TESELA)
    settings.SECURE_SSL_REDIRECT = True
    assert _al_frente()[0] == LARGO
    assert _al_frente(**{"wsgi.url_scheme": "https"})[0] == "200 OK"


@pytest.mark.parametrize("ruta", _SENCILLAS)
@pytest.mark.parametrize("cierre", [{"clasificacion": "reservada"}, {"publicada": False}])
def test_una_capa_que_se_cierra_deja_de_estar(largo, ruta, cierre):
    ruta, _ = largo(ruta)
    FichaCapa.objects.filter(pk="zonas-wifi").update(**cierre)
    assert _al_frente(ruta)[0] == LARGO


def test_un_cambio_se_ve_en_la_siguiente(largo, consumar):
    ruta, _ = largo(f"{CAPA}/items?{CAJA}&limit=50")
    fabricas.elemento(obtener("zonas-wifi"), dx=500)
    consumar()
    assert _al_frente(ruta)[0] == LARGO  # another stamp: the view reads the record anew
    largo(ruta)
    _, cabeceras, cuerpo = _al_frente(ruta)
    assert _leido(cuerpo, cabeceras)["numberMatched"] >= 13
