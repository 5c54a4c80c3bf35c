"""Files in: what is broken, disguised or hostile is refused, and it is said why."""

import zipfile

import pytest
from django.core.management import CommandError

from capas.importar.archivos import ArchivoRechazado
from capas.importar.leer import leer
from conectividad.models import ZonaWifi
from tests import fabricas
from tests.capas.importacion import importar


class TestArchivosHostiles:
    def test_un_vrt_disfrazado(self, tmp_path):
        for nombre in ("a.tif", "a.geojson", "a.gpkg", "a.csv"):
            (tmp_path / nombre).write_text(
                "<OGRVRTDataSource><SrcDataSource>/vsicurl/http://127.0.0.1/x</SrcDataSource></OGRVRTDataSource>"
            )
            with pytest.raises(ArchivoRechazado):
                leer(tmp_path / nombre)

    def test_un_kml_que_enlaza_o_declara(self, tmp_path):
        for cuerpo in (
            "<NetworkLink><Link><href>http://127.0.0.1</href></Link></NetworkLink>",
            '<!DOCTYPE x [<!ENTITY a "b">]>',
        ):
            (tmp_path / "a.kml").write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{cuerpo}</kml>')
            with pytest.raises(ArchivoRechazado, match="KML"):
                leer(tmp_path / "a.kml")

    def _zip(self, ruta, **archivos):
        with zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as paquete:
            for nombre, contenido in archivos.items():
                paquete.writestr(nombre.replace("__", "/").replace("_", "."), contenido)
        return ruta

    def test_una_bomba(self, tmp_path):
        with pytest.raises(ArchivoRechazado, match=r"sospechoso|pasa de"):
            leer(self._zip(tmp_path / "a.zip", a_shp=b"\0" * 50_000_000))

    def test_rutas_que_salen_y_enlaces(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as paquete:
            paquete.writestr("../../a.shp", b"x")
        with pytest.raises(ArchivoRechazado, match="rutas"):
            leer(tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as paquete:
            enlace = zipfile.ZipInfo("a.shp")
            enlace.external_attr = 0o120777 << 16
            paquete.writestr(enlace, "/etc/passwd")
        with pytest.raises(ArchivoRechazado, match="simbólicos"):
            leer(tmp_path / "b.zip")

    def test_sin_prj_pregunta_y_no_adivina(self, tmp_path):
        import geopandas

        tabla = geopandas.GeoDataFrame(
            {"codigo": ["1"], "nombre": ["a"]}, geometry=geopandas.points_from_xy([fabricas.ESTE], [fabricas.NORTE])
        )
        (tmp_path / "s").mkdir()
        tabla.to_file(tmp_path / "s" / "a.shp")
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as paquete:
            for parte in (tmp_path / "s").iterdir():
                paquete.write(parte, parte.name)
        with pytest.raises(CommandError, match=r"--crs.*4686.*9377.*4326"):
            importar(tmp_path / "a.zip", "zonas-wifi")
        importar(tmp_path / "a.zip", "zonas-wifi", crs="9377")
        assert ZonaWifi.objects.get().geom.x == pytest.approx(fabricas.ESTE, abs=0.01)

    @pytest.mark.parametrize(
        ("nombre", "contenido", "porque"),
        [
            ("a.geojson", b"", "no es lo que su nombre dice"),
            ("b.geojson", b"{", "está incompleto o dañado.*expórtelo de nuevo"),
            ("c.gpkg", b"SQLite format 3\x00roto", "está incompleto o dañado.*expórtelo de nuevo"),
            ("d.zip", b"PK\x03\x04roto", "dañado: no se puede descomprimir"),
            ("e.csv", b"a,b\n1,2\n", "columnas de coordenadas"),
            ("f.csv", b"lon,lat\n1,2\n1,2,3\n", "no se entiende desde la línea 3: .*guárdelo como CSV"),
            ("g.csv", b"", "no se entiende: .*guárdelo como CSV"),
        ],
    )
    def test_vacio_y_roto(self, tmp_path, nombre, contenido, porque):
        (tmp_path / nombre).write_bytes(contenido)
        with pytest.raises(ArchivoRechazado, match=porque):
            leer(tmp_path / nombre)
