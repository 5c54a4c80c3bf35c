"""The reference systems the service speaks, and the limits of a sound coordinate."""

import itertools
import math
import re
from dataclasses import dataclass
from typing import cast

from django.contrib.gis.db.models.functions import AsWKT
from django.contrib.gis.geos import Point
from django.db.models import BooleanField, Func

SRID_MAESTRO = 9377  # MAGNA-SIRGAS / Origen-Nacional, metres (IGAC Res. 471/2020)
SRID_WEB = 3857
SRID_GEOGRAFICO = 4326
ESCALA_0 = 559082264.0287178  # scale denominator of zoom 0 on 256 px tiles (OGC 17-083r4, annex D.1)

# Colombia with its islands and sea: lon/lat, and the same in EPSG:9377 (easting, northing), rounded outwards.
PAIS_GRADOS = (-84.0, -5.0, -66.0, 16.0)
PAIS_METROS = (3_700_000, 990_000, 5_900_000, 3_400_000)


class CoordenadaInvalida(ValueError):
    """A coordinate that is no place of the country; the message is for a person."""


class GeometriaDefectuosa(CoordenadaInvalida):
    """Its numbers are places, and they make no sound form: it crosses itself, is empty, has four dimensions."""


@dataclass(frozen=True)
class Crs:
    """A reference system of the APIs. `norte_primero`: the register's axis order is latitude or northing first."""

    uri: str
    srid: int
    norte_primero: bool
    decimales: int


_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", SRID_GEOGRAFICO, False, 7)
SISTEMAS = {
    crs.uri: crs
    for crs in (
        CRS84,
        Crs(f"{_EPSG}4326", 4326, True, 7),
        Crs(f"{_EPSG}4686", 4686, True, 7),
        Crs(f"{_EPSG}3857", SRID_WEB, False, 3),
        Crs(f"{_EPSG}9377", SRID_MAESTRO, True, 3),
    )
}
CRS_MAESTRO = SISTEMAS[f"{_EPSG}9377"]


class GeometriaSana(Func):
    """Boolean SQL for CHECK constraints: valid, not empty, finite and inside the country (EPSG:9377).

    NaN compares greater than any number in PostgreSQL, so the upper bounds refuse it.
    """

    output_field = BooleanField()
    template = (
        "(ST_IsValid(%(expressions)s) AND NOT ST_IsEmpty(%(expressions)s)"
        f" AND ST_XMin(%(expressions)s) >= {PAIS_METROS[0]} AND ST_YMin(%(expressions)s) >= {PAIS_METROS[1]}"
        f" AND ST_XMax(%(expressions)s) <= {PAIS_METROS[2]} AND ST_YMax(%(expressions)s) <= {PAIS_METROS[3]})"
    )

    def as_sql(self, compiler, connection, **extra):
        """The geometry stands in the template many times, so a value (when a model is validated) is bound as many."""
        sql, valores = super().as_sql(compiler, connection, **extra)
        return sql, tuple(valores) * self.template.count("%(expressions)s")


class EnWkt(AsWKT):
    """WKT with so many `decimales`, which Django's own function does not take."""

    name = "AsWKT"
    template = "%(function)s(%(expressions)s, %(decimales)s)"


class Generalizada(Func):
    """A geometry in EPSG:3857 as it is drawn up to zoom 12: without what is smaller than half a pixel, 19 metres."""

    template = "ST_Simplify(%(expressions)s, 19, true)"


def numero(texto: str | float, nombre: str) -> float:
    """A finite number out of what a request sent."""
    try:
        valor = float(texto)
    except (TypeError, ValueError) as error:
        raise CoordenadaInvalida(f"«{nombre}» debe ser un número.") from error
    if not math.isfinite(valor):
        raise CoordenadaInvalida(f"«{nombre}» debe ser un número finito.")
    return valor


def punto(lon: str | float, lat: str | float) -> Point:
    """A point in EPSG:4326 out of two untrusted texts, inside the country's box."""
    x, y = numero(lon, "lon"), numero(lat, "lat")
    oeste, sur, este, norte = PAIS_GRADOS
    if not (oeste <= x <= este and sur <= y <= norte):
        raise CoordenadaInvalida(f"El punto ({x:g}, {y:g}) está fuera de Colombia: use longitud y latitud en grados.")
    return Point(x, y, srid=SRID_GEOGRAFICO)


def caja(oeste: float, sur: float, este: float, norte: float, crs: Crs = CRS84) -> str | None:
    """The part of a box (x, y order of `crs`) that lies in the country, as EWKT in the CRS's SRID; None if there is none.

    A polygon; a point of a box without area. Clipped, because a box of the whole world has no image in a transverse
    Mercator; its long sides are split, because a straight side in degrees is a curve in metres.
    """
    limites = PAIS_GRADOS if crs.srid in (4326, 4686) else PAIS_METROS if crs.srid == SRID_MAESTRO else PAIS_WEB
    oeste, sur = max(oeste, limites[0]), max(sur, limites[1])
    este, norte = min(este, limites[2]), min(norte, limites[3])
    if oeste > este or sur > norte:
        return None
    if (oeste, sur) == (este, norte):
        return f"SRID={crs.srid};POINT({oeste!r} {sur!r})"
    borde = _borde(oeste, sur, max(este, oeste + 1e-9), max(norte, sur + 1e-9))
    return f"SRID={crs.srid};POLYGON(({','.join(f'{x!r} {y!r}' for x, y in borde)}))"


def _borde(oeste: float, sur: float, este: float, norte: float) -> list[tuple[float, float]]:
    esquinas = [(oeste, sur), (este, sur), (este, norte), (oeste, norte), (oeste, sur)]
    # Of a side of 2 km in degrees the curve strays by less than 3 cm from the straight line in Colombia.
    if max(este - oeste, norte - sur) <= 0.02:
        return esquinas
    partes = 8
    return [
        (x0 + (x1 - x0) * i / partes, y0 + (y1 - y0) * i / partes)
        for (x0, y0), (x1, y1) in itertools.pairwise(esquinas)
        for i in range(partes)
    ] + [esquinas[0]]


def a_maestro(lugar: Point) -> Point:
    """A copy of a point in EPSG:9377."""
    return cast(Point, lugar.transform(SRID_MAESTRO, clone=True))


def a_grados(lugar: Point) -> Point:
    """A copy of a point in EPSG:4326."""
    return cast(Point, lugar.transform(SRID_GEOGRAFICO, clone=True))


def a_web(lon: float, lat: float) -> tuple[float, float]:
    """Spherical Mercator (EPSG:3857), metres."""
    radio = 6378137.0
    return radio * math.radians(lon), radio * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


PAIS_WEB = (*a_web(*PAIS_GRADOS[:2]), *a_web(*PAIS_GRADOS[2:]))


_MOTIVOS = {
    "Self-intersection": "se cruza a sí misma",
    "Ring Self-intersection": "un borde se toca a sí mismo",
    "Too few points": "tiene muy pocos puntos",
    "Hole lies outside": "un hueco está fuera de su polígono",
    "Nested": "tiene polígonos anidados",
    "Duplicate Rings": "tiene anillos repetidos",
}


def motivo_en_espanol(motivo: str, lugar: str) -> str:
    """What GEOS says against a geometry, in words; `lugar`: how to write the two coordinates it gives, if it gives them."""
    frase = next((texto for ingles, texto in _MOTIVOS.items() if motivo.startswith(ingles)), motivo)
    hallado = re.search(r"\[(-?[\d.]+) (-?[\d.]+)\]", motivo)
    return frase + (f" en {lugar.format(*map(float, hallado.groups()))}" if hallado else "")
