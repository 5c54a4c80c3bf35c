"""The legend of a layer as small drawings: SVG paths in a box of 28 by 18 pixels."""

from dataclasses import dataclass

from capas.catalogo import Capa, Clase
from capas.models import CapaRaster

_FORMAS = {
    "circulo": "M14 3a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
    "cuadrado": "M8 3h12v12H8z",
    "triangulo": "M14 2.5l7 12.5H7z",
    "rombo": "M14 2l7 7-7 7-7-7z",
    "estrella": "M14 1.5l2.2 5 5.3.5-4 3.6 1.2 5.4-4.7-2.8L9.3 16l1.2-5.4-4-3.6 5.3-.5z",
    "cruz": "M8 4.5l1.5-1.5L14 7.5 18.5 3 20 4.5 15.5 9 20 13.5 18.5 15 14 10.5 9.5 15 8 13.5 12.5 9z",
}
_TRAMAS = {
    "diagonal": "M1 10l9-9M1 17L17 1M9 17L25 1M17 17l10-10",
    "cruzada": "M1 10l9-9M1 17L17 1M9 17L25 1M17 17l10-10M18 1l9 9M10 1l16 16M2 1l16 16M1 8l9 9",
    "horizontal": "M1 5h26M1 9h26M1 13h26",
    "vertical": "M6 1v16M11 1v16M16 1v16M21 1v16",
    "puntos": "M6 5h.1M14 5h.1M22 5h.1M10 9h.1M18 9h.1M6 13h.1M14 13h.1M22 13h.1",
}
_CAJA, _RAYA = "M1 1h26v16H1z", "M1 9h26"
_GRIS = "#4b5563"


@dataclass(frozen=True)
class Muestra:
    """One line of a legend: an outline `trazo` with its fill and stroke, and a hatching `trama` over it."""

    titulo: str
    trazo: str
    relleno: str = "none"
    opacidad: float = 1
    borde: str = "none"
    grosor: float = 1
    guiones: str = ""
    trama: str = ""
    color_trama: str = _GRIS


def de_capa(capa: Capa) -> list[Muestra]:
    """The classes of a layer's style, or its only one, and then its hatchings."""
    clases = capa.leyenda
    tramas = [
        Muestra(trama.titulo, _CAJA, borde=_GRIS, trama=_TRAMAS.get(trama.trama, "")) for trama in capa.estilo.tramas
    ]
    return [_muestra(capa, clase) for clase in clases] + tramas


def de_raster(raster: CapaRaster) -> list[Muestra]:
    return [Muestra(paso["titulo"], _CAJA, relleno=paso["color"], borde="#9aa0a6") for paso in raster.paleta]


def _muestra(capa: Capa, clase: Clase) -> Muestra:
    estilo = capa.estilo
    if capa.dimension == 0:
        return Muestra(
            clase.titulo,
            _FORMAS.get(clase.forma or estilo.forma, _FORMAS["circulo"]),
            relleno=clase.color,
            borde="#ffffff",
        )
    if capa.dimension == 1:
        grosor = max(clase.grosor or estilo.grosor, 1.5)
        return Muestra(clase.titulo, _RAYA, borde=clase.color, grosor=grosor, guiones=clase.trazo)
    return Muestra(
        clase.titulo,
        _CAJA,
        relleno=clase.color,
        opacidad=estilo.opacidad,
        borde=estilo.contorno or clase.color,
        trama=_TRAMAS.get(clase.trama, ""),
        color_trama=clase.color,
    )
