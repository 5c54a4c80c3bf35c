"""Why a report may wait for a person to look at it before it is shown. Nothing here refuses one."""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

ENLACES_MAXIMO = 1
_ENLACE = re.compile(
    r"https?://|www\.|\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|ru|cn|xyz|top|shop|online|site|click)\b", re.IGNORECASE
)


class Sospecha(TextChoices):
    RITMO = "ritmo", "llegaron muchos envíos seguidos del mismo sitio"
    PRISA = "prisa", "el formulario se llenó en menos de un segundo"
    TRAMPA = "trampa", "se llenó un campo que las personas no ven"
    ENLACES = "enlaces", "el texto trae enlaces"
    VETO = "veto", "quien lo envió está vetado"


CURABLES = frozenset({Sospecha.RITMO, Sospecha.PRISA})  # what a proof of work answers for


@dataclass(frozen=True)
class Envio:
    """What the door saw of who sends: the mark of the browser, if it was here before, and what looked odd."""

    navegador: str = ""
    sospechas: tuple[str, ...] = ()


def con_enlaces(texto: str) -> bool:
    return len(_ENLACE.findall(texto[:5000])) > ENLACES_MAXIMO


def en_palabras(codigos: str) -> str:
    """«ritmo,prisa» as staff read it."""
    return "; ".join(Sospecha(codigo).label for codigo in codigos.split(",") if codigo in Sospecha.values)
