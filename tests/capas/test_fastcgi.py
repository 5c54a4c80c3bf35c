"""mapserv behind FastCGI answers byte for byte as it does by CGI."""

import socket
import subprocess

import pytest

from capas.servicios import mapserver
from capas.servicios.proceso import programa

MAPA = {
    "service": "WMS", "version": "1.3.0", "request": "GetMap", "layers": "comunas", "styles": "", "crs": "EPSG:3857",
    "bbox": "-8380000,490000,-8370000,500000", "width": "64", "height": "64", "format": "image/png",
}  # fmt: skip
CAPACIDADES = {"service": "WFS", "version": "2.0.0", "request": "GetCapabilities"}
ELEMENTOS = """<GetFeature service="WFS" version="2.0.0" xmlns="http://www.opengis.net/wfs/2.0"
    xmlns:sig="http://testserver/servicios/wfs"><Query typeNames="sig:comunas"/></GetFeature>"""


@pytest.fixture
def fcgi(settings, tmp_path):
    """A mapserv that waits at a socket, which is its standard input, as systemd gives it."""
    settings.VAR_DIR = tmp_path
    configuracion = tmp_path / "mapserver.conf"
    configuracion.write_text(mapserver.CONFIGURACION)
    direccion = str(tmp_path / "mapserv.sock")
    with socket.socket(socket.AF_UNIX) as enchufe:
        enchufe.bind(direccion)
        enchufe.listen(8)
        proceso = subprocess.Popen([programa()], stdin=enchufe, env={"MAPSERVER_CONFIG_FILE": str(configuracion)})
    yield direccion
    proceso.kill()
    proceso.wait()


@pytest.mark.parametrize(("puerta", "parametros"), [("wms", MAPA), ("wfs", CAPACIDADES)])
def test_la_respuesta_es_la_misma(client, settings, fcgi, puerta, parametros):
    por_cgi = b"".join(client.get(f"/servicios/{puerta}", parametros))
    settings.MAPSERVER_FCGI = fcgi
    for _ in range(3):
        respuesta = client.get(f"/servicios/{puerta}", parametros)
        assert respuesta.status_code == 200
        assert b"".join(respuesta) == por_cgi


def test_un_cuerpo_xml_llega(client, settings, fcgi):
    settings.MAPSERVER_FCGI = fcgi
    respuesta = client.post("/servicios/wfs", ELEMENTOS, content_type="text/xml")
    assert b"FeatureCollection" in b"".join(respuesta)


def test_sin_nadie_al_otro_lado_es_503(client, settings, tmp_path):
    settings.VAR_DIR, settings.MAPSERVER_FCGI = tmp_path, str(tmp_path / "nadie.sock")
    respuesta = client.get("/servicios/wms", MAPA)
    assert respuesta.status_code == 503
    assert b"ServiceException" in respuesta.content
