"""The catalogue as others harvest it: DCAT, data.json, Atom and schema.org."""

import json
import re
from urllib.parse import urlsplit

import lxml.etree
import pytest

from capas.catalogo import todas
from capas.models import Comuna, FichaCapa
from capas.salidas import FORMATOS
from tests.fabricas import cerrar


def test_dcat_dice_lo_mismo_en_sus_dos_escrituras(client, ciudad):
    from rdflib import Graph
    from rdflib.compare import isomorphic

    turtle = Graph().parse(data=client.get("/datos/catalogo.ttl").content, format="turtle")
    jsonld = Graph().parse(data=client.get("/datos/catalogo.jsonld").content, format="json-ld")
    assert isomorphic(turtle, jsonld)


PEDIDO_DE_DCAT = """
    PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
    SELECT ?id WHERE { ?c a dcat:Catalog ; dcat:dataset ?d . ?d a dcat:Dataset ; dct:identifier ?id ; dct:title ?t ; dct:description ?s ;
        dct:publisher/a ?a ; dct:license ?l ; dct:spatial/dcat:bbox ?b ; dct:accrualPeriodicity ?f ; dct:conformsTo ?crs ;
        dct:modified ?m ; dcat:theme ?h ; dcat:contactPoint/vcard:hasEmail ?e ; dcat:version ?v .
        FILTER EXISTS { ?d dcat:distribution [ a dcat:Distribution ; dcat:downloadURL ?u ; dcat:accessURL ?w ; dcat:mediaType ?y ; dct:license ?z ] }
        FILTER EXISTS { ?d dcat:distribution/dcat:accessService ?x } } GROUP BY ?id"""


def test_dcat_trae_lo_que_piden_los_cosechadores(client, ciudad):
    from rdflib import Graph

    grafo = Graph().parse(data=client.get("/datos/catalogo.ttl").content, format="turtle")
    assert {str(fila[0]) for fila in grafo.query(PEDIDO_DE_DCAT)} == {
        f"co-73001-{capa}" for capa in [*(capa.id for capa in todas()), "relieve"]
    }


