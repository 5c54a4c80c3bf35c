"""An image by every standard that has a place for it, and with a quality report like any layer's."""

import io

import numpy as np
import pytest
import rasterio
from django.contrib.gis.geos import MultiPolygon, Polygon
from lxml import etree
from PIL import Image

from capas import raster
from capas.calidad.acciones import medir
from capas.models import CapaRaster, FichaCapa, Municipio
from tests.capas.test_raster import ficha, geotiff
from tests.fabricas import ESTE, NORTE

MAPA = {
    "service": "WMS", "version": "1.3.0", "request": "GetMap", "layers": "alturas", "styles": "", "crs": "EPSG:9377",
    "bbox": f"{NORTE - 9000},{ESTE - 9000},{NORTE + 9000},{ESTE + 9000}", "width": "180", "height": "180",
    "format": "image/png", "transparent": "TRUE",
}  # fmt: skip
PUNTO = MAPA | {
    "request": "GetFeatureInfo",
    "query_layers": "alturas",
    "info_format": "text/plain",
    "i": "175",
    "j": "90",
}


@pytest.fixture
def alturas(tmp_path, settings) -> CapaRaster:
    settings.VAR_DIR = tmp_path
    return raster.importar(geotiff(tmp_path / "a.tif", nodata=-1), ficha(publicada=True), unidad="m")


# By WMS


def _pedir(client, parametros):
    respuesta = client.get("/servicios/wms", parametros)
    return respuesta.status_code, b"".join(respuesta) if respuesta.streaming else respuesta.content


def test_wms_la_dibuja_con_los_colores_de_sus_teselas(client, alturas):
    _, dibujo = _pedir(client, MAPA)
    pixeles = np.asarray(Image.open(io.BytesIO(dibujo)).convert("RGBA"))[90]
    esperados = raster._colores(alturas, np.array([[[float(v) for v in range(10, 190)]]]))[:, 0].T
    con_dato = pixeles[12:]  # the western tenth has none
    assert (pixeles[:8, 3] == 0).all()
    assert (con_dato[:, 3] == 255).all()
    assert np.abs(con_dato[:, :3].astype(int) - esperados[12:]).max() <= 4


@pytest.mark.parametrize("formato", ["text/plain", "text/html", "application/json", "application/vnd.ogc.gml"])
def test_wms_dice_el_valor_de_un_pixel(client, alturas, formato):
    codigo, texto = _pedir(client, PUNTO | {"info_format": formato})
    assert codigo == 200
    assert b"185" in texto


def test_wms_y_wmts_la_ofrecen_con_su_ficha_y_wfs_no(client, alturas):
    por_servicio = {
        s: client.get(f"/servicios/{s}", {"service": s, "request": "GetCapabilities"}).content
        for s in ("wms", "wmts", "wfs")
    }
    assert [b">alturas<" in por_servicio[s] for s in ("wms", "wmts", "wfs")] == [True, True, False]
    capa = etree.fromstring(por_servicio["wms"]).xpath("//*[local-name()='Layer'][*[local-name()='Name']='alturas']")[0]
    assert "/metadatos/alturas.xml" in etree.tostring(capa).decode()


@pytest.mark.parametrize("cambio", [{"publicada": False}, {"clasificacion": "reservada"}])
def test_por_wms_una_privada_es_como_una_que_nunca_fue(client, alturas, cambio):
    FichaCapa.objects.filter(pk="alturas").update(**cambio)
    for pedido in (MAPA, PUNTO):
        inventada = {k: "inventada" if v == "alturas" else v for k, v in pedido.items()}
        assert _pedir(client, pedido) == _pedir(client, inventada)
    assert b"alturas" not in client.get("/servicios/wms?service=WMS&request=GetCapabilities").content


def test_sin_su_archivo_las_demas_siguen(client, alturas):
    raster.archivo_de(alturas).unlink()
    codigo, texto = _pedir(client, {"service": "WMS", "request": "GetCapabilities"})
    assert (codigo, b"alturas" in texto, b"<Name>vias</Name>" in texto) == (200, False, True)


