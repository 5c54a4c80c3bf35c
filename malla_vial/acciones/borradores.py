"""Drafts of the way without JavaScript: started, filled, forgotten."""

from collections.abc import Mapping

from malla_vial.models import Borrador

LARGO_MAXIMO = 4000  # characters of a field; the form says the limit of each one when the step is checked


def empezar_borrador(datos: Mapping[str, str | list[str]]) -> Borrador:
    return Borrador.objects.create(datos=_acotados(datos))


def guardar_en_borrador(borrador: Borrador, datos: Mapping[str, str | list[str]]) -> Borrador:
    """Keep what was typed, right or wrong: to refuse it is the form's errand, to lose it nobody's."""
    borrador.datos = borrador.datos | _acotados(datos)
    borrador.save()
    return borrador


def purgar_borradores() -> int:
    """Forget the drafts that nobody touched for BORRADOR_HORAS; gives how many."""
    return Borrador.objects.vencidos().delete()[0]


def _acotados(datos: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    return {
        campo: [_acotado(v) for v in valor] if isinstance(valor, list) else _acotado(valor)
        for campo, valor in datos.items()
    }


def _acotado(valor: str) -> str:
    return valor[:LARGO_MAXIMO].replace("\x00", "")
