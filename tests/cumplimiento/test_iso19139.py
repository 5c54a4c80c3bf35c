"""ISO 19139: the record of every layer is valid by the official schemas, and says what the layer is."""

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree
from owslib.iso import MD_Metadata

from capas import raster
from capas.catalogo import obtener
from capas.metadatos import iso19139
from capas.metadatos.registro import Registro
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad
from gis_project.demostracion import cargar_rasters
from tests import fabricas
from tests.cumplimiento.esquemas import faltas
from tests.fabricas import CAPAS

HOSTIL = 'Ríos <b>&amp; "quebradas" ]]> 🏞️ \x0b\x1f\ufffe \'; DROP TABLE--'
SITIO = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _con_mapserver(settings):
    settings.MAPSERVER = "/usr/bin/mapserv"  # nothing here runs it: it is only said to be there


def _xml(id_capa: str) -> bytes:
    return Client().get(f"/metadatos/{id_capa}.xml").content


@pytest.mark.parametrize("id_capa", CAPAS)
def test_cada_capa_da_una_ficha_valida(id_capa, capas_de_datos, consumar):
    vacia = _xml(id_capa)
    fabricas.elemento(obtener(id_capa))
    consumar()
    llena = _xml(id_capa)
    assert faltas(vacia) == faltas(llena) == []
    assert ("La capa está vacía".encode() in vacia, "La capa está vacía".encode() in llena) == (True, False)


@pytest.fixture
def relieve():
    cargar_rasters()
    return FichaCapa.objects.get(pk="relieve")


def test_la_ficha_de_un_raster_es_valida_y_dice_su_grilla(relieve):
    documento = _xml("relieve")
    assert faltas(documento) == []
    ejes = etree.fromstring(documento).findall(".//{*}MD_Dimension/{*}dimensionSize/{*}Integer")
    assert [int(eje.text) for eje in ejes] == [relieve.raster.alto, relieve.raster.ancho]
    assert Client().get("/metadatos/relieve").status_code == 200
    assert Client().get("/metadatos/relieve/conformidad").status_code == 200


def _con_informe(ficha: FichaCapa) -> None:
    informe = InformeCalidad.objects.create(ficha=ficha, revision=1, elementos=7)
    for elemento in ("DQ_TopologicalConsistency", "DQ_CompletenessOmission", "DQ_UsabilityElement", HOSTIL):
        for conforme, umbral, total in ((True, 0.0, 7.0), (False, None, None), (None, 0.5, 1e9)):
            MedidaCalidad.objects.create(
                informe=informe, codigo="m", medida="11", elemento=elemento[:60], nombre=HOSTIL, campo="nombre",
                valor=1 / 3, total=total, unidad="m²", umbral=umbral, conforme=conforme,
            )  # fmt: skip


def test_lo_que_nadie_deberia_escribir_tambien_da_una_ficha_valida(capas_de_datos):
    ficha = FichaCapa.objects.get(pk="hidrografia")
    for campo in ("titulo", "resumen", "palabras_clave", "linaje", "custodio", "cargo", "telefono", "limitaciones"):
        setattr(ficha, campo, HOSTIL)
    ficha.exactitud_m, ficha.exactitud_temporal = 0.0, HOSTIL
    _con_informe(ficha)
    documento = iso19139.xml(Registro.de(ficha, SITIO))
    assert faltas(documento) == []
    titulo = etree.fromstring(documento).findtext(".//{*}citation//{*}title/{*}CharacterString")
    assert titulo == HOSTIL.replace("\x0b", "").replace("\x1f", "").replace("\ufffe", "")


def test_los_campos_vacios_dicen_que_faltan(capas_de_datos):
    ficha = FichaCapa.objects.get(pk="hidrografia")
    for campo in (
        "titulo",
        "resumen",
        "palabras_clave",
        "linaje",
        "custodio",
        "correo",
        "cargo",
        "telefono",
        "licencia",
    ):
        setattr(ficha, campo, "")
    documento = iso19139.xml(Registro.de(ficha, SITIO))
    assert faltas(documento) == []
    assert b'nilReason="missing"' in documento


