"""Parts of a photo covered with solid blocks, never blurred: a blur can be undone. Zones are in per cent of the photo."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from malla_vial.fotos import FotoLimpia, limpiar_imagen

ZONAS_MAXIMO = 20
_NEGRO = (24, 24, 27)


@dataclass(frozen=True)
class Zona:
    """A rectangle from its upper left corner; every number is a percentage of the photo's side, 0 to 100."""

    x: float
    y: float
    ancho: float
    alto: float

    def en_pixeles(self, ancho: int, alto: int) -> tuple[int, int, int, int]:
        """(left, upper, right, lower), inclusive, at least one pixel."""
        izquierda, arriba = int(self.x * ancho / 100), int(self.y * alto / 100)
        derecha, abajo = round((self.x + self.ancho) * ancho / 100), round((self.y + self.alto) * alto / 100)
        return izquierda, arriba, max(derecha - 1, izquierda), max(abajo - 1, arriba)


def tapar(contenido: bytes, zonas: Sequence[Zona]) -> FotoLimpia:
    """The public photo and its thumbnail out of the original (JPEG bytes of our own)."""
    with Image.open(io.BytesIO(contenido), formats=("JPEG",)) as original:
        imagen = original.convert("RGB")
    lienzo = ImageDraw.Draw(imagen)
    for zona in zonas:
        lienzo.rectangle(zona.en_pixeles(*imagen.size), fill=_NEGRO)
    return limpiar_imagen(imagen)
