"""Open data: people find and take what they want, copies learn what changed, catalogues are harvested whole."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from urllib.parse import urlsplit

import lxml.etree
import pytest
from django.core.management import call_command
from django.utils import timezone

from capas import datos
from capas.abiertos import anoche
from capas.catalogo import obtener, todas
from capas.models import Comuna, FichaCapa
from capas.salidas import FORMATOS
from gis_project import demostracion
from malla_vial.models import TramoVial
from tests import fabricas

ANTES = "2020-01-01"
HTML = {"headers": {"Accept": "text/html"}}


@pytest.fixture
def ciudad(capas_de_datos):
    demostracion.cargar_rasters()
    fabricas.municipio()


def cerrar(id_capa: str) -> None:
    ficha = FichaCapa.objects.get(pk=id_capa)
    ficha.clasificacion = "reservada"
    ficha.save()


# The portal


def capas_en(client, **consulta) -> set[str]:
    pagina = client.get("/datos/", consulta, **HTML).content.decode()
    return set(re.findall(r'<h2 class="tarjeta-titulo"><a href="/datos/([a-z-]+)">', pagina))


def test_estan_todas_las_capas(client, ciudad):
    assert capas_en(client) == {capa.id for capa in todas()} | {"relieve"}


@pytest.mark.parametrize(
    ("consulta", "hallada"),
    [({"q": "AMÉNAZA"}, "zonas-amenaza"), ({"q": "amenaza fenomeno"}, "zonas-amenaza"), ({"q": "rios"}, "hidrografia"),
     ({"sector": "conectividad"}, "zonas-wifi"), ({"q": "relieve"}, "relieve")],
)  # fmt: skip
def test_se_busca_sin_tildes_y_por_sector(client, ciudad, consulta, hallada):
    halladas = capas_en(client, **consulta)
    assert hallada in halladas
    assert len(halladas) < 6


def test_lo_que_no_hay_lo_dice_y_lo_que_no_se_entiende_es_400(client, ciudad):
    assert "habla de «volcán»" in client.get("/datos/?q=volcán", **HTML).content.decode()
    assert client.get("/datos/?sector=nada").status_code == 400
    assert client.get("/datos/?orden=1").status_code == 400


@pytest.mark.parametrize("id_capa", ["comunas", "reportes", "bienes-culturales", "relieve"])
def test_la_pagina_de_una_capa_da_todo(client, ciudad, id_capa):
    pagina = client.get(f"/datos/{id_capa}").content.decode()
    formatos = ["tif"] if id_capa == "relieve" else FORMATOS
    assert all(f'href="/datos/{id_capa}.{formato}"' in pagina for formato in formatos)
    assert "data-mapa-datos" in pagina
    assert "creativecommons.org" in pagina
    assert (f'action="/datos/{id_capa}/cambios"' in pagina) == (id_capa != "relieve")


def test_las_direcciones_de_la_pagina_responden(client, ciudad):
    fabricas.tramo()
    pagina = client.get("/datos/tramos-viales").content.decode()
    for direccion in sorted(set(re.findall(r'href="(/(?:datos|ogc|servicios)[^"#]*)"', pagina))):
        assert client.get(direccion.replace("&amp;", "&")).status_code == 200, direccion


@pytest.mark.parametrize("ruta", ["", "/cambios?desde=2020-01-01", "/descargar?formato=csv"])
def test_una_capa_cerrada_no_existe_en_el_portal(client, ciudad, ruta):
    cerrar("comunas")
    assert "comunas" not in capas_en(client)
    assert client.get(f"/datos/comunas{ruta}").status_code == 404
    assert client.get(f"/datos/no-existe{ruta}").status_code == 404


def test_a_quien_lleva_una_capa_cerrada_se_le_dice_que_lo_es(ciudad, cliente_con_rol):
    cerrar("comunas")
    cliente = cliente_con_rol("planeacion")
    assert "no es pública" in cliente.get("/datos/comunas", **HTML).content.decode()
    [comunas] = [d for d in cliente.get("/data.json").json()["dataset"] if d["identifier"].endswith("/comunas")]
    assert comunas["accessLevel"] == "non-public"


def test_ninguna_capa_tapa_una_pagina_del_portal():
    for nombre in ("api", "anoche"):
        with pytest.raises(Exception, match="ya hay otra página"):
            FichaCapa(pk=nombre, titulo="t", resumen="r", sector="otros", linaje="l").full_clean()


# The download form


def parte(client, id_capa: str, **consulta) -> list[dict[str, str]]:
    respuesta = client.get(f"/datos/{id_capa}/descargar", {"formato": "csv", **consulta})
    assert respuesta.status_code == 200, respuesta.content
    return list(csv.DictReader(io.StringIO(respuesta.getvalue().decode())))


def test_se_descarga_lo_que_dice_unas_palabras_sin_tildes(client):
    capa = obtener("tramos-viales")
    fabricas.elemento(capa, nombre="Callejón de la Unión")
    fabricas.elemento(capa, nombre="Carrera 5")
    assert [f["nombre"] for f in parte(client, "tramos-viales", q="union")] == ["Callejón de la Unión"]


def test_se_descarga_lo_de_un_territorio(client):
    fabricas.municipio()
    dentro, fuera = fabricas.tramo(), fabricas.tramo(dx=15_000)
    comuna = Comuna.objects.get()
    assert [f["codigo"] for f in parte(client, "tramos-viales", territorio=f"comunas:{comuna.pk}")] == [dentro.codigo]
    assert fuera.codigo in {f["codigo"] for f in parte(client, "tramos-viales")}


def test_se_descarga_lo_de_unas_fechas_y_en_metros(client):
    fabricas.reporte(visible=True)
    hoy = timezone.localdate()
    [fila] = parte(client, "reportes", desde=hoy.isoformat(), crs="9377")
    assert float(fila["x"]) == pytest.approx(fabricas.ESTE, abs=0.01)
    assert parte(client, "reportes", hasta=(hoy - dt.timedelta(days=2)).isoformat()) == []


@pytest.mark.parametrize(
    "consulta",
    [{"formato": "dwg"}, {"crs": "1"}, {"territorio": "comunas:9999"}, {"territorio": "x"}, {"desde": "ayer"},
     {"desde": "2026-02-01", "hasta": "2026-01-01"}, {"q": "x" * 101}],
)  # fmt: skip
def test_un_formulario_malo_vuelve_y_dice_que(client, consulta):
    respuesta = client.get("/datos/reportes/descargar", {"formato": "csv", **consulta})
    assert respuesta.status_code == 400
    assert b"con-error" in respuesta.content


# What changed


def cambios(client, id_capa="tramos-viales", **consulta) -> dict[int, str]:
    respuesta = client.get(f"/datos/{id_capa}/cambios", {"desde": ANTES, **consulta})
    assert respuesta.status_code == 200, respuesta.content
    return {c["id"]: c["operacion"] for c in respuesta.json()["cambios"]}


def fechar(cuando: str) -> None:
    """What the trail holds and has not been dated yet, as if it had happened then."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE capas_cambio SET fecha = %s WHERE fecha > '2022-01-01'", [cuando])


