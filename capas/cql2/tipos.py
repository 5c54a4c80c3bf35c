"""The types of CQL2's values, and which one a field has."""

from dataclasses import dataclass

from django.contrib.gis.db.models import GeometryField
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
)


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
_DE_CAMPO = (
    (GeometryField, "geometria"),
    (BooleanField, "logico"),
    (DateTimeField, "instante"),
    (DateField, "fecha"),
    ((IntegerField, FloatField, DecimalField), NUMERO),
)


def tipo_de(campo: Field) -> Tipo:
    """The type of a field's values; of a relation, of the other side's key."""
    real = campo.target_field if isinstance(campo, ForeignKey) else getattr(campo, "output_field", None) or campo
    return TIPOS[next((nombre for clase, nombre in _DE_CAMPO if isinstance(real, clase)), TEXTO)]
