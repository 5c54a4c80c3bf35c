"""CSW 2.0.2 (OGC 07-006r1): the catalogue as OWSLib and the schemas of the standard read it."""

from pathlib import Path

import pycsw
import pytest
from lxml import etree
from owslib import fes
from owslib.catalogue.csw2 import CatalogueServiceWeb

from capas.catalogo import todas
from capas.models import FichaCapa
from capas.servicios.csw import filtro, registro
from capas.servicios.csw.espacios import CSW, ESPACIOS
from gis_project import demostracion
from tests import fabricas

URL = "/servicios/csw"
ESQUEMAS = Path(pycsw.__file__).parent / "core/schemas/ogc"
COMUNES = {"service": "CSW", "version": "2.0.2"}
CONSULTA = COMUNES | {"request": "GetRecords", "typeNames": "csw:Record", "resultType": "results", "maxRecords": "100"}


@pytest.fixture(scope="module")
def valido():
    """Asserts that a document is what the official schemas say."""
    lector = etree.XMLParser(no_network=True)
    esquema = etree.XMLSchema(etree.parse(ESQUEMAS / "csw/2.0.2/CSW-discovery.xsd", lector))
    excepciones = etree.XMLSchema(etree.parse(ESQUEMAS / "ows/1.0.0/owsAll.xsd", lector))

    def revisar(respuesta) -> etree._Element:
        raiz = etree.fromstring(respuesta.content)
        (excepciones if "ExceptionReport" in raiz.tag else esquema).assertValid(raiz)
        return raiz

    return revisar


@pytest.fixture
def catalogo(capas_de_datos):
    demostracion.cargar_rasters()
    fabricas.municipio()


def _ids(raiz: etree._Element) -> list[str]:
    """The layers of an answer, out of the identifiers of its records."""
    todos = raiz.xpath("//dc:identifier/text()", namespaces=ESPACIOS)
    assert all(id_.startswith("co-73001-") for id_ in todos)
    return [id_.removeprefix("co-73001-") for id_ in todos]


def _filtro(interior: str) -> str:
    espacios = 'xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml"'
    return f"<ogc:Filter {espacios}>{interior}</ogc:Filter>"


def _peticion(interior: str = "", conjunto: str = "brief", **atributos: str) -> str:
    dichos = {"service": "CSW", "version": "2.0.2", "resultType": "results", "maxRecords": "100"} | atributos
    texto = " ".join(f'{nombre}="{valor}"' for nombre, valor in dichos.items())
    return (
        f'<csw:GetRecords xmlns:csw="{CSW}" xmlns:ogc="http://www.opengis.net/ogc" {texto}><csw:Query typeNames="csw:Record">'
        f"<csw:ElementSetName>{conjunto}</csw:ElementSetName>{interior}</csw:Query></csw:GetRecords>"
    )


def _publicar(client, cuerpo: str):
    return client.post(URL, cuerpo.encode(), content_type="application/xml")


# Each operation


def test_lo_que_dice_de_si_mismo_es_valido(client, valido):
    raiz = valido(client.get(URL, {"service": "CSW", "request": "GetCapabilities"}))
    operaciones = raiz.xpath("//ows:Operation/@name", namespaces=ESPACIOS)
    assert operaciones == ["GetCapabilities", "DescribeRecord", "GetRecords", "GetRecordById", "GetDomain"]
    por_post = f'<csw:GetCapabilities xmlns:csw="{CSW}" service="CSW"/>'
    assert valido(_publicar(client, por_post)).tag == raiz.tag


def test_solo_ofrece_los_esquemas_en_que_escribe(client, valido):
    raiz = valido(client.get(URL, {"service": "CSW", "request": "GetCapabilities"}))
    ruta = "//ows:Operation[@name='GetRecords']/ows:Parameter[@name='outputSchema']/ows:Value/text()"
    assert raiz.xpath(ruta, namespaces=ESPACIOS) == list(registro.ESQUEMAS)


