"""OGC API Features parts 1 and 2: what the official suite looks at, one promise a test (OGC 17-069r4, 18-058r1)."""

import itertools
import re

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from capas.catalogo import obtener
from capas.geometria import SISTEMAS
from tests import fabricas
from tests.cabeceras import JSON

ITEMS = "/ogc/collections/zonas-wifi/items"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"


@pytest.fixture
def zonas():
    capa = obtener("zonas-wifi")
    return [
        fabricas.elemento(capa, dx=100 * n, dy=50 * n, nombre=f"Zona {n}", ambito="rural" if n % 2 else "urbano")
        for n in range(7)
    ]


def _enlaces(documento, rel):
    return [e for e in documento["links"] if e["rel"] == rel]


def test_la_portada_lleva_a_todo(client):
    portada = client.get("/ogc/", **JSON).json()
    [definicion] = _enlaces(portada, "service-desc")
    assert definicion["type"] == "application/vnd.oai.openapi+json;version=3.0"
    for rel in ("service-desc", "service-doc", "conformance", "data", "self"):
        [enlace, *_] = _enlaces(portada, rel)
        assert client.get(enlace["href"].removeprefix("http://testserver")).status_code == 200


def test_la_api_es_openapi_3_0_valida(client):
    respuesta = client.get("/ogc/api")
    assert respuesta["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    definicion = respuesta.json()
    OpenAPIV30SpecValidator(definicion).validate()
    assert definicion["servers"][0]["url"] == "http://testserver/ogc"
    for ruta in ("/", "/conformance", "/collections", "/collections/vias", "/collections/vias/items"):
        assert "200" in definicion["paths"][ruta]["get"]["responses"]
    parametros = definicion["components"]["parameters"]
    limite, caja = parametros["limit"], parametros["bbox"]
    assert (limite["style"], limite["explode"], limite["schema"]["type"]) == ("form", False, "integer")
    assert {"minimum", "maximum", "default"} <= limite["schema"].keys()
    assert limite["schema"]["maximum"] >= 2500
    assert (caja["schema"]["type"], caja["schema"]["minItems"], caja["schema"]["maxItems"]) == ("array", 4, 6)


def test_lo_que_la_coleccion_dice_es_igual_en_la_lista_y_en_su_documento(client, zonas):
    lista = {c["id"]: c for c in client.get("/ogc/collections", **JSON).json()["collections"]}
    una = client.get("/ogc/collections/zonas-wifi", **JSON).json()
    for campo in ("id", "title", "description", "extent", "crs", "storageCrs"):
        assert lista["zonas-wifi"][campo] == una[campo]
    assert CRS84 in una["crs"]
    assert una["storageCrs"] in una["crs"]
    assert isinstance(una["extent"]["temporal"]["interval"], list)
    assert "application/geo+json" in [e["type"] for e in _enlaces(una, "items")]


def test_las_paginas_recorren_todo_una_sola_vez(client, zonas):
    url, vistos = ITEMS + "?limit=3", []
    while url:
        pagina = client.get(url.removeprefix("http://testserver"), **JSON).json()
        assert pagina["numberMatched"] == 7
        assert pagina["numberReturned"] == len(pagina["features"])
        vistos += [f["id"] for f in pagina["features"]]
        url = next((e["href"] for e in _enlaces(pagina, "next")), None)
    assert vistos == [z.pk for z in zonas]


@pytest.mark.parametrize(
    ("consulta", "dice"),
    [
        ("nada=1", "nada"),
        ("limit=unlimited", "limit"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("offset=1000000000", "offset"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,3,4,5", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("bbox=NaN,4,-75,5", "bbox"),
        ("bbox=-75,1e999,-74,5", "bbox"),
        ("bbox=-75,5,-74,4", "bbox"),
        ("datetime=ayer", "datetime"),
        ("datetime=2026-13-01", "datetime"),
        ("datetime=", "datetime"),
        ("datetime=20260101", "datetime"),
        ("datetime=2026-W01-1", "datetime"),
        ("datetime=2026-01-01T00:00Z", "datetime"),
        ("datetime=2026-01-01T00:00:00", "datetime"),
        ("datetime=2026-01-01T00:00:00/..", "datetime"),
        ("datetime=../..", "datetime"),
        ("f=", "f"),
        ("datetime=2026-02-01/2026-01-01", "datetime"),
        ("crs=EPSG:4326", "crs"),
        ("crs=http://127.0.0.1:9/def/crs/EPSG/0/4326", "crs"),
        ("crs=/etc/passwd", "crs"),
        ("bbox-crs=x&bbox=1,2,3,4", "bbox-crs"),
        ("radio_m=cien", "radio_m"),
        ("limit=5&limit=6", "limit"),
        ("f=../..", "f"),
        ("f=dwg", "f"),
        ("callback=alert", "callback"),
        ("_connector=OR", "_connector"),
        ("nombre__icontains=x", "nombre__icontains"),
        ("cursor=-1", "cursor"),
    ],
)
def test_lo_que_no_se_entiende_es_400_y_dice_que(client, zonas, consulta, dice):
    respuesta = client.get(f"{ITEMS}?{consulta}", **JSON)
    assert respuesta.status_code == 400
    assert respuesta["Content-Type"] == "application/problem+json"
    assert dice in respuesta.json()["detail"]


def test_el_limite_alto_se_recorta(client, zonas):
    assert client.get(f"{ITEMS}?limit=1000000000", **JSON).status_code == 200


@pytest.mark.parametrize(
    "caja", ["177,65,-177,70", "-180,-90,180,90", "-20,-10,20,10", "-180,85,180,90", "-75,4,0,-75,5,100"]
)
def test_cajas_raras_pero_validas(client, zonas, caja):
    assert client.get(f"{ITEMS}?bbox={caja}", **JSON).status_code == 200


def test_la_caja_del_mundo_trae_todo_y_la_de_otro_sitio_nada(client, zonas):
    assert client.get(f"{ITEMS}?bbox=-180,-90,180,90", **JSON).json()["numberMatched"] == 7
    assert client.get(f"{ITEMS}?bbox=-74,4,-73,5", **JSON).json()["numberMatched"] == 0


def test_la_caja_separa_lo_de_adentro_de_lo_de_afuera(client, zonas):
    punto = zonas[0].geom.transform(4326, clone=True)
    caja = f"{punto.x - 0.0001},{punto.y - 0.0001},{punto.x + 0.0001},{punto.y + 0.0001}"
    assert [f["id"] for f in client.get(f"{ITEMS}?bbox={caja}", **JSON).json()["features"]] == [zonas[0].pk]


@pytest.mark.parametrize("crs", SISTEMAS.values(), ids=lambda crs: crs.uri.split("/")[-1])
def test_cada_sistema_de_referencia_con_el_orden_del_registro(client, zonas, crs):
    respuesta = client.get(f"{ITEMS}/{zonas[0].pk}", {"crs": crs.uri}, **JSON)
    assert respuesta["Content-Crs"] == f"<{crs.uri}>"
    esperado = zonas[0].geom.transform(crs.srid, clone=True)
    ejes = [esperado.y, esperado.x] if crs.norte_primero else [esperado.x, esperado.y]
    assert respuesta.json()["geometry"]["coordinates"] == pytest.approx(ejes, abs=1e-3 if crs.decimales == 3 else 1e-6)


@pytest.mark.parametrize("crs", SISTEMAS.values(), ids=lambda crs: crs.uri.split("/")[-1])
def test_la_caja_se_entiende_en_cada_sistema(client, zonas, crs):
    punto = zonas[3].geom.transform(crs.srid, clone=True)
    d = 20 if crs.decimales == 3 else 0.0002
    lados = (punto.x - d, punto.y - d, punto.x + d, punto.y + d)
    lados = (lados[1], lados[0], lados[3], lados[2]) if crs.norte_primero else lados
    respuesta = client.get(ITEMS, {"bbox": ",".join(map(repr, lados)), "bbox-crs": crs.uri}, **JSON)
    assert [f["id"] for f in respuesta.json()["features"]] == [zonas[3].pk]


def test_el_vector_de_prueba_de_origen_nacional(client):
    zona = fabricas.elemento(obtener("zonas-wifi"))
    este, norte = 4752388.904, 2048868.316
    respuesta = client.get(f"{ITEMS}/{zona.pk}", {"crs": EPSG.format(9377)}, **JSON).json()
    assert respuesta["geometry"]["coordinates"] == pytest.approx([norte, este], abs=0.01)
    grados = client.get(f"{ITEMS}/{zona.pk}", **JSON).json()["geometry"]["coordinates"]
    assert grados == pytest.approx([-75.2322, 4.4389], abs=1e-6)


@pytest.mark.parametrize("crs", SISTEMAS)
def test_en_ningun_sistema_lleva_la_geometria_un_crs_adentro(client, zonas, crs):
    """RFC 7946, 4: what system it is in stands in Content-Crs, so that what was read can be sent back."""
    for documento in (
        client.get(f"{ITEMS}/{zonas[0].pk}", {"crs": crs}, **JSON),
        client.get(ITEMS, {"crs": crs}, **JSON),
    ):
        assert documento["Content-Crs"] == f"<{crs}>"
        assert b'"crs":' not in documento.content


@pytest.mark.parametrize(
    "consulta",
    ["intervenciones/items?fecha_inicio=20261127", "intervenciones/items?fecha_inicio=2026-1-1", "intervenciones/items?fecha_inicio=2026-W01-1",
     "reportes/items?radicado_en=20260101", "reportes/items?radicado_en=2026-01-01T00:00:00", "catalogo/items?updated=2026-01-01"],
)  # fmt: skip
def test_una_fecha_que_no_es_de_la_rfc_3339_es_400(client, consulta):
    assert client.get(f"/ogc/collections/{consulta}", **JSON).status_code == 400


@pytest.mark.parametrize("numero", ["NaN", "1e999", "-inf"])
def test_un_numero_que_no_es_finito_no_es_un_valor(client, numero):
    assert client.get("/ogc/collections/tramos-viales/items", {"ancho_berma": numero}, **JSON).status_code == 400


def test_un_numero_real_lleva_siempre_su_punto(client):
    """GIS clients take a field for an integer, and cut what follows, when the first rows bring none (seen in GDAL)."""
    tramos = [fabricas.elemento(obtener("tramos-viales"), ancho_berma=ancho) for ancho in (2, 1.5, 0, None)]
    texto = client.get("/ogc/collections/tramos-viales/items", **JSON).content.decode()
    assert re.findall(r'"ancho_berma":([^,]+)', texto) == ["2.0", "1.5", "0.0", "null"]
    uno = client.get(f"/ogc/collections/tramos-viales/items/{tramos[0].pk}", **JSON).content.decode()
    assert '"ancho_berma":2.0,' in uno


@pytest.mark.parametrize(
    ("consulta", "cuantas"),
    [
        ("ambito=rural", 3),
        ("ambito=urbano", 4),
        ("nombre=Zona 2", 1),
        ("operativa=true", 7),
        ("operativa=false", 0),
        ("radio_m=100&ambito=rural", 3),
    ],
)
def test_filtra_por_propiedades(client, zonas, consulta, cuantas):
    assert client.get(f"{ITEMS}?{consulta}", **JSON).json()["numberMatched"] == cuantas


@pytest.mark.parametrize(
    ("cuando", "cuantas"),
    [
        ("2026-01-15", 1),
        ("2026-01-01/2026-01-31", 1),
        ("../2026-06-30", 2),
        ("2026-02-01/..", 1),
        ("2027-01-01T00:00:00Z/..", 0),
    ],
)
def test_filtra_por_tiempo(client, cuando, cuantas):
    capa = obtener("zonas-amenaza")
    for fecha in ("2026-01-15", "2026-06-15", None):
        fabricas.elemento(capa, fecha_estudio=fecha)
    url = "/ogc/collections/zonas-amenaza/items"
    assert client.get(url, {"datetime": cuando}, **JSON).json()["numberMatched"] == cuantas


def test_el_intervalo_que_publica_una_capa_es_el_de_sus_elementos(client):
    for fecha in ("2026-01-15", "2026-06-15"):
        fabricas.elemento(obtener("zonas-amenaza"), fecha_estudio=fecha)
    fabricas.reporte()
    for id_capa in ("zonas-amenaza", "reportes"):
        [extremos] = client.get(f"/ogc/collections/{id_capa}", **JSON).json()["extent"]["temporal"]["interval"]
        url = f"/ogc/collections/{id_capa}/items"
        todos = client.get(url, **JSON).json()["numberMatched"]
        assert client.get(url, {"datetime": "/".join(extremos)}, **JSON).json()["numberMatched"] == todos > 0
    extremos = client.get("/ogc/collections/zonas-amenaza", **JSON).json()["extent"]["temporal"]["interval"][0]
    url = "/ogc/collections/zonas-amenaza/items"
    assert [client.get(url, {"datetime": e}, **JSON).json()["numberMatched"] for e in extremos] == [1, 1]


def test_cada_documento_existe_como_json_y_como_pagina(client, zonas, capas_de_datos):
    rutas = ["/ogc/", "/ogc/conformance", "/ogc/collections", "/ogc/api", ITEMS, f"{ITEMS}/{zonas[0].pk}"]
    rutas += [
        f"/ogc/collections/zonas-wifi/{x}" for x in ("", "schema", "queryables", "tiles", "tiles/WebMercatorQuad") if x
    ]
    rutas += ["/ogc/collections/zonas-wifi", "/ogc/tileMatrixSets", "/ogc/tileMatrixSets/WebMercatorQuad"]
    for ruta, (formato, tipo) in itertools.product(rutas, [("json", "json"), ("html", "text/html")]):
        respuesta = client.get(ruta, {"f": formato})
        assert respuesta.status_code == 200, (ruta, formato)
        assert tipo in respuesta["Content-Type"]
    assert "text/html" in client.get(ITEMS, HTTP_ACCEPT="text/html,*/*;q=0.8")["Content-Type"]


def test_los_enlaces_son_absolutos_y_responden(client, zonas):
    for ruta in ("/ogc/collections", "/ogc/collections/zonas-wifi", ITEMS, f"{ITEMS}/{zonas[0].pk}"):
        documento = client.get(ruta, **JSON).json()
        for enlace in documento["links"]:
            assert enlace["href"].startswith("http")
            if enlace["href"].startswith("http://testserver") and "{" not in enlace["href"]:
                assert client.get(enlace["href"].removeprefix("http://testserver")).status_code == 200, enlace


def test_la_respuesta_se_guarda_sin_ser_vieja(client, zonas):
    respuesta = client.get(ITEMS)
    assert respuesta["ETag"].startswith('W/"')
    assert respuesta["Cache-Control"] == "public, no-cache"


RUTAS_QUE_NEGOCIAN = ["/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/styles", "/ogc/styles/zonas-wifi", "/ogc/processes",
                      "/ogc/tileMatrixSets", "/ogc/collections/catalogo/items", "/ogc/collections/zonas-wifi/schema", ITEMS, "/calidad/", "/calidad/zonas-wifi"]  # fmt: skip


@pytest.mark.parametrize("acepta", ["application/json", "text/html", "text/csv"])
@pytest.mark.parametrize("ruta", RUTAS_QUE_NEGOCIAN)
def test_una_cache_sabe_que_la_forma_depende_de_accept(client, zonas, ruta, acepta):
    respuesta = client.get(ruta, HTTP_ACCEPT=acepta)
    assert respuesta.status_code == 200
    assert "Accept" in respuesta["Vary"].split(", ")


@pytest.mark.parametrize("ruta", [*RUTAS_QUE_NEGOCIAN[:4], "/calidad/", "/calidad/zonas-wifi"])
def test_la_forma_que_se_nombra_gana_a_la_que_se_prefiere(client, zonas, ruta):
    assert client.get(f"{ruta}?f=html", **JSON)["Content-Type"].startswith("text/html")
    assert "json" in client.get(f"{ruta}?f=json", HTTP_ACCEPT="text/html")["Content-Type"]


def test_un_metodo_que_no_va_con_la_direccion_no_se_admite(client):
    for metodo in (client.put, client.delete, client.patch):
        respuesta = metodo(ITEMS)
        assert respuesta.status_code == 405
        assert respuesta["Content-Type"] == "application/problem+json"
        assert "GET" in respuesta["Allow"]


def test_la_pagina_dice_nombres_y_no_numeros_de_otras_tablas(client):
    from malla_vial.models import Via

    via = fabricas.elemento(obtener("vias"), nombre="Avenida del Jordán")
    assert isinstance(via, Via)
    tramo = fabricas.tramo(via=via)
    for ruta in ("items", f"items/{tramo.pk}"):
        pagina = client.get(f"/ogc/collections/tramos-viales/{ruta}?f=html").content.decode()
        assert "Avenida del Jordán" in pagina
