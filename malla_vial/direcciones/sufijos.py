"""What follows the number of a way: «5 Bis», «5A Sur», «5 bis b»."""

from dataclasses import replace

from malla_vial.direcciones.direccion import ViaEscrita
from malla_vial.direcciones.piezas import Pieza
from malla_vial.direcciones.vocabulario import SECTORES


def con_sufijo(via: ViaEscrita, pieza: Pieza, es_letra: bool) -> ViaEscrita | None:
    """The way with what a piece adds to its number; None of a piece that is no suffix of it."""
    return next((crecida for leer in _SUFIJOS if (crecida := leer(via, pieza, es_letra))), None)


def _bis(via: ViaEscrita, pieza: Pieza, _es_letra: bool) -> ViaEscrita | None:
    return replace(via, bis=True) if pieza.texto == "bis" and not via.bis else None


def _sector(via: ViaEscrita, pieza: Pieza, _es_letra: bool) -> ViaEscrita | None:
    sector = SECTORES.get(pieza.texto)
    return replace(via, sector=sector) if sector and not via.sector else None


def _s_de_sur(via: ViaEscrita, pieza: Pieza, _es_letra: bool) -> ViaEscrita | None:
    """«5 s», «5a s»: against the number alone it is a letter."""
    sur = pieza.texto == "s" and (via.letra or not pieza.pegada) and not via.sector
    return replace(via, sector="Sur") if sur else None


def _letra_de_bis(via: ViaEscrita, pieza: Pieza, es_letra: bool) -> ViaEscrita | None:
    return replace(via, letra_bis=pieza.texto.upper()) if es_letra and via.bis and not via.letra_bis else None


def _letra(via: ViaEscrita, pieza: Pieza, es_letra: bool) -> ViaEscrita | None:
    cabe = not via.bis and (not via.letra or (pieza.pegada and len(via.letra) < 2))
    return replace(via, letra=via.letra + pieza.texto.upper()) if es_letra and cabe else None


_SUFIJOS = (_bis, _sector, _s_de_sur, _letra_de_bis, _letra)
