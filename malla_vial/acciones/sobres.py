"""An envelope is opened once: its key again with the same content gives the first answer; with another, a refusal."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.gis.geos import Point
from django.db import IntegrityError

from capas.errores import DatosInvalidos
from malla_vial.acciones.apertura import Contacto
from malla_vial.models import Adhesion, Peticion, Reporte

M = TypeVar("M", Reporte, Peticion, Adhesion)


class ClaveReutilizada(DatosInvalidos):
    """The same idempotency key came with another content."""


def huella_de(*partes: Any) -> str:
    """A fingerprint of what was sent, to tell a repetition from another content under the same key."""

    def llano(parte: Any) -> Any:
        if isinstance(parte, Point):
            return [round(parte.x, 2), round(parte.y, 2)]
        return vars(parte) if isinstance(parte, Contacto) else list(parte)

    return hashlib.sha256(json.dumps(partes, default=llano, ensure_ascii=False).encode()).hexdigest()


def una_vez(modelo: type[M], clave: uuid.UUID, huella: str, hacer: Callable[[], M], otra: str) -> M:
    """The row of a key: the one that is there, or what `hacer` makes. `otra`: what to open for another content.

    Raises ClaveReutilizada.
    """
    if previa := _previa(modelo, clave, huella, otra):
        return previa
    try:
        return hacer()
    except IntegrityError:
        if previa := _previa(modelo, clave, huella, otra):  # the same envelope arrived twice at once
            return previa
        raise


def _previa(modelo: type[M], clave: uuid.UUID, huella: str, otra: str) -> M | None:
    previa = modelo.objects.filter(clave=clave).first()
    if previa and previa.huella != huella:
        raise ClaveReutilizada(f"Este formulario ya se envió con otro contenido. {otra}")
    return previa
