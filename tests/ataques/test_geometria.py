"""What is thrown at the doors that take a place: never a 500, never a row, never a coordinate that is not one."""

import json
from contextlib import suppress

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import DatabaseError, connection, transaction

from capas.catalogo import declaradas, obtener
from conectividad.models import ZonaWifi
from malla_vial.models import Reporte
from tests import fabricas
from tests.cabeceras import JSON

MALOS = [
    ("NaN", "4.4"), ("-75.2", "nan"), ("1e999", "4.4"), ("-75.2", "-1e999"), ("inf", "4"), ("500", "4.4"), ("-75.2", "95"),
    ("", "4.4"), ("x", "y"), ("-75.2; DROP TABLE x", "4.4"), ("POINT(1 1)", "4"), ("{}", "[]"), ("-75.2\x00", "4.4"),
]  # fmt: skip
PUERTAS = ["/riesgo/consulta", "/conectividad/cercanos"]


@pytest.mark.parametrize(("lon", "lat"), MALOS)
@pytest.mark.parametrize("puerta", PUERTAS)
def test_una_consulta_con_un_lugar_imposible_es_400(client, puerta, lon, lat):
    respuesta = client.get(puerta, {"lon": lon, "lat": lat}, **JSON)
    assert respuesta.status_code == 400
    assert respuesta["Content-Type"] == "application/problem+json"
    assert client.get(puerta, {"lon": lon, "lat": lat}, HTTP_ACCEPT="text/html").status_code in (200, 400)


@pytest.mark.parametrize(("lon", "lat"), MALOS)
def test_un_reporte_con_un_lugar_imposible_no_deja_fila(client, lon, lat):
    respuesta = client.post("/reportar", fabricas.formulario(lon=lon, lat=lat), **JSON)
    assert respuesta.status_code == 422
    assert not Reporte.objects.exists()


def test_un_reporte_de_otro_municipio_dice_quien_responde(client):
    fabricas.municipio()
    respuesta = client.post("/reportar", fabricas.formulario(lon="-74.08", lat="4.6"), **JSON)
    assert respuesta.status_code == 422
    assert "INVÍAS" in respuesta.json()["detail"]
    assert not Reporte.objects.exists()


@pytest.mark.parametrize(
    "extra", [{"srid": "999999"}, {"crs": "EPSG:999999"}, {"SRID": "4326"}, {"geom": "SRID=3857;POINT(1 1)"}]
)
def test_nadie_cambia_el_srid_guardado(client, extra):
    assert client.post("/reportar", fabricas.formulario(**extra), **JSON).status_code == 201
    reporte = Reporte.objects.get()
    assert reporte.geom.srid == 9377
    assert reporte.geom.x == pytest.approx(fabricas.ESTE, abs=0.01)


@pytest.mark.parametrize(
    "crs", ["http://127.0.0.1:1/crs", "file:///etc/passwd", "/etc/passwd", "EPSG:4326+proj=pipeline", "urn:x"]
)
def test_un_crs_que_no_esta_en_la_lista_no_se_abre(client, crs, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *a: pytest.fail("abrió una conexión"))
    for parametro in ("crs", "bbox-crs"):
        respuesta = client.get("/ogc/collections/vias/items", {parametro: crs, "bbox": "-76,4,-75,5"}, **JSON)
        assert respuesta.status_code == 400


@pytest.mark.parametrize(
    "valor",
    [
        "POINT(" * 50_000,
        json.dumps({"type": "GeometryCollection", "geometries": []}) * 900,
        "[" * 1000 + "]" * 1000,
        "9" * 5000,
        "1," * 20_000,
    ],
    ids=["wkt", "geojson", "json", "digitos", "comas"],
)
def test_lo_anidado_hasta_el_absurdo_es_400(client, valor):
    assert client.get("/ogc/collections/vias/items", {"bbox": valor}, **JSON).status_code == 400
    assert client.get("/riesgo/consulta", {"lon": valor, "lat": "4"}, **JSON).status_code == 400


