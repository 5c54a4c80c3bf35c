"""Every layer's style is one that other programs take: MapLibre's own validator, and the order that SLD 1.0.0 asks."""

import json
import subprocess
from dataclasses import replace

import pytest
from django.conf import settings
from lxml import etree

from capas import estilos
from capas.catalogo import obtener, todas
from gis_project import demostracion

VALIDADOR = """
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
let texto = "";
process.stdin.on("data", (parte) => (texto += parte)).on("end", () => {
  const faltas = JSON.parse(texto).flatMap((estilo) => validateStyleMin(estilo).map(({ message }) => `${estilo.name}: ${message}`));
  console.log(JSON.stringify(faltas));
});
"""
REGLA = [
    "Name",
    "Title",
    "Filter",
    "ElseFilter",
    "MaxScaleDenominator",
    "PointSymbolizer",
    "LineSymbolizer",
    "PolygonSymbolizer",
]


@pytest.fixture
def hojas(client, capas_de_datos):
    demostracion.cargar_rasters()
    return {e["id"]: e["links"] for e in client.get("/ogc/styles").json()["styles"]}


def test_maplibre_acepta_el_estilo_de_cada_capa(client, hojas):
    documentos = [client.get(f"/ogc/styles/{id_capa}").json() for id_capa in hojas]
    assert {d["version"] for d in documentos} == {8}
    orden = ["node", "--input-type=module", "-e", VALIDADOR]
    entrada = json.dumps(documentos)
    salida = subprocess.run(orden, input=entrada, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert json.loads(salida.stdout) == []


def test_hay_estilo_de_cada_capa_y_del_raster(hojas):
    assert set(hojas) == {capa.id for capa in todas()} | {"relieve"}


def test_cada_clase_de_la_leyenda_tiene_su_regla_en_el_sld(client, hojas):
    for capa in todas():
        raiz = etree.fromstring(client.get(f"/ogc/styles/{capa.id}?f=sld").content)
        nombres = {n.text for n in raiz.iterfind(f".//{{{estilos.SLD}}}Rule/{{{estilos.SLD}}}Name")}
        assert {clase.titulo for clase in capa.estilo.clases} <= nombres, capa.id
        for regla in raiz.iter(f"{{{estilos.SLD}}}Rule"):
            partes = [etree.QName(parte).localname for parte in regla]
            assert partes == sorted(partes, key=REGLA.index), capa.id


def test_lo_que_no_es_de_ninguna_clase_tambien_se_dibuja(client, hojas):
    """As MapLibre and WMS draw it: in the layer's own colour, by one rule that comes after its classes."""
    for capa in todas():
        raiz = etree.fromstring(client.get(f"/ogc/styles/{capa.id}?f=sld").content)
        primera = raiz.find(f".//{{{estilos.SLD}}}FeatureTypeStyle")
        resto = [n for n in primera if n.find(f"{{{estilos.SLD}}}ElseFilter") is not None]
        assert resto == ([primera[-1]] if capa.estilo.clases else []), capa.id
        if resto:
            assert capa.estilo.color in etree.tostring(resto[0]).decode()


MARCAS = {"square", "circle", "triangle", "star", "cross", "x"}  # OGC 02-070, 11.3.2


@pytest.mark.parametrize("forma", ["cuadrado", "triangulo", "rombo", "estrella", "cruz", "", "otra"])
def test_cada_forma_es_una_marca_de_la_norma(forma):
    puntos = next(capa for capa in todas() if capa.dimension == 0)
    raiz = etree.fromstring(estilos.sld(replace(puntos, estilo=replace(puntos.estilo, forma=forma, clases=())), "x"))
    [marca] = raiz.iter(f"{{{estilos.SLD}}}WellKnownName")
    assert marca.text in MARCAS


def _tramas(id_capa: str, client) -> list[tuple[list[str], str]]:
    """Of each hatched rule: the fills under its hatching, and the mark of the hatching."""
    raiz = etree.fromstring(client.get(f"/ogc/styles/{id_capa}?f=sld").content)
    reglas = [r for r in raiz.iter(f"{{{estilos.SLD}}}Rule") if r.find(f".//{{{estilos.SLD}}}GraphicFill") is not None]
    lisos = f"{{{estilos.SLD}}}PolygonSymbolizer/{{{estilos.SLD}}}Fill/{{{estilos.SLD}}}CssParameter[@name='fill']"
    return [([n.text for n in r.iterfind(lisos)], r.findtext(f".//{{{estilos.SLD}}}WellKnownName")) for r in reglas]


def test_quien_no_conoce_una_trama_distingue_las_clases(client, hojas):
    """Under each hatching its class's own colour; those of a second reading go over the colours that are there."""
    areas, zonas = obtener("areas-condicion-riesgo"), _tramas("zonas-amenaza", client)
    tramadas = _tramas("areas-condicion-riesgo", client)
    assert [lisos for lisos, _ in tramadas] == [[clase.color] for clase in areas.estilo.clases]
    assert len(zonas) == 5
    assert all(lisos == [] for lisos, _ in zonas)
    marcas = {marca for _, marca in [*tramadas, *zonas]}
    assert marcas - MARCAS == {"shape://slash", "shape://horline", "shape://vertline"}, "SLD 1.0.0 no tiene rayas"


def test_el_raster_lleva_su_paleta(client, hojas):
    raiz = etree.fromstring(client.get("/ogc/styles/relieve?f=sld").content)
    entradas = raiz.findall(f".//{{{estilos.SLD}}}ColorMapEntry")
    assert all(not mapa.attrib for mapa in raiz.iter(f"{{{estilos.SLD}}}ColorMap"))
    assert [e.get("quantity") for e in entradas] == ["600", "1200", "2000", "3000", "4000", "5200"]


def test_accept_elige_la_hoja(client, hojas):
    assert client.get("/ogc/styles/vias", headers={"Accept": estilos_sld()})["Content-Type"] == estilos_sld()
    assert client.get("/ogc/styles/vias?f=css").status_code == 400


def estilos_sld() -> str:
    return "application/vnd.ogc.sld+xml;version=1.0"
