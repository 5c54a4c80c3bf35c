"""Erase what a person chose of one's own, all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from malla_vial.acciones import enlaces
from malla_vial.acciones.borrado import Motivo, borrar_adhesiones, borrar_datos, borrar_suscripciones
from malla_vial.models import EnlaceUnico, Peticion


@transaction.atomic
def borrar_elegidos(
    *, cuales: Iterable[Peticion], adhesiones: bool, suscripciones: bool, correo: str, enlace: EnlaceUnico | None
) -> dict[str, Any] | None:
    """What was erased of each petition (`hechos`) and how much of what an address joined (`sumas`) and follows (`bajas`).

    enlace: what the letter carried, spent with it; None where the browser's own cookie is the proof, and then correo is "".
    None where the link was already spent.
    """
    if enlace and not enlaces.usar(enlace):
        return None
    en_orden = sorted(cuales, key=lambda peticion: peticion.pk)
    return {
        "hechos": [(p.radicado, borrar_datos(peticion=p, motivo=Motivo.TITULAR)) for p in en_orden],
        "sumas": borrar_adhesiones(correo) if correo and adhesiones else 0,
        "bajas": borrar_suscripciones(correo) if correo and suscripciones else 0,
    }
