"""OGC API Features part 3 and CQL2 (OGC 19-079r2, 21-065r2): what a filter brings, by either language."""

import datetime as dt
import json

import pytest

from capas.catalogo import obtener
from capas.cql2.texto import desde_texto
from tests import fabricas
from tests.cabeceras import JSON

WIFI, AMENAZA = "/ogc/collections/zonas-wifi/items", "/ogc/collections/zonas-amenaza/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
CAJA = "-75.2325,4.4385,-75.2319,4.4392"  # around the centre


@pytest.fixture
def zonas():
    """Seven points eastwards from the centre, 100 m apart, with radii 10, 20…"""
    capa = obtener("zonas-wifi")
    nombres = ["Parque Bolívar", "parque bolivar", "Plaza", "O'Brien", "50% más", "Ñame", "_"]
    return [
        fabricas.elemento(capa, dx=100 * n, nombre=nombre, ambito="rural" if n % 2 else "urbano", radio_m=10 * (n + 1))
        for n, nombre in enumerate(nombres)
    ]


def _cuales(client, zonas, filtro, url=WIFI, **otros):
    respuesta = client.get(url, {"filter": filtro, "limit": 100, **otros}, **JSON)
    assert respuesta.status_code == 200, respuesta.content
    documento = respuesta.json()
    assert documento["numberMatched"] == len(documento["features"])
    ids = [z.pk for z in zonas]
    return [ids.index(f["id"]) for f in documento["features"]]


