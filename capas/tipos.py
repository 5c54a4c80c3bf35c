"""What kind of value a field holds: the one answer that every format and standard translates into its own names."""

from enum import Enum
from typing import Any

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


class Tipo(Enum):
    LOGICO = "logico"
    INSTANTE = "instante"
    FECHA = "fecha"
    ENTERO = "entero"
    REAL = "real"
    DECIMAL = "decimal"
    TEXTO = "texto"
    GEOMETRIA = "geometria"


# The first class that fits: a DateTimeField is a DateField too.
_DE_CLASE = (
    (GeometryField, Tipo.GEOMETRIA),
    (BooleanField, Tipo.LOGICO),
    (DateTimeField, Tipo.INSTANTE),
    (DateField, Tipo.FECHA),
    (IntegerField, Tipo.ENTERO),
    (FloatField, Tipo.REAL),
    (DecimalField, Tipo.DECIMAL),
)


def real(campo: Field) -> Any:
    """The field that holds the value: of a calculated column its result, of a relation the other side's key."""
    fuente = getattr(campo, "output_field", None) or campo
    return fuente.target_field if isinstance(fuente, ForeignKey) else fuente


def tipo_de(campo: Field) -> Tipo:
    fuente = real(campo)
    return next((tipo for clase, tipo in _DE_CLASE if isinstance(fuente, clase)), Tipo.TEXTO)
