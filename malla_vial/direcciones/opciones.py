"""A place said in words, in any form and without JavaScript: what was typed is searched, to choose one of what is found."""

import re
from dataclasses import dataclass

from capas.consultas import Usuario
from malla_vial.direcciones.hallado import Hallado, exacto
from malla_vial.direcciones.ubicar import ubicar, vias

CUANTAS, LARGO = 6, 200  # as many as a person reads


@dataclass(frozen=True)
class Opcion:
    """valor: what its radio sends as `hallado`, «lon lat» or the row of a way."""

    valor: str
    titulo: str
    detalle: str = ""


def lugares(texto: str, usuario: Usuario | None = None) -> list[Opcion]:
    """The places that a text may mean."""
    return [_opcion(hallado) for hallado in ubicar(texto[:LARGO], usuario)[:CUANTAS]]


def lugar_exacto(texto: str, usuario: Usuario | None = None) -> list[Opcion]:
    """The one place that a text surely means, to be asked; none where it may be several."""
    hallado = exacto(ubicar(texto[:LARGO], usuario)) if texto.strip() else None
    return [_opcion(hallado)] if hallado else []


def _opcion(hallado: Hallado) -> Opcion:
    return Opcion(f"{hallado.lon:.6f} {hallado.lat:.6f}", hallado.titulo, hallado.detalle)


def calles(texto: str) -> list[Opcion]:
    """The ways that a text names: of a corner, both."""
    return [Opcion(str(eje.ids[0]), eje.nombre, eje.duda) for eje in vias(texto[:LARGO])[:CUANTAS]]


def coordenadas_de(hallado: str) -> dict[str, str]:
    """«lon lat» in its two fields; nothing of a text that is no place."""
    dicho = re.fullmatch(r"(?P<lon>-?[\d.]+) (?P<lat>-?[\d.]+)", hallado)
    return dicho.groupdict() if dicho else {}