TODAS = list(range(7))
COMPARACIONES = {
    "nombre = 'Plaza'": [2],
    "nombre <> 'Plaza'": [0, 1, 3, 4, 5, 6],
    "nombre = 'O''Brien'": [3],
    r"nombre = 'O\'Brien'": [3],
    '"nombre" = \'Plaza\'': [2],
    "radio_m < 30": [0, 1],
    "radio_m >= 60": [5, 6],
    "30 > radio_m": [0, 1],
    "radio_m > 10 AND radio_m < 40": [1, 2],
    "radio_m = 10 OR radio_m = 20 AND ambito = 'urbano'": [0],
    "(radio_m = 10 OR radio_m = 20) AND ambito = 'rural'": [1],
    "not radio_m = 10": [1, 2, 3, 4, 5, 6],
    "NOT (radio_m > 10 OR ambito = 'rural')": [0],
    "operativa = TRUE": TODAS,
    "operativa": TODAS,
    "NOT operativa": [],
    "TRUE": TODAS,
    "FALSE": [],
    "nombre LIKE 'P%'": [0, 2],
    "nombre NOT LIKE '%a%'": [3, 4, 6],
    r"nombre LIKE '%\%%'": [4],
    r"nombre LIKE '\_'": [6],
    "nombre LIKE '_'": [6],
    "CASEI(nombre) LIKE casei('PARQUE%')": [0, 1],
    "CASEI(nombre) = CASEI('PLAZA')": [2],
    "ACCENTI(nombre) LIKE ACCENTI('%bolívar')": [1],
    "CASEI(ACCENTI(nombre)) = CASEI(ACCENTI('PARQUE BOLÍVAR'))": [0, 1],
    "CASEI(ACCENTI(nombre)) IN (CASEI(ACCENTI('ÑAME')), 'plaza')": [2, 5],
    "radio_m BETWEEN 20 AND 40": [1, 2, 3],
    "radio_m NOT BETWEEN 20 AND 60": [0, 6],
    "radio_m IN (10, 70)": [0, 6],
    "nombre NOT IN ('Plaza', 'Ñame')": [0, 1, 3, 4, 6],
    "radio_m / 10 = 3": [2],
    "radio_m * 2 + 10 = 50": [1],
    "radio_m % 20 = 0": [1, 3, 5],
    "radio_m div 20 = 1": [1, 2],
    "radio_m ^ 2 = 100": [0],
    "-radio_m = -10": [0],
    "radio_m > +60": [6],
    "radio_m + +10 = 20": [0],
    "radio_m > 10\r\n\tAND radio_m < 40": [1, 2],
    "s_intersects(geom, POLYGON((-75.2325 +4.4385,-75.2319 4.4385,-75.2319 4.4392,-75.2325 4.4392,-75.2325 +4.4385)))": [0],
    "2 + 3 * 10 = radio_m - 8": [3],
    "(2 + 3) * 10 = radio_m": [4],
    "radio_m / 0 > 0": [],
    "radio_m = radio_m": TODAS,
    "radio_m = 1e1": [0],
    f"S_INTERSECTS(geom, BBOX({CAJA}))": [0],
    f"S_DISJOINT(geom, BBOX({CAJA}))": TODAS[1:],
    f"NOT S_INTERSECTS(geom, BBOX({CAJA}))": TODAS[1:],
    "S_INTERSECTS(geom, BBOX(-180,-90,180,90))": TODAS,
    "S_INTERSECTS(geom, BBOX(177,65,-177,70))": [],
    "S_INTERSECTS(geom, BBOX(-75.2325,4.4385,0,-75.2319,4.4392,10))": [0],
    "S_WITHIN(geom, POLYGON((-75.2325 4.4385,-75.2319 4.4385,-75.2319 4.4392,-75.2325 4.4392,-75.2325 4.4385)))": [0],
    "S_WITHIN(geom, MULTIPOLYGON(((-75.2325 4.4385,-75.2319 4.4385,-75.2319 4.4392,-75.2325 4.4392,-75.2325 4.4385))))": [0],
    "S_INTERSECTS(geom, GEOMETRYCOLLECTION(POINT(0 0), POLYGON((-75.2325 4.4385,-75.2319 4.4385,-75.2319 4.4392,-75.2325 4.4392,-75.2325 4.4385))))": [0],
    "S_WITHIN(geom, GEOMETRYCOLLECTION(POINT(-75 4), POLYGON((-75.2325 4.4385,-75.2319 4.4385,-75.2319 4.4392,-75.2325 4.4392,-75.2325 4.4385))))": [0],
    "S_CONTAINS(GEOMETRYCOLLECTION(POLYGON((-75.3 4.4,-75.2 4.4,-75.2 4.5,-75.3 4.5,-75.3 4.4)), LINESTRING(-75 4, -74 4)), geom)": TODAS,
    "S_EQUALS(geom, GEOMETRYCOLLECTION(POINT(-75.2 4.4), LINESTRING(-75 4, -74 4)))": [],
    "S_TOUCHES(geom, GEOMETRYCOLLECTION(POINT(-75.2 4.4), LINESTRING(-75 4, -74 4)))": [],
    "S_CROSSES(geom, GEOMETRYCOLLECTION(POINT(-75.2 4.4), LINESTRING(-75 4, -74 4)))": [],
    "S_OVERLAPS(geom, GEOMETRYCOLLECTION(POINT(-75.2 4.4), LINESTRING(-75 4, -74 4)))": [],
    "S_DISJOINT(geom, GEOMETRYCOLLECTION(POINT(-75.2 4.4), LINESTRING(-75 4, -74 4)))": TODAS,
    "S_INTERSECTS(geom, BBOX(-75.2325,4.4,-75.2325,4.5))": [],
    "S_INTERSECTS(geom, BBOX(-75.2325,4.4,-75.2325,4.4))": [],
    "S_INTERSECTS(geom, BBOX(177,65,-177,65))": [],
    "S_CONTAINS(POLYGON((-75.3 4.4,-75.2 4.4,-75.2 4.5,-75.3 4.5,-75.3 4.4)), geom)": TODAS,
    "S_EQUALS(geom, geom)": TODAS,
    "S_EQUALS(geom, MULTIPOINT(-75.2 4.4, -75.1 4.4))": [],
    "S_TOUCHES(geom, LINESTRING(-75.3 4.4, -75.2 4.4))": [],
    "S_CROSSES(geom, MULTILINESTRING((-75.3 4.4, -75.2 4.4)))": [],
    "S_OVERLAPS(geom, MULTIPOINT((-75.3 4.4), (-75.2 4.4)))": [],
    "s_intersects(geom, Point Z (-75 4 10))": [],
}  # fmt: skip


@pytest.mark.parametrize("filtro", COMPARACIONES)
def test_un_filtro_trae_lo_que_dice_por_texto_y_por_json(client, zonas, filtro):
    assert _cuales(client, zonas, filtro) == COMPARACIONES[filtro]
    igual = json.dumps(desde_texto(filtro))
    assert _cuales(client, zonas, igual, **{"filter-lang": "cql2-json"}) == COMPARACIONES[filtro]


