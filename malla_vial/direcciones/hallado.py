"""A place that a text may mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from malla_vial.direcciones.esquinas import Sitio

CERCA_M = 100  # a block
SEGURO = 0.9
_PUNTOS = ("predio", "esquina")


@dataclass(frozen=True)
class Hallado:
    """titulo, detalle: for a person. precision_m: how far the place may be from there.

    clase: predio, esquina, cuadra, via, cercania (two ways that do not meet), lugar, coordenadas. parecido: 1 is what was
    asked. extension: west, south, east, north.
    """

    titulo: str
    detalle: str
    lon: float
    lat: float
    precision_m: int
    clase: str
    parecido: float = 1.0
    extension: tuple[float, float, float, float] | None = None
    barrio: str = ""


def exacto(hallados: Sequence[Hallado]) -> Hallado | None:
    """The one point that the words surely mean, of what `ubicar` found, best first."""
    if not hallados or hallados[0].clase not in _PUNTOS or hallados[0].parecido < SEGURO:
        return None
    rivales = [h for h in hallados[1:] if h.parecido >= hallados[0].parecido]
    return None if rivales else hallados[0]


@dataclass(frozen=True)
class Candidato:
    """The same before it is in degrees: `sitio` in EPSG:9377; peso: 0 is what was asked."""

    titulo: str
    detalle: str
    sitio: Sitio
    precision_m: float
    clase: str
    peso: float = 0.0
    extension: tuple[float, float, float, float] | None = None

    def mas(self, detalle: str) -> "Candidato":
        """The same with more said of it."""
        return replace(self, detalle=f"{self.detalle} {detalle}".strip())

    def con_duda(self, peso: float, duda: str) -> "Candidato":
        """A worse one, that says why."""
        return replace(self.mas(f"Ojo: {duda}." if duda else ""), peso=self.peso + peso)

    def a_la_redonda(self) -> "Candidato":
        """Of somebody who says that the place is near this one, not right there."""
        dudoso = self.con_duda(0.15, "usted dice que es cerca de aquí; corra el punto hasta el sitio")
        return replace(dudoso, precision_m=max(self.precision_m, CERCA_M))