@pytest.mark.parametrize(("acepta", "formato"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")])
def test_la_direccion_de_una_capa_da_su_dcat(client, ciudad, acepta, formato):
    from rdflib import DCAT, DCTERMS, RDF, Graph

    respuesta = client.get("/datos/vias", headers={"Accept": acepta})
    assert respuesta["Content-Type"].startswith(acepta)
    assert "Accept" in respuesta["Vary"]
    grafo = Graph().parse(data=respuesta.content, format=formato)
    [suyo] = grafo.subjects(RDF.type, DCAT.Dataset)
    assert str(grafo.value(suyo, DCTERMS.identifier)) == "co-73001-vias"
    assert grafo.value(suyo, DCTERMS.issued)
    assert grafo.value(next(grafo.subjects(RDF.type, DCAT.Catalog)), DCTERMS.modified)


def _grafo(client):
    from rdflib import Graph

    return Graph().parse(data=client.get("/datos/catalogo.ttl").content, format="turtle")


def test_el_catalogo_enlaza_los_servicios_que_dan_sus_capas(client, ciudad):
    from rdflib import DCAT, RDF

    grafo = _grafo(client)
    [catalogo] = grafo.subjects(RDF.type, DCAT.Catalog)
    servicios, capas = set(grafo.objects(catalogo, DCAT.service)), set(grafo.objects(catalogo, DCAT.dataset))
    rutas = {urlsplit(str(grafo.value(s, DCAT.endpointURL))).path: s for s in servicios}
    assert servicios == set(grafo.subjects(RDF.type, DCAT.DataService))
    assert rutas.keys() == {"/ogc/", *(f"/servicios/{s}" for s in ("wms", "wmts", "wfs", "csw"))}
    dan = {ruta: set(grafo.objects(servicio, DCAT.servesDataset)) for ruta, servicio in rutas.items()}
    assert dan["/ogc/"] == capas
    assert dan["/servicios/csw"] == {catalogo}
    assert "relieve" not in str(dan["/servicios/wfs"])
    assert "/datos/comunas#conjunto" in str(dan["/servicios/wms"] & dan["/servicios/wmts"] & dan["/servicios/wfs"])
    for servicio in servicios:
        descripcion = urlsplit(str(grafo.value(servicio, DCAT.endpointDescription)))
        assert client.get(f"{descripcion.path}?{descripcion.query}").status_code == 200, descripcion


def test_un_servicio_solo_dice_que_da_lo_que_da(ciudad, cliente_con_rol):
    """WMS and its kin never carry a closed layer, not even for those who keep it."""
    from rdflib import DCAT

    cerrar("comunas")
    dan = {(str(s), str(o)) for s, o in _grafo(cliente_con_rol("planeacion")).subject_objects(DCAT.servesDataset)}
    assert {urlsplit(s).path for s, capa in dan if capa.endswith("/comunas#conjunto")} == {"/ogc/"}


def test_cada_distribucion_dice_su_formato(client, ciudad):
    from rdflib import DCAT, DCTERMS, RDF

    grafo = _grafo(client)
    distribuciones = list(grafo.subjects(RDF.type, DCAT.Distribution))
    assert len(distribuciones) > 100
    assert [d for d in distribuciones if not (grafo.value(d, DCTERMS.format) and grafo.value(d, DCAT.mediaType))] == []


def test_dos_formatos_a_la_vez_no_se_adivinan(client, ciudad):
    assert client.get("/datos/vias.geojson?f=csv").status_code == 400
    assert client.get("/datos/vias.geojson?f=geojson").status_code == 200


@pytest.mark.parametrize(
    ("acepta", "tipo"),
    [("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json"), ("text/html", "text/html"), ("*/*", "text/html")],
)  # fmt: skip
def test_la_direccion_del_portal_se_negocia(client, ciudad, acepta, tipo):
    respuesta = client.get("/datos/", headers={"Accept": acepta}, follow=True)
    assert respuesta["Content-Type"].startswith(tipo)


PEDIDAS_POR_DATA_JSON = {
    "@type", "title", "description", "keyword", "modified", "publisher", "contactPoint", "identifier", "accessLevel",
    "license", "distribution", "spatial", "accrualPeriodicity",
}  # fmt: skip


def test_data_json_trae_lo_que_pide_project_open_data(client, ciudad):
    catalogo = client.get("/data.json").json()
    assert catalogo["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    assert len(catalogo["dataset"]) == len(list(todas())) + 1
    for conjunto in catalogo["dataset"]:
        assert conjunto.keys() >= PEDIDAS_POR_DATA_JSON
        assert conjunto["contactPoint"]["hasEmail"].startswith("mailto:")
        assert all(("mediaType" in d and "downloadURL" in d) or "accessURL" in d for d in conjunto["distribution"])


def test_cada_descarga_del_catalogo_responde(client, ciudad):
    [comunas] = [d for d in client.get("/data.json").json()["dataset"] if d["identifier"] == "co-73001-comunas"]
    for distribucion in comunas["distribution"]:
        url = distribucion.get("downloadURL") or distribucion["accessURL"]
        respuesta = client.get(urlsplit(url).path)
        assert respuesta.status_code == 200
        assert respuesta["Content-Type"].split(";")[0] == distribucion["mediaType"]


def test_atom_es_valido_y_va_de_lo_mas_nuevo_a_lo_mas_viejo(client, ciudad):
    canal = lxml.etree.fromstring(client.get("/datos/atom.xml").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert all(canal.find(atom + n) is not None for n in ("id", "title", "updated", "author"))
    fechas = [entrada.findtext(atom + "updated") for entrada in canal.iter(atom + "entry")]
    assert fechas == sorted(fechas, reverse=True)
    assert len(fechas) == len({e.findtext(atom + "id") for e in canal.iter(atom + "entry")}) > 10


def test_schema_org_no_se_sale_de_su_etiqueta(client, ciudad):
    FichaCapa.objects.filter(pk="comunas").update(resumen="</script><script>alert(1)</script> & «ñ»")
    pagina = client.get("/datos/comunas").content.decode()
    [texto] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', pagina)
    hallado = json.loads(texto)
    assert hallado["description"] == "</script><script>alert(1)</script> & «ñ»"
    assert {d["encodingFormat"] for d in hallado["distribution"]} == {f.tipo for f in FORMATOS.values()}
    assert "<script>alert" not in pagina


@pytest.mark.parametrize("puerta", ["/datos/catalogo.ttl", "/datos/catalogo.jsonld", "/data.json", "/datos/atom.xml"])
def test_una_capa_cerrada_no_esta_en_ningun_catalogo(client, ciudad, puerta):
    assert b"/datos/comunas" in client.get(puerta).content
    marca = client.get(puerta)["ETag"]
    cerrar("comunas")
    respuesta = client.get(puerta, headers={"If-None-Match": marca})
    assert b"/datos/comunas" not in respuesta.content
    assert respuesta.status_code == 200


@pytest.mark.parametrize(
    "puerta", ["/datos/catalogo.ttl", "/data.json", "/datos/comunas.geojson", "/datos/comunas.gpkg"]
)
def test_solo_se_repite_lo_que_cambio_en_los_datos_o_en_la_ficha(client, ciudad, consumar, puerta):
    consumar()
    marca = client.get(puerta)["ETag"]
    assert client.get(puerta, headers={"If-None-Match": marca}).status_code == 304
    FichaCapa.objects.filter(pk="comunas").update(resumen="Otro resumen")
    consumar()
    editada = client.get(puerta, headers={"If-None-Match": marca})
    assert editada.status_code == 200
    comuna = Comuna.objects.get()
    comuna.nombre = "Otra"
    comuna.save()
    consumar()
    assert client.get(puerta, headers={"If-None-Match": editada["ETag"]}).status_code == 200
