"""The look of a raster in MapServer's words: the same palette as its tiles (`capas.raster`)."""

import itertools
from collections.abc import Iterator
from typing import Any

from capas.models import CapaRaster
from capas.servicios.clases import color
from capas.servicios.textos import bloque, cadena

Paso = dict[str, Any]


def dibujo(raster: CapaRaster) -> Iterator[str]:
    """How its pixels become colours. MapServer makes 65.536 levels of what is not a byte."""
    yield f'PROCESSING "RESAMPLE={"BILINEAR" if raster.continua else "NEAREST"}"'
    if raster.bandas >= 3:
        yield 'PROCESSING "BANDS=1,2,3"'
        return
    yield 'PROCESSING "BANDS=1"'
    pasos = sorted(raster.paleta, key=lambda paso: paso["valor"])
    yield from _rampa(pasos) if raster.continua else _valores(pasos)


def _rampa(pasos: list[Paso]) -> Iterator[str]:
    """From each colour to the next; below the first and above the last, theirs."""
    if not pasos:
        return
    primero, ultimo = pasos[0], pasos[-1]
    yield _clase(f"[pixel] < {primero['valor']!r}", "", _liso(primero))
    for desde, hasta in itertools.pairwise(pasos):
        donde = f"[pixel] >= {desde['valor']!r} AND [pixel] < {hasta['valor']!r}"
        rango = f"COLORRANGE {color(desde['color'])} {color(hasta['color'])}\nDATARANGE {desde['valor']!r} {hasta['valor']!r}"
        yield _clase(donde, desde["titulo"], rango)
    yield _clase(f"[pixel] >= {ultimo['valor']!r}", ultimo["titulo"], _liso(ultimo))


def _valores(pasos: list[Paso]) -> Iterator[str]:
    """Each value its colour; one that has none, the nearest's."""
    limites = [(a["valor"] + b["valor"]) / 2 for a, b in itertools.pairwise(pasos)]
    for paso, (desde, hasta) in zip(pasos, zip([None, *limites], [*limites, None], strict=True), strict=True):
        partes = [f"[pixel] >= {desde!r}"] * (desde is not None) + [f"[pixel] < {hasta!r}"] * (hasta is not None)
        yield _clase(" AND ".join(partes), paso["titulo"], _liso(paso))


def _liso(paso: Paso) -> str:
    return f"COLOR {color(paso['color'])}"


def _clase(condicion: str, titulo: str, estilo: str) -> str:
    return bloque(
        "CLASS",
        f"NAME {cadena(titulo)}" if titulo else "",  # nameless ones stay out of the legend
        f"EXPRESSION ({condicion})" if condicion else "",
        bloque("STYLE", estilo),
    )
