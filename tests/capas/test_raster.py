"""A GeoTIFF becomes a layer: on the map, by OGC API, as a file; and what is no GeoTIFF changes nothing."""

import io
from pathlib import Path

import numpy as np
import pytest
import rasterio
from django.core.management import CommandError, call_command
from PIL import Image
from rasterio.transform import from_origin

from capas import raster
from capas.models import CapaRaster, FichaCapa
from gis_project import demostracion
from tests.conftest import DATOS_REALES, datos_reales
from tests.fabricas import ESTE, NORTE

TESELA = "/ogc/collections/alturas/map/tiles/WebMercatorQuad/12/1996/1192"


def geotiff(ruta: Path, bandas=1, tipo="int16", crs="EPSG:9377", lado=200, **perfil) -> Path:
    """Rising from west to east, 100 m a pixel, its western tenth without data."""
    valores = np.tile(np.arange(lado, dtype=tipo), (bandas, lado, 1))
    if bandas == 1:
        valores[:, :, : lado // 10] = -1
    lugar = {"crs": crs, "transform": from_origin(ESTE - 50 * lado, NORTE + 50 * lado, 100, 100)}
    datos = {"driver": "GTiff", "dtype": tipo, "count": bandas, "width": lado, "height": lado} | lugar | perfil
    with rasterio.open(ruta, "w", **datos) as archivo:
        archivo.write(valores)
    return ruta


def ficha(**valores) -> FichaCapa:
    return FichaCapa(pk="alturas", titulo="Alturas", resumen="r", sector="territorio", linaje="l", **valores)


@pytest.fixture
def alturas(tmp_path) -> CapaRaster:
    return raster.importar(geotiff(tmp_path / "a.tif", nodata=-1), ficha(), unidad="m")


def imagen(respuesta) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(respuesta.content)))


def test_una_tesela_es_un_png_con_la_paleta(client, alturas):
    respuesta = client.get(TESELA)
    pixeles = imagen(respuesta)
    assert (respuesta["Content-Type"], pixeles.shape) == ("image/png", (256, 256, 4))
    colores = [tuple(pixeles[128, x, :3]) for x in (100, 200)]
    assert len(set(colores)) == 2, "dos alturas distintas se ven del mismo color"


def test_donde_no_hay_dato_es_transparente(client, alturas):
    alfa = imagen(client.get("/ogc/collections/alturas/map/tiles/WebMercatorQuad/10/499/297"))[:, :, 3]
    assert alfa.min() == 0
    assert alfa.max() == 255


def test_fuera_del_raster_no_hay_tesela(client, alturas):
    assert client.get("/ogc/collections/alturas/map/tiles/WebMercatorQuad/12/0/0").status_code == 204
    assert client.get("/ogc/collections/alturas/map/tiles/WebMercatorQuad/2/9/9").status_code == 404


def test_el_valor_en_un_punto_es_el_del_archivo(alturas):
    assert raster.valor(alturas, -75.2322, 4.4389) == pytest.approx(100, abs=1)
    assert raster.valor(alturas, -70, 4) is None


def test_se_describe_por_ogc_api(client, alturas):
    coleccion = client.get("/ogc/collections/alturas").json()
    assert coleccion["dataType"] == "coverage"
    assert "alturas" in [c["id"] for c in client.get("/ogc/collections").json()["collections"]]
    teselas = next(e["href"] for e in coleccion["links"] if e["rel"].endswith("tilesets-map"))
    tileset = client.get(client.get(teselas).json()["tilesets"][0]["links"][0]["href"]).json()
    plantilla = next(e["href"] for e in tileset["links"] if e["rel"] == "item")
    limite = tileset["tileMatrixSetLimits"][12]
    url = plantilla.format(tileMatrix=12, tileRow=limite["minTileRow"] + 1, tileCol=limite["minTileCol"] + 1)
    assert client.get(url).status_code == 200