def test_las_clases_se_dibujan_cada_una_de_su_color(client, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    paleta = [{"valor": v, "color": c, "titulo": str(v)} for v, c in ((50, "#ff0000"), (150, "#0000ff"))]
    raster.importar(geotiff(tmp_path / "a.tif", nodata=-1), ficha(publicada=True), continua=False, paleta=paleta)
    pixeles = np.asarray(Image.open(io.BytesIO(_pedir(client, MAPA)[1])).convert("RGBA"))[90]
    assert [tuple(int(c) for c in pixeles[x][:3]) for x in (40, 140)] == [(255, 0, 0), (0, 0, 255)]


# By OGC API


@pytest.mark.parametrize("uso", ["schema", "queryables", "sortables"])
def test_dice_sus_campos(client, alturas, uso):
    documento = client.get(f"/ogc/collections/alturas/{uso}").json()
    elemento = client.get("/ogc/collections/alturas/items/1").json()
    esperados = {"id", "geom", *elemento["properties"]} if uso == "schema" else set()
    assert set(documento["properties"]) == esperados
    assert client.get(f"/ogc/collections/alturas/{uso}?f=html").status_code == 200


@pytest.mark.parametrize(("srid", "dice"), [(9377, True), (4326, True), (3116, False)])
def test_dice_el_sistema_en_que_se_guarda_si_es_de_los_que_sirve(client, alturas, srid, dice):
    CapaRaster.objects.update(srid=srid)
    FichaCapa.objects.filter(pk="alturas").update(titulo="Otra")  # a revision
    coleccion = client.get("/ogc/collections/alturas").json()
    esperado = f"http://www.opengis.net/def/crs/EPSG/0/{srid}" if dice else None
    assert coleccion.get("storageCrs") == esperado
    assert coleccion.get("storageCrs", coleccion["crs"][0]) in coleccion["crs"]


# Its quality


@pytest.fixture
def municipio():
    """The eastern half of the heights, and as much again beyond them."""
    caja = Polygon.from_bbox((ESTE, NORTE - 5000, ESTE + 20_000, NORTE + 5000))
    return Municipio.objects.create(codigo="73001", nombre="Ibagué", geom=MultiPolygon(caja))


def _valores(capa: CapaRaster) -> dict[str, tuple]:
    return {m.codigo: (m.valor, m.total, m.conforme) for m in medir(capa.ficha).medidas.all()}


def test_un_raster_se_mide(alturas, municipio):
    medidas = _valores(alturas)
    assert medidas["formato"] == (0, 1, True)
    assert medidas["sistema"] == (0, 1, True)
    assert medidas["georreferencia"] == (0, None, True)
    assert medidas["sin-dato"] == (200 * 20, 200 * 200, None)
    assert medidas["dominio"] == (0, 200 * 180, True)
    sin_cubrir, area, _ = medidas["sin-cubrir"]
    assert (sin_cubrir, area) == (pytest.approx(100, abs=1), 200)
    assert medidas["fuera-del-municipio"] == (0, 1, True)


def _planta(alturas, **cambios):
    CapaRaster.objects.update(**cambios)
    return CapaRaster.objects.get()


PLANTADOS = {
    "dominio": lambda a: _planta(a, maximo=150),
    "georreferencia": lambda a: _planta(a, extension=[-76, 4, -75, 5]),
    "sistema": lambda a: _otro(a, crs="EPSG:3116"),
    "formato": lambda a: _otro(a, cog=False),
    "fuera-del-municipio": lambda a: a,
}


def _otro(alturas, crs="EPSG:9377", cog=True):
    """Another file in its place, behind the back of the import."""
    destino = raster.archivo_de(alturas)
    if cog:
        with rasterio.open(destino) as fuente:
            datos, perfil = fuente.read(), fuente.profile
        with rasterio.open(destino, "w", **(perfil | {"crs": crs, "driver": "GTiff"})) as archivo:
            archivo.write(datos)
    else:
        geotiff(destino, nodata=-1)
    return alturas


@pytest.mark.parametrize("codigo", PLANTADOS)
def test_encuentra_lo_plantado(alturas, codigo):
    Municipio.objects.create(
        codigo="73001",
        nombre="Ibagué",
        geom=MultiPolygon(Polygon.from_bbox((5_200_000, 2_300_000, 5_210_000, 2_310_000))),
    )
    capa = PLANTADOS[codigo](alturas)
    valor, _, conforme = _valores(capa)[codigo]
    assert valor >= 1
    assert conforme is False


def test_las_clases_sin_leyenda_no_son_del_dominio(tmp_path):
    paleta = [{"valor": v, "color": "#ff0000", "titulo": str(v)} for v in range(100)]
    capa = raster.importar(geotiff(tmp_path / "a.tif", nodata=-1), ficha(), continua=False, paleta=paleta)
    assert _valores(capa)["dominio"] == (200 * 100, 200 * 180, False)


def test_un_archivo_que_no_abre_queda_dicho(alturas):
    raster.archivo_de(alturas).write_bytes(b"II*\x00 roto")
    informe = medir(alturas.ficha)
    assert "formato" in informe.fallas
    assert not informe.conforme


def test_su_informe_se_lee_y_quien_la_cuida_la_mide(client, cliente_con_rol, alturas):
    CapaRaster.objects.update(roles=["planeacion"])
    assert client.get("/calidad/alturas?f=json").json()["medida"] is False
    assert client.post("/calidad/alturas/medir").status_code == 302  # to the login
    assert cliente_con_rol("planeacion").post("/calidad/alturas/medir").status_code == 302
    pagina = client.get("/calidad/alturas", headers={"Accept": "text/html"}).content.decode()
    assert "píxeles, medidos" in pagina
    assert "Superficie del municipio sin dato" not in pagina  # there is no boundary here
    assert "alturas" in {c["capa"] for c in client.get("/calidad/?f=json").json()["capas"]}
    assert "píxeles" in client.get("/metadatos/alturas/conformidad").content.decode()
