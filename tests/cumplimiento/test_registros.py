"""OGC API Records: the catalogue is searched, paged, sorted, and says of each layer what a harvester asks."""

import pytest

from capas.catalogo import todas
from capas.models import FichaCapa
from gis_project import demostracion
from tests import fabricas

ITEMS = "/ogc/collections/catalogo/items"


@pytest.fixture
def catalogo(capas_de_datos):
    demostracion.cargar_rasters()
    fabricas.municipio()


def ids(client, **consulta) -> list[str]:
    return [registro["id"] for registro in client.get(ITEMS, consulta).json()["features"]]


def test_hay_un_registro_de_cada_capa(client, catalogo):
    assert set(ids(client)) == {capa.id for capa in todas()} | {"relieve"}


def test_un_registro_dice_lo_que_pide_la_norma(client, catalogo):
    registro = client.get(f"{ITEMS}/municipio").json()
    assert {"id", "type", "geometry", "time", "properties", "links", "conformsTo"} <= registro.keys()
    pedidas = {"type", "title", "description", "updated", "language", "contacts", "license", "themes", "formats"}
    assert pedidas <= registro["properties"].keys()
    assert {"self", "alternate", "collection", "data", "items", "license"} <= {e["rel"] for e in registro["links"]}
    assert registro["geometry"]["coordinates"][0][0][0] == pytest.approx(-75.41, abs=0.1)


def test_se_descubre_desde_la_portada(client, catalogo):
    rels = {e["rel"]: e["href"] for e in client.get("/ogc/").json()["links"]}
    coleccion = client.get(rels["http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog"]).json()
    assert coleccion["itemType"] == "record"
    assert coleccion["id"] in [c["id"] for c in client.get("/ogc/collections").json()["collections"]]


BUSQUEDAS = {
    "palabra": ({"q": "wifi"}, {"zonas-wifi"}),
    "sin tilde y en mayúsculas": ({"q": "RELIEVE"}, {"relieve"}),
    "una u otra": ({"q": "ríos y quebradas,relieve"}, {"hidrografia", "relieve"}),
    "nada": ({"q": "volcán de fuego"}, set()),
    "por id": ({"ids": "vias,relieve"}, {"vias", "relieve"}),
    "por id externo": ({"externalIds": "co-73001-vias,co-73001-relieve,nada"}, {"vias", "relieve"}),
    "otro tipo": ({"type": "service"}, set()),
    "con filtro": ({"filter": "casei(title) LIKE casei('%wifi%') OR id = 'relieve'"}, {"zonas-wifi", "relieve"}),
    "con filtro en JSON": (
        {"filter": '{"op": "=", "args": [{"property": "id"}, "vias"]}', "filter-lang": "cql2-json"},
        {"vias"},
    ),
    "por el título exacto": ({"title": "Zonas WiFi"}, {"zonas-wifi"}),
    "por el título y el idioma": ({"title": "Zonas WiFi", "language": "es"}, {"zonas-wifi"}),
    "en otro idioma": ({"language": "en"}, set()),
    "filtro y palabra": ({"q": "relieve", "filter": "T_AFTER(updated, DATE('2020-01-01'))"}, {"relieve"}),
    "nada desde mañana": ({"filter": "updated > TIMESTAMP('2100-01-01T00:00:00Z')"}, set()),
    "lejos": ({"bbox": "0,0,1,1"}, set()),
}


@pytest.mark.parametrize("caso", BUSQUEDAS)
def test_buscar(client, catalogo, caso):
    consulta, esperados = BUSQUEDAS[caso]
    assert set(ids(client, **consulta)) == esperados


def test_por_lugar_y_por_fecha(client, catalogo):
    fabricas.reporte()
    assert "municipio" in ids(client, bbox="-75.3,4.4,-75.2,4.5")
    assert "reportes" in ids(client, datetime="2020-01-01/..")
    assert "reportes" not in ids(client, datetime="../2020-01-01")
    assert "municipio" in ids(client, datetime="../2020-01-01"), "lo que no tiene fecha vale en cualquiera"


