"""Files in: those that a municipality really has."""

import pytest

from capas.catalogo import obtener
from capas.models import Comuna, Municipio
from conectividad.models import ZonaWifi
from malla_vial.models import Via
from tests.capas.importacion import importar
from tests.conftest import DATOS_REALES, datos_reales


@datos_reales
class TestArchivosReales:
    """The files that a municipality really has."""

    def test_municipio(self):
        salida = importar(
            DATOS_REALES / "municipio_ibague_igac.geojson",
            "municipio",
            "codigo=MpCodigo",
            "nombre=MpNombre",
            modo="reemplazar",
        )
        assert "1 nuevas" in salida
        municipio = Municipio.objects.get()
        assert (municipio.codigo, municipio.nombre) == ("73001", "Ibagué")
        assert municipio.geom.area / 1e6 == pytest.approx(1377, abs=5)

    def test_comunas(self):
        importar(DATOS_REALES / "comunas_ibague.geojson", "comunas", "codigo=comuna", "nombre=id")
        assert sorted(int(c) for c in Comuna.objects.values_list("codigo", flat=True)) == list(range(1, 14))

    def test_vias_igac(self):
        salida = importar(DATOS_REALES / "vias_ibague_igac_nomenclatura.geojson", "vias", "codigo=id", "nombre=via")
        assert "2987 filas leídas" in salida
        assert Via.objects.count() == 2987
        assert sum(v.geom.length for v in Via.objects.only("geom")) / 1000 == pytest.approx(661, abs=5)

    def test_zonas_wifi(self):
        importar(DATOS_REALES / "municipio_ibague_igac.geojson", "municipio", "codigo=MpCodigo", "nombre=MpNombre")
        salida = importar(
            DATOS_REALES / "zonas_wifi_vibra_ibague.geojson",
            "zonas-wifi",
            "codigo=ID",
            "nombre=ZONAS VIBRA",
            "direccion=DIRECCION",
        )
        assert ZonaWifi.objects.count() == 150
        assert "13 × acentos perdidos" in salida
        assert "3 × está fuera de Ibagué" in salida
        assert ZonaWifi.objects.exclude(geom__intersects=Municipio.objects.get().geom).count() == 3

    def test_tolima_en_una_capa_nueva(self):
        salida = importar(
            DATOS_REALES / "tolima_municipios_igac_epsg9377.gpkg", "municipios-tolima", crear=True, clave="mpcodigo"
        )
        assert "EPSG:9377" in salida
        capa = obtener("municipios-tolima")
        assert capa.modelo.objects.count() == 47
        assert capa.modelo.objects.get(mpcodigo="73001").mpnombre == "Ibagué"

    def test_vias_de_cali(self, client):
        importar(DATOS_REALES / "load" / "vias_cali.fgb", "vias", "codigo=id", "nombre=via")
        assert Via.objects.count() == 10_560
        assert client.get("/ogc/collections/vias/items?limit=10000").json()["numberMatched"] == 10_560