@pytest.mark.parametrize("conjunto", ["brief", "summary", "full"])
def test_da_todos_los_registros(client, catalogo, valido, conjunto):
    raiz = valido(client.get(URL, CONSULTA | {"elementSetName": conjunto}))
    assert set(_ids(raiz)) == {capa.id for capa in todas()} | {"relieve"}


@pytest.mark.parametrize("tipo", ["hits", "validate", "results"])
def test_cuenta_revisa_o_da(client, catalogo, valido, tipo):
    raiz = valido(
        client.get(
            URL, CONSULTA | {"resultType": tipo, "constraintLanguage": "CQL_TEXT", "constraint": "dc:title = 'Vías'"}
        )
    )
    if tipo == "validate":
        assert raiz.xpath("string(//csw:CqlText)", namespaces=ESPACIOS) == "dc:title = 'Vías'"
    else:
        [resultados] = raiz.xpath("//csw:SearchResults", namespaces=ESPACIOS)
        assert resultados.get("numberOfRecordsMatched") == "1"
        assert len(resultados) == (1 if tipo == "results" else 0)


def test_revisa_una_peticion_en_xml_y_la_devuelve(client, valido):
    raiz = valido(_publicar(client, _peticion(resultType="validate")))
    assert raiz.xpath("//csw:EchoedRequest/csw:GetRecords", namespaces=ESPACIOS)


def test_se_recorre_por_paginas_sin_repetir_ni_perder(client, catalogo, valido):
    vistos, desde = [], "1"
    while desde != "0":
        pedido = CONSULTA | {"startPosition": desde, "maxRecords": "4", "sortBy": "dc:title:D"}
        [resultados] = valido(client.get(URL, pedido)).xpath("//csw:SearchResults", namespaces=ESPACIOS)
        vistos += resultados.xpath(".//dc:title/text()", namespaces=ESPACIOS)
        desde = resultados.get("nextRecord")
    assert len(vistos) == len(set(vistos)) == int(resultados.get("numberOfRecordsMatched"))
    assert (vistos[0], vistos[-1]) == ("Zonas WiFi", "Áreas con condición de riesgo")


def test_da_solo_los_elementos_que_se_piden(client, catalogo, valido):
    raiz = valido(client.get(URL, CONSULTA | {"elementName": "dc:title,ows:BoundingBox", "maxRecords": "1"}))
    [uno] = raiz.xpath("//csw:Record", namespaces=ESPACIOS)
    assert [etree.QName(hijo).localname for hijo in uno] == ["title", "BoundingBox"]


def test_un_registro_por_su_id(client, catalogo, valido):
    pedido = COMUNES | {"request": "GetRecordById", "id": "vias,no-existe,relieve", "elementSetName": "full"}
    assert _ids(valido(client.get(URL, pedido))) == ["vias", "relieve"]
    cuerpo = (
        f'<csw:GetRecordById xmlns:csw="{CSW}" service="CSW" version="2.0.2"><csw:Id>vias</csw:Id></csw:GetRecordById>'
    )
    assert _ids(valido(_publicar(client, cuerpo))) == ["vias"]


def test_describe_sus_registros_y_los_valores_de_sus_propiedades(client, catalogo, valido):
    esquema = valido(client.get(URL, COMUNES | {"request": "DescribeRecord"}))
    assert esquema.xpath("//@schemaLocation") == [lugar for _, lugar, _ in registro.ESQUEMAS.values()]
    tipos = valido(client.get(URL, COMUNES | {"request": "GetDomain", "propertyName": "dc:type"}))
    assert tipos.xpath("//csw:Value/text()", namespaces=ESPACIOS) == ["dataset"]
    resultados = COMUNES | {"request": "GetDomain", "parameterName": "GetRecords.resultType"}
    assert len(valido(client.get(URL, resultados)).xpath("//csw:Value", namespaces=ESPACIOS)) == 3


# Which records