def test_dice_lo_creado_lo_modificado_y_lo_borrado(client):
    quieto, cambiado, borrado = fabricas.tramo(), fabricas.tramo(), fabricas.tramo()
    fechar("2019-01-01T00:00:00Z")
    nuevo, efimero = fabricas.tramo(), fabricas.tramo()
    TramoVial.objects.filter(pk=cambiado.pk).update(nombre="Otro")
    borrado_id, _ = borrado.pk, (borrado.delete(), efimero.delete())
    assert cambios(client) == {cambiado.pk: "modificado", borrado_id: "borrado", nuevo.pk: "creado"}
    assert cambios(client, desde="2018-01-01").get(quieto.pk) == "creado"


def test_lo_que_existe_viene_como_es_ahora(client):
    tramo = fabricas.tramo()
    TramoVial.objects.filter(pk=tramo.pk).update(nombre="Avenida nueva")
    [cambio] = client.get(f"/datos/tramos-viales/cambios?desde={ANTES}").json()["cambios"]
    assert cambio["elemento"]["properties"]["nombre"] == "Avenida nueva"
    assert cambio["elemento"]["geometry"]["type"] == "LineString"
    [fila] = csv.DictReader(
        io.StringIO(client.get(f"/datos/tramos-viales/cambios?desde={ANTES}&f=csv").content.decode())
    )
    assert (fila["operacion"], fila["nombre"]) == ("creado", "Avenida nueva")


