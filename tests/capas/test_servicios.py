"""What reaches MapServer, and what never does."""

import re
import stat

import pytest
from lxml import etree

from capas.catalogo import obtener
from capas.models import FichaCapa
from capas.servicios import mapserver, peticion, respuesta, valores
from capas.servicios.textos import cadena
from tests.cumplimiento import esquemas

BASE = "https://sig.example.gov.co"


@pytest.fixture(autouse=True)
def _carpeta(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def _mapa() -> str:
    return (mapserver.mapa_al_dia(mapserver.fichas_abiertas(), BASE)[1] / "sig.map").read_text()


@pytest.mark.parametrize("texto", ['" END END MAP', "a\nb", "\\", '\\"', "x\x00y", "[id]", "%v%"])
def test_ningun_texto_sale_de_su_cadena(texto):
    escrita = cadena(texto)[1:-1]
    assert escrita.replace("\\\\", "").replace('\\"', "").count('"') == 0
    assert escrita.isprintable()


def test_el_mapa_tiene_las_capas_abiertas_y_ninguna_otra(capas_de_datos):
    assert 'NAME "bienes-culturales"' in _mapa()
    FichaCapa.objects.filter(pk="bienes-culturales").update(publicada=False)
    assert "bienes-culturales" not in _mapa()


def test_el_mapa_no_dice_como_se_entra_a_la_base(settings):
    clave = settings.DATABASES["lectura"]["PASSWORD"]
    texto = _mapa()
    assert clave not in texto
    assert settings.DATABASES["lectura"]["USER"] not in texto


def test_el_mapa_lleva_solo_los_campos_publicos():
    origen = _mapa().split('NAME "reportes"')[1].split("TEMPLATE")[0]
    assert "descripcion_publica" in origen
    assert '"descripcion\\"' not in origen
    assert "huella" not in origen


def test_la_carpeta_del_mapa_es_de_su_dueno():
    _, carpeta = mapserver.mapa_al_dia(mapserver.fichas_abiertas(), BASE)
    assert stat.S_IMODE(carpeta.stat().st_mode) == 0o700


def test_el_mapa_se_escribe_de_nuevo_cuando_cambia_la_ficha_y_solo_entonces(consumar):
    primera, _ = mapserver.mapa_al_dia(mapserver.fichas_abiertas(), BASE)
    assert mapserver.mapa_al_dia(mapserver.fichas_abiertas(), BASE)[0] == primera
    FichaCapa.objects.filter(pk="vias").update(titulo="Otras vías")
    consumar()
    assert mapserver.mapa_al_dia(mapserver.fichas_abiertas(), BASE)[0] != primera
    assert '"Otras vías"' in _mapa()


def test_los_mapas_viejos_no_se_amontonan():
    for n in range(mapserver.MAPAS_GUARDADOS + 4):
        mapserver.mapa_al_dia(mapserver.fichas_abiertas(), f"https://{n}.example")
    assert len(list(mapserver.carpeta().iterdir())) <= mapserver.MAPAS_GUARDADOS


@pytest.mark.parametrize(
    "nombre", ["map", "MAP", "mode", "sld", "SLD_BODY", "map.layer[vias].data", "map_layer", "mapext"]
)
def test_lo_que_no_es_de_la_norma_no_pasa(rf, nombre):
    leidos = peticion.leer(rf.get("/servicios/wms", {nombre: "/etc/passwd", "REQUEST": "GetMap"}), "WMS")
    assert leidos == {"service": "WMS", "request": "GetMap"}


def test_en_9377_el_norte_va_primero_solo_en_1_3_0():
    datos = {"version": "1.3.0", "crs": "EPSG:9377", "bbox": "2,4,3,5"}
    assert peticion.norte_primero(datos)["bbox"] == "4,2,5,3"
    assert peticion.norte_primero(datos | {"crs": "EPSG:3857"})["bbox"] == "2,4,3,5"
    assert peticion.norte_primero(datos | {"version": "1.1.1"})["bbox"] == "2,4,3,5"


RISAS = b'<!DOCTYPE a [<!ENTITY b "ja"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
EXTERNA = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    "cuerpo",
    [
        RISAS,
        EXTERNA,
        RISAS.decode().encode("utf-16"),
        b"<a>" * 5000,
        b"<a",
        b"",
        b"\x00",
        b"<a>" + b"x" * 70_000 + b"</a>",
    ],
)
def test_el_xml_con_sorpresas_se_rechaza(client, cuerpo):
    respuesta = client.post("/servicios/wfs", cuerpo, content_type="text/xml")
    assert respuesta.status_code in (400, 413)
    assert b"OperationParsingFailed" in respuesta.content
    assert b"root:" not in respuesta.content


