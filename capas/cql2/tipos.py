"""The types of CQL2's values, and which one a field has."""

from dataclasses import dataclass

from django.db.models import Field

from capas import tipos


@dataclass(frozen=True)
class Tipo:
    nombre: str
    ordenado: bool = True  # whether one may come before another


NUMERO, TEXTO = "número", "texto"
TIPOS = {
    tipo.nombre: tipo
    for tipo in (
        Tipo(NUMERO), Tipo(TEXTO), Tipo("fecha"), Tipo("instante"), Tipo("logico", False), Tipo("geometria", False),
    )
}  # fmt: skip
_NUMEROS = (tipos.Tipo.ENTERO, tipos.Tipo.REAL, tipos.Tipo.DECIMAL)


def tipo_de(campo: Field) -> Tipo:
    """The type of a field's values; of a relation, of the other side's key."""
    clase = tipos.tipo_de(campo)
    return TIPOS[NUMERO if clase in _NUMEROS else clase.value]