def test_un_reporte_oculto_se_fue_y_uno_que_nunca_se_vio_nunca_estuvo(client):
    visible, secreto = fabricas.reporte(visible=True), fabricas.reporte(visible=False)
    fechar("2019-01-01T00:00:00Z")
    for reporte in (visible, secreto):
        reporte.visible = False
        reporte.save()
    texto = client.get(f"/datos/reportes/cambios?desde={ANTES}").content.decode()
    assert json.loads(texto)["cambios"][0] | {"fecha": ""} == {
        "id": visible.pk, "operacion": "borrado", "fecha": "", "elemento": None,
    }  # fmt: skip
    assert cambios(client, "reportes") == {visible.pk: "borrado"}


def test_de_lo_oculto_no_se_sabe_ni_cuando_cambio_despues(client):
    reporte = fabricas.reporte(visible=True)
    fechar("2019-01-01T00:00:00Z")
    reporte.visible = False
    reporte.save()
    fechar("2021-01-01T12:00:00Z")
    reporte.direccion = "otra"
    reporte.save()
    [cambio] = client.get("/datos/reportes/cambios?desde=2020-01-01").json()["cambios"]
    assert cambio["fecha"].startswith("2021-01-01"), "su último día público"


def test_los_niveles_del_territorio_no_se_mezclan(client):
    fabricas.municipio()
    assert list(cambios(client, "comunas")) == [Comuna.objects.get().pk]
    comuna = Comuna.objects.get()
    fechar("2019-01-01T00:00:00Z")
    identidad = comuna.pk
    comuna.delete()
    assert cambios(client, "comunas") == {identidad: "borrado"}
    assert cambios(client, "barrios") == {}


def test_los_cambios_vienen_por_paginas_y_completos(client):
    puestos = {fabricas.tramo().pk for _ in range(7)}
    vistos, url = [], f"/datos/tramos-viales/cambios?desde={ANTES}&limit=3"
    while url:
        pagina = client.get(url).json()
        vistos += [c["id"] for c in pagina["cambios"]]
        url = pagina["siguiente"]
    assert vistos == sorted(puestos)


def test_no_se_muestra_la_bitacora(client, como_lectura):
    tramo = fabricas.tramo()
    TramoVial.objects.filter(pk=tramo.pk).update(nombre="Otro")
    for columna in ("autor", "antes", "fila", "fecha"):
        with pytest.raises(como_lectura.negado):
            como_lectura(f"SELECT {columna} FROM capas_cambio")
    cerrar("tramos-viales")
    with pytest.raises(como_lectura.negado):
        como_lectura("SELECT * FROM sig_cambios_tramos_viales('2020-01-01', 0, 10)")


def test_una_capa_de_datos_lleva_y_trae_sus_cambios(client, capas_de_datos, como_lectura, consumar):
    elemento = fabricas.elemento(obtener("bienes-culturales"))
    assert cambios(client, "bienes-culturales") == {elemento.pk: "creado"}
    consumar()
    datos.borrar("bienes-culturales")
    assert como_lectura("SELECT count(*) FROM pg_proc WHERE proname = 'sig_cambios_bienes_culturales'") == [(0,)]


@pytest.mark.parametrize(
    "consulta",
    ["", "desde=", "desde=ayer", "desde=..", "desde=2026-01-01/2026-02-01", "desde=2026-13-01", "desde=2026-01-01&f=xml",
     "desde=2026-01-01&limit=0", "desde=2026-01-01&cursor=-1", "desde=2026-01-01&crs=http://127.0.0.1/", "desde=x&nada=1"],
)  # fmt: skip
def test_lo_que_no_se_entiende_de_los_cambios_es_400(client, consulta):
    assert client.get(f"/datos/tramos-viales/cambios?{consulta}").status_code == 400


def test_sin_cambios_no_se_repite(client):
    url = f"/datos/tramos-viales/cambios?desde={ANTES}"
    assert client.get(url, headers={"If-None-Match": client.get(url)["ETag"]}).status_code == 304


# The catalogue of others


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
    assert {str(fila[0]) for fila in grafo.query(PEDIDO_DE_DCAT)} == {capa.id for capa in todas()} | {"relieve"}


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
    [comunas] = [d for d in client.get("/data.json").json()["dataset"] if d["identifier"].endswith("/comunas")]
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
    editada = client.get(puerta, headers={"If-None-Match": marca})
    assert editada.status_code == 200
    comuna = Comuna.objects.get()
    comuna.nombre = "Otra"
    comuna.save()
    consumar()
    assert client.get(puerta, headers={"If-None-Match": editada["ETag"]}).status_code == 200


