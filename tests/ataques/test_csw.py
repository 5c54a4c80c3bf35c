"""What people might send to the catalogue to make it open a file, call an address, run for ever or fall."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capas.models import FichaCapa
from capas.servicios.csw import evaluar, filtro, operaciones
from capas.servicios.csw.espacios import CSW
from capas.servicios.peticion import DE_CSW, ExcepcionOgc

URL = "/servicios/csw"
OGC = 'xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml"'
COMUNES = {"service": "CSW", "version": "2.0.2", "request": "GetRecords", "typeNames": "csw:Record"}


def _peticion(restriccion: str = "", dtd: str = "", id_: str = "vias") -> str:
    return (
        f'<?xml version="1.0"?>{dtd}<csw:GetRecordById xmlns:csw="{CSW}" {OGC} service="CSW" version="2.0.2">'
        f"<csw:Id>{id_}</csw:Id>{restriccion}</csw:GetRecordById>"
    )


def _publicar(client, cuerpo: str | bytes):
    return client.post(URL, cuerpo if isinstance(cuerpo, bytes) else cuerpo.encode(), content_type="application/xml")


_RISAS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DTD = {
    "archivo": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "red": ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/x">]>', "&e;"),
    "parámetro": ('<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]>', "x"),
    "dtd de afuera": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">', "x"),
    "mil millones de risas": (f'<!DOCTYPE x [<!ENTITY a0 "ja">{_RISAS}]>', "&a9;"),
}


@pytest.mark.parametrize("caso", DTD)
def test_ni_dtd_ni_entidades(client, caso):
    dtd, entidad = DTD[caso]
    respuesta = _publicar(client, _peticion(dtd=dtd, id_=entidad))
    assert respuesta.status_code == 400
    assert b"OperationParsingFailed" in respuesta.content
    assert b"root:" not in respuesta.content


def test_ni_en_el_filtro_de_un_parametro(client):
    mala = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ogc:Filter {OGC}>&e;</ogc:Filter>'
    respuesta = client.get(URL, COMUNES | {"constraintLanguage": "FILTER", "constraint": mala})
    assert respuesta.status_code == 400
    assert b"root:" not in respuesta.content


MALOS = {
    "vacío": (b"", 400),
    "no es xml": (b"{}", 400),
    "a medias": (_peticion().encode()[:-20], 400),
    "nulos": (b"\x00" * 100, 400),
    "otro espacio": (b"<GetRecords/>", 400),
    "enorme": (_peticion(id_="x" * 70_000).encode(), 413),
    "hondo": (_peticion("<a>" * 5000 + "</a>" * 5000).encode(), 400),
    "utf-16 mal": (b"\xff\xfe<\x00", 400),
    "instrucción": (b"<?xml-stylesheet href='file:///etc/passwd'?><csw/>", 400),
}


@pytest.mark.parametrize("caso", MALOS)
def test_un_cuerpo_malo_es_un_informe(client, caso):
    cuerpo, codigo = MALOS[caso]
    respuesta = _publicar(client, cuerpo)
    assert respuesta.status_code == codigo
    assert b"ExceptionReport" in respuesta.content


def _anidado(veces: int) -> str:
    return f"<ogc:Filter {OGC}>{'<ogc:Not>' * veces}<x/>{'</ogc:Not>' * veces}</ogc:Filter>"


FILTROS = [
    _anidado(60), _anidado(240), f"<ogc:Filter {OGC}/>", f"<ogc:Filter {OGC}><ogc:And/></ogc:Filter>", "<Filter>x</Filter>",
    f"<ogc:Filter {OGC}><ogc:BBOX><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Envelope><gml:lowerCorner>nan inf"
    "</gml:lowerCorner><gml:upperCorner>1e999 0</gml:upperCorner></gml:Envelope></ogc:BBOX></ogc:Filter>",
    f"<ogc:Filter {OGC}><ogc:Intersects><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Polygon><gml:LinearRing>"
    "<gml:posList>0 0 1 1</gml:posList></gml:LinearRing></gml:Polygon></ogc:Intersects></ogc:Filter>",
    f"<ogc:Filter {OGC}><ogc:Intersects><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Point srsName='http://127.0.0.1/crs'>"
    "<gml:pos>0 0</gml:pos></gml:Point></ogc:Intersects></ogc:Filter>",
    f"<ogc:Filter {OGC}><ogc:PropertyIsEqualTo><ogc:PropertyName>__class__</ogc:PropertyName><ogc:Literal>x</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>",
]  # fmt: skip
CQLS = [
    "foo()", "bbox()", "bbox(ows:BoundingBox)", "bbox(1,2,3,4,5)", "bbox(ows:BoundingBox, 1, 2, 3, 'x')", "in(dc:title, 1)",
    "between(dc:title)", "not()", "like(dc:title)", "dc:title", "1 = 1", "dc:title = dc:type", "dc:title + 1 = 2", "'", "(" * 3000,
    "NOT " * 3000 + "dc:title = 'x'", "dc:title IN (dc:type)", "ows:BoundingBox = 'x'", "dct:modified = 'ayer'",
    "dct:modified > '2026-99-99T00:00:00Z'", "INTERSECTS(ows:BoundingBox, POINT(999 999))", "INTERSECTS(dc:title, POINT(0 0))",
    "INTERSECTS(ows:BoundingBox, POLYGON((0 0, 1 1)))", "interval('a', 'b')", "dc:title = 'x'; DROP TABLE capas_fichacapa",
]  # fmt: skip


@pytest.mark.parametrize(("lenguaje", "texto"), [*(("FILTER", f) for f in FILTROS), *(("CQL_TEXT", c) for c in CQLS)])
def test_un_filtro_malo_es_un_informe(client, lenguaje, texto):
    respuesta = client.get(URL, COMUNES | {"constraintLanguage": lenguaje, "constraint": texto})
    assert respuesta.status_code == 400
    assert b"ExceptionReport" in respuesta.content


def test_ningun_patron_se_eterniza(client):
    """A pattern that a backtracking search would never end: it is tried on each text of each record."""
    FichaCapa.objects.update(resumen="a" * 5000)
    patron = f"dct:abstract LIKE '{'%a' * 200}%b'"
    respuesta = client.get(URL, COMUNES | {"constraintLanguage": "CQL_TEXT", "constraint": patron})
    assert b'numberOfRecordsMatched="0"' in respuesta.content


def test_un_comentario_no_es_parte_de_la_peticion(client):
    restriccion = (
        f'<csw:GetRecords xmlns:csw="{CSW}" {OGC} service="CSW" version="2.0.2"><!-- a --><csw:Query typeNames="csw:Record">'
        f'<?b c?><csw:Constraint version="1.1.0"><!-- d --><ogc:Filter><!-- e --><ogc:PropertyIsNull><!-- f --><ogc:PropertyName>dc:title'
        "</ogc:PropertyName></ogc:PropertyIsNull></ogc:Filter></csw:Constraint><ogc:SortBy><!-- g --><ogc:SortProperty><!-- h -->"
        "<ogc:PropertyName>dc:title</ogc:PropertyName></ogc:SortProperty></ogc:SortBy></csw:Query></csw:GetRecords>"
    )
    assert b'numberOfRecordsMatched="0"' in _publicar(client, restriccion).content


def test_un_parametro_con_caracteres_de_control_no_llega_al_xml(client):
    for nombre in ("request", "requestId", "id", "sortBy", "typeNames", "outputSchema"):
        assert client.get(URL, COMUNES | {nombre: "x\x00\x1b"}).status_code == 400
        por_xml = f'<csw:GetRecords xmlns:csw="{CSW}" service="CSW" {nombre}="&#x1b;"/>'
        assert _publicar(client, por_xml).status_code == 400


def _condicion(texto: str, leer) -> None:
    """Anything but the service's own exception is a fall."""
    with suppress(ExcepcionOgc):
        evaluar.compilar(leer(texto))


