"""Corners and plates of the real ways of the IGAC, against an own walk over their geometry."""

import json
import math
import random
from collections import defaultdict

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiLineString, Point
from django.db import connection

from malla_vial.direcciones import ubicar
from malla_vial.direcciones.normalizador import via_escrita
from malla_vial.models import Via
from tests.conftest import DATOS_REALES, datos_reales

pytestmark = datos_reales
CUANTAS = 60


@pytest.fixture
def cruces():
    """(name, other name, x, y) of every crossing of two numbered ways, out of plain geometry; the ways are loaded."""
    archivo = DATOS_REALES / "vias_ibague_igac_nomenclatura.geojson"
    filas = json.loads(archivo.read_text(encoding="utf-8"))["features"]
    Via.objects.bulk_create([_via(fila) for fila in filas])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("""SELECT a.nombre, b.nombre, ST_X(p), ST_Y(p) FROM malla_vial_via a
            JOIN malla_vial_via b ON a.id < b.id AND a.nombre <> b.nombre AND ST_Intersects(a.geom, b.geom)
            CROSS JOIN LATERAL (SELECT (ST_Dump(ST_Intersection(a.geom, b.geom))).geom AS p) x
            WHERE ST_GeometryType(p) = 'ST_Point' ORDER BY a.id, b.id""")
        todos = cursor.fetchall()
    return [cruce for cruce in todos if all((v := via_escrita(n)) and v.valor and v.clase for n in cruce[:2])]


def _via(fila) -> Via:
    forma = GEOSGeometry(json.dumps(fila["geometry"]), srid=4326)
    forma = forma if forma.geom_type == "MultiLineString" else MultiLineString(forma, srid=4326)
    nombre = fila["properties"]["via"] or "Sin nombre"
    return Via(codigo=str(fila["properties"]["id"]), nombre=nombre, geom=forma.transform(9377, clone=True))


def _error(texto: str, clase: str, x: float, y: float) -> float:
    """Metres from the nearest place found to where it should be; a kilometre if none was."""
    lugares = [Point(h.lon, h.lat, srid=4326).transform(9377, clone=True) for h in ubicar(texto) if h.clase == clase]
    return min((math.dist((lugar.x, lugar.y), (x, y)) for lugar in lugares), default=1000)


def test_se_hallan_las_esquinas_reales(cruces):
    elegidas = random.Random(7).sample(cruces, CUANTAS)
    errores = [_error(f"{una} con {otra}", "esquina", x, y) for una, otra, x, y in elegidas]
    assert sum(error < 20 for error in errores) >= 0.95 * CUANTAS
    assert sum(error < 1000 for error in errores) >= 0.98 * CUANTAS


def test_las_placas_quedan_donde_manda_la_costumbre(cruces):
    azar, de_via, lineas = random.Random(7), defaultdict(list), defaultdict(list)
    for una, otra, x, y in cruces:
        de_via[una].append((otra, x, y))
        de_via[otra].append((una, x, y))
    for via in Via.objects.all():
        lineas[via.nombre] += list(via.geom)
    errores = []
    while len(errores) < CUANTAS:
        nombre = azar.choice(list(de_via))
        placa = _placa(azar, nombre, de_via[nombre], lineas[nombre])
        if placa:
            errores.append(_error(placa[0], "predio", *placa[1:]))
    assert sum(error < 10 for error in errores) >= 0.85 * CUANTAS
    assert sum(error < 30 for error in errores) >= 0.95 * CUANTAS


def _placa(azar, nombre, cruces, lineas):
    """(address, x, y) of a plate between a crossing and the next in number on the same line; None where there is none."""
    otra, x, y = azar.choice(cruces)
    propia, cruza, aqui = via_escrita(nombre), via_escrita(otra), Point(x, y, srid=9377)
    linea = next((tramo for tramo in lineas if tramo.distance(aqui) < 1), None)
    if linea is None or propia.clase == cruza.clase:
        return None
    inicio = linea.project(aqui)
    finales = [
        linea.project(lugar)
        for nombre_, cx, cy in cruces
        if (v := via_escrita(nombre_)) and (v.clase, v.sector) == (cruza.clase, cruza.sector) and v.orden > cruza.orden
        for lugar in [Point(cx, cy, srid=9377)]
        if linea.distance(lugar) < 1
    ]
    fin = min(finales, key=lambda f: abs(f - inicio), default=inicio)
    if not 20 <= abs(fin - inicio) <= 250:
        return None
    placa = azar.randint(3, int(abs(fin - inicio)))
    lugar = linea.interpolate(inicio + math.copysign(placa, fin - inicio))
    return f"{propia} # {cruza.numero}-{placa:02}", lugar.x, lugar.y
