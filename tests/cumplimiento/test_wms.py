"""WMS 1.3.0 as OWSLib reads it from the running service (OGC 06-042)."""

import io

import pytest
import requests
from owslib.wms import WebMapService
from PIL import Image

from tests.cumplimiento.tablas import tabla
from tests.fabricas import CAPAS
from tests.servidor import consultar

pytestmark = pytest.mark.navegador
CIUDAD = (4752388.904, 2048868.316)  # E, N of the centre
GETMAP = {
    "service": "WMS", "version": "1.3.0", "request": "GetMap", "layers": "comunas", "styles": "", "crs": "EPSG:3857",
    "bbox": "-8380000,490000,-8370000,500000", "width": "64", "height": "64", "format": "image/png",
}  # fmt: skip


@pytest.fixture(scope="module")
def wms(sitio):
    return WebMapService(f"{sitio}/servicios/wms", version="1.3.0")


def _imagen(sitio, **cambios) -> Image.Image:
    respuesta = requests.get(f"{sitio}/servicios/wms", params=GETMAP | cambios, timeout=30)
    assert respuesta.headers["Content-Type"] == "image/png", respuesta.text
    return Image.open(io.BytesIO(respuesta.content)).convert("RGB")


def test_ofrece_todas_las_capas_con_su_ficha(wms):
    assert set(wms.contents) >= set(CAPAS)
    for id_capa in CAPAS:
        assert wms[id_capa].title
        assert wms[id_capa].metadataUrls[0]["url"].endswith(f"/metadatos/{id_capa}.xml")
    assert {"EPSG:9377", "EPSG:4326", "EPSG:4686", "EPSG:3857", "CRS:84"} <= set(wms["vias"].crsOptions)


def test_en_9377_el_norte_va_primero(sitio):
    capacidades = requests.get(f"{sitio}/servicios/wms?request=GetCapabilities", timeout=30).text
    caja = capacidades.split('CRS="EPSG:9377"')[1].split("/>")[0]
    assert float(caja.split('minx="')[1].split('"')[0]) < float(caja.split('miny="')[1].split('"')[0])


@pytest.mark.parametrize("id_capa", CAPAS)
def test_cada_capa_se_dibuja(sitio, id_capa):
    """In each system around one of its features: the picture is not empty, and it is the same place."""
    [(x, y)] = consultar(
        f"SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_PointOnSurface(geom) AS p FROM {tabla(id_capa)} LIMIT 1) t"
    )
    lado = 150
    imagen = _imagen(
        sitio,
        layers=id_capa,
        crs="EPSG:9377",
        bbox=f"{y - lado},{x - lado},{y + lado},{x + lado}",
        width=200,
        height=200,
    )
    assert len(imagen.getcolors(100_000)) > 1


@pytest.mark.parametrize(
    ("cambios", "codigo"),
    [
        ({"crs": "EPSG:99999"}, "InvalidCRS"),
        ({"format": "image/x"}, "InvalidFormat"),
        ({"layers": "no-existe"}, "LayerNotDefined"),
        ({"styles": "no-existe"}, "StyleNotDefined"),
        ({"width": "100000"}, ""),
        ({"width": "4097", "height": "4097"}, ""),
        ({"bbox": "1,2,3"}, ""),
        ({"bbox": "9,9,1,1"}, ""),
        ({"request": "GetFeatureInfo", "query_layers": "no-existe", "i": "1", "j": "1"}, "LayerNotDefined"),
        ({"request": "GetFeatureInfo", "query_layers": "comunas", "i": "999", "j": "1"}, "InvalidPoint"),
    ],
)
def test_lo_que_no_se_puede_se_dice_con_el_codigo_de_la_norma(sitio, cambios, codigo):
    respuesta = requests.get(f"{sitio}/servicios/wms", params=GETMAP | cambios, timeout=30)
    assert respuesta.status_code == 400
    assert "ServiceExceptionReport" in respuesta.text
    assert codigo in respuesta.text


def test_un_parametro_desconocido_se_acepta(sitio):
    assert _imagen(sitio, inventado="x", map="/etc/passwd", SLD="http://127.0.0.1:1/").size == (64, 64)


@pytest.mark.parametrize("formato", ["text/plain", "text/html", "application/vnd.ogc.gml", "application/json"])
def test_se_pregunta_que_hay_en_un_punto(sitio, formato):
    x, y = CIUDAD
    pregunta = {
        "request": "GetFeatureInfo", "query_layers": "comunas", "crs": "EPSG:9377", "info_format": formato, "i": "32",
        "j": "32", "bbox": f"{y - 500},{x - 500},{y + 500},{x + 500}",
    }  # fmt: skip
    respuesta = requests.get(f"{sitio}/servicios/wms", params=GETMAP | pregunta, timeout=30)
    assert respuesta.status_code == 200
    [(nombre,)] = consultar(
        "SELECT nombre FROM capas_unidadterritorial WHERE nivel = 'comuna' AND ST_Contains(geom, ST_SetSRID(ST_MakePoint(%s, %s), 9377))",
        (x, y),
    )
    assert nombre in respuesta.content.decode()


def test_la_leyenda_es_una_imagen(sitio):
    respuesta = requests.get(
        f"{sitio}/servicios/wms?version=1.3.0&request=GetLegendGraphic&layer=vias&format=image/png&style=&sld_version=1.1.0",
        timeout=30,
    )
    assert Image.open(io.BytesIO(respuesta.content)).height > 100


def test_lo_que_no_cambio_es_304(sitio):
    primera = requests.get(f"{sitio}/servicios/wms", params=GETMAP, timeout=30)
    otra = requests.get(
        f"{sitio}/servicios/wms", params=GETMAP, headers={"If-None-Match": primera.headers["ETag"]}, timeout=30
    )
    assert otra.status_code == 304


def test_una_capa_cerrada_no_existe_y_vuelve_cuando_se_abre(sitio):
    consultar("UPDATE capas_fichacapa SET publicada = false WHERE id = 'barrios'")
    try:
        cerrada = requests.get(f"{sitio}/servicios/wms", params=GETMAP | {"layers": "barrios"}, timeout=30)
        capacidades = requests.get(f"{sitio}/servicios/wms?request=GetCapabilities", timeout=30)
    finally:
        consultar("UPDATE capas_fichacapa SET publicada = true WHERE id = 'barrios'")
    inventada = requests.get(f"{sitio}/servicios/wms", params=GETMAP | {"layers": "no-existe"}, timeout=30)
    assert cerrada.text == inventada.text
    assert "<Name>barrios</Name>" not in capacidades.text
    assert _imagen(sitio, layers="barrios")
