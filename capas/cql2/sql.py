"""Constant SQL around compiled parts."""

from typing import Any

from django.db.models import BooleanField, Field, Func


class _Plantilla(Func):
    def __init__(self, *partes: Any, texto: str, output_field: Field) -> None:
        super().__init__(*partes, output_field=output_field)
        self.texto = texto

    def as_sql(self, compiler, connection, **extra):
        hechas = [compiler.compile(parte) for parte in self.source_expressions]
        literal = self.texto.split("%s")
        sql = "".join(a.replace("%", "%%") + b for a, (b, _) in zip(literal, [*hechas, ("", ())], strict=True))
        return sql, [valor for _, valores in hechas for valor in valores]


def plantilla(texto: str, salida: Field, *partes: Any) -> Func:
    """An expression of the type `salida`; each %s of the text is one part. The text is the program's, never a request's."""
    return _Plantilla(*partes, texto=texto, output_field=salida)


def logico(texto: str, *partes: Any) -> Func:
    """A condition."""
    return plantilla(texto, BooleanField(), *partes)
