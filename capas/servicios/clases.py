"""The look of a layer in MapServer's words: the same classes, colours, hatches and symbols as the map of the pages.

A class compares the numbers of `capas.sql_servicios.marcas`; what a feature holds is never text of a mapfile.
"""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import replace

from capas.catalogo import Capa, Clase, Estilo
from capas.geometria import ESCALA_0
from capas.servicios.textos import bloque, cadena

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_RAYAS = re.compile(r"\d+(\.\d+)?([ ,]+\d+(\.\d+)?)*")
_GRIS = "#5b6770"

# As in static/js/mapa/formas.js: each in a circle of radius 1, y downwards.
_CRUZ = [(-1, -0.7), (-0.7, -1), (0, -0.3), (0.7, -1), (1, -0.7), (0.3, 0), (1, 0.7), (0.7, 1), (0, 0.3), (-0.7, 1), (-1, 0.7), (-0.3, 0)]  # fmt: skip


def _vuelta(*radios: float, lados: int) -> list[tuple[float, float]]:
    angulos = [(radios[i % len(radios)], -math.pi / 2 + i * 2 * math.pi / lados) for i in range(lados)]
    return [(r * math.cos(a), r * math.sin(a)) for r, a in angulos]


FORMAS = {
    "cuadrado": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
    "triangulo": _vuelta(1.2, lados=3),
    "rombo": _vuelta(1.15, lados=4),
    "estrella": _vuelta(1.3, 0.58, lados=10),
    "cruz": _CRUZ,
}
TRAMAS = {"diagonal": (45,), "cruzada": (45, 135), "horizontal": (0,), "vertical": (90,)}


def simbolos() -> Iterator[str]:
    """The SYMBOLs that `clases` name."""
    yield bloque("SYMBOL", 'NAME "circulo"\nTYPE ELLIPSE\nFILLED TRUE\nPOINTS 1 1 END')
    yield bloque("SYMBOL", 'NAME "trama"\nTYPE HATCH')
    for nombre, puntos in FORMAS.items():
        vertices = " ".join(f"{x + 1.3:.3f} {y + 1.3:.3f}" for x, y in (*puntos, puntos[0]))
        yield bloque("SYMBOL", f'NAME "{nombre}"\nTYPE VECTOR\nFILLED TRUE\nPOINTS {vertices} END')


def escala(zoom: int) -> int:
    """The largest scale denominator of a zoom: half way, by ratio, to the zoom below it."""
    return round(ESCALA_0 / 2**zoom * math.sqrt(2))


def color(texto: str, si_no: str = _GRIS) -> str:
    """`r g b` of an HTML colour; staff write those of dataset layers, so what is none becomes `si_no`."""
    hexadecimal = texto if _COLOR.fullmatch(texto or "") else si_no
    return " ".join(str(int(hexadecimal[i : i + 2], 16)) for i in (1, 3, 5))


def _rayas(texto: str) -> str:
    return f"PATTERN {texto.replace(',', ' ')} END" if _RAYAS.fullmatch(texto or "") else ""


def clases(capa: Capa) -> Iterator[str]:
    """The CLASSes of a layer: each line of its legend in each band of zooms, then the hatches that lie over them."""
    for (desde, hasta), clase in itertools.product(_bandas(capa), _leyenda(capa)):
        numero, vista = clase
        yield _clase(capa, _condicion(capa, "_clase", numero, desde), desde, hasta, vista.titulo, _estilos(capa, vista))
    for numero, trama in enumerate(capa.estilo.tramas):
        estilos = list(_tramado(trama.trama, trama.color or _GRIS))
        yield _clase(capa, f"([_trama] == {numero})", 0, None, trama.titulo, estilos, rotular=False)


def _bandas(capa: Capa) -> list[tuple[int, int | None]]:
    """(first zoom, first zoom of the next band) of each band in which the layer shows the same features."""
    zooms = sorted({capa.zoom_minimo, *(z for z in capa.por_zoom if z > capa.zoom_minimo)})
    return list(zip(zooms, [*zooms[1:], None], strict=True))


