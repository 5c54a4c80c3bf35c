"""The feature catalogue (ISO 19110) and the product sheet (ISO 19131) of every layer say what its declaration says."""

import re
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.request import OpenerDirector

import pycsw
import pytest
from lxml import etree

from capas import datos
from capas.catalogo import obtener
from capas.metadatos import catalogo_objetos, pdf
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad
from gis_project import demostracion
from tests import fabricas

ISO = Path(pycsw.__file__).parent / "plugins/profiles/apiso/schemas/ogc/iso/19139/20070417"
NS = {
    "gfc": "http://www.isotc211.org/2005/gfc",
    "gco": "http://www.isotc211.org/2005/gco",
    "gml": "http://www.opengis.net/gml/3.2",
}
PUERTAS = ("catalogo", "catalogo.xml", "catalogo.pdf", "producto", "producto.pdf")


@pytest.fixture(scope="module")
def gfc() -> etree.XMLSchema:
    texto = Path(__file__).with_name("gfc.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(texto, etree.XMLParser(no_network=True), base_url=f"{ISO}/gfc.xsd"))


def _xml(client, id_capa: str) -> etree._Element:
    return etree.fromstring(client.get(f"/metadatos/{id_capa}/catalogo.xml").content)


def test_el_catalogo_en_xml_es_valido_y_completo(client, capa, gfc):
    documento = _xml(client, capa.id)
    gfc.assertValid(documento)
    nombres = documento.xpath("//gfc:memberName/gco:LocalName/text()", namespaces=NS)
    assert nombres == ["id", "geom", *capa.publicos]


def test_cada_lista_de_valores_esta_entera(client, capa):
    documento = _xml(client, capa.id)
    for campo in capa.campos:
        ruta = f"//gfc:FC_FeatureAttribute[gfc:code/gco:CharacterString='{campo.name}']//gfc:FC_ListedValue/gfc:code/*/text()"
        assert documento.xpath(ruta, namespaces=NS) == [str(v) for v, _ in campo.flatchoices if v not in (None, "")]


def test_la_pagina_del_catalogo_define_cada_campo(client, capa):
    pagina = client.get(f"/metadatos/{capa.id}/catalogo").content.decode()
    assert "Sin definición" not in pagina
    for campo in capa.campos:
        assert f"<code>{campo.name}</code>" in pagina


def test_la_hoja_de_producto_tiene_las_once_clausulas(client, capa):
    pagina = client.get(f"/metadatos/{capa.id}/producto").content.decode()
    assert all(f"<h2>{n}. " in pagina for n in range(1, 12))
    assert pagina.count('class="muestra"') == max(len(capa.estilo.clases), 1) + len(capa.estilo.tramas)


def test_un_atributo_dice_su_unidad_sus_limites_y_si_puede_faltar():
    campos = {c.name: catalogo_objetos.atributo(c) for c in obtener("tramos-viales").campos}
    ancho = campos["ancho_carril"]
    assert (ancho.tipo, ancho.unidad, ancho.cardinalidad) == ("Real", "m", "0..1")
    assert ancho.restricciones == ("Desde 0.", "Hasta 10.")
    assert (campos["longitud"].tipo, campos["longitud"].cardinalidad) == ("Real", "1..1")
    assert campos["codigo"].longitud == 25
    assert campos["via"].tipo == "Integer"
    assert catalogo_objetos.atributo(obtener("reportes").campo("descripcion_publica")).cardinalidad == "0..1"


def test_una_capa_de_datos_nueva_tiene_los_suyos_sin_escribir_nada(client, gfc):
    ficha = FichaCapa(pk="arboles", titulo="Árboles <b>", resumen="Uno a uno.", sector="otros", linaje="Censo.")
    campos = [{"nombre": "altura", "titulo": "Altura (m)", "tipo": "decimal", "descripcion": "Del suelo a la copa."}]
    datos.crear(ficha, campos, geometria="POINT", rotulo="altura", roles=["planeacion"], estilo={"color": "#123456"})
    documento = _xml(client, "arboles")
    gfc.assertValid(documento)
    assert documento.xpath("//gml:UnitDefinition/gml:identifier/text()", namespaces=NS) == ["m"]
    assert b"<b>" not in client.get("/metadatos/arboles/producto").content


def _sin_comprimir(archivo: bytes) -> bytes:
    """The PDF with its streams unpacked, those that are."""
    partes = []
    for flujo in re.findall(rb"stream\n(.*?)\nendstream", archivo, re.DOTALL):
        with suppress(zlib.error):
            partes.append(zlib.decompress(flujo))
    return archivo + b"".join(partes)


@pytest.mark.parametrize("puerta", ["catalogo.pdf", "producto.pdf"])
def test_se_lleva_en_pdf(client, puerta):
    respuesta = client.get(f"/metadatos/zonas-amenaza/{puerta}")
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in _sin_comprimir(respuesta.content), "un lector de pantalla necesita las etiquetas"


AFUERA = """<img src="http://127.0.0.1:1/x.png"><img src="file:///etc/passwd"><link rel="stylesheet" href="x.css">
<style>@import "http://127.0.0.1:1/y.css"; body { background: url(file:///etc/hosts) }</style>"""


def test_un_pdf_no_abre_ninguna_direccion(rf, monkeypatch):
    abiertas = []
    monkeypatch.setattr(OpenerDirector, "open", lambda self, *a, **k: abiertas.append(a))
    monkeypatch.setattr(pdf, "render_to_string", lambda *a: AFUERA)
    assert pdf.escribir(rf.get("/"), "", {}).startswith(b"%PDF-")
    assert abiertas == []


def test_una_imagen_tiene_hoja_y_no_catalogo(client):
    demostracion.cargar_rasters()
    hoja = client.get("/metadatos/relieve/producto").content.decode()
    assert "Bandas" in hoja
    assert hoja.count('class="muestra"') == 6
    for puerta in ("catalogo", "catalogo.xml", "catalogo.pdf"):
        respuesta = client.get(f"/metadatos/relieve/{puerta}")
        assert respuesta.status_code == 404
        assert "es una imagen" in respuesta.json()["detail"]


@pytest.mark.parametrize("puerta", PUERTAS)
def test_una_capa_reservada_es_como_la_que_nunca_fue(client, cliente_con_rol, puerta):
    FichaCapa.objects.filter(pk="zonas-wifi").update(clasificacion="reservada")
    inventada = client.get(f"/metadatos/no-existe/{puerta}")
    reservada = client.get(f"/metadatos/zonas-wifi/{puerta}")
    assert reservada.status_code == inventada.status_code == 404
    assert reservada.content.replace(b"zonas-wifi", b"x") == inventada.content.replace(b"no-existe", b"x")
    assert cliente_con_rol("tic").get(f"/metadatos/zonas-wifi/{puerta}").status_code == 200


@pytest.mark.parametrize("puerta", PUERTAS)
def test_no_se_repite_lo_que_no_ha_cambiado(client, consumar, puerta):
    url = f"/metadatos/zonas-wifi/{puerta}"
    marca = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": marca}).status_code == 304
    fabricas.elemento(obtener("zonas-wifi"))
    consumar()
    assert client.get(url, headers={"If-None-Match": marca}).status_code == 200


def test_la_hoja_cuenta_el_ultimo_informe_de_calidad(client):
    marca = client.get("/metadatos/comunas/producto")["ETag"]
    informe = InformeCalidad.objects.create(ficha_id="comunas", revision=1, elementos=13)
    MedidaCalidad.objects.create(
        informe=informe, codigo="traslapes", medida="11", nombre="Traslapes", valor=10, umbral=0, conforme=False
    )
    respuesta = client.get("/metadatos/comunas/producto", headers={"If-None-Match": marca})
    assert "Valor 10; umbral 0; no cumple" in respuesta.content.decode()


@pytest.mark.parametrize("puerta", PUERTAS)
def test_un_parametro_que_no_existe_es_400(client, puerta):
    assert client.get(f"/metadatos/zonas-wifi/{puerta}?x=1").status_code == 400