EN_JSON = [
    ({"op": "=", "args": [{"property": "radio_m"}, 10]}, [0]),
    ({"op": "isNull", "args": [{"property": "nombre"}]}, []),
    ({"op": "in", "args": [{"property": "radio_m"}, [10, 20]]}, [0, 1]),
    ({"op": "not", "args": [{"op": "like", "args": [{"property": "nombre"}, "P%"]}]}, [1, 3, 4, 5, 6]),
    ({"op": "s_intersects", "args": [{"property": "geom"}, {"bbox": [-75.2325, 4.4385, -75.2319, 4.4392]}]}, [0]),
    ({"op": "casei", "args": [{"property": "nombre"}]}, None),
]


@pytest.mark.parametrize(("filtro", "esperado"), EN_JSON)
def test_el_json_de_la_norma(client, zonas, filtro, esperado):
    pedido = {"filter": json.dumps(filtro), "filter-lang": "cql2-json"}
    respuesta = client.get(WIFI, pedido, **JSON)
    assert respuesta.status_code == (400 if esperado is None else 200)
    if esperado is not None:
        assert [f["id"] for f in respuesta.json()["features"]] == [zonas[n].pk for n in esperado]


def test_una_coleccion_vale_por_lo_que_sus_partes_cubren_juntas(client):
    """Two halves of a box hold what lies on the border between them."""
    barrio = fabricas.elemento(obtener("zonas-amenaza"))
    x0, y0, x1, y1 = barrio.geom.transform(4326, clone=True).extent
    x, d = (x0 + x1) / 2, 0.001
    mitades = [(x0 - d, y0 - d, x, y1 + d), (x, y0 - d, x1 + d, y1 + d)]
    partes = ", ".join(f"POLYGON(({a} {b},{c} {b},{c} {e},{a} {e},{a} {b}))" for a, b, c, e in mitades)
    assert _cuales(client, [barrio], f"S_WITHIN(geom, GEOMETRYCOLLECTION({partes}))", AMENAZA) == [0]


def test_una_caja_sin_ancho_toca_lo_que_la_linea_toca(client):
    barrio = fabricas.elemento(obtener("zonas-amenaza"))
    centro = barrio.geom.transform(4326, clone=True).point_on_surface
    for caja in (f"{centro.x},4,{centro.x},5", f"{centro.x},{centro.y},{centro.x},{centro.y}"):
        assert _cuales(client, [barrio], f"S_INTERSECTS(geom, BBOX({caja}))", AMENAZA) == [0]


def test_el_json_de_varios_renglones_es_el_mismo(client, zonas):
    filtro = json.dumps({"op": "=", "args": [{"property": "radio_m"}, 10]}, indent="\t")
    assert _cuales(client, zonas, filtro, **{"filter-lang": "cql2-json"}) == [0]


MALOS = [
    "fecha_estudio = TIMESTAMP('2026-01-01')",
    "T_AFTER(fecha_estudio, TIMESTAMP('2026-01-01T00:00:00'))",
    "T_AFTER(fecha_estudio, TIMESTAMP('2026-01-01T00:00Z'))",
    "T_AFTER(fecha_estudio, TIMESTAMP('2026-13-01T00:00:00Z'))",
    "T_AFTER(fecha_estudio, DATE('2026-1-1'))",
    "T_AFTER(fecha_estudio, DATE('20260101'))",
    "T_AFTER(fecha_estudio, INTERVAL('2026-1-1', '..'))",
    "fecha_estudio = DATE(2026)",
    "fecha_estudio = + DATE('2026-01-01')",
    "fecha_estudio IS\x00NULL",
]


@pytest.mark.parametrize("filtro", MALOS)
def test_lo_que_no_es_de_la_gramatica_es_400(client, filtro):
    assert client.get(AMENAZA, {"filter": filtro}, **JSON).status_code == 400


@pytest.fixture
def amenazas():
    """A date each, the last one unknown."""
    fechas = [dt.date(2026, 1, 15), dt.date(2026, 6, 15), None]
    return [fabricas.elemento(obtener("zonas-amenaza"), dx=200 * n, fecha_estudio=f) for n, f in enumerate(fechas)]


