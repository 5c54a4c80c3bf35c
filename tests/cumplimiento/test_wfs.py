"""WFS 2.0 as OWSLib and GDAL read it from the running service (OGC 09-025r2): all that the database has."""

import re

import pyogrio
import pytest
import requests
from lxml import etree
from owslib.wfs import WebFeatureService

from tests.cumplimiento.tablas import tabla
from tests.fabricas import CAPAS
from tests.servidor import consultar

pytestmark = pytest.mark.navegador


@pytest.fixture(scope="module")
def wfs(sitio):
    return WebFeatureService(f"{sitio}/servicios/wfs", version="2.0.0")


def _cuantos(id_capa: str) -> int:
    return consultar(f"SELECT count(*) FROM {tabla(id_capa)}")[0][0]


def _pedir(sitio, **parametros):
    comunes = {"service": "WFS", "version": "2.0.0", "request": "GetFeature"}
    return requests.get(f"{sitio}/servicios/wfs", params=comunes | parametros, timeout=60)


def test_ofrece_todas_las_capas(wfs):
    assert {nombre.removeprefix("sig:") for nombre in wfs.contents} == set(CAPAS)


@pytest.mark.parametrize("id_capa", CAPAS)
def test_gdal_lee_la_capa_entera(sitio, id_capa):
    marco = pyogrio.raw.read(f"WFS:{sitio}/servicios/wfs?VERSION=2.0.0", layer=f"sig:{id_capa}")
    assert len(marco[2]) == _cuantos(id_capa)


@pytest.mark.parametrize("id_capa", CAPAS)
def test_geojson_y_cuenta_dicen_lo_mismo(sitio, id_capa):
    datos = _pedir(sitio, typenames=id_capa, outputformat="geojson").json()
    ids = {feature["id"] for feature in datos["features"]}
    cuenta = _pedir(sitio, typenames=id_capa, resulttype="hits").text
    assert len(ids) == _cuantos(id_capa)
    assert f'numberMatched="{len(ids)}"' in cuenta


def test_se_recorre_por_paginas_sin_repetir_ni_perder(sitio):
    vistos = [
        feature["id"]
        for inicio in range(0, 100, 7)
        for feature in _pedir(sitio, typenames="zonas-wifi", count=7, startindex=inicio, outputformat="geojson").json()[
            "features"
        ]
    ]
    assert len(vistos) == len(set(vistos)) == _cuantos("zonas-wifi")


def test_por_su_identidad(sitio):
    [(uno,)] = consultar("SELECT min(id) FROM conectividad_zonawifi")
    consulta = {"storedquery_id": "urn:ogc:def:query:OGC-WFS::GetFeatureById"}
    hallada = _pedir(sitio, **consulta, id=f"zonas-wifi.{uno}")
    assert f'gml:id="zonas-wifi.{uno}"' in hallada.text
    assert _pedir(sitio, **consulta, id="zonas-wifi.999999").status_code in (400, 404)


def test_por_filtro_y_por_caja(sitio):
    filtro = (
        '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>estado'
        "</fes:ValueReference><fes:Literal>recibido</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>"
    )
    hallados = _pedir(sitio, typenames="reportes", filter=filtro, outputformat="geojson").json()["features"]
    [(esperados,)] = consultar("SELECT count(*) FROM malla_vial_reporte WHERE visible AND estado = 'recibido'")
    assert len(hallados) == esperados > 0
    caja = "4.40,-75.25,4.45,-75.20,urn:ogc:def:crs:EPSG::4326"
    dentro = _pedir(sitio, typenames="zonas-wifi", bbox=caja, outputformat="geojson").json()["features"]
    [(esperados,)] = consultar(
        "SELECT count(*) FROM conectividad_zonawifi WHERE ST_Transform(geom, 4326) && ST_MakeEnvelope(-75.25, 4.40, -75.20, 4.45, 4326)"
    )
    assert len(dentro) == esperados > 0


@pytest.mark.parametrize(("srs", "primero"), [("4326", 4), ("4686", 4), ("3857", -8_380_000)])
def test_los_ejes_van_en_el_orden_del_registro(sitio, srs, primero):
    texto = _pedir(sitio, typenames="zonas-wifi", count=1, srsname=f"urn:ogc:def:crs:EPSG::{srs}").text
    coordenada = float(texto.split("<gml:pos>")[1].split()[0])
    assert coordenada == pytest.approx(primero, rel=0.2)


def test_lo_que_no_existe_se_dice(sitio):
    for parametros in (
        {"typenames": "no-existe"},
        {"typenames": "vias", "outputformat": "../.."},
        {"request": "Transaction"},
    ):
        respuesta = _pedir(sitio, **parametros)
        assert respuesta.status_code == 400
        assert "ExceptionReport" in respuesta.text


def test_un_error_no_cuenta_lo_de_adentro(sitio):
    respuesta = _pedir(sitio, typenames="zonas-wifi", propertyname="(no_existe)", filter="<Filter><x/></Filter>")
    for secreto in ("password", "127.0.0.1 port", "_lectura", "SELECT", "var/"):
        assert secreto not in respuesta.text


XSD = "{http://www.w3.org/2001/XMLSchema}"
COMPARACIONES = [
    ("PropertyIsLessThan", "<"),
    ("PropertyIsLessThanOrEqualTo", "<="),
    ("PropertyIsGreaterThan", ">"),
    ("PropertyIsGreaterThanOrEqualTo", ">="),
    ("PropertyIsEqualTo", "="),
]


