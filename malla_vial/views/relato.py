"""The story of a report, out of its moves and of what the law's clock did with it, in the order in which it happened."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from malla_vial.estados import EN_PALABRAS
from malla_vial.estados_peticion import Acto
from malla_vial.models import ActoPeticion, Movimiento, Reporte

NO_RESPONDEN = {"", *EN_PALABRAS.values()}


@dataclass(frozen=True)
class Hecho:
    """A moment of the story. clase: the state that gives it its mark."""

    fecha: dt.datetime
    titulo: str
    texto: str
    clase: str


def relatar(reporte: Reporte, pasos: list[Movimiento]) -> list[Hecho]:
    """Everything that is told publicly, the oldest first; the acts are read by the same door as the report."""
    hechos = [Hecho(paso.fecha, paso.get_a_display(), paso.respuesta, paso.a) for paso in pasos]
    return sorted([*hechos, *_actos(reporte)], key=lambda hecho: hecho.fecha)


def ultima_respuesta(historia: list[Hecho]) -> str:
    """The last thing that somebody wrote to whoever reported: not the words that every state has."""
    return next((hecho.texto for hecho in reversed(historia) if hecho.texto not in NO_RESPONDEN), "")


def _actos(reporte: Reporte) -> list[Hecho]:
    """Those that no move of the report tells; what the petitioner brought is the petitioner's."""
    actos = ActoPeticion.objects.using(reporte._state.db).filter(peticion__radicado=reporte.codigo, movimiento=None)
    columnas: Any = actos.exclude(acto=Acto.APORTAR).values_list("fecha", "acto", "dice")
    return [Hecho(fecha, Acto(acto).label, dice, "plazo") for fecha, acto, dice in columnas]