TIEMPOS = {
    "fecha_estudio = DATE('2026-01-15')": [0],
    "fecha_estudio < DATE('2026-06-15')": [0],
    "NOT fecha_estudio < DATE('2026-06-15')": [1],
    "NOT (fecha_estudio = DATE('2026-01-15'))": [1],
    "fecha_estudio <> DATE('2026-01-15')": [1],
    "fecha_estudio IS NULL": [2],
    "fecha_estudio IS NOT NULL": [0, 1],
    "fecha_estudio IS NULL OR fecha_estudio = DATE('2026-01-15')": [0, 2],
    "fecha_estudio NOT IN (DATE('2026-01-15'))": [1],
    "fecha_estudio BETWEEN DATE('2026-01-01') AND DATE('2026-01-31')": [0],
    "T_AFTER(fecha_estudio, DATE('2026-01-15'))": [1],
    "T_AFTER(fecha_estudio, TIMESTAMP('2026-01-16T12:00:00Z'))": [1],
    "T_BEFORE(fecha_estudio, DATE('2026-06-15'))": [0],
    "T_EQUALS(fecha_estudio, DATE('2026-06-15'))": [1],
    "T_DISJOINT(fecha_estudio, INTERVAL('2026-01-01', '2026-01-31'))": [1],
    "T_INTERSECTS(fecha_estudio, INTERVAL('2026-01-15', '2026-06-14'))": [0],
    "T_INTERSECTS(fecha_estudio, INTERVAL('2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z'))": [0],
    "T_INTERSECTS(fecha_estudio, INTERVAL('..', '..'))": [0, 1],
    "T_DURING(fecha_estudio, INTERVAL('2026-01-01', '..'))": [0, 1],
    "T_DURING(INTERVAL(fecha_estudio, fecha_estudio), INTERVAL('2026-01-01', '2026-02-01'))": [0],
    "T_CONTAINS(INTERVAL(fecha_estudio, '..'), INTERVAL('2026-05-01', '2026-05-02'))": [0],
    "T_STARTS(fecha_estudio, INTERVAL('2026-01-15', '2026-02-01'))": [0],
    "T_STARTEDBY(INTERVAL(fecha_estudio, '..'), INTERVAL('2026-01-15', '2026-02-01'))": [0],
    "T_FINISHES(fecha_estudio, INTERVAL('2026-01-01', '2026-01-15'))": [0],
    "T_FINISHEDBY(INTERVAL('..', fecha_estudio), INTERVAL('2026-01-01', '2026-01-15'))": [0],
    "T_MEETS(INTERVAL('..', fecha_estudio), INTERVAL('2026-01-15', '..'))": [0],
    "T_METBY(INTERVAL(fecha_estudio, '..'), INTERVAL('..', '2026-01-15'))": [0],
    "T_OVERLAPS(INTERVAL('..', fecha_estudio), INTERVAL('2026-01-10', '..'))": [0, 1],
    "T_OVERLAPPEDBY(INTERVAL(fecha_estudio, '..'), INTERVAL('..', '2026-02-01'))": [0],
}  # fmt: skip


@pytest.mark.parametrize("filtro", TIEMPOS)
def test_el_tiempo_y_lo_desconocido(client, amenazas, filtro):
    assert _cuales(client, amenazas, filtro, AMENAZA) == TIEMPOS[filtro]
    igual = json.dumps(desde_texto(filtro))
    assert _cuales(client, amenazas, igual, AMENAZA, **{"filter-lang": "cql2-json"}) == TIEMPOS[filtro]


def test_un_instante_se_compara_con_un_dia(client):
    reporte = fabricas.reporte()
    url = "/ogc/collections/reportes/items"
    instantes = [c.name for c in obtener("reportes").campos if c.get_internal_type() == "DateTimeField"]
    hoy = (
        reporte.creado_en.astimezone(dt.timezone(dt.timedelta(hours=-5))).date()
        if hasattr(reporte, "creado_en")
        else dt.date.today()
    )
    assert _cuales(
        client, [reporte], f"T_DURING({instantes[0]}, INTERVAL('2020-01-01', '{hoy + dt.timedelta(2)}'))", url
    ) == [0]
    assert _cuales(client, [reporte], f"T_AFTER({instantes[0]}, DATE('{hoy + dt.timedelta(2)}'))", url) == []


@pytest.mark.parametrize(("srid", "a", "b"), [(4326, "4.4385", "-75.2325"), (3857, None, None), (9377, None, None)])
def test_las_geometrias_del_filtro_van_en_filter_crs(client, zonas, srid, a, b):
    lugar = zonas[0].geom.transform(srid, clone=True)
    d = 0.0003 if srid == 4326 else 30
    norte_primero = srid in (4326, 9377)
    lados = (lugar.x - d, lugar.y - d, lugar.x + d, lugar.y + d)
    lados = (lados[1], lados[0], lados[3], lados[2]) if norte_primero else lados
    filtro = f"S_INTERSECTS(geom, BBOX({','.join(f'{x:.6f}' for x in lados)}))"
    assert _cuales(client, zonas, filtro, **{"filter-crs": EPSG.format(srid)}) == [0]


