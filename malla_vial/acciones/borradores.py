"""Drafts of the way without JavaScript: started, filled, forgotten."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from malla_vial.models import Borrador

LUGAR = ("lon", "lat", "direccion")
LARGO_MAXIMO = 4000  # characters of a field; the form says the limit of each one when the step is checked


def empezar_borrador(datos: Mapping[str, str | list[str]]) -> Borrador:
    return Borrador.objects.create(datos=_acotados(datos))


@transaction.atomic
def guardar_en_borrador(
    id_borrador: uuid.UUID, datos: Mapping[str, str | list[str]], de_la_foto: Mapping[str, str]
) -> Borrador | None:
    """Keep what was typed, right or wrong: the form refuses it later. None where the draft is gone.

    de_la_foto: lon and lat, kept where the draft tells no place.
    """
    borrador = Borrador.objects.vigentes().select_for_update().filter(pk=id_borrador).first()
    if borrador is None:
        return None
    borrador.datos |= _acotados(datos)
    if not any(borrador.datos.get(campo) for campo in LUGAR):
        borrador.datos |= de_la_foto
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
