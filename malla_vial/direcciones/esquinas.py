"""The corners of a way, in metres (EPSG:9377), and how to walk along it from one towards another."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.gis.geos import LineString, MultiLineString, Point

from capas.geometria import SRID_MAESTRO
from malla_vial import sql_direcciones
from malla_vial.direcciones.direccion import ViaEscrita
from malla_vial.direcciones.vias import de_nombre, titulo
from malla_vial.models import Via

MISMA_ESQUINA_M, CUADRA_MAXIMA_M = 45, 600
Sitio = tuple[float, float]


@dataclass(frozen=True)
class Esquina:
    """Where a way meets another."""

    otra: ViaEscrita
    nombre: str
    sitio: Sitio


def esquinas(alias: str, ids: Sequence[int], propia: ViaEscrita) -> list[Esquina]:
    """Every corner of these ways; the four crossings of two double carriageways are one corner."""
    cruces = sql_direcciones.cruces(alias, ids)
    nombres = {i: (nombre, clase) for i, nombre, clase in sql_direcciones.nombradas(alias, [c[0] for c in cruces])}
    sitios: dict[ViaEscrita, list[Sitio]] = defaultdict(list)
    titulos: dict[ViaEscrita, str] = {}
    for otra, x, y in cruces:
        escrita = de_nombre(*nombres[otra])
        sitios[escrita].append((x, y))
        titulos[escrita] = titulo(escrita, nombres[otra][0])
    return [
        Esquina(escrita, titulos[escrita], sitio)
        for escrita, suyos in sitios.items()
        if escrita != propia and escrita.nombre != "sin nombre"
        for sitio in _agrupar(suyos)
    ]


def _agrupar(sitios: list[Sitio]) -> list[Sitio]:
    grupos: list[list[Sitio]] = []
    for sitio in sitios:
        cerca = next((grupo for grupo in grupos if metros(grupo[0], sitio) <= MISMA_ESQUINA_M), None)
        if cerca is None:
            grupos.append([sitio])
        else:
            cerca.append(sitio)
    return [(sum(x for x, _ in grupo) / len(grupo), sum(y for _, y in grupo) / len(grupo)) for grupo in grupos]


def metros(a: Sitio, b: Sitio) -> float:
    return math.dist(a, b)


def trazado(alias: str, ids: Sequence[int]) -> list[LineString]:
    """The axis of some ways, in the longest lines that it makes."""
    lineas = [linea for via in Via.objects.using(alias).filter(pk__in=ids).only("geom") for linea in via.geom]
    unidas = MultiLineString(*lineas, srid=SRID_MAESTRO).merged
    return cast(list[LineString], list(unidas) if isinstance(unidas, MultiLineString) else [unidas])


def caminar(eje: list[LineString], desde: Sitio, hacia: Sitio, paso_m: float) -> Sitio:
    """The place `paso_m` along a way from one of its places towards another; of a way with a gap between them, in a
    straight line."""
    a, b = Point(*desde, srid=SRID_MAESTRO), Point(*hacia, srid=SRID_MAESTRO)
    linea = min(eje, key=lambda tramo: tramo.distance(a) + tramo.distance(b))
    inicio, fin = linea.project(a), linea.project(b)
    if linea.distance(a) + linea.distance(b) > MISMA_ESQUINA_M or inicio == fin:
        parte = paso_m / (metros(desde, hacia) or 1)
        return desde[0] + (hacia[0] - desde[0]) * parte, desde[1] + (hacia[1] - desde[1]) * parte
    lugar = linea.interpolate(min(max(inicio + math.copysign(paso_m, fin - inicio), 0), linea.length))
    return lugar.x, lugar.y


def siguiente(todas: list[Esquina], desde: Esquina, sube: bool = True) -> Esquina | None:
    """The next corner in the order of the numbers, of the class and sector of this one, a block away at most."""
    otras = [
        esquina
        for esquina in todas
        if (esquina.otra.clase, esquina.otra.sector) == (desde.otra.clase, desde.otra.sector)
        and esquina.otra.valor is not None
        and (esquina.otra.orden > desde.otra.orden if sube else esquina.otra.orden < desde.otra.orden)
        and 0 < metros(esquina.sitio, desde.sitio) <= CUADRA_MAXIMA_M
    ]
    return min(otras, key=lambda e: metros(e.sitio, desde.sitio), default=None)