def test_el_filtro_se_une_a_lo_demas_y_vale_para_los_archivos(client, zonas):
    assert _cuales(client, zonas, "radio_m > 20", ambito="rural", bbox="-75.3,4.4,-75.2,4.5") == [3, 5]
    texto = client.get("/datos/zonas-wifi.csv", {"filter": "nombre = 'Plaza'"}).getvalue().decode()
    assert "Plaza" in texto
    assert "Parque" not in texto


def test_el_enlace_siguiente_lleva_el_filtro(client, zonas):
    url, vistos = f"{WIFI}?limit=2&filter=radio_m%20%3E%2010", []
    while url:
        pagina = client.get(url.removeprefix("http://testserver"), **JSON).json()
        assert pagina["numberMatched"] == 6
        vistos += [f["id"] for f in pagina["features"]]
        url = next((e["href"] for e in pagina["links"] if e["rel"] == "next"), None)
    assert vistos == [z.pk for z in zonas[1:]]


@pytest.mark.parametrize(
    "orden", ["nombre", "-nombre", "ambito,-radio_m", "-ambito,nombre", "radio_m", "-id", "+id", "direccion,-id"]
)
def test_las_paginas_siguen_el_orden_pedido(client, orden):
    capa = obtener("zonas-wifi")
    for n in range(9):
        fabricas.elemento(capa, dx=10 * n, nombre=f"Z{n % 4}", ambito="rural" if n % 2 else "urbano", radio_m=n % 3)
    entera = [f["id"] for f in client.get(WIFI, {"sortby": orden}, **JSON).json()["features"]]
    por_paginas, url = [], f"{WIFI}?limit=2&sortby={orden.replace('+', '%2B')}"
    for _ in range(6):
        pagina = client.get(url.removeprefix("http://testserver"), **JSON).json()
        por_paginas += [f["id"] for f in pagina["features"]]
        url = next((e["href"] for e in pagina["links"] if e["rel"] == "next"), None)
        if not url:
            break
    assert por_paginas == entera
    assert len(set(entera)) == 9


@pytest.mark.parametrize("orden", ["fecha_estudio", "-fecha_estudio"])
def test_lo_desconocido_va_al_final_y_no_se_pierde(client, amenazas, orden):
    url, vistos = f"{AMENAZA}?limit=1&sortby={orden}", []
    while url:
        pagina = client.get(url.removeprefix("http://testserver"), **JSON).json()
        vistos += [f["id"] for f in pagina["features"]]
        url = next((e["href"] for e in pagina["links"] if e["rel"] == "next"), None)
    ids = [a.pk for a in amenazas]
    assert vistos == (ids if orden == "fecha_estudio" else [ids[1], ids[0], ids[2]])


@pytest.mark.parametrize("uso", ["queryables", "sortables", "schema"])
def test_lo_que_se_anuncia_es_lo_que_se_admite(client, zonas, uso):
    documento = client.get(f"/ogc/collections/zonas-wifi/{uso}", **JSON)
    assert documento["Content-Type"] == "application/schema+json"
    propiedades = documento.json()["properties"]
    assert documento.json()["$id"].endswith(uso)
    assert ("geom" in propiedades) == (uso != "sortables")
    for nombre in propiedades:
        pedido = {"sortby": nombre} if uso == "sortables" else {"filter": f"{nombre} IS NOT NULL"}
        assert client.get(WIFI, pedido, **JSON).status_code == 200, nombre


def test_cada_consultable_es_tambien_un_parametro(client, zonas):
    definicion = client.get("/ogc/api").json()["paths"]["/collections/zonas-wifi/items"]["get"]["parameters"]
    nombres = {p.get("name") or p["$ref"].split("/")[-1] for p in definicion}
    consultables = client.get("/ogc/collections/zonas-wifi/queryables", **JSON).json()["properties"]
    assert set(consultables) - {"geom"} <= nombres
    assert {"filter", "filter-lang", "filter-crs", "sortby"} <= nombres
    assert client.get(WIFI, {"id": zonas[2].pk}, **JSON).json()["numberMatched"] == 1