def _leyenda(capa: Capa) -> list[tuple[int | None, Clase]]:
    """(number, class) of each line; −1 is what has no class, None is a layer that has none."""
    estilo = capa.estilo
    if not (estilo.campo and estilo.clases):
        return [(None, Clase("", capa.titulo, estilo.color))]
    return [*enumerate(estilo.clases), (-1, Clase("", "Sin clasificar", estilo.color))]


def _condicion(capa: Capa, marca: str, numero: int | None, desde: int) -> str:
    partes = [] if numero is None else [f"[{marca}] == {numero}"]
    if capa.por_zoom:
        partes.append(f"[_zoom] <= {desde}")
    return f"({' AND '.join(partes)})" if partes else ""


def _clase(
    capa: Capa, condicion: str, desde: int, hasta: int | None, titulo: str, estilos: list[str], rotular: bool = True
) -> str:
    return bloque(
        "CLASS",
        f"NAME {cadena(titulo)}" if hasta is None else "",  # nameless ones stay out of the legend
        f"EXPRESSION {condicion}" if condicion else "",
        f"MAXSCALEDENOM {escala(desde)}" if desde else "",
        f"MINSCALEDENOM {escala(hasta)}" if hasta else "",
        *estilos,
        _rotulo(capa) if rotular else "",
    )


def _rotulo(capa: Capa) -> str:
    donde = {0: "POSITION UC\nOFFSET 0 -3", 1: "ANGLE FOLLOW\nREPEATDISTANCE 300", 2: "POSITION CC"}[capa.dimension]
    tamano = "SIZE 9\nMINSIZE 9\nMAXSIZE 11\nCOLOR 45 45 45\nOUTLINECOLOR 255 255 255\nOUTLINEWIDTH 2"
    return bloque("LABEL", tamano, donde, f"MAXSCALEDENOM {escala(capa.zoom_rotulos)}\nPARTIALS FALSE\nBUFFER 4")


def _estilos(capa: Capa, clase: Clase) -> list[str]:
    estilo = replace(capa.estilo, color=clase.color or capa.estilo.color, grosor=clase.grosor or capa.estilo.grosor)
    dibujar = (_punto, _linea, _poligono)[capa.dimension]
    return list(dibujar(estilo, clase))


def _punto(estilo: Estilo, clase: Clase) -> Iterator[str]:
    forma = clase.forma or estilo.forma
    simbolo = forma if forma in FORMAS else "circulo"
    yield bloque(
        "STYLE",
        f'SYMBOL "{simbolo}"\nSIZE {estilo.grosor * 1.3:.1f}\nCOLOR {color(estilo.color)}\nOUTLINECOLOR 255 255 255',
    )


def _linea(estilo: Estilo, clase: Clase) -> Iterator[str]:
    ancho = f"WIDTH {estilo.grosor}\nMINWIDTH {estilo.grosor * 0.6:.1f}\nMAXWIDTH {estilo.grosor * 1.5:.1f}"
    rayas = _rayas(clase.trazo)
    yield bloque("STYLE", f"COLOR {color(estilo.color)}\n{ancho}\nLINEJOIN ROUND", rayas or "LINECAP ROUND")


def _poligono(estilo: Estilo, clase: Clase) -> Iterator[str]:
    if estilo.opacidad:
        yield bloque("STYLE", f"COLOR {color(estilo.color)}\nOPACITY {round(estilo.opacidad * 100)}")
    yield from _tramado(clase.trama, estilo.color)
    yield bloque("STYLE", f"OUTLINECOLOR {color(estilo.color)}\nWIDTH {estilo.grosor}", _rayas(estilo.contorno))


def _tramado(trama: str, tinta: str) -> Iterator[str]:
    for angulo in TRAMAS.get(trama, ()):
        yield bloque("STYLE", f'SYMBOL "trama"\nSIZE 8\nWIDTH 1.1\nANGLE {angulo}\nCOLOR {color(tinta)}\nOPACITY 75')
    if trama == "puntos":
        yield bloque("STYLE", f'SYMBOL "circulo"\nSIZE 2\nGAP 6\nCOLOR {color(tinta)}\nOPACITY 75')
