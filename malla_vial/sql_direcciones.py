"""Where ways meet, and which is near: the questions of the address finder. All read `malla_vial_via` through a door."""

from collections.abc import Sequence

from capas.geometria import SRID_GEOGRAFICO, SRID_MAESTRO
from capas.postgis import filas

SE_TOCAN_M = 12  # ways whose axes end this near meet: the other carriageway, or a line drawn short
JUNTAS_M = 150  # pieces of one name nearer than this are one way, however it was digitised

Cruce = tuple[int, float, float]


def cruces(alias: str, ids: Sequence[int]) -> list[Cruce]:
    """(id of the other way, x, y in EPSG:9377) of every place where any of these ways meets another."""
    consulta = """SELECT b.id, ST_X(p.geom), ST_Y(p.geom)
        FROM malla_vial_via a JOIN malla_vial_via b ON b.id <> ALL(%s) AND ST_DWithin(a.geom, b.geom, %s)
        CROSS JOIN LATERAL (SELECT CASE WHEN ST_Intersects(a.geom, b.geom) THEN ST_Intersection(a.geom, b.geom)
            ELSE ST_ClosestPoint(a.geom, b.geom) END AS geom) comun
        CROSS JOIN LATERAL (SELECT ST_Centroid(d.geom) AS geom FROM ST_Dump(comun.geom) d) p
        WHERE a.id = ANY(%s) ORDER BY b.id, 2, 3"""
    return filas(alias, consulta, (list(ids), SE_TOCAN_M, list(ids)))


def acercamiento(alias: str, unas: Sequence[int], otras: Sequence[int]) -> tuple[float, float, float] | None:
    """(metres, x, y on the first) where two ways that do not meet come nearest."""
    consulta = """SELECT ST_Distance(a.geom, b.geom), ST_X(p.geom), ST_Y(p.geom)
        FROM malla_vial_via a CROSS JOIN malla_vial_via b
        CROSS JOIN LATERAL (SELECT ST_ClosestPoint(a.geom, b.geom) AS geom) p
        WHERE a.id = ANY(%s) AND b.id = ANY(%s) ORDER BY 1, a.id, b.id LIMIT 1"""
    hallado = filas(alias, consulta, (list(unas), list(otras)))
    return hallado[0] if hallado else None


def mas_cercana(alias: str, x: float, y: float, radio_m: float) -> tuple[int, float] | None:
    """(id, metres) of the way with a name nearest to a point (EPSG:9377)."""
    consulta = f"""SELECT id, ST_Distance(geom, p.punto) FROM malla_vial_via,
            (SELECT ST_SetSRID(ST_MakePoint(%s, %s), {SRID_MAESTRO}) AS punto) p
        WHERE ST_DWithin(geom, p.punto, %s) ORDER BY geom <-> p.punto, id LIMIT 1"""
    hallada = filas(alias, consulta, (x, y, radio_m))
    return hallada[0] if hallada else None


def en_grados(alias: str, lugares: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """(lon, lat) of places in EPSG:9377, in their order."""
    consulta = f"""SELECT ST_X(g), ST_Y(g) FROM (SELECT i, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), {SRID_MAESTRO}),
        {SRID_GEOGRAFICO}) AS g FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS t (x, y, i)) r ORDER BY i"""
    return filas(alias, consulta, ([x for x, _ in lugares], [y for _, y in lugares]))


def con_numero(alias: str, numeros: Sequence[int]) -> list[tuple[int, str, str]]:
    """(id, name, class) of the ways in whose name one of these numbers stands alone."""
    patron = rf"(^|[^0-9])({'|'.join(str(numero) for numero in numeros)})([^0-9]|$)"
    return filas(alias, "SELECT id, nombre, clase FROM malla_vial_via WHERE nombre ~ %s ORDER BY id", (patron,))


def nombradas(alias: str, ids: Sequence[int]) -> list[tuple[int, str, str]]:
    """(id, name, class) of some ways."""
    return filas(alias, "SELECT id, nombre, clase FROM malla_vial_via WHERE id = ANY(%s)", (list(ids),))


def partes(alias: str, ids: Sequence[int]) -> list[tuple]:
    """(metres, x, y in EPSG:9377 of a place half way, box in degrees) of each run of ways that lie together, longest first."""
    consulta = f"""SELECT largo, ST_X(medio), ST_Y(medio), ST_XMin(caja), ST_YMin(caja), ST_XMax(caja), ST_YMax(caja) FROM (
        SELECT sum(ST_Length(geom)) AS largo, ST_ClosestPoint(ST_Collect(geom), ST_Centroid(ST_Collect(geom))) AS medio,
            ST_Transform(ST_Envelope(ST_Collect(geom)), {SRID_GEOGRAFICO}) AS caja
        FROM (SELECT geom, ST_ClusterDBSCAN(geom, {JUNTAS_M}, 1) OVER () AS grupo FROM malla_vial_via WHERE id = ANY(%s)) v
        GROUP BY grupo) g ORDER BY largo DESC"""
    return filas(alias, consulta, (list(ids),))
