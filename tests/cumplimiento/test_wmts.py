"""WMTS 1.0.0 as OWSLib reads it from the running service (OGC 07-057r7)."""

import io

import pytest
import requests
from lxml import etree
from owslib.wmts import WebMapTileService
from PIL import Image

from capas.catalogo import declaradas
from tests.cumplimiento.tablas import tabla
from tests.servidor import consultar

pytestmark = pytest.mark.navegador
CAPAS = [capa.id for capa in declaradas()]
TESELA = {
    "service": "WMTS", "request": "GetTile", "version": "1.0.0", "layer": "comunas", "style": "default", "format": "image/png",
    "tilematrixset": "GoogleMapsCompatible", "tilematrix": "12", "tilerow": "1997", "tilecol": "1191",
}  # fmt: skip


@pytest.fixture(scope="module")
def wmts(sitio):
    return WebMapTileService(f"{sitio}/servicios/wmts/1.0.0/WMTSCapabilities.xml")


def _pedir(sitio, **cambios) -> requests.Response:
    parametros = {n: v for n, v in (TESELA | cambios).items() if v is not None}
    return requests.get(f"{sitio}/servicios/wmts", params=parametros, timeout=30)


def test_ofrece_todas_las_capas_en_la_piramide_conocida(wmts):
    assert set(wmts.contents) >= set(CAPAS)
    piramide = wmts.tilematrixsets["GoogleMapsCompatible"]
    assert piramide.crs == "urn:ogc:def:crs:EPSG::3857"
    assert float(piramide.tilematrix["0"].scaledenominator) == pytest.approx(559082264.0287178)
    assert float(piramide.tilematrix["18"].scaledenominator) == pytest.approx(2132.729583849784)


def test_por_parametros_o_por_direccion_es_el_mismo_documento(sitio):
    por_direccion = requests.get(f"{sitio}/servicios/wmts/1.0.0/WMTSCapabilities.xml", timeout=30)
    por_parametros = _pedir(sitio, request="GetCapabilities")
    assert por_direccion.content == por_parametros.content
    assert por_direccion.headers["Content-Type"].startswith("application/xml")


@pytest.mark.parametrize("id_capa", CAPAS)
def test_cada_capa_se_dibuja_donde_esta(sitio, wmts, id_capa):
    z = 17
    [(x, y)] = consultar(
        f"""SELECT floor((ST_X(p) + 20037508.342789244) / 40075016.68557849 * {2**z})::int,
            floor((20037508.342789244 - ST_Y(p)) / 40075016.68557849 * {2**z})::int
        FROM (SELECT ST_Transform(ST_GeometryN(ST_Points(geom), 1), 3857) AS p FROM {tabla(id_capa)} LIMIT 1) t"""
    )
    pedida = wmts.gettile(
        layer=id_capa, tilematrixset="GoogleMapsCompatible", tilematrix=str(z), row=y, column=x, format="image/png"
    )
    imagen = Image.open(io.BytesIO(pedida.read()))
    assert imagen.size == (256, 256)
    assert imagen.convert("RGBA").getchannel("A").getextrema()[1] > 0


def test_por_direccion_es_la_misma_tesela_y_lo_que_ya_se_tiene_es_304(sitio):
    direccion = f"{sitio}/servicios/wmts/1.0.0/comunas/default/GoogleMapsCompatible/12/1997/1191.png"
    una, otra = requests.get(direccion, timeout=30), _pedir(sitio)
    assert (una.status_code, una.content) == (200, otra.content)
    assert requests.get(direccion, headers={"If-None-Match": una.headers["ETag"]}, timeout=30).status_code == 304


@pytest.mark.parametrize(
    ("cambios", "estado", "codigo", "donde"),
    [
        ({"layer": "no-hay"}, 400, "InvalidParameterValue", "layer"),
        ({"layer": None}, 400, "MissingParameterValue", "layer"),
        ({"request": None}, 400, "MissingParameterValue", "request"),
        ({"request": "GetFeatureInfo"}, 501, "OperationNotSupported", "request"),
        ({"tilecol": "4096"}, 400, "TileOutOfRange", "tilecol"),
        ({"tilerow": "-1"}, 400, "InvalidParameterValue", "tilerow"),
        ({"tilematrix": "40"}, 400, "InvalidParameterValue", "tilematrix"),
        ({"tilematrix": "12.5"}, 400, "InvalidParameterValue", "tilematrix"),
        ({"tilecol": "010"}, 400, "InvalidParameterValue", "tilecol"),
        ({"request": "GetCapabilities", "acceptversions": "9.9"}, 400, "VersionNegotiationFailed", "AcceptVersions"),
        ({"tilematrixset": "EPSG:3857"}, 400, "InvalidParameterValue", "tilematrixset"),
        ({"format": "../../etc"}, 400, "InvalidParameterValue", "format"),
        ({"style": "otro"}, 400, "InvalidParameterValue", "style"),
        ({"service": "WMS"}, 400, "InvalidParameterValue", "service"),
    ],
)
def test_un_error_dice_cual_parametro(sitio, cambios, estado, codigo, donde):
    respuesta = _pedir(sitio, **cambios)
    [excepcion] = etree.fromstring(respuesta.content).iterfind("{http://www.opengis.net/ows/1.1}Exception")
    assert (respuesta.status_code, excepcion.get("exceptionCode"), excepcion.get("locator")) == (estado, codigo, donde)


def test_por_direccion_lo_que_no_existe_es_404(sitio):
    base = f"{sitio}/servicios/wmts/1.0.0"
    for resto in ("no-hay/default/GoogleMapsCompatible/1/0/0.png", "comunas/default/GoogleMapsCompatible/1/2/0.png"):
        assert requests.get(f"{base}/{resto}", timeout=30).status_code == 404