_IGUAL = "<ogc:PropertyName>{}</ogc:PropertyName><ogc:Literal>{}</ogc:Literal>"
_LIKE = '<ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">' + _IGUAL + "</ogc:PropertyIsLike>"
_CERCA = "<ogc:PropertyName>ows:BoundingBox</ogc:PropertyName>"
_SOBRE = "<gml:lowerCorner>{}</gml:lowerCorner><gml:upperCorner>{}</gml:upperCorner></gml:Envelope>"
_DE = "<ogc:PropertyIsEqualTo>" + _IGUAL.format("dc:identifier", "{}") + "</ogc:PropertyIsEqualTo>"
FILTROS = {
    "palabra": (_LIKE.format("csw:AnyText", "*wifi*"), "csw:AnyText LIKE '%WiFi%'", {"zonas-wifi"}),
    "sin tildes": (_LIKE.format("AnyText", "*rios y quebr?das*"), "AnyText LIKE '%Ríos y quebr_das%'", {"hidrografia"}),
    "igual": (_DE.format("vias"), "dc:identifier = 'vias'", {"vias"}),
    "por su identificador": (_DE.format("co-73001-vias"), "apiso:Identifier = 'co-73001-vias'", {"vias"}),
    "identificador parecido": (_LIKE.format("apiso:Identifier", "co-*-vias"), "dc:identifier LIKE 'co-%-vias'", {"vias"}),
    "una u otra": (f"<ogc:Or>{_DE.format('vias')}{_DE.format('relieve')}</ogc:Or>", "identifier IN ('vias', 'relieve')", {"vias", "relieve"}),
    "y no": (
        f"<ogc:And>{_LIKE.format('dc:title', 'Zonas *')}<ogc:Not>{_DE.format('zonas-wifi')}</ogc:Not></ogc:And>",
        "dc:title LIKE 'Zonas %' AND NOT dc:identifier = 'zonas-wifi'",
        {"zonas-amenaza"},
    ),
    "entre": (
        "<ogc:PropertyIsBetween><ogc:PropertyName>dc:identifier</ogc:PropertyName><ogc:LowerBoundary><ogc:Literal>co-73001-v</ogc:Literal>"
        "</ogc:LowerBoundary><ogc:UpperBoundary><ogc:Literal>co-73001-vz</ogc:Literal></ogc:UpperBoundary></ogc:PropertyIsBetween>",
        "dc:identifier BETWEEN 'co-73001-v' AND 'co-73001-vz'",
        {"vias", "veredas"},
    ),
    "nulo": ("<ogc:PropertyIsNull><ogc:PropertyName>dc:title</ogc:PropertyName></ogc:PropertyIsNull>", "dc:title IS NULL", set()),
    "materia": (
        "<ogc:PropertyIsEqualTo matchCase='false'>" + _IGUAL.format("dc:subject", "conectividad") + "</ogc:PropertyIsEqualTo>",
        "dc:subject = 'Conectividad'",
        {"zonas-wifi", "puntos-vive-digital", "kioscos-vive-digital"},
    ),
    "modificadas antes": (
        "<ogc:PropertyIsLessThan>" + _IGUAL.format("dct:modified", "2020-01-01") + "</ogc:PropertyIsLessThan>",
        "dct:modified < '2020-01-01'",
        set(),
    ),
    "lejos": (
        f"<ogc:BBOX>{_CERCA}<gml:Envelope>{_SOBRE.format('0 0', '1 1')}</ogc:BBOX>",
        "BBOX(ows:BoundingBox, 0, 0, 1, 1)",
        set(),
    ),
    "en el relieve y no en el centro": (
        f"<ogc:And><ogc:BBOX>{_CERCA}<gml:Envelope srsName='urn:ogc:def:crs:EPSG::4326'>{_SOBRE.format('4.6 -75.5', '4.7 -75.4')}</ogc:BBOX>"
        f"{_DE.format('relieve')}</ogc:And>",
        "BBOX(ows:BoundingBox, -75.5, 4.6, -75.4, 4.7) AND dc:identifier = 'relieve'",
        {"relieve"},
    ),
    "toca un punto": (
        f"<ogc:And><ogc:Intersects>{_CERCA}<gml:Point srsName='EPSG:4326'><gml:pos>4.44 -75.23</gml:pos></gml:Point></ogc:Intersects>"
        f"{_DE.format('municipio')}</ogc:And>",
        "INTERSECTS(ows:BoundingBox, POINT(-75.23 4.44)) AND dc:identifier = 'municipio'",
        {"municipio"},
    ),
    "por identidad": ("<ogc:FeatureId fid='vias'/><ogc:FeatureId fid='nadie'/>", "dc:identifier = 'vias'", {"vias"}),
    "signo escapado": (_LIKE.format("dc:title", "100!*"), "dc:title LIKE '100\\%'", set()),
}  # fmt: skip


