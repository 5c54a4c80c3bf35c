"""One value out of the text of a request, or the refusal that names it."""

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Field, ForeignKey

from capas.errores import PeticionInvalida


def entero(texto: str, nombre: str, minimo: int) -> int:
    """A plain whole number from `minimo` on."""
    if not (texto.isascii() and texto.isdigit() and len(texto) <= 18) or int(texto) < minimo:
        raise PeticionInvalida(f"«{nombre}» debe ser un número entero desde {minimo}; llegó «{texto[:40]}».")
    return int(texto)


def valor(campo: Field, texto: str) -> Any:
    """A property's value out of text, or the refusal that names the property."""
    destino = campo.target_field if isinstance(campo, ForeignKey) else campo
    try:
        leido = destino.to_python(texto.title() if isinstance(campo, BooleanField) else texto)
        if isinstance(leido, float) and not math.isfinite(leido):
            raise ValueError(texto)
        return leido
    except (ValidationError, OverflowError, ValueError):
        raise PeticionInvalida(
            f"«{texto[:40]}» no es un valor posible de «{campo.name}» ({campo.verbose_name})."
        ) from None
