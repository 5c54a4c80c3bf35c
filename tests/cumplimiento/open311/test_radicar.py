"""POST service request and GET service_request_id from a token, sentence by sentence, in JSON and in XML."""

import json
import re

import pytest

from malla_vial.direcciones import Hallado
from malla_vial.models import EnvioOpen311, Foto, Reporte, TramoVial
from malla_vial.open311 import ejemplos, envio
from tests import fabricas
from tests.cumplimiento.open311.comun import FORMATOS, RAIZ, UN_REPORTE, leido


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


@pytest.mark.parametrize(("dicho", "queda"), [("", None), ("no", False), ("si", True)])
def test_lo_que_no_se_dijo_del_peligro_no_se_publica(enviar, pedir, ciudad, dicho, queda):
    (dado,) = enviar(UN_REPORTE | {"attribute[peligro]": dicho})
    (publico,) = pedir(f"requests/{dado['service_request_id']}", extensions="true")
    assert publico["extended_attributes"].get("peligro") is queda


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


def test_fuera_del_municipio_no_se_habla_de_casillas_que_esta_puerta_no_tiene(enviar, ciudad):
    (error,) = enviar(UN_REPORTE | MAL["fuera del municipio"][0], "json", 400)
    assert "está fuera de" in error["description"]
    assert "marque" not in error["description"]


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


def test_el_ejemplo_de_radicar_hace_lo_que_dice(client, llave, ciudad):
    """«Un reporte con su foto»: the fields of its curl, as curl sends them."""
    campos = {"SITIO": "", "LLAVE": llave(), "SERVICIO": "hueco", "LAT": "4.4389", "LON": "-75.2322"}
    ejemplo = ejemplos.leer("radicar.sh", **campos)
    datos = dict(par.split("=", 1) for par in re.findall(r'-F "([^"]+)"', ejemplo))
    assert datos["media"] == "@hueco.jpg"
    (dado,) = leido(client.post(f"{RAIZ}/requests.json", datos | {"media": fabricas.foto()}), "json", 201)
    reporte = Reporte.objects.get(codigo=dado["service_request_id"])
    assert (reporte.tamano, reporte.fotos.count()) == ("llanta", 1)