@pytest.mark.parametrize("caso", FILTROS)
def test_filtrar_da_lo_mismo_en_cql_y_en_xml(client, catalogo, valido, caso):
    xml, cql, esperados = FILTROS[caso]
    por_get = {"CQL_TEXT": cql, "FILTER": _filtro(xml)}
    for lenguaje, texto in por_get.items():
        pedido = CONSULTA | {"constraintLanguage": lenguaje, "constraint": texto}
        assert set(_ids(valido(client.get(URL, pedido)))) == esperados, lenguaje
    por_post = _peticion(f'<csw:Constraint version="1.1.0">{_filtro(xml)}</csw:Constraint>')
    assert set(_ids(valido(_publicar(client, por_post)))) == esperados


def test_ordena_por_lo_que_se_pide_en_xml(client, catalogo, valido):
    orden = "<ogc:SortProperty><ogc:PropertyName>dc:title</ogc:PropertyName><ogc:SortOrder>DESC</ogc:SortOrder></ogc:SortProperty>"
    raiz = valido(_publicar(client, _peticion(f"<ogc:SortBy>{orden}</ogc:SortBy>")))
    titulos = raiz.xpath("//dc:title/text()", namespaces=ESPACIOS)
    assert (titulos[0], titulos[-1]) == ("Zonas WiFi", "Áreas con condición de riesgo")


@pytest.mark.parametrize(
    ("patron", "titulo", "pasa"),
    [("a%", "abc", True), ("%c", "abc", True), ("%b%", "abc", True), ("a%a", "a", False), ("a_c", "abc", True),
     ("", "", True), ("%", "", True), ("%a%b", "xaxb", True), ("a.c", "abc", False), ("%ab", "aab", True), ("a\\_c", "abc", False)],
)  # fmt: skip
def test_un_patron_es_el_de_like(client, patron, titulo, pasa):
    FichaCapa.objects.filter(pk="vias").update(titulo=titulo)
    filtro_cql = f"dc:title LIKE '{patron}' AND dc:identifier = 'vias'"
    respuesta = client.get(URL, CONSULTA | {"constraintLanguage": "CQL_TEXT", "constraint": filtro_cql})
    assert f'numberOfRecordsMatched="{int(pasa)}"' in respuesta.content.decode()


# What is not understood

