"""The SQL of quality, on shapes: geometries, coverages and networks. Same rows as `capas.calidad.sql`."""

from collections.abc import Sequence

from django.db.models import Field

from capas.calidad.sql import AREA_MINIMA, CONTACTO, EXTREMOS, FILAS, PARTES, Busqueda, consultar, ejecutar
from capas.geometria import SRID_MAESTRO
from capas.postgis import nombre

# Geometry


def invalidas() -> Busqueda:
    donde = f"coalesce(ST_SetSRID(location(v), {SRID_MAESTRO}), geom)"
    return f"SELECT id, {donde} AS lugar, 0 AS peso FROM {FILAS}, ST_IsValidDetail(geom) v WHERE NOT valid(v)", ()


_REPASO = "ST_Length(ST_UnaryUnion(geom)) < ST_Length(geom) - 0.01"


def cruzadas() -> Busqueda:
    """Lines and rings that cross themselves."""
    return (
        f"""SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE CASE WHEN ST_Dimension(geom) = 2
            THEN ST_IsValidReason(geom) LIKE '%%elf-intersection%%'
            ELSE NOT ST_IsSimple(geom) AND NOT ({_REPASO}) END""",
        (),
    )


def repasadas() -> Busqueda:
    """Lines that go over themselves."""
    return f"SELECT id, geom AS lugar, 0 AS peso FROM {FILAS} WHERE NOT ST_IsSimple(geom) AND {_REPASO}", ()


# Coverages


def _vecinos(por: Field | None) -> str:
    juntas = f"AND a.{nombre(por.column)} IS NOT DISTINCT FROM b.{nombre(por.column)}" if por else ""
    return f"{FILAS} a JOIN {FILAS} b ON a.id < b.id AND a.geom && b.geom {juntas} AND ST_Intersects(a.geom, b.geom)"


def vecinos(por: Field | None) -> int:
    """How many pairs of one coverage touch."""
    return consultar(f"SELECT count(*) FROM {_vecinos(por)}")[0][0]


def traslapes(por: Field | None, minimo: float, maximo: float | None = None) -> Busqueda:
    """Each pair that overlaps by at least `minimo` square metres and less than `maximo`."""
    tope = f"AND ST_Area(traslape) < {maximo:f}" if maximo is not None else ""
    return (
        f"""SELECT id, traslape AS lugar, ST_Area(traslape) AS peso
        FROM (SELECT a.id, ST_Intersection(a.geom, b.geom) AS traslape FROM {_vecinos(por)}) p
        WHERE ST_Area(traslape) >= {max(minimo, AREA_MINIMA):f} {tope}""",
        (),
    )


def _union(por: Field | None) -> str:
    grupo = f"GROUP BY {nombre(por.column)}" if por else ""
    return f"SELECT (ST_Dump(ST_Union(geom))).geom AS pieza FROM {FILAS} {grupo}"


def huecos(por: Field | None) -> Busqueda:
    """What the coverage encloses and no feature covers."""
    return (
        f"""SELECT NULL::bigint AS id, r.geom AS lugar, ST_Area(r.geom) AS peso
        FROM ({_union(por)}) u, ST_DumpRings(u.pieza) r WHERE r.path[1] > 0 AND ST_Area(r.geom) >= {AREA_MINIMA}""",
        (),
    )


def contornos(por: Field | None) -> int:
    """How many rings bound the coverage: its outlines and its gaps."""
    return consultar(f"SELECT coalesce(sum(ST_NRings(pieza)), 0) FROM ({_union(por)}) u")[0][0]


# Networks


def copiar_red() -> int:
    """The single lines of a network and their ends, each with how many other lines it touches; how many ends."""
    ejecutar(
        f"""CREATE TEMP TABLE {PARTES} ON COMMIT DROP AS
            SELECT row_number() OVER () AS n, f.id, d.geom AS parte FROM {FILAS} f, ST_Dump(f.geom) d""",
        f"CREATE INDEX ON {PARTES} USING gist (parte); ANALYZE {PARTES}",
        f"""CREATE TEMP TABLE {EXTREMOS} ON COMMIT DROP AS
            SELECT p.n, p.id, e.punto, (SELECT count(*) FROM {PARTES} o
                WHERE o.n <> p.n AND ST_DWithin(o.parte, e.punto, {CONTACTO})) AS grado
            FROM {PARTES} p, LATERAL (VALUES (ST_StartPoint(p.parte)), (ST_EndPoint(p.parte))) AS e (punto)
            WHERE NOT ST_IsClosed(p.parte)""",
        f"CREATE INDEX ON {EXTREMOS} USING gist (punto); ANALYZE {EXTREMOS}",
    )
    return consultar(f"SELECT count(*) FROM {EXTREMOS}")[0][0]


def extremos_sueltos() -> Busqueda:
    return f"SELECT id, punto AS lugar, 0 AS peso FROM {EXTREMOS} WHERE grado = 0", ()


def _cercanos(tolerancia: float, cruza: bool) -> Busqueda:
    """Loose ends with another line at hand, by whether their own line crosses it there."""
    cruce = f"ST_DWithin(ST_Intersection(p.parte, o.parte), e.punto, {tolerancia:f})"
    return (
        f"""SELECT e.id, e.punto AS lugar, -min(ST_Distance(o.parte, e.punto)) AS peso
        FROM {EXTREMOS} e JOIN {PARTES} p ON p.n = e.n
        JOIN {PARTES} o ON o.n <> e.n AND ST_DWithin(o.parte, e.punto, {tolerancia:f})
        WHERE e.grado = 0 GROUP BY e.id, e.n, e.punto HAVING coalesce(bool_or({cruce}), false) = {cruza}""",
        (),
    )


def cortos(tolerancia: float) -> Busqueda:
    """Undershoots: an end that stops just before another line."""
    return _cercanos(tolerancia, cruza=False)


def pasados(tolerancia: float) -> Busqueda:
    """Overshoots: an end that goes just beyond the line it crosses."""
    return _cercanos(tolerancia, cruza=True)


def seudonodos(campos: Sequence[Field]) -> Busqueda:
    """Where just two ends meet, of two features that no attribute tells apart."""
    iguales = "".join(f" AND f.{nombre(c.column)} IS NOT DISTINCT FROM g.{nombre(c.column)}" for c in campos)
    return (
        f"""SELECT a.id, a.punto AS lugar, 0 AS peso FROM {EXTREMOS} a
        JOIN {EXTREMOS} b ON a.n < b.n AND ST_DWithin(a.punto, b.punto, {CONTACTO})
        JOIN {FILAS} f ON f.id = a.id JOIN {FILAS} g ON g.id = b.id AND g.id <> f.id
        WHERE a.grado = 1 AND b.grado = 1{iguales}""",
        (),
    )


def islas() -> Busqueda:
    """The features that no way joins to the largest piece of the network."""
    return (
        f"""SELECT f.id, f.geom AS lugar, ST_Length(f.geom) AS peso FROM {FILAS} f WHERE id NOT IN (
            SELECT id FROM (SELECT id, n, pieza, max(suma) OVER () AS mayor, suma FROM (
                SELECT id, n, pieza, sum(ST_Length(parte)) OVER (PARTITION BY pieza) AS suma FROM (
                    SELECT id, n, parte, ST_ClusterDBSCAN(parte, {CONTACTO}, 1) OVER () AS pieza FROM {PARTES}) c) s) t
            WHERE suma = mayor)""",
        (),
    )
