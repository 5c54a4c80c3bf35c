"""A small map of the streets around a place, drawn from our own segments: as SVG for paper and pages, as PNG for social networks."""

import io
import math
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import LineString, Point, Polygon

from capas.geometria import a_maestro
from capas.lectura import visible_para
from malla_vial.models import Jerarquia, TramoVial

GROSORES = {Jerarquia.PRINCIPAL: 14, Jerarquia.RURAL_1: 12, Jerarquia.SECUNDARIA: 11, Jerarquia.RURAL_2: 9}
DELGADO, TRAMOS_MAXIMO, ROTULOS = 7, 3000, 9
FONDO, CALLE, BORDE, TINTA, PIN = "#f2efe9", "#ffffff", "#b9b2a6", "#1e2329", "#b3261e"


@dataclass(frozen=True)
class Trazo:
    """A street in pixels."""

    puntos: list[tuple[float, float]]
    grosor: float

    @property
    def texto(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.puntos)


@dataclass(frozen=True)
class Rotulo:
    """A name along its street: where, and turned by how many degrees."""

    nombre: str
    x: float
    y: float
    giro: float


@dataclass(frozen=True)
class Plano:
    ancho: int
    alto: int
    trazos: list[Trazo] = field(default_factory=list)
    rotulos: list[Rotulo] = field(default_factory=list)

    @property
    def centro(self) -> tuple[float, float]:
        return self.ancho / 2, self.alto / 2


def hacer(lugar: Point, ancho: int, alto: int, metros: float) -> Plano:
    """The public streets of a box `metros` wide around a place (EPSG:4326), in pixels, narrow ones first."""
    centro, escala = a_maestro(lugar), ancho / metros
    plano = Plano(ancho, alto)
    for nombre, jerarquia, eje in sorted(_tramos(centro, metros, metros * alto / ancho), key=lambda t: _grosor(t[1])):
        puntos = [_pixel(x, y, centro, escala, plano) for x, y, *_ in eje.coords]
        plano.trazos.append(Trazo(puntos, _grosor(jerarquia)))
        _rotular(plano, nombre, puntos)
    return plano


def _tramos(centro: Point, ancho_m: float, alto_m: float) -> list[tuple[str | None, str, LineString]]:
    if not visible_para(AnonymousUser(), "tramos-viales"):
        return []
    x, y = centro.x, centro.y
    caja = Polygon.from_bbox((x - ancho_m / 2, y - alto_m / 2, x + ancho_m / 2, y + alto_m / 2))
    caja.srid = centro.srid
    tramos = TramoVial.objects.using("lectura").filter(geom__bboverlaps=caja)
    nombre = "via__nombre" if visible_para(AnonymousUser(), "vias") else "nombre"
    return list(tramos.values_list(nombre, "jerarquia", "geom")[:TRAMOS_MAXIMO])


def _grosor(jerarquia: str) -> float:
    return GROSORES.get(Jerarquia(jerarquia), DELGADO)


def _pixel(x: float, y: float, centro: Point, escala: float, plano: Plano) -> tuple[float, float]:
    return plano.ancho / 2 + (x - centro.x) * escala, plano.alto / 2 - (y - centro.y) * escala


def _rotular(plano: Plano, nombre: str | None, puntos: list[tuple[float, float]]) -> None:
    """A name once, in the middle of a stretch that is long enough for it, inside the frame and away from the others and the pin."""
    (x0, y0), (x1, y1) = puntos[0], puntos[-1]
    x, y, largo = (x0 + x1) / 2, (y0 + y1) / 2, math.hypot(x1 - x0, y1 - y0)
    if not nombre or largo < 7 * len(nombre) or any(r.nombre == nombre for r in plano.rotulos):
        return
    margen = 4 * len(nombre)
    dentro = margen < x < plano.ancho - margen and margen < y < plano.alto - margen
    ocupado = [plano.centro, *((r.x, r.y) for r in plano.rotulos)]
    if len(plano.rotulos) < ROTULOS and dentro and all(math.hypot(x - a, y - b) > 60 for a, b in ocupado):
        plano.rotulos.append(Rotulo(nombre, x, y, _derecho(math.degrees(math.atan2(y1 - y0, x1 - x0)))))


def _derecho(grados: float) -> float:
    """Turned so that it is not read upside down."""
    return grados - 180 if grados > 90 else grados + 180 if grados < -90 else grados


def en_png(plano: Plano) -> bytes:
    """Without names, because the fonts of a server are anybody's guess."""
    from PIL import Image, ImageDraw

    imagen = Image.new("RGB", (plano.ancho, plano.alto), FONDO)
    lienzo = ImageDraw.Draw(imagen)
    for color, extra in ((BORDE, 4), (CALLE, 0)):
        for trazo in plano.trazos:
            lienzo.line(trazo.puntos, color, int(trazo.grosor * 1.6) + extra, joint="curve")
    x, y = plano.centro
    lienzo.polygon([(x - 22, y - 44), (x + 22, y - 44), (x, y)], PIN)
    lienzo.ellipse((x - 28, y - 84, x + 28, y - 28), PIN)
    lienzo.ellipse((x - 11, y - 67, x + 11, y - 45), FONDO)
    salida = io.BytesIO()
    imagen.save(salida, "PNG", optimize=True)
    return salida.getvalue()