def test_el_archivo_completo_vuelve_como_entro(client, alturas, tmp_path):
    respuesta = client.get("/datos/alturas.tif")
    copia = tmp_path / "copia.tif"
    copia.write_bytes(b"".join(respuesta.streaming_content))
    with rasterio.open(copia) as archivo:
        assert archivo.crs.to_epsg() == 9377
        assert archivo.read(1)[0, -1] == 199
        assert archivo.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


def test_esta_en_el_mapa_con_su_leyenda(client, alturas):
    sectores = client.get("/").context["configuracion"]["sectores"]
    (capa,) = [imagen for sector in sectores for imagen in sector["imagenes"]]
    assert (capa["id"], len(capa["leyenda"])) == ("alturas", 5)


@pytest.mark.parametrize(
    "puerta", ["/ogc/collections/alturas", "/ogc/collections/alturas/map/tiles", TESELA, "/datos/alturas.tif"]
)
def test_uno_privado_no_existe_para_nadie_de_fuera(client, cliente_con_rol, alturas, puerta):
    FichaCapa.objects.filter(pk="alturas").update(publicada=False)
    assert client.get(puerta).status_code == 404
    assert cliente_con_rol("administracion").get(puerta).status_code == 200


@pytest.mark.parametrize("puerta", ["tiles", "tiles/WebMercatorQuad/3/3/3"])
def test_no_tiene_teselas_vectoriales(client, alturas, puerta):
    assert client.get(f"/ogc/collections/alturas/{puerta}").status_code == 404


def test_uno_nuevo_reemplaza_y_cambia_la_revision(client, alturas, tmp_path):
    antes = client.get(TESELA)["ETag"]
    call_command("importar_raster", geotiff(tmp_path / "b.tif", nodata=-1, lado=300), capa="alturas")
    alturas.refresh_from_db()
    assert alturas.ancho == 300
    assert client.get(TESELA)["ETag"] != antes


def test_una_imagen_trae_sus_colores(client, tmp_path):
    raster.importar(geotiff(tmp_path / "foto.tif", bandas=3, tipo="uint8"), ficha())
    pixel = imagen(client.get(TESELA))[128, 128]
    assert pixel[0] == pixel[1] == pixel[2] != 0


def vrt(ruta: Path) -> Path:
    ruta.write_text('<VRTDataset rasterXSize="1" rasterYSize="1"><SRS>EPSG:4326</SRS></VRTDataset>')
    return ruta


def danado(ruta: Path) -> Path:
    geotiff(ruta)
    ruta.write_bytes(ruta.read_bytes()[:3000])
    return ruta


MALOS = {
    "vrt": (vrt, "no es un GeoTIFF"),
    "dañado": (danado, "dañado"),
    "sin CRS": (lambda r: geotiff(r, crs=None), "no dice su sistema"),
    "lejos": (lambda r: geotiff(r, crs="EPSG:3857"), "fuera de Colombia"),
    "dos bandas": (lambda r: geotiff(r, bandas=2), "varias bandas"),
    "cinco bandas": (lambda r: geotiff(r, bandas=5), "5 bandas"),
}


@pytest.mark.parametrize("malo", MALOS)
def test_lo_que_no_sirve_no_entra(tmp_path, malo):
    hacer, motivo = MALOS[malo]
    opciones = {"titulo": "t", "resumen": "r", "linaje": "l"}
    with pytest.raises(CommandError, match=motivo):
        call_command("importar_raster", hacer(tmp_path / "malo.tif"), capa="alturas", **opciones)
    assert not FichaCapa.objects.filter(pk="alturas").exists()
    assert not list(raster.carpeta().glob("*.tif"))


def test_uno_enorme_se_rechaza_antes_de_leerlo(tmp_path, monkeypatch):
    monkeypatch.setattr(raster, "PIXELES_MAXIMOS", 1000)
    with pytest.raises(raster.RasterRechazado, match="divídalo"):
        raster.importar(geotiff(tmp_path / "a.tif"), ficha())


def test_el_relieve_de_la_demostracion(client):
    demostracion.cargar_rasters()
    relieve = CapaRaster.objects.get(pk="relieve")
    assert raster.valor(relieve, -75.2322, 4.4389) == pytest.approx(1250, abs=150)