@pytest.mark.parametrize("clasificacion", ["publica", "clasificada", "reservada"])
def test_la_ficha_dice_la_clase_de_la_informacion(clasificacion):
    ficha = FichaCapa.objects.get(pk="vias")
    ficha.clasificacion = clasificacion
    documento = iso19139.xml(Registro.de(ficha, SITIO))
    assert faltas(documento) == []
    codigo = etree.fromstring(documento).find(".//{*}MD_ClassificationCode").get("codeListValue")
    assert (
        codigo == {"publica": "unclassified", "clasificada": "restricted", "reservada": "confidential"}[clasificacion]
    )
    assert (b"GetMap" in documento) == (clasificacion == "publica")


def test_un_cosechador_lee_lo_que_la_capa_es(capas_de_datos):
    """OWSLib, which is what most harvesters in Python are made of."""
    capa = obtener("bienes-culturales")
    fabricas.elemento(capa)
    ficha = FichaCapa.objects.get(pk=capa.id)
    leido = MD_Metadata(etree.fromstring(_xml(capa.id)))
    [datos] = leido.identificationinfo
    assert leido.identifier == f"co-{settings.DIVIPOLA}-bienes-culturales"
    assert (leido.language or leido.languagecode, leido.hierarchy) == ("spa", "dataset")
    assert (datos.title, datos.abstract, datos.purpose) == (ficha.titulo, ficha.resumen, ficha.proposito)
    assert datos.topiccategory == [ficha.tema]
    assert datos.denominators == [str(ficha.escala)]
    caja = datos.extent.boundingBox
    assert float(caja.minx) == pytest.approx(-75.2322, abs=0.01)
    assert float(caja.maxy) == pytest.approx(4.4389, abs=0.01)
    assert leido.referencesystem.code.endswith("/9377")
    enlaces = {r.protocol: r.url for r in leido.distribution.online}
    assert enlaces["OGC:WFS"].startswith("http://testserver/servicios/wfs")
    assert leido.dataquality.lineage.startswith("Demostración")


def test_cada_direccion_de_la_ficha_responde(capas_de_datos, relieve):
    """A record that points nowhere is worse than none: every address of this service that it gives is a door."""
    capa = obtener("hidrografia")
    fabricas.elemento(capa)
    for id_capa in ("hidrografia", "relieve"):
        for recurso in Registro.de(
            FichaCapa.objects.select_related("revision").get(pk=id_capa), "http://testserver"
        ).recursos:
            if "/servicios/" not in recurso.url:  # those are tried with MapServer in test_wms.py and test_wfs.py
                assert Client().get(recurso.url.removeprefix("http://testserver")).status_code == 200, recurso.url


def test_un_raster_dice_su_archivo_aunque_no_este_en_el_crs_oficial(relieve):
    assert raster.obtener(relieve).srid == 9377
    relieve.raster.srid = 4326
    documento = iso19139.xml(Registro.de(relieve, SITIO))
    assert faltas(documento) == []
    pasa = etree.fromstring(documento).find(".//{*}DQ_ConceptualConsistency//{*}pass/{*}Boolean")
    assert pasa.text == "false"


def test_las_fechas_van_en_orden_y_lo_declarado_no_se_dice_medido(relieve):
    """A publication is not older than its creation; an accuracy that somebody declared was not found in the data."""
    FichaCapa.objects.filter(pk="relieve").update(fecha_referencia="2001-02-03", exactitud_m=30)
    documento = etree.fromstring(iso19139.xml(Registro.de(FichaCapa.objects.get(pk="relieve"), SITIO)))
    assert "creation" not in documento.xpath("//*[local-name()='CI_DateTypeCode']/@codeListValue")
    declarada = documento.xpath("//*[local-name()='report'][.//*[local-name()='code']/*[text()='47']]")[0]
    [manera] = declarada.xpath(".//*[local-name()='DQ_EvaluationMethodTypeCode']/@codeListValue")
    assert manera == "indirect"
    assert faltas(etree.tostring(documento)) == []
