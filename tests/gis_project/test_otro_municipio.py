"""Another municipality gives its settings and its data, and nothing of the first one or of the demonstration is left."""

import re

import pytest

from capas.catalogo import declaradas
from capas.models import FichaCapa
from capas.publicacion import contacto
from tests import fabricas

AJENO = re.compile(r"Ibagu|Tolima|Combeima|emostraci|inventad|73001|730001|IBG|4\.4389|75\.2322")
SOACHA = {
    "MUNICIPIO": "Soacha",
    "DEPARTAMENTO": "Cundinamarca",
    "DIVIPOLA": "25754",
    "ENTIDAD": "Alcaldía de Soacha",
    "CORREO_ENTIDAD": "sig@soacha.gov.co",
    "DIRECCION_ENTIDAD": "Calle 13 n.º 7-30, Soacha",
    "CORREO_JUDICIAL": "judicial@soacha.gov.co",
    "CODIGO_POSTAL": "250051",
    "CENTRO_MAPA": (-74.2144, 4.5794),
    "PREFIJO_REPORTES": "SOA",
    "JURISDICCIONES_OPEN311": ["25754"],
    "DEMOSTRACION": False,
}
PUERTAS = [
    "/", "/mapa/base.json", "/reportar", "/reportes", "/reportes.atom", "/pqrsd", "/privacidad", "/accesibilidad",
    "/mapa-del-sitio", "/manifest.webmanifest", "/sin-red", "/compartir", "/cartel", "/widget", "/mis-reportes",
    "/gestion/entrar", "/no-existe", "/ogc/", "/ogc/api", "/ogc/processes", "/ogc/collections", "/servicios/", "/metadatos/",
    "/calidad/", "/datos/", "/datos/api", "/datos/catalogo.ttl", "/datos/catalogo.jsonld", "/datos/atom.xml", "/data.json",
    "/open311/", "/open311/v2/discovery.json", "/open311/v2/services.json", "/open311/v2/requests.json", "/lugares/en",
    "/riesgo/consulta", "/conectividad/cercanos", "/servicios/wms?service=WMS&request=GetCapabilities",
    "/servicios/wmts?service=WMTS&request=GetCapabilities", "/servicios/csw?service=CSW&request=GetCapabilities",
    "/servicios/csw?service=CSW&version=2.0.2&request=GetRecords&typeNames=csw:Record&resultType=results"
    "&elementSetName=full&maxRecords=50",
]  # fmt: skip
DE_UNA_CAPA = (
    "/ogc/collections/{}", "/ogc/collections/{}/items", "/metadatos/{}", "/metadatos/{}.xml", "/metadatos/{}/catalogo",
    "/metadatos/{}/producto", "/calidad/{}", "/datos/{}", "/datos/{}.geojson",
)  # fmt: skip


@pytest.fixture
def soacha(settings):
    for ajuste, valor in SOACHA.items():
        setattr(settings, ajuste, valor)
    FichaCapa.objects.update(**contacto())  # as `migrate` writes them there


def _ajeno(cliente, ruta: str) -> set[str]:
    respuesta = cliente.get(ruta, HTTP_ACCEPT="text/html, */*")
    assert respuesta.status_code < 500, ruta
    cuerpo = b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content
    return set(AJENO.findall(cuerpo.decode()))


@pytest.mark.parametrize("ruta", PUERTAS)
def test_ninguna_puerta_habla_de_otra_ciudad(client, soacha, ruta):
    assert _ajeno(client, ruta) == set()


@pytest.mark.parametrize("capa", declaradas(), ids=str)
def test_ninguna_capa_trae_datos_de_otra_ciudad(client, soacha, capa):
    assert {ruta: malo for ruta in DE_UNA_CAPA if (malo := _ajeno(client, ruta.format(capa.id)))} == {}


def test_un_reporte_y_sus_paginas_son_de_la_ciudad(client, soacha):
    reporte = fabricas.reporte(dx=5000, dy=5000)
    assert reporte.codigo.startswith("SOA-")
    assert _ajeno(client, f"/reportes/{reporte.codigo}") == set()
