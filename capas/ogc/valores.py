"""One value out of the text of a request, or the refusal that names it."""

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, DateField, DateTimeField, Field, ForeignKey

from capas.errores import PeticionInvalida
from capas.tiempo import dia, instante


def entero(texto: str, nombre: str, minimo: int) -> int:
    """A plain whole number from `minimo` on."""
    if not (texto.isascii() and texto.isdigit() and len(texto) <= 18) or int(texto) < minimo:
        raise PeticionInvalida(f"«{nombre}» debe ser un número entero desde {minimo}; llegó «{texto[:40]}».")
    return int(texto)


def _leer(campo: Field, texto: str) -> Any:
    if isinstance(campo, DateField):
        return (instante if isinstance(campo, DateTimeField) else dia)(texto)
    return campo.to_python(texto.title() if isinstance(campo, BooleanField) else texto)


def valor(campo: Field, texto: str) -> Any:
    """A property's value out of text, or the refusal that names the property; days and instants as in RFC 3339."""
    destino = campo.target_field if isinstance(campo, ForeignKey) else campo
    try:
        leido = _leer(destino, texto)
        if isinstance(leido, float) and not math.isfinite(leido):
            raise ValueError(texto)
        return leido
    except (ValidationError, OverflowError, ValueError):
        raise PeticionInvalida(
            f"«{texto[:40]}» no es un valor posible de «{campo.name}» ({campo.verbose_name})."
        ) from None