@datos_reales
def test_el_bosque_de_modis(client):
    archivo = DATOS_REALES / "raster_bosque_modis2009_colombia_8km.tif"
    datos = {"titulo": "Bosque", "resumen": "r", "linaje": "l"}
    call_command("importar_raster", archivo, capa="bosque", **datos)
    assert client.get("/ogc/collections/bosque/map/tiles/WebMercatorQuad/7/62/37").status_code == 200


class TestHuella:
    """Whoever reads features finds the image too, by what it covers."""

    URL = "/ogc/collections/alturas/items"

    def test_es_un_elemento_que_cubre_lo_que_dice_la_coleccion(self, client, alturas):
        datos = client.get(self.URL).json()
        assert (datos["numberMatched"], datos["numberReturned"]) == (1, 1)
        anillo = datos["features"][0]["geometry"]["coordinates"][0]
        assert [min(x for x, _ in anillo), min(y for _, y in anillo)] == pytest.approx(alturas.extension[:2])
        uno = client.get(f"{self.URL}/{datos['features'][0]['id']}")
        assert uno.json()["geometry"] == datos["features"][0]["geometry"]
        assert uno["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"

    def test_se_filtra_por_caja_y_se_da_en_cada_sistema(self, client, alturas):
        assert client.get(self.URL, {"bbox": "-70,4,-69,5"}).json()["numberMatched"] == 0
        norte_este = client.get(self.URL, {"crs": "http://www.opengis.net/def/crs/EPSG/0/9377"}).json()
        norte, este = norte_este["features"][0]["geometry"]["coordinates"][0][0]
        assert norte < 3_000_000 < este

    @pytest.mark.parametrize("consulta", ["limit=0", "bbox=1,2,3", "datetime=ayer", "crs=x", "nada=1", "f=csv"])
    def test_lo_que_no_se_entiende_es_400(self, client, alturas, consulta):
        assert client.get(f"{self.URL}?{consulta}").status_code == 400

    def test_lo_que_no_hay_es_404(self, client, alturas):
        assert client.get(f"{self.URL}/2").status_code == 404
        assert client.get(f"{self.URL}?f=html", headers={"Accept": "text/html"}).status_code == 200


def test_se_lee_por_partes(client, alturas):
    """The header by ranges, as /vsicurl/ asks; nothing is compressed on the way, or the bytes would not be those."""
    parte = client.get("/datos/alturas.tif", headers={"Range": "bytes=0-3", "Accept-Encoding": "gzip"})
    assert (parte.status_code, parte.getvalue()) == (206, b"II*\x00")
    assert "Content-Encoding" not in parte
    cabeza = client.head("/datos/alturas.tif")
    assert (cabeza["Accept-Ranges"], int(cabeza["Content-Length"])) == (
        "bytes",
        raster.archivo_de(alturas).stat().st_size,
    )


@pytest.mark.parametrize("consulta", ["nada=1", "f=png", "f=tif&f=tif", "bbox=-76,4,-75,5"])
def test_el_archivo_no_calla_lo_que_no_entiende_de_su_consulta(client, alturas, consulta):
    assert client.get(f"/datos/alturas.tif?{consulta}").status_code == 400
    assert client.get("/datos/alturas.tif?f=tif").status_code == 200


def test_el_archivo_dice_donde_se_describe_y_su_licencia(client, alturas):
    enlaces = client.get("/datos/alturas.tif")["Link"]
    assert '</datos/alturas>; rel="describedby"' in enlaces
    assert f'<{alturas.ficha.licencia}>; rel="license"' in enlaces


def test_el_pixel_es_el_de_su_cuadricula(alturas):
    assert alturas.resolucion_m == 100, "en metros no se deduce de la caja en grados"


def test_el_pixel_en_grados_se_dice_en_metros(tmp_path):
    lugar = {"crs": "EPSG:4326", "transform": from_origin(-75.3, 4.5, 0.001, 0.001)}
    en_grados = raster.importar(geotiff(tmp_path / "g.tif", nodata=-1, **lugar), ficha())
    assert en_grados.resolucion_m == pytest.approx(111, abs=0.5)
