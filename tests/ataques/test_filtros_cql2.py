"""A filter in CQL2 is data: whatever it says, the answer is features or a 400 that says why."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capas.catalogo import obtener
from capas.cql2 import condicion, consultables
from capas.cql2.arbol import FiltroInvalido
from capas.errores import codigo_de
from tests import fabricas
from tests.cabeceras import JSON

ITEMS = "/ogc/collections/reportes/items"


def _pedir(client, filtro, **otros):
    return client.get(ITEMS, {"filter": filtro, **otros}, **JSON)


@pytest.mark.parametrize(
    "filtro",
    [
        "pg_sleep(5) = 1", "exec('java.lang.Runtime') = 1", "exec(java.lang.Runtime.getRuntime()) = 1", "descripcion = 'x'", "contacto__correo = 'x'",
        "tipo__nombre = 'x'", "clave IS NULL", "huella IS NOT NULL", '"id; DROP TABLE x" = 1', '"geom_web" IS NULL', "actualizado_en IS NULL",
        "ST_Buffer(geom, 1, 1000000) = geom", "S_INTERSECTS(ST_Buffer(geom, 1e9), POINT(-75 4))", "current_user = 'x'", "pk = 1", "_connector = 'OR'",
        "id = (SELECT 1)", "id = 1; DROP TABLE x", "id = 1 -- nada", "id = 1 /* nada */", "1 = 1 UNION SELECT password", "id = '1'", "estado = 5",
        "S_INTERSECTS(geom, 'POINT(1 1)')", "S_INTERSECTS(geom, POINT(NaN 1))", "S_INTERSECTS(geom, POINT(1e999 1))", "S_INTERSECTS(geom, POINT(500 4))",
        "S_INTERSECTS(geom, POLYGON((-75 4,-74 5,-74 4,-75 5,-75 4)))", "S_INTERSECTS(geom, POLYGON((-75 4,-74 5)))", "S_INTERSECTS(geom, POLYGON((-75 4,-74 4,-74 5,-75 5)))",
        "S_INTERSECTS(geom, LINESTRING(-75 4))", "S_INTERSECTS(geom)", "S_INTERSECTS(geom, BBOX(1,2,3))", "S_INTERSECTS(geom, BBOX(-74,4,-75,3))", "S_CROSSES(geom, GEOMETRYCOLLECTION(POINT(-75)))",
        "codigo LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%b'", "codigo LIKE id", "codigo LIKE 'a\\'", "id LIKE '1%'", "id BETWEEN 1", "id IN ()", "id IN (1, 'a')", "estado < TRUE",
        "visible = 1", "id = 1 = 1", "id", "NOT id", "id AND TRUE", "id + 'a' = 1", "codigo + 1 = 2", "T_AFTER(id, DATE('2026-01-01'))", "T_AFTER(creado_en, 'ayer')", "DATE('2026-02-30') = DATE('2026-01-01')",
        "T_DURING(creado_en, INTERVAL('2026-01-01'))", "CASEI(id) = 'x'", "{}", "", " ", "''", "(", ")", "AND", "1", "'x'", "id = 1e999", "id = 99e300", f"id = {'9' * 400}", f"id = {'9' * 5000}", f"S_INTERSECTS(geom, BBOX(0,0,{'9' * 400},1))", "S_INTERSECTS(geom, BBOX(0,0,1e999,1))",
    ],
)  # fmt: skip
def test_lo_que_no_es_un_filtro_es_400_y_dice_que(client, filtro):
    fabricas.reporte()
    respuesta = _pedir(client, filtro)
    assert respuesta.status_code == 400, respuesta.content
    assert respuesta.json()["detail"]


@pytest.mark.parametrize(
    "filtro",
    ["[" * 9_000, '{"op":"not","args":[' * 900 + "true" + "]}" * 900, '{"a":' * 3_000 + "1" + "}" * 3_000, "9" * 10_000, "NaN", "Infinity", "null", "[]", '"x"', "3", "{",
     '{"op":"=","args":[{"property":"id"},NaN]}', '{"op":["="],"args":[1,1]}', '{"op":"=","args":{"a":1}}', '{"op":"=","args":[1,1],"x":1}', '{"property":["id"]}', '{"property":{"op":"x"}}',
     '{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":[-75,4],"crs":{"type":"link"}}]}',
     '{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":"SRID=999999;POINT(1 1)"}]}',
     '{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":{"bands":[{"data":"/etc/passwd"}],"driver":"VRT"}}]}',
     '{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":' + "[" * 800 + "]" * 800 + "}]}",
     '{"op":"s_intersects","args":[{"property":"geom"},' + '{"type":"GeometryCollection","geometries":[' * 20 + '{"type":"Point","coordinates":[-75,4]}' + "]}" * 20 + "]}",
     '{"op":"in","args":[{"property":"id"},[[[1]]]]}', '{"op":"like","args":[{"property":"codigo"},{"property":"codigo"}]}', '{"op":"=","args":[{"property":"codigo"},"\\u0000"]}',
     '{"op":"t_after","args":[{"property":"creado_en"},{"interval":"x"}]}', '{"op":"and","args":[]}', '{"date":"2026-01-01"}', '{"bbox":[1,2,3,4]}'],
)  # fmt: skip
def test_lo_que_no_es_un_filtro_en_json_es_400(client, filtro):
    respuesta = _pedir(client, filtro, **{"filter-lang": "cql2-json"})
    assert respuesta.status_code == 400, respuesta.content


@pytest.mark.parametrize(
    "filtro",
    ["(id = 1) = " * 1_000 + "TRUE", "NOT " * 1_000 + "id = 1", "-" * 5_000 + "id = 1", "id = 1 + " + "(1 + " * 500 + "1" + ")" * 500, " OR ".join(["id = 1"] * 1_000),
     "CASEI(" * 900 + "codigo" + ")" * 900 + " = 'x'", "S_INTERSECTS(geom, MULTIPOINT(" + ",".join(["-75 4"] * 2_500) + "))", "id IN (" + ",".join(["1"] * 3_500) + ")", "id = 1" + " " * 20_000, "'" * 19_999],
    ids=range(10),
)  # fmt: skip
def test_lo_enorme_se_rechaza_sin_caerse(client, filtro):
    assert _pedir(client, filtro).status_code in (400, 413)


def test_muchas_condiciones_en_fila_caben(client):
    reporte = fabricas.reporte()
    for filtro in (" OR ".join([f"id = {reporte.pk}"] * 200), "(" * 30 + f"id = {reporte.pk}" + ")" * 30):
        assert _pedir(client, filtro).json()["numberMatched"] == 1


def test_mil_parentesis_son_demasiados(client):
    assert _pedir(client, "(" * 1_000 + "id = 1" + ")" * 1_000).status_code == 400


@pytest.mark.parametrize(
    "filtro", ["10 ^ (10 ^ 10) > id", "(0 - 8) ^ 0.5 > id", "1e300 * 1e300 > id", "0 ^ (0 - 1) > id"]
)
@pytest.mark.parametrize("url", [ITEMS, "/datos/reportes.csv"])
def test_una_cuenta_sin_resultado_es_400_antes_del_primer_byte(client, filtro, url):
    fabricas.reporte()
    with transaction.atomic():
        respuesta = client.get(url, {"filter": filtro}, **JSON)
        transaction.set_rollback(True)
    assert respuesta.status_code == 400


@pytest.mark.parametrize("valor", ["' OR 1=1 --", "%s", "%(x)s", "\\x", "{0}", "😀", "\u2028", "'; DROP TABLE x; --"])
def test_un_texto_se_liga_y_no_se_interpreta(client, valor):
    fabricas.reporte()
    citado = valor.replace("'", "''")
    for filtro in (
        f"codigo = '{citado}'",
        f"CASEI(codigo) IN ('{citado}', 'y')",
        f"ACCENTI(codigo) = ACCENTI('{citado}')",
    ):
        respuesta = _pedir(client, filtro)
        assert respuesta.status_code == 200, respuesta.content
        assert respuesta.json()["numberMatched"] == 0


@pytest.mark.parametrize(
    "orden",
    [
        'a";--',
        "descripcion",
        "tipo__nombre",
        "id;--",
        "-",
        "?",
        "geom",
        "pk",
        ",",
        "id,,id",
        "id," * 9 + "id",
        "contacto__correo",
        "__class__",
    ],
)
def test_solo_se_ordena_por_lo_publico(client, orden):
    fabricas.reporte()
    assert client.get(ITEMS, {"sortby": orden}, **JSON).status_code == 400


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "12",
        "e30=",
        "W10=",
        "WzFd",
        "W1tdLDFd",
        "WyJ4IiwgIngiXQ==",
        "WyJ4IiwgLTFd",
        "ñ",
        "W" * 5000,
        "WzEsMSwxXQ==",
    ],
)
def test_un_cursor_inventado_es_400(client, cursor):
    fabricas.reporte()
    assert client.get(ITEMS, {"sortby": "id", "cursor": cursor}, **JSON).status_code == 400


@pytest.mark.parametrize(
    "pedido", [{"filter-lang": "sql"}, {"filter-crs": "file:///etc/passwd"}, {"filter-lang": "cql2-json"}]
)
def test_el_idioma_y_el_sistema_son_de_la_lista(client, pedido):
    assert _pedir(client, "id = 1", **pedido).status_code == 400


def test_ordenar_un_archivo_no_se_admite(client):
    assert client.get(ITEMS, {"sortby": "id", "f": "csv"}, **JSON).status_code == 400


_palabras = st.sampled_from(
    [*"()=<>+-*/%^,'\"", "id", "codigo", "geom", "creado_en", "visible", "NOT", "AND", "OR", "LIKE", "IN", "BETWEEN", "IS", "NULL", "TRUE", "1", "2.5", "'a%'",
     "DATE('2026-01-01')", "INTERVAL('..','2026-01-01')", "POINT(-75 4)", "POLYGON((-75 4,-74 4,-74 5,-75 4))", "BBOX(-76,4,-75,5)", "S_INTERSECTS(", "T_AFTER(", "CASEI(", "ACCENTI(", "div"]
)  # fmt: skip
_hojas = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from([{"property": "id"}, {"property": "codigo"}, {"property": "geom"}, {"date": "2026-01-01"}, {"bbox": [-76, 4, -75, 5]}, {"type": "Point", "coordinates": [-75, 4]}]),
)  # fmt: skip
_ops = st.sampled_from(
    [
        "and",
        "or",
        "not",
        "=",
        "<",
        "like",
        "between",
        "in",
        "isNull",
        "s_within",
        "t_during",
        "casei",
        "+",
        "/",
        "^",
        "%",
        "x",
    ]
)
_arboles = st.recursive(
    _hojas,
    lambda hijos: st.one_of(
        st.builds(lambda op, args: {"op": op, "args": args}, _ops, st.lists(hijos, max_size=3)),
        st.lists(hijos, max_size=2),
    ),
    max_leaves=12,
)
_rapido = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _resulta_o_se_niega(filtro: str, lenguaje: str) -> None:
    capa, codigo = obtener("reportes"), 400
    try:
        with transaction.atomic():
            list(capa.modelo.objects.filter(condicion(filtro, consultables(capa), lenguaje)).values_list("id")[:5])
    except Exception as error:
        codigo = codigo_de(error)
    assert codigo in (400, 413), filtro


@_rapido
@given(st.one_of(st.text(max_size=60), st.lists(_palabras, max_size=12).map(" ".join)))
def test_ningun_texto_pasa_de_un_resultado_o_un_400(filtro):
    _resulta_o_se_niega(filtro, "cql2-text")


@_rapido
@given(_arboles.map(json.dumps))
def test_ningun_arbol_pasa_de_un_resultado_o_un_400(filtro):
    _resulta_o_se_niega(filtro, "cql2-json")


def test_el_error_es_del_filtro():
    with pytest.raises(FiltroInvalido, match="radio"):
        condicion("radio = 1", consultables(obtener("zonas-wifi")))


@pytest.mark.parametrize(
    "filtro", ['{"op":"=","args":[{"property":"estado"},"\\ud800"]}', '{"op":"\\udfff","args":[]}', '{"op":"=","args":[{"property":"id"},' + "9" * 400 + "]}"]
)  # fmt: skip
@pytest.mark.parametrize("puerta", [ITEMS, "/ogc/collections/catalogo/items", "/datos/reportes.csv"])
def test_media_letra_o_un_numero_sin_fin_en_json_es_400(client, puerta, filtro):
    assert client.get(puerta, {"filter": filtro, "filter-lang": "cql2-json"}, **JSON).status_code == 400


@pytest.mark.parametrize(
    "ruta", ["/reportar?tipo=%00", "/reportar/parecidos?tipo=%00", "/buscar?q=%00", "/lugares?q=%00"]
)
def test_un_caracter_nulo_no_es_un_500(client, ruta):
    assert client.get(ruta, **JSON).status_code < 500
