"""The load: a city of streets in a grid, hazard polygons and WiFi zones, always the same.

A scale of 1 is 100,000 lines, 20,000 polygons of 20 to 200 vertices and 50,000 points over some 18 km; ten times the
scale is ten times the ground, so that a screen shows as many features as before.
"""

import math

from django.db import connection
from tqdm import tqdm

ESTE, NORTE = 4_752_900.0, 2_048_400.0  # the centre, EPSG:9377
CUADRA = 80.0  # metres
LINEAS, POLIGONOS, PUNTOS = 100_000, 20_000, 50_000

_VIAS = """
INSERT INTO malla_vial_tramovial (codigo, nombre, tipo_red, tipo_eje, sentido, categoria, jerarquia, propietario,
        tipo_superficie, tipo_terreno, estado, ruta_bus, geom)
SELECT 'B' || lpad(n::text, 9, '0'), CASE vertical WHEN 0 THEN 'Calle ' || fila ELSE 'Carrera ' || columna END,
    4, 1, 3, 4,
    CASE WHEN eje % 20 = 0 THEN 'urbana_principal' WHEN eje % 5 = 0 THEN 'urbana_secundaria' ELSE 'urbana_local' END,
    'municipio', 3, 4, 1 + n % 5, eje % 10 = 0,
    ST_SetSRID(ST_MakeLine(ARRAY[ST_MakePoint(x, y),
        ST_MakePoint(x + {cuadra} / 2 * (1 - vertical) + 3 * vertical, y + {cuadra} / 2 * vertical + 3 * (1 - vertical)),
        ST_MakePoint(x + {cuadra} * (1 - vertical), y + {cuadra} * vertical)]), 9377)
FROM (SELECT n, n % 2 AS vertical, (n / 2) % {lado} AS columna, (n / 2) / {lado} AS fila,
        CASE n % 2 WHEN 0 THEN (n / 2) / {lado} ELSE (n / 2) % {lado} END AS eje,
        {oeste} + (n / 2) % {lado} * {cuadra} AS x, {sur} + (n / 2) / {lado} * {cuadra} AS y
    FROM generate_series(0, {cuantos} - 1) n) g"""

_AMENAZAS = """
INSERT INTO riesgo_zonaamenaza (codigo, fenomeno, categoria, nivel_estudio, estudio, escala, responsable, acto_tipo,
        acto_numero, descripcion, geom)
SELECT 'Z' || lpad(n::text, 9, '0'),
    (ARRAY['Movimientos_En_Masa', 'Inundacion', 'Avenida_Torrencial'])[1 + n % 3],
    (ARRAY['Alta', 'Media', 'Baja'])[1 + n % 3], 'basico', 'Carga de medida', 5000, '', '', '', '',
    ST_Multi(ST_SetSRID(ST_MakePolygon(ST_MakeLine(ARRAY(
        SELECT ST_MakePoint(x + radio * cos(2 * pi() * k / v), y + radio * sin(2 * pi() * k / v))
        FROM (SELECT k % v AS k, 60 + 20 * sin(k % v * 0.7) + 8 * sin(k % v * 2.3) AS radio FROM generate_series(0, v) k) r
    ))), 9377))
FROM (SELECT n, 20 + (n * 7919) % 181 AS v, {oeste} + {ancho} * random() AS x, {sur} + {ancho} * random() AS y
    FROM generate_series(0, {cuantos} - 1) n) g"""

_ZONAS = """
INSERT INTO conectividad_zonawifi (codigo, nombre, direccion, operador, ambito, radio_m, horario, sesion_minutos, operativa, geom)
SELECT 'W' || lpad(n::text, 9, '0'), 'Zona ' || n, 'Calle ' || n % 200, 'Operador ' || n % 7, 'urbano', 100, '24 horas', 60, n % 9 <> 0,
    ST_SetSRID(ST_MakePoint({oeste} + {ancho} * random(), {sur} + {ancho} * random()), 9377)
FROM generate_series(0, {cuantos} - 1) n"""


def lado(escala: float) -> float:
    """Metres that the load measures from side to side."""
    return math.sqrt(LINEAS * escala / 2) * CUADRA


def cargar(escala: float) -> None:
    """Fill the empty tables; the trail sleeps meanwhile, and each layer gets a new revision."""
    ancho = lado(escala)
    zona = {
        "oeste": ESTE - ancho / 2,
        "sur": NORTE - ancho / 2,
        "ancho": ancho,
        "cuadra": CUADRA,
        "lado": round(ancho / CUADRA),
    }
    tablas = [
        ("malla_vial_tramovial", "tramos-viales", _VIAS, LINEAS),
        ("riesgo_zonaamenaza", "zonas-amenaza", _AMENAZAS, POLIGONOS),
        ("conectividad_zonawifi", "zonas-wifi", _ZONAS, PUNTOS),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SELECT setseed(0.42)")
        for tabla, capa, consulta, cuantos in tqdm(tablas, desc="Carga", unit="capa"):
            cursor.execute(f"ALTER TABLE {tabla} DISABLE TRIGGER USER")
            cursor.execute(consulta.format(cuantos=round(cuantos * escala), **zona))
            cursor.execute(f"ALTER TABLE {tabla} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM ANALYZE {tabla}")
            cursor.execute("UPDATE capas_revisioncapa SET numero = numero + 1 WHERE ficha_id = %s", [capa])