def _cuenta(sitio, capa, filtro) -> int:
    filtro = f'<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">{filtro}</fes:Filter>'
    respuesta = _pedir(sitio, typenames=capa, resulttype="hits", filter=filtro)
    return int(respuesta.text.split('numberMatched="')[1].split('"')[0])


@pytest.mark.parametrize(("capa", "campo"), [("zonas-wifi", "fecha_activacion"), ("zonas-wifi", "sesion_minutos")])
@pytest.mark.parametrize(("operador", "signo"), COMPARACIONES)
def test_una_fecha_y_un_numero_se_comparan_como_en_la_base(sitio, capa, campo, operador, signo):
    origen = tabla(capa)
    [(valor,)] = consultar(f"SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY {campo}) FROM {origen}")
    [(esperados,)] = consultar(f"SELECT count(*) FROM {origen} WHERE {campo} {signo} '{valor}'")
    filtro = f"<fes:{operador}><fes:ValueReference>{campo}</fes:ValueReference><fes:Literal>{valor}</fes:Literal></fes:{operador}>"
    assert _cuenta(sitio, capa, filtro) == esperados


@pytest.mark.parametrize(("capa", "campo"), [("reportes", "duplicado_de"), ("comunas", "padre")])
def test_lo_que_no_tiene_valor_no_se_escribe_y_es_nulo(sitio, capa, campo):
    nulos = _cuenta(
        sitio, capa, f"<fes:PropertyIsNull><fes:ValueReference>{campo}</fes:ValueReference></fes:PropertyIsNull>"
    )
    texto = _pedir(sitio, typenames=capa).text
    assert texto.count(f"<sig:{campo}>") == texto.count("<wfs:member>") - nulos
    assert nulos > 0
    assert "></sig:" not in texto


def test_el_esquema_dice_fecha_e_instante(sitio):
    texto = _pedir(sitio, request="DescribeFeatureType", typenames="zonas-wifi,reportes").content
    tipos = {e.get("name"): e.get("type") for e in etree.fromstring(texto).iter(f"{XSD}element")}
    esperados = ("xsd:date", "xsd:dateTime", "xsd:integer")
    assert (tipos["fecha_activacion"], tipos["radicado_en"], tipos["sesion_minutos"]) == esperados

    primero = _pedir(sitio, typenames="zonas-wifi", count=1).text
    assert re.search(r"<sig:fecha_activacion>\d{4}-\d\d-\d\d</sig:", primero)


def test_las_capacidades_dicen_solo_lo_que_hace(sitio):
    texto = requests.get(f"{sitio}/servicios/wfs?service=WFS&request=GetCapabilities", timeout=30).text
    assert "Temporal_Capabilities" not in texto
    assert texto.count('<ows:Parameter name="resolve">') == 2
    minimo = texto.split('"ImplementsMinTemporalFilter"')[1].split("</ows:DefaultValue>")[0]
    assert minimo.endswith("FALSE")


def test_un_valor_de_cada_elemento(sitio):
    texto = _pedir(sitio, request="GetPropertyValue", typenames="zonas-wifi", valuereference="codigo").text
    assert texto.count("<wfs:member>") == _cuantos("zonas-wifi")


@pytest.mark.parametrize(
    ("parametros", "codigo", "donde"),
    [
        ({"service": None, "request": "GetCapabilities"}, "MissingParameterValue", "service"),
        ({"typenames": "vias", "resourceid": "zonas-wifi.1"}, "InvalidParameterValue", "RESOURCEID"),
        ({"typenames": "vias", "resolve": "remote"}, "InvalidParameterValue", "resolve"),
        (
            {"request": "GetPropertyValue", "typenames": "vias", "valuereference": ""},
            "InvalidParameterValue",
            "valuereference",
        ),
    ],
)
def test_lo_que_la_norma_no_admite(sitio, parametros, codigo, donde):
    respuesta = _pedir(sitio, **parametros)
    assert respuesta.status_code == 400
    assert f'exceptionCode="{codigo}" locator="{donde}"' in respuesta.text


def _por_cada_puerta(sitio, capa) -> list[tuple[int, str]]:
    """(status, text) of every request that names a layer, its name taken out."""
    cuerpo = f'<GetFeature xmlns="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0"><Query typeNames="{capa}"/></GetFeature>'
    respuestas = [
        _pedir(sitio, typenames=capa),
        _pedir(sitio, typenames=capa, resourceid=f"{capa}.1"),
        _pedir(sitio, resourceid=f"{capa}.1"),
        _pedir(sitio, typenames=capa, request="DescribeFeatureType"),
        _pedir(sitio, typenames=capa, request="GetPropertyValue", valuereference="id"),
        _pedir(sitio, storedquery_id="urn:ogc:def:query:OGC-WFS::GetFeatureById", id=f"{capa}.1"),
        requests.post(f"{sitio}/servicios/wfs", cuerpo, headers={"Content-Type": "text/xml"}, timeout=60),
    ]
    return [(r.status_code, r.text.replace(capa, "…")) for r in respuestas]


def test_una_capa_cerrada_es_por_toda_puerta_una_que_no_existe(sitio):
    consultar("UPDATE capas_fichacapa SET publicada = false WHERE id = 'barrios'")
    try:
        cerrada = _por_cada_puerta(sitio, "barrios")
    finally:
        consultar("UPDATE capas_fichacapa SET publicada = true WHERE id = 'barrios'")
    assert cerrada == _por_cada_puerta(sitio, "no-existe")
    assert all(estado in (400, 404) for estado, _ in cerrada)


def test_owslib_lee_los_campos(wfs):
    assert wfs.get_schema("sig:comunas")["properties"]["nombre"] == "string"