# The nightly export


@pytest.fixture
def exportados(settings, tmp_path):
    settings.DATOS_EXPORTADOS = tmp_path / "exportados"
    return settings.DATOS_EXPORTADOS


def exportar() -> dict:
    call_command("exportar_datos", base="https://sig.example", verbosity=0, stdout=io.StringIO())
    return anoche.leer()["capas"]


def zip_de(exportados, capa: dict) -> str:
    return zipfile.ZipFile(exportados / capa["archivos"]["shp"]["ruta"]).read("LEAME.txt").decode()


def test_la_noche_escribe_todo_y_las_sumas_cuadran(ciudad, exportados):
    import hashlib

    capas = exportar()
    assert set(capas) == {capa.id for capa in todas()} | {"relieve"}
    assert set(capas["comunas"]["archivos"]) == set(FORMATOS)
    for linea in (exportados / "SHA256SUMS").read_text().splitlines():
        suma, ruta = linea.split("  ")
        assert hashlib.sha256((exportados / ruta).read_bytes()).hexdigest() == suma
    assert b"https://sig.example/datos/comunas" in (exportados / "catalogo.ttl").read_bytes()


def test_la_noche_solo_escribe_lo_que_cambio_y_quita_lo_viejo(exportados, consumar):
    consumar()
    antes = exportar()
    fabricas.tramo()
    consumar()
    ahora = exportar()
    assert {capa for capa in ahora if ahora[capa] != antes[capa]} == {"tramos-viales"}
    assert len(list((exportados / "tramos-viales").iterdir())) == 1
    FichaCapa.objects.filter(pk="vias").update(licencia="https://creativecommons.org/publicdomain/zero/1.0/")
    assert "publicdomain" in zip_de(exportados, exportar()["vias"]), "la ficha va adentro"
    cerrar("tramos-viales")
    assert "tramos-viales" not in exportar()
    assert not (exportados / "tramos-viales").exists()


def test_una_noche_que_falla_deja_la_anterior(exportados, consumar, monkeypatch):
    consumar()
    antes = exportar()
    fabricas.tramo()
    consumar()
    monkeypatch.setattr(anoche, "guardar", lambda *_: (_ for _ in ()).throw(OSError("no queda espacio")))
    with pytest.raises(Exception, match="sigue igual"):
        exportar()
    assert anoche.leer()["capas"] == antes
    assert not list(exportados.glob(".nueva*"))


def test_el_portal_ofrece_el_archivo_de_anoche(client, exportados, consumar):
    fabricas.municipio()
    consumar()
    assert client.get("/datos/anoche/comunas.csv").status_code == 404
    exportar()
    assert "/datos/anoche/comunas.csv" in client.get("/datos/comunas").content.decode()
    assert b"Centro" in client.get("/datos/anoche/comunas.csv").getvalue()
    cerrar("comunas")
    assert client.get("/datos/anoche/comunas.csv").status_code == 404


def test_lo_que_se_oculto_hoy_no_se_halla_en_el_archivo_de_anoche(client, exportados, consumar):
    reporte = fabricas.reporte(visible=True)
    consumar()
    exportar()
    assert client.get("/datos/anoche/reportes.csv").status_code == 200
    reporte.visible = False
    reporte.save()
    consumar()
    assert client.get("/datos/anoche/reportes.csv").status_code == 404


@pytest.mark.parametrize("ruta", ["..%2f..%2fmanifiesto.json", "comunas.exe", "manifiesto.json", "comunas.csv%00"])
def test_por_el_archivo_de_anoche_no_se_sale_a_otra_carpeta(client, exportados, ruta):
    fabricas.municipio()
    exportar()
    assert client.get(f"/datos/anoche/{ruta}").status_code == 404


def test_lo_de_anoche_es_lo_que_ve_cualquiera(exportados):
    fabricas.reporte(visible=False, descripcion="Secreto")
    exportar()
    contenido = (exportados / anoche.leer()["capas"]["reportes"]["archivos"]["geojson"]["ruta"]).read_text()
    assert json.loads(contenido)["features"] == []
