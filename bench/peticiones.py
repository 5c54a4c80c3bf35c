"""What is asked, as an address of the service and as the SQL that gives the same answer.

The SQL is written here and not taken from the service: it is the best that is known for each question (envelope as a
literal, stored 3857 column, JSON made by the database), with the count where the service gives numberMatched.
"""

import random
from dataclasses import dataclass

from django.db import connection

from bench.carga import ESTE, NORTE, lado

_ITEMS = "/ogc/collections/{capa}/items?limit={limite}&bbox={caja}"
_MUNDO = 40075016.68557849
_CAMPOS_DE_TRAMO = """codigo, via_id AS via, nombre, tipo_red, tipo_eje, sentido, categoria, jerarquia, propietario,
    tipo_superficie, tipo_terreno, pendiente, estado, fecha_estado, numero_carriles, ancho_carril, ancho_berma,
    ancho_cuneta, ancho_separador, ruta_bus, longitud"""
_CAMPOS_DE_ZONA = """codigo, fenomeno, categoria, nivel_estudio, estudio, escala, fecha_estudio, responsable, acto_tipo,
    acto_numero, acto_fecha, vigencia_desde, vigencia_hasta, descripcion"""
_FEATURE = """'{{"type":"Feature","id":' || id || ',"geometry":' || ST_AsGeoJSON(ST_Transform(geom, 4326), 7)
    || ',"properties":' || (SELECT row_to_json(p) FROM (SELECT {campos}) p)::text || '}}'"""


@dataclass(frozen=True)
class Pregunta:
    """One thing to ask: the address, and the statements that answer it."""

    ruta: str
    sql: tuple[str, ...]


def elementos(limite: int, cuantas: int) -> list[Pregunta]:
    """Pages of road segments of boxes that hold about one and a half pages."""
    metros = (limite * 1.5 / 2) ** 0.5 * 80
    return [_pagina(caja, limite) for caja in _cajas(cuantas, metros)]


def _pagina(caja: str, limite: int) -> Pregunta:
    donde = f"ST_Intersects(geom, ST_Transform(ST_MakeEnvelope({caja}, 4326), 9377))"
    feature = _FEATURE.format(campos=_CAMPOS_DE_TRAMO)
    return Pregunta(
        _ITEMS.format(capa="tramos-viales", limite=limite, caja=caja),
        (
            f"SELECT id, {feature} FROM malla_vial_tramovial WHERE {donde} ORDER BY id LIMIT {limite}",
            f"SELECT count(*) FROM malla_vial_tramovial WHERE {donde}",
        ),
    )


def puntos_en_poligono(cuantos: int) -> list[Pregunta]:
    """The hazard zones at a place; fewer than a page, so their number needs no count."""
    return [
        Pregunta(
            _ITEMS.format(capa="zonas-amenaza", limite=10, caja=caja),
            (
                f"SELECT id, {_FEATURE.format(campos=_CAMPOS_DE_ZONA)} FROM riesgo_zonaamenaza WHERE "
                f"ST_Intersects(geom, ST_Transform(ST_SetSRID(ST_MakePoint({','.join(caja.split(',')[:2])}), 4326), 9377)) "
                "ORDER BY id LIMIT 10",
            ),
        )
        for caja in _cajas(cuantos, 0)
    ]


def _cajas(cuantas: int, metros: float) -> list[str]:
    """Boxes «west,south,east,north» in degrees, at random in the middle of the load; the same at every run."""
    azar, mitad = random.Random(7), lado(1) * 0.45
    centros = [(ESTE + azar.uniform(-mitad, mitad), NORTE + azar.uniform(-mitad, mitad)) for _ in range(cuantas)]
    esquinas = [(x - metros / 2, y - metros / 2, x + metros / 2, y + metros / 2) for x, y in centros]
    return [",".join(f"{g:.6f}" for g in _en_grados(*esquina)) for esquina in esquinas]


def _en_grados(*esquina: float) -> list[float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(a), ST_Y(a), ST_X(b), ST_Y(b) FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 9377), 4326) a, "
            "ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 9377), 4326) b) e",
            esquina,
        )
        return list(cursor.fetchone())


def celdas(zooms: range, por_zoom: int) -> list[tuple[int, int, int]]:
    """(z, x, y) of tiles over the middle of the load, at most so many of each zoom."""
    mitad, azar, halladas = lado(1) * 0.45, random.Random(11), []
    oeste, sur, este, norte = _en_grados(ESTE - mitad, NORTE - mitad, ESTE + mitad, NORTE + mitad)
    for z in zooms:
        (x0, y1), (x1, y0) = _celda(z, oeste, sur), _celda(z, este, norte)
        todas = [(z, x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]
        halladas += azar.sample(todas, min(por_zoom, len(todas)))
    return halladas


def _celda(z: int, lon: float, lat: float) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 3857) p", (lon, lat)
        )
        x, y = cursor.fetchone()
    return int((x + _MUNDO / 2) / _MUNDO * 2**z), int((_MUNDO / 2 - y) / _MUNDO * 2**z)


def tesela_de_lineas(z: int, x: int, y: int) -> Pregunta:
    clases = "'urbana_principal', 'rural_primer_orden'" + (
        ", 'urbana_secundaria', 'rural_segundo_orden'" if z >= 12 else ""
    )
    return _tesela(
        "tramos-viales",
        "malla_vial_tramovial",
        "estado, jerarquia",
        "geom_web",
        z,
        x,
        y,
        "" if z >= 14 else f"AND jerarquia IN ({clases})",
    )


def tesela_de_poligonos(z: int, x: int, y: int) -> Pregunta:
    """Generalised to half a pixel, as the service does."""
    geometria = f"ST_Simplify(geom_web, {_MUNDO / 2**z / 512:.6f}, true)"
    return _tesela("zonas-amenaza", "riesgo_zonaamenaza", "fenomeno, categoria", geometria, z, x, y, "")


def _tesela(capa: str, tabla: str, campos: str, geometria: str, z: int, x: int, y: int, ademas: str) -> Pregunta:
    paso = _MUNDO / 2**z
    oeste, norte = -_MUNDO / 2 + x * paso, _MUNDO / 2 - y * paso
    caja = f"ST_MakeEnvelope({oeste:.6f}, {norte - paso:.6f}, {oeste + paso:.6f}, {norte:.6f}, 3857)"
    consulta = f"""SELECT ST_AsMVT(m, '{capa}', 4096, 'geom', 'id') FROM (
        SELECT id, {campos}, ST_AsMVTGeom({geometria}, {caja}, 4096, 64) AS geom FROM {tabla}
        WHERE geom_web && ST_Expand({caja}, {paso / 64:.6f}) {ademas} LIMIT 15000) m WHERE geom IS NOT NULL"""
    return Pregunta(f"/ogc/collections/{capa}/tiles/WebMercatorQuad/{z}/{y}/{x}", (consulta,))