def test_un_cuerpo_enorme_se_corta_antes_de_leerlo(client):
    respuesta = client.post("/reportar", {"descripcion": "x" * (3 * 1024 * 1024)}, **JSON)
    assert respuesta.status_code == 413


def test_demasiados_campos(client):
    assert client.post("/reportar", {f"c{n}": "1" for n in range(400)}, **JSON).status_code in (400, 413)


MALAS = {
    "se cruza": "POLYGON((4752388 2048868, 4752488 2048968, 4752488 2048868, 4752388 2048968, 4752388 2048868))",
    "vacía": "POLYGON EMPTY",
    "otro país": "POLYGON((0 0, 1 0, 1 1, 0 0))",
}


@pytest.mark.parametrize(
    "capa",
    [c for c in declaradas() if c.dimension == 2 and "nivel" not in [f.name for f in c.modelo._meta.fields]],
    ids=lambda c: c.id,
)
@pytest.mark.parametrize("texto", MALAS.values(), ids=MALAS)
def test_la_base_misma_rechaza_la_geometria_mala(capa, texto):
    geometria = GEOSGeometry(f"SRID=9377;MULTI{texto.replace('((', '(((').replace('))', ')))')}")
    with pytest.raises(DatabaseError), transaction.atomic():
        capa.modelo.objects.create(codigo="x", fenomeno="Inundacion", categoria="Alta", escala=1, geom=geometria)


@pytest.mark.parametrize(
    "coordenadas", ["'NaN'::float8, 'NaN'::float8", "'Infinity'::float8, 0", "4752388, 'NaN'::float8"]
)
def test_ni_por_sql_entra_una_coordenada_que_no_es_numero(client, coordenadas):
    zona = fabricas.elemento(obtener("zonas-wifi"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE conectividad_zonawifi SET geom = ST_SetSRID(ST_MakePoint({coordenadas}), 9377) WHERE id = %s",
            [zona.pk],
        )
    assert json.loads(client.get("/ogc/collections/zonas-wifi/items", **JSON).content)["numberMatched"] == 1


@pytest.mark.parametrize("coordenadas", ["'NaN'::float8, 'NaN'::float8", "'NaN'::float8, 2048868"])
def test_aunque_alguien_quite_la_guarda_el_json_sigue_siendo_json(client, coordenadas):
    zona = fabricas.elemento(obtener("zonas-wifi"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE conectividad_zonawifi DROP CONSTRAINT zonawifi_geom_sana")
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE conectividad_zonawifi SET geom = ST_SetSRID(ST_MakePoint({coordenadas}), 9377) WHERE id = %s",
            [zona.pk],
        )
    respuesta = client.get("/ogc/collections/zonas-wifi/items", **JSON)
    json.loads(respuesta.content, parse_constant=lambda c: pytest.fail(f"{c} no es JSON"))


def test_un_texto_con_saltos_de_linea_no_falsifica_el_registro(client, caplog, capsys):
    import logging

    from gis_project.registro import UnaLinea

    registro = logging.LogRecord("sig", logging.INFO, "", 0, "400 GET /x: %s", ("a\r\n2026 ERROR todo mal",), None)
    assert "\n" not in UnaLinea("{message}", style="{").format(registro)


@pytest.mark.parametrize("valor", ['{"raster": "/etc/passwd"}', "SRID=4326;POINT(0 0)", "\\x00"])
def test_un_raster_en_el_admin_no_se_abre(cliente_con_rol, valor):
    zona = fabricas.elemento(obtener("zonas-wifi"))
    cliente = cliente_con_rol("tic")
    respuesta = cliente.post(f"/admin/conectividad/zonawifi/{zona.pk}/change/", {"geom": valor, "nombre": "x"})
    assert respuesta.status_code == 200  # the form again, with its error
    assert cliente.get("/admin/conectividad/zonawifi/", {"geom__intersects": valor}).status_code in (302, 400)
    assert ZonaWifi.objects.get().nombre == zona.nombre
