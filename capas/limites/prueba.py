"""Proof of work (ALTCHA), asked only of who is suspicious: a second of a telephone's time, and no picture to solve."""

import base64
import datetime as dt
import json
from typing import Any

from altcha import ChallengeOptionsV1, create_challenge_v1, verify_solution_v1
from django.conf import settings
from django.utils import timezone

from capas.limites import quien
from capas.limites.balde import una_vez

VIGENCIA = dt.timedelta(minutes=20)
_LARGO_MAXIMO = 2000


def nueva() -> dict[str, Any]:
    """A challenge, as `static/js/comun/prueba.js` takes it."""
    opciones = ChallengeOptionsV1(
        hmac_key=quien.huella("altcha"), max_number=settings.PRUEBA_ESFUERZO, expires=timezone.now() + VIGENCIA
    )
    return create_challenge_v1(opciones).to_dict()


def vale(solucion: str) -> bool:
    """Whether a solution is one of ours, in time, and used for the first time."""
    if not solucion or len(solucion) > _LARGO_MAXIMO:
        return False
    try:
        resuelta = json.loads(base64.b64decode(solucion))
        bien, _ = verify_solution_v1(resuelta, quien.huella("altcha"), check_expires=True)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    return bien and una_vez(f"prueba:{resuelta['challenge']}")  # not the text, which may be written in many ways