@pytest.mark.parametrize(
    "datos", [{"filter": "<!DOCTYPE a><a/>"}, {"filter": "x" * 20_000}, {"typenames": "a\x00b"}, {"service": "WMS"}]
)
def test_un_parametro_con_sorpresas_se_rechaza(client, datos):
    respuesta = client.get("/servicios/wfs", {"request": "GetFeature"} | datos)
    assert respuesta.status_code == 400
    assert b"InvalidParameterValue" in respuesta.content


@pytest.mark.parametrize(
    ("inicio", "nombre"),
    [
        (b'<?xml version="1.0"?>\n<!-- a --><wfs:FeatureCollection\n xmlns="x">', "FeatureCollection"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "b">\n<ServiceExceptionReport>', "ServiceExceptionReport"),
        (b'{"descripcion": "<ows:ExceptionReport>"}', ""),
        (b"", ""),
    ],
)
def test_una_respuesta_se_conoce_por_su_raiz_y_no_por_sus_datos(inicio, nombre):
    assert respuesta.raiz(inicio) == nombre


@pytest.mark.parametrize("corte", range(1, 90))
def test_lo_vacio_se_quita_por_dondequiera_que_llegue_cortado(corte):
    entero = b"<a>\n  <sig:x></sig:x>\n  <sig:y>1</sig:y>\n  <sig:z.w></sig:z.w>\n  <sig:x></sig:y>\n</a>"

    class Corrida(list):
        def close(self):
            pass

    trozos = Corrida([entero[:corte], entero[corte:]])
    assert b"".join(respuesta.SinVacios(trozos)) == b"<a>\n  <sig:y>1</sig:y>\n  <sig:x></sig:y>\n</a>"


def test_sin_lugar_se_pide_volver(client, monkeypatch):
    from capas.servicios import proceso

    monkeypatch.setattr(proceso, "ESPERA", 0.01)
    tomados = [proceso._lugares.acquire() for _ in range(proceso.settings.MAPSERVER_PROCESOS)]
    respuesta = client.get("/servicios/wms", {"request": "GetCapabilities"})
    for _ in tomados:
        proceso._lugares.release()
    assert (respuesta.status_code, respuesta["Retry-After"]) == (503, "5")


PARTES = {
    "http://www.opengis.net/ows/1.1": "ows/1.1.0/owsAll.xsd",
    "http://www.opengis.net/ows": "ows/1.0.0/owsAll.xsd",
    "http://www.opengis.net/fes/2.0": "filter/2.0/filterAll.xsd",
    "http://www.opengis.net/ogc": "filter/1.1.0/filter.xsd",
}


@pytest.mark.parametrize(
    ("servicio", "version", "partes"),
    [("WMS", "1.3.0", 0), ("WMS", "1.1.1", 0), ("WFS", "2.0.0", 4), ("WFS", "1.1.0", 4), ("WMTS", "1.0.0", 3)],
)
def test_lo_que_cada_servicio_dice_de_si_no_tiene_huecos(client, capas_de_datos, servicio, version, partes):
    """Every part of OWS and of filters is what its official schema says; MapServer warns of what it misses."""
    pedido = {"service": servicio, "version": version, "request": "GetCapabilities"}
    documento = client.get(f"/servicios/{servicio.lower()}", pedido).content
    assert b"WARNING" not in documento
    lector = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    comunes = [n for n in etree.fromstring(documento, lector).iterchildren("{*}*") if _espacio(n) in PARTES]
    assert len(comunes) == partes
    for parte in comunes:
        esquemas.de_ogc(PARTES[_espacio(parte)]).assertValid(parte)


def _espacio(nodo) -> str:
    return etree.QName(nodo).namespace


def test_el_contacto_de_wms_lleva_su_codigo_postal(client, settings):
    texto = client.get("/servicios/wms", {"service": "WMS", "request": "GetCapabilities"}).content.decode()
    assert re.search(rf"</StateOrProvince>\s*<PostCode>{settings.CODIGO_POSTAL}</PostCode>\s*<Country>", texto)


def test_la_pagina_da_las_direcciones(client):
    pagina = client.get("/servicios/").content.decode()
    assert "http://testserver/servicios/wms" in pagina
    assert obtener("vias").titulo in pagina
    assert client.get("/servicios/wms", HTTP_ACCEPT="text/html").status_code == 302


def test_por_wmts_una_capa_cerrada_es_como_una_que_nunca_fue(client):
    capacidades = "/servicios/wmts/1.0.0/WMTSCapabilities.xml"
    assert b"<ows:Identifier>comunas</ows:Identifier>" in client.get(capacidades).content
    FichaCapa.objects.filter(pk="comunas").update(publicada=False)
    assert b"comunas" not in client.get(capacidades).content
    cerrada, ninguna = (
        client.get(f"/servicios/wmts/1.0.0/{capa}/default/GoogleMapsCompatible/0/0/0.png")
        for capa in ("comunas", "no-hay")
    )
    assert cerrada.status_code == ninguna.status_code == 404
    assert cerrada.content.replace(b"comunas", b"no-hay") == ninguna.content


@pytest.mark.parametrize("cuerpo", ["<a/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_wms_no_recibe_xml_y_lo_dice_sin_despertar_a_nadie(client, cuerpo, monkeypatch):
    monkeypatch.setattr("capas.servicios.vistas.correr", lambda *_: pytest.fail("despertó a MapServer"))
    dicho = client.post("/servicios/wms", cuerpo, content_type="text/xml")
    assert (dicho.status_code, b"Falta" in dicho.content) == (400, True)


# Values that MapServer takes and no standard allows

PUNTO = {
    "service": "WMS", "version": "1.3.0", "request": "GetFeatureInfo", "layers": "vias", "query_layers": "vias", "styles": "",
    "crs": "EPSG:3857", "bbox": "-8380000,490000,-8370000,500000", "width": "64", "height": "64", "format": "image/png",
    "info_format": "text/plain", "i": "3", "j": "3",
}  # fmt: skip


@pytest.mark.parametrize("cambio", [{"i": "a"}, {"i": "1.5"}, {"i": "-1"}, {"i": "64"}, {"j": ""}, {"j": "9" * 20}])
def test_el_punto_de_una_pregunta_es_un_pixel_del_mapa(client, cambio):
    respuesta = client.get("/servicios/wms", PUNTO | cambio)
    assert respuesta.status_code == 400
    assert b'code="InvalidPoint"' in respuesta.content


def test_cada_formato_que_ofrece_wms_es_un_tipo_mime(client, capas_de_datos):
    texto = client.get("/servicios/wms", {"service": "WMS", "request": "GetCapabilities"}).content
    formatos = etree.fromstring(texto).findall(".//{http://www.opengis.net/wms}GetFeatureInfo/{*}Format")
    assert "application/json" in [formato.text for formato in formatos]
    assert all("/" in formato.text for formato in formatos)


ELEMENTOS = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typenames": "vias"}
EN_9377 = "2040000,4740000,2060000,4760000,urn:ogc:def:crs:EPSG::9377"
MALOS = [
    ("bbox", EN_9377), ("bbox", "a,b,c,d"), ("bbox", "1,2,3"), ("bbox", "9,9,1,1"), ("bbox", "nan,1,2,3"), ("bbox", ""),
    ("count", "-1"), ("count", "abc"), ("count", "1.5"), ("startIndex", "-1"), ("maxFeatures", "x"), ("resultType", "todo"),
    ("filter", '<f:Filter xmlns:f="http://www.opengis.net/fes/2.0"><x srsName="EPSG:9377"/></f:Filter>'),
]  # fmt: skip


@pytest.mark.parametrize(("nombre", "valor"), MALOS)
def test_un_valor_imposible_de_wfs_se_dice_con_su_nombre(client, nombre, valor):
    respuesta = client.get("/servicios/wfs", ELEMENTOS | {nombre: valor})
    assert respuesta.status_code == 400
    [excepcion] = etree.fromstring(respuesta.content)
    assert (excepcion.get("exceptionCode"), excepcion.get("locator")) == ("InvalidParameterValue", nombre)


@pytest.mark.parametrize("mal", ['count="-1"', 'startIndex="x"', 'srsName="urn:ogc:def:crs:EPSG::9377"'])
def test_tampoco_en_xml(client, mal):
    cuerpo = f'<GetFeature xmlns="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0" {mal}/>'
    respuesta = client.post("/servicios/wfs", cuerpo, content_type="text/xml")
    assert respuesta.status_code == 400
    assert b"InvalidParameterValue" in respuesta.content


@pytest.mark.parametrize("sistema", ["", ",EPSG:4326", ",urn:ogc:def:crs:EPSG::3857", ",urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_una_caja_en_un_sistema_que_se_ofrece_pasa(sistema):
    valores.revisar_wfs({"bbox": f"4.1,-75.5,4.7,-75{sistema}", "count": "0", "resulttype": "hits"})
