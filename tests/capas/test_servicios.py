"""What reaches MapServer, and what never does."""

import stat

import pytest

from capas.catalogo import obtener
from capas.models import FichaCapa
from capas.servicios import mapserver, peticion, respuesta
from capas.servicios.textos import cadena

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
