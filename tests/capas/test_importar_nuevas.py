"""Files in: a new layer out of a file, with the schema of the file."""

import pytest
from django.core.management import CommandError
from django.db import connection

from capas import datos
from capas.catalogo import obtener
from capas.models import FichaCapa
from tests.capas.importacion import geojson, importar, punto


def test_una_capa_nueva_nace_completa(tmp_path, client):
    filas = [
        (punto(-75.2 - n / 100), {"Nombre del Salón": f"Salón {n}", "Cupo": n, "Teléfono": "300", "geom": "x"})
        for n in range(3)
    ]
    importar(geojson(tmp_path / "a.geojson", *filas), "salones-comunales", crear=True)
    capa = obtener("salones-comunales")
    assert capa.publicos == ("nombre_del_salon", "cupo", "c_geom")
    assert client.get("/ogc/collections/salones-comunales/items").json()["numberMatched"] == 3
    assert client.get("/ogc/collections/salones-comunales/items?cupo=2").json()["numberMatched"] == 1
    assert "telefono" not in client.get("/datos/salones-comunales.csv").getvalue().decode()
    assert client.get("/buscar?q=salon 2").json()["resultados"][0]["titulo"] == "Salón 2"
    por_clase = client.get("/buscar?q=salon comunal salon 1").json()["resultados"]
    assert por_clase[0]["titulo"] == "Salón 1"


def test_una_capa_de_datos_se_borra_con_su_tabla(tmp_path, client):
    importar(geojson(tmp_path / "a.geojson", (punto(), {"nombre": "Uno"})), "pasajera", crear=True)
    datos.borrar("pasajera")
    assert client.get("/ogc/collections/pasajera").status_code == 404
    assert "datos_pasajera" not in connection.introspection.table_names()


def test_una_capa_que_no_existe_dice_cuales_hay(tmp_path):
    with pytest.raises(CommandError, match="zonas-wifi"):
        importar(geojson(tmp_path / "a.geojson", (punto(), {})), "no-existe")


@pytest.mark.parametrize("nombre", ["Deslizamientos", "con espacio", "1ero", "a" * 60])
def test_un_nombre_de_capa_que_no_puede_ser_se_dice(tmp_path, nombre):
    with pytest.raises(CommandError, match=f"No se puede crear la capa «{nombre}»"):
        importar(geojson(tmp_path / "a.geojson", (punto(), {"nombre": "Uno"})), nombre, crear=True)
    assert not FichaCapa.objects.filter(pk=nombre).exists()


def poligono(*vertices):
    return {"type": "Polygon", "coordinates": [[*vertices, vertices[0]]]}


A, B, C = (-75.23, 4.43), (-75.22, 4.43), (-75.22, 4.44)


def test_lo_que_no_es_de_la_clase_de_la_mayoria_se_rechaza_fila_por_fila(tmp_path, capfd):
    filas = [
        (poligono(A, B, C), {"nombre": "Uno"}),
        (punto(), {"nombre": 2}),
        ({"type": "LineString", "coordinates": [A, B]}, {"nombre": "Tres"}),
        (poligono(A, A, A), {"nombre": "Cuatro"}),
        (poligono(B, C, A), {"nombre": "Cinco"}),
    ]
    salida = importar(geojson(tmp_path / "a.geojson", *filas), "mezcladas", crear=True)
    assert "2 nuevas" in salida
    assert "3 rechazadas" in salida
    assert "la fila 2: es un punto y la capa guarda polígonos" in salida
    assert "la fila 3: es una línea y la capa guarda polígonos" in salida
    assert "la fila 4: es un polígono que no tiene área" in salida
    assert "Warning" not in capfd.readouterr().err


def test_un_archivo_sin_ninguna_geometria_no_crea_capa(tmp_path):
    with pytest.raises(CommandError, match="no tiene ninguna geometría"):
        importar(geojson(tmp_path / "a.geojson", (None, {"nombre": "Uno"})), "sin-lugar", crear=True)
