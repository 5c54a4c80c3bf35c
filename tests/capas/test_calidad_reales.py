"""On files that a municipality really has, the faults that are known to be there, through the project's own importer."""

import pytest
from django.core.management import call_command
from django.test import Client

from capas.calidad.acciones import medir
from capas.models import FichaCapa, MedidaCalidad
from tests.conftest import DATOS_REALES, datos_reales

pytestmark = datos_reales
CENTRO = (-75.2325, 4.4389)  # of the round hole in the IGAC's ways


def importar(archivo: str, id_capa: str, **opciones) -> None:
    call_command("importar_capa", str(DATOS_REALES / archivo), capa=id_capa, verbosity=0, **opciones)


def medidas(id_capa: str) -> dict[str, MedidaCalidad]:
    informe = medir(FichaCapa.objects.get(pk=id_capa))
    assert informe.fallas == {}
    return {medida.codigo: medida for medida in informe.medidas.all()}


@pytest.fixture
def municipio():
    mapeo = ["codigo=MpCodigo", "nombre=MpNombre"]
    importar("municipio_ibague_igac.geojson", "municipio", mapear=mapeo)


def test_comunas_traslapadas_y_con_huecos():
    """Ten pairs overlap by 100 m² or more (2 × 2 mm at 1:5.000), and other ten by less. The outline of the thirteen
    together has 37 rings: the outer one and 36 gaps."""
    importar("comunas_ibague.geojson", "comunas-reales", crear=True, cobertura=True)
    hechas = medidas("comunas-reales")
    assert (hechas["traslapes"].valor, hechas["astillas"].valor) == (10, 10)
    assert (hechas["huecos"].valor, hechas["huecos"].total) == (36, 37)
    assert len(hechas["traslapes"].lugares) == len(hechas["traslapes"].ids) == 10


def test_vias_sin_conectar_y_el_hueco_del_centro():
    importar("vias_ibague_igac_nomenclatura.geojson", "vias-reales", crear=True, red=True)
    hechas = medidas("vias-reales")
    assert hechas["extremos-sueltos"].valor > 2000
    assert hechas["extremos-sueltos"].conforme is False
    assert hechas["extremos-cortos"].valor > 100
    assert hechas["islas"].valor > 500
    hueco = hechas["huecos-de-red"]
    assert hueco.conforme is False
    assert hueco.valor == pytest.approx(2, abs=0.5)  # km²
    assert hueco.lugares[0] == pytest.approx(CENTRO, abs=0.004)


def test_zonas_wifi_fuera_y_repetidas(municipio):
    importar("zonas_wifi_vibra_ibague.geojson", "wifi-real", crear=True)
    hechas = medidas("wifi-real")
    assert hechas["fuera-del-municipio"].valor == 3
    assert hechas["geometria-repetida"].valor == 2
    assert hechas["texto-roto"].valor == 13


def test_deslizamientos_amontonados_y_fuera(municipio):
    importar("deslizamientos_ibague_geohazards.geojson", "deslizamientos-reales", crear=True)
    hechas = medidas("deslizamientos-reales")
    assert hechas["amontonados"].valor == 20
    assert hechas["fuera-del-municipio"].valor == 4


def test_la_pagina_de_lo_importado_lleva_a_cada_falla():
    importar("comunas_ibague.geojson", "comunas-reales", crear=True, cobertura=True)
    medidas("comunas-reales")
    pagina = Client().get("/calidad/comunas-reales", headers={"accept": "text/html"}).content.decode()
    assert pagina.count("/comunas-reales/@") >= 10
    assert "/ogc/collections/comunas-reales/items/" in pagina