MALAS = {
    "sin operación": ({"service": "CSW"}, "request"),
    "otra operación": (COMUNES | {"request": "Transaction"}, "request"),
    "otro servicio": ({"service": "WFS", "request": "GetCapabilities"}, "service"),
    "otra versión": (CONSULTA | {"version": "9.9"}, "version"),
    "versiones ajenas": ({"service": "CSW", "request": "GetCapabilities", "acceptVersions": "3.0.0"}, "AcceptVersions"),
    "sin tipos": (COMUNES | {"request": "GetRecords"}, "typeNames"),
    "otro tipo": (CONSULTA | {"typeNames": "rim:Service"}, "typeNames"),
    "otro esquema": (CONSULTA | {"outputSchema": "http://x"}, "outputSchema"),
    "otro formato": (CONSULTA | {"outputFormat": "application/json"}, "outputFormat"),
    "otro conjunto": (CONSULTA | {"elementSetName": "todo"}, "ElementSetName"),
    "otro elemento": (CONSULTA | {"elementName": "dc:nada"}, "PropertyName"),
    "desde cero": (CONSULTA | {"startPosition": "0"}, "startPosition"),
    "menos uno": (CONSULTA | {"maxRecords": "-1"}, "maxRecords"),
    "otro resultado": (CONSULTA | {"resultType": "algunos"}, "resultType"),
    "sin lenguaje": (CONSULTA | {"constraint": "dc:title = 'x'"}, "constraintLanguage"),
    "orden por la caja": (CONSULTA | {"sortBy": "ows:BoundingBox:A"}, "SortBy"),
    "sin id": (COMUNES | {"request": "GetRecordById"}, "id"),
    "dominio de nada": (COMUNES | {"request": "GetDomain"}, "ParameterName"),
    "respuesta a otra parte": (CONSULTA | {"responseHandler": "http://127.0.0.1/x"}, "ResponseHandler"),
}


@pytest.mark.parametrize("caso", MALAS)
def test_lo_que_no_se_entiende_es_un_informe_con_su_sitio(client, valido, caso):
    pedido, donde = MALAS[caso]
    respuesta = client.get(URL, pedido)
    assert respuesta.status_code == 400
    [excepcion] = valido(respuesta).xpath("//ows:Exception", namespaces=ESPACIOS)
    assert excepcion.get("locator") == donde
    assert excepcion.get("exceptionCode")


# Who may see


def test_una_capa_reservada_no_existe(client, catalogo, cliente_con_rol, valido):
    FichaCapa.objects.filter(pk__in=["vias", "relieve"]).update(clasificacion="reservada")
    por_id = COMUNES | {"request": "GetRecordById", "id": "vias"}
    dominio = COMUNES | {"request": "GetDomain", "propertyName": "dc:identifier"}
    assert not {"vias", "relieve"} & set(_ids(valido(client.get(URL, CONSULTA))))
    assert _ids(valido(client.get(URL, por_id))) == []
    assert _ids(valido(client.get(URL, por_id | {"id": "co-73001-vias"}))) == []
    valores = valido(client.get(URL, dominio)).xpath("//csw:Value/text()", namespaces=ESPACIOS)
    assert "co-73001-comunas" in valores
    assert "co-73001-vias" not in valores
    assert _ids(valido(cliente_con_rol("planeacion").get(URL, por_id))) == ["vias"]


def test_no_repite_lo_que_no_ha_cambiado(client, catalogo):
    marca = client.get(URL, CONSULTA)["ETag"]
    assert client.get(URL, CONSULTA, headers={"If-None-Match": marca}).status_code == 304
    assert client.get(URL, CONSULTA | {"maxRecords": "3"}, headers={"If-None-Match": marca}).status_code == 200


def test_la_pagina_de_servicios_da_la_direccion(client):
    assert "http://testserver/servicios/csw" in client.get("/servicios/").content.decode()
    assert client.get(URL, headers={"Accept": "text/html"})["Location"] == "/servicios/"


def test_otro_esquema_se_anade_en_una_linea(client, catalogo, monkeypatch, valido):
    """A profile is one more line of the table: it is offered and given."""
    escribir = lambda request, uno, conjunto, elementos: etree.fromstring(f"<x xmlns='urn:x'>{uno['id']}</x>")  # noqa: E731
    monkeypatch.setitem(registro.ESQUEMAS, "urn:x", ("x:X", "http://x/x.xsd", escribir))
    assert b"urn:x" in client.get(URL, {"service": "CSW", "request": "GetCapabilities"}).content
    por_id = COMUNES | {"request": "GetRecordById", "id": "vias", "outputSchema": "urn:x"}
    assert b"urn:x" in client.get(URL, por_id).content


# A real client


@pytest.fixture(scope="module")
def csw(sitio):
    return CatalogueServiceWeb(f"{sitio}{URL}", version="2.0.2")


