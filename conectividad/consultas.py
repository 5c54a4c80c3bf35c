"""Where there is internet near a place."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Distance, Transform
from django.contrib.gis.geos import Point

from capas.catalogo import Capa, obtener
from capas.consultas import Usuario
from capas.geometria import SRID_GEOGRAFICO, a_maestro
from capas.lectura import visible_para
from capas.presentacion import distancia, en_palabras

CAPAS = ("zonas-wifi", "puntos-vive-digital", "kioscos-vive-digital")
POR_CAPA = 3


@dataclass(frozen=True)
class Lugar:
    """A place with internet and how far it is, in metres as the crow flies."""

    capa: str
    tipo: str
    id: int
    titulo: str
    frase: str
    distancia_m: int
    centro: tuple[float, float]

    @property
    def distancia(self) -> str:
        return distancia(self.distancia_m)


def cercanos(punto: Point, usuario: Usuario, cuantos: int = POR_CAPA) -> list[Lugar]:
    """The nearest of each kind, nearest first."""
    lugar = a_maestro(punto)
    lugares = [
        hallado
        for id_capa in CAPAS
        if visible_para(usuario, id_capa)
        for hallado in _de_capa(obtener(id_capa), lugar, usuario, cuantos)
    ]
    return sorted(lugares, key=lambda lugar: lugar.distancia_m)


def _de_capa(capa: Capa, lugar: Point, usuario: Usuario, cuantos: int) -> list[Lugar]:
    filas = (
        capa.modelo.objects.visibles_para(usuario, capa.roles)
        .annotate(_distancia=Distance("geom", lugar), _centro=Transform("geom", SRID_GEOGRAFICO))
        .order_by("_distancia")
        .values("id", "_distancia", "_centro", *capa.publicos)[:cuantos]
    )
    return [_lugar(capa, fila) for fila in filas]


def _lugar(capa: Capa, fila: dict[str, Any]) -> Lugar:
    palabras = en_palabras(capa, fila)
    return Lugar(
        capa.id,
        capa.titulo,
        fila["id"],
        palabras["titulo"],
        palabras["frase"],
        round(fila["_distancia"].m),
        fila["_centro"].coords,
    )


def mensaje(lugares: list[Lugar]) -> str:
    """The answer in one sentence."""
    if not lugares:
        return "Todavía no hay lugares con internet público en el mapa."
    return f"Lo más cercano: {lugares[0].titulo}, a {lugares[0].distancia}."