def test_ordenar_y_pasar_paginas_da_todo_una_vez(client, catalogo):
    vistos, url = [], f"{ITEMS}?limit=5&sortby=-title"
    while url:
        pagina = client.get(url).json()
        vistos += [registro["properties"]["title"] for registro in pagina["features"]]
        url = next((e["href"] for e in pagina["links"] if e["rel"] == "next"), None)
    assert len(vistos) == len(set(vistos)) == pagina["numberMatched"]
    assert (vistos[0], vistos[-1]) == ("Zonas WiFi", "Áreas con condición de riesgo")


MALAS = [
    "sortby=nada",
    "limit=0",
    "nada=1",
    "bbox=1,2,3",
    "datetime=ayer",
    "datetime=",
    "datetime=20260101",
    "crs=http://127.0.0.1/x",
    "f=xml",
    "updated=ayer",
    "filter=nada = 1",
    "filter=",
    "filter-lang=sql",
    "cursor=-1",
]


@pytest.mark.parametrize("consulta", MALAS)
def test_lo_que_no_se_entiende_es_400(client, catalogo, consulta):
    assert client.get(f"{ITEMS}?{consulta}").status_code == 400


def test_una_capa_privada_no_esta_en_el_catalogo(client, catalogo):
    FichaCapa.objects.filter(pk__in=["vias", "relieve"]).update(clasificacion="reservada")
    assert not {"vias", "relieve"} & set(ids(client))
    assert client.get(f"{ITEMS}/vias").status_code == 404


def test_ninguna_capa_puede_llamarse_como_el_catalogo():
    with pytest.raises(Exception, match="catálogo mismo"):
        FichaCapa(pk="catalogo", titulo="t", resumen="r", sector="otros", linaje="l").full_clean()


def test_cada_consultable_sirve_en_un_filtro_y_como_parametro(client, catalogo):
    for nombre in client.get("/ogc/collections/catalogo/queryables").json()["properties"]:
        todos = ids(client)
        assert ids(client, filter=f"{nombre} IS NOT NULL") == todos, nombre
        registro = client.get(f"{ITEMS}/vias").json()
        suyo = registro["id"] if nombre == "id" else registro["properties"][nombre]
        assert "vias" in ids(client, **{nombre: suyo["code"] if nombre == "language" else suyo}), nombre
    assert client.get(ITEMS, {"filter": "palabras_clave = 'x'"}).status_code == 400, (
        "lo que no se anuncia no se consulta"
    )


def test_un_filtro_no_deja_ver_lo_privado(client, catalogo):
    FichaCapa.objects.filter(pk="vias").update(clasificacion="reservada")
    assert ids(client, filter="id = 'vias'") == ids(client, id="vias") == []


@pytest.mark.parametrize("uso", ["queryables", "sortables"])
def test_dice_por_que_se_busca_y_se_ordena(client, uso):
    assert "title" in client.get(f"/ogc/collections/catalogo/{uso}").json()["properties"]


@pytest.mark.parametrize("pagina", ["", "/items", "/items/vias", "/sortables"])
def test_tiene_pagina(client, catalogo, pagina):
    assert b"<h1" in client.get(f"/ogc/collections/catalogo{pagina}?f=html").content


def test_no_repite_lo_que_no_ha_cambiado(client, catalogo):
    marca = client.get(ITEMS)["ETag"]
    assert client.get(ITEMS, headers={"If-None-Match": marca}).status_code == 304


DONDE_SE_IDENTIFICA = {
    "/data.json": '"identifier": "{}"',
    "/datos/catalogo.ttl": 'dct:identifier "{}"',
    "/datos/comunas": '"identifier": "{}"',
    "/metadatos/comunas.xml": "<gco:CharacterString>{}</gco:CharacterString>",
    "/servicios/csw?service=CSW&version=2.0.2&request=GetRecordById&id=co-73001-comunas": "<dc:identifier>{}</dc:identifier>",
}


@pytest.mark.parametrize("puerta", DONDE_SE_IDENTIFICA)
def test_una_capa_se_llama_igual_en_cada_catalogo(client, catalogo, puerta):
    [propio] = client.get(f"{ITEMS}/comunas").json()["properties"]["externalIds"]
    cuerpo = client.get(puerta, headers={"Accept": "text/html, */*"}).content.decode()
    assert DONDE_SE_IDENTIFICA[puerta].format(propio["value"]) in cuerpo
    assert ids(client, externalIds=propio["value"]) == ["comunas"]