@pytest.mark.navegador
def test_owslib_lee_el_catalogo_entero_por_paginas(csw):
    vistos, desde = {}, 1
    for _ in range(20):
        csw.getrecords2(
            startposition=desde, maxrecords=5, esn="full", sortby=fes.SortBy([fes.SortProperty("dc:title")])
        )
        vistos |= csw.records
        desde = csw.results["nextrecord"]
        if desde == 0:
            break
    assert len(vistos) == csw.results["matches"] > 15
    wifi = vistos["co-73001-zonas-wifi"]
    assert wifi.title == "Zonas WiFi"
    assert "WiFi" in wifi.subjects
    assert {"OGC:WMS", "OGC:WFS"} <= {r["scheme"] for r in wifi.references}
    assert float(wifi.bbox.minx) == pytest.approx(-75.2, abs=0.3)


@pytest.mark.navegador
def test_owslib_busca_y_trae_uno(csw):
    palabra, cerca = fes.PropertyIsLike("csw:AnyText", "%wifi%"), fes.BBox([-75.3, 4.4, -75.1, 4.5])
    csw.getrecords2(constraints=[fes.And([palabra, cerca])], maxrecords=10)
    assert list(csw.records) == ["co-73001-zonas-wifi"]
    csw.getrecords2(cql="dc:title LIKE 'Zonas%'", maxrecords=10)
    assert set(csw.records) == {"co-73001-zonas-wifi", "co-73001-zonas-amenaza"}
    csw.getrecordbyid(["vias"])
    assert csw.records["co-73001-vias"].title == "Vías"
    csw.getdomain("dc:type", "property")
    assert csw.results["values"] == ["dataset"]
    csw.describerecord()
    assert {o.name for o in csw.operations} >= {"GetRecords", "GetRecordById"}


@pytest.mark.navegador
def test_se_cosecha_como_ckan_por_los_identificadores_que_da(csw):
    """ckanext-spatial gathers the fileIdentifiers and then asks for each record by its own."""
    gmd = {"esn": "brief", "outputschema": "http://www.isotc211.org/2005/gmd"}
    csw.getrecords2(typenames="gmd:MD_Metadata", maxrecords=100, **gmd)
    hallados = list(csw.records)
    assert len(hallados) == csw.results["matches"] > 15
    for identificador in hallados[:5]:
        csw.getrecordbyid([identificador], **gmd)
        assert [ficha.identifier for ficha in csw.records.values()] == [identificador]


def test_cql_y_filtro_dan_el_mismo_arbol():
    cql = filtro.desde_cql("dc:title LIKE 'a%' AND dc:type = 'dataset'")
    xml = filtro.desde_xml(
        _filtro(
            f"<ogc:And>{_LIKE.format('dc:title', 'a*')}<ogc:PropertyIsEqualTo>{_IGUAL.format('dc:type', 'dataset')}</ogc:PropertyIsEqualTo></ogc:And>"
        )
    )
    assert [parte["args"] for parte in cql["args"]] == [parte["args"] for parte in xml["args"]]


@pytest.mark.usefixtures("catalogo")
def test_da_tambien_la_ficha_iso_19139_de_cada_capa(client, valido):
    """Each record is the one of /metadatos, whose own schema is another test's."""
    gmd = "http://www.isotc211.org/2005/gmd"
    raiz = etree.fromstring(client.get(URL, CONSULTA | {"outputSchema": gmd}).content)
    fichas = raiz.findall(f".//{{{gmd}}}MD_Metadata")
    assert len(fichas) == len(_ids(valido(client.get(URL, CONSULTA))))
    una = client.get(URL, COMUNES | {"request": "GetRecordById", "id": "comunas", "outputSchema": gmd})
    texto = f".//{{{gmd}}}title/{{http://www.isotc211.org/2005/gco}}CharacterString"
    assert etree.fromstring(una.content).find(texto).text == FichaCapa.objects.get(pk="comunas").titulo