_VALORES = ["", "x", "0", "1", "-1", "csw:Record", "dc:title", "dc:title:D", "CQL_TEXT", "FILTER", "validate", "hits", "full", "brief",
            "vias,relieve", "dc:title = 'x'", f"<Filter {OGC}/>", "2.0.2", "GetRecords.resultType", "All", ",", ":", "application/xml"]  # fmt: skip
_PEDIDOS = st.dictionaries(st.sampled_from(sorted(DE_CSW - {"request"})), st.sampled_from(_VALORES), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(operaciones.OPERACIONES)), _PEDIDOS)
def test_cualquier_peticion_se_responde_o_se_niega(client, operacion, pedido):
    respuesta = client.get(URL, pedido | {"service": "CSW", "request": operacion})
    assert respuesta.status_code in (200, 400)
    assert respuesta["Content-Type"].partition(";")[0] in ("application/xml", "text/xml")


_PIEZAS = ["dc:title", "csw:AnyText", "ows:BoundingBox", "dct:modified", "=", "<", "LIKE", "IN", "BETWEEN", "AND", "OR", "NOT", "IS",
           "NULL", "(", ")", ",", "'x'", "'%'", "1", "-1e9", "BBOX", "INTERSECTS", "POINT", "POLYGON", "DATE", "'2026-01-01'"]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PIEZAS), max_size=25).map(" ".join)))
def test_cualquier_texto_se_entiende_o_se_niega(texto):
    _condicion(texto, filtro.desde_cql)


_NOMBRES = ["Filter", "And", "Or", "Not", "PropertyIsEqualTo", "PropertyIsLike", "PropertyIsBetween", "PropertyIsNull", "BBOX",
            "Intersects", "PropertyName", "Literal", "Envelope", "Point", "Polygon", "LinearRing", "LowerBoundary", "FeatureId"]  # fmt: skip
_ARBOLES = st.recursive(
    st.sampled_from(["", "dc:title", "ows:BoundingBox", "1 2", "1 2 3 4", "nan 0", "&lt;"]),
    lambda dentro: st.tuples(st.sampled_from(_NOMBRES), st.lists(dentro, max_size=4)).map(
        lambda par: f"<ogc:{par[0]}>{''.join(par[1])}</ogc:{par[0]}>"
    ),
    max_leaves=15,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(_ARBOLES)
def test_cualquier_filtro_se_entiende_o_se_niega(interior):
    _condicion(f"<ogc:Filter {OGC}>{interior}</ogc:Filter>", filtro.desde_xml)
