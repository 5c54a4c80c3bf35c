"""A small still map of where a layer lies: the municipality's outline and the layer's box, as numbers for an SVG."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from capas.consultas import Usuario
from capas.geometria import SRID_GEOGRAFICO
from capas.lectura import por_revision
from capas.models import FichaCapa, Municipio

ANCHO, MARGEN = 360.0, 16.0
_SIMPLE_M = 150  # finer than a pixel of the drawing
_ESCALAS_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
Caja = tuple[float, ...]  # west, south, east, north, in degrees


@dataclass(frozen=True)
class Silueta:
    """Pixels of the drawing. contorno: the `d` of a path; marco: x, y, width, height; regla: width and kilometres of a scale bar."""

    alto: float
    contorno: str
    marco: tuple[float, float, float, float]
    regla: tuple[float, float]

    @property
    def ancho(self) -> float:
        return ANCHO

    @property
    def y_regla(self) -> float:
        return self.alto - 22


def dibujar(caja: Caja, usuario: Usuario) -> Silueta:
    """The drawing of a box within the municipality, if this person may see the municipality."""
    anillos = _municipio(usuario)
    puntos = [punto for anillo in anillos for punto in anillo]
    lons, lats = [caja[0], caja[2], *(p[0] for p in puntos)], [caja[1], caja[3], *(p[1] for p in puntos)]
    oeste, norte = min(lons), max(lats)
    encoge = math.cos(math.radians((norte + min(lats)) / 2))
    por_grado = (ANCHO - 2 * MARGEN) / max((max(lons) - oeste) * encoge, (norte - min(lats)) / 2, 1e-6)

    def lleva(lon: float, lat: float) -> tuple[float, float]:
        return round(MARGEN + (lon - oeste) * encoge * por_grado, 1), round(MARGEN + (norte - lat) * por_grado, 1)

    alto = round((norte - min(lats)) * por_grado + 2 * MARGEN + 16, 1)
    return Silueta(alto, _camino(anillos, lleva), _marco(caja, lleva), _regla(por_grado))


def _municipio(usuario: Usuario) -> list[list[tuple[float, float]]]:
    ficha = FichaCapa.objects.visibles_para(usuario).filter(pk="municipio").first()
    if ficha is None:
        return []
    queryset = Municipio.objects.visibles_para(usuario, ficha.roles).only("geom")
    return por_revision(ficha, queryset, "silueta", lambda: [a for unidad in queryset for a in _anillos(unidad)])


def _anillos(unidad: Municipio) -> list[list[tuple[float, float]]]:
    simple: Any = unidad.geom.simplify(_SIMPLE_M, preserve_topology=True)
    simple.transform(SRID_GEOGRAFICO)
    poligonos = simple if simple.geom_type == "MultiPolygon" else [simple]
    return [list(poligono.exterior_ring.coords) for poligono in poligonos]


def _camino(anillos: Iterable[list[tuple[float, float]]], lleva) -> str:
    return " ".join("M" + " L".join("{} {}".format(*lleva(*punto)) for punto in anillo) + "Z" for anillo in anillos)


def _marco(caja: Caja, lleva) -> tuple[float, float, float, float]:
    (x1, y1), (x2, y2) = lleva(caja[0], caja[3]), lleva(caja[2], caja[1])
    return x1, y1, max(round(x2 - x1, 1), 4), max(round(y2 - y1, 1), 4)


def _regla(por_grado: float) -> tuple[float, float]:
    """The longest round distance that takes no more than a third of the drawing."""
    pixeles = {km: km / 111.32 * por_grado for km in _ESCALAS_KM}
    km = max((km for km in _ESCALAS_KM if pixeles[km] <= ANCHO / 3), default=_ESCALAS_KM[0])
    return round(pixeles[km], 1), km
