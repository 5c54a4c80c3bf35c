"""Dates, instants and intervals of CQL2, and how they relate (OGC 21-065r2, 7.8; Allen's interval algebra)."""

import datetime as dt
from typing import Any

from django.db.models import DateField, DateTimeField, Value
from django.db.models import Field as Campo
from django.db.models.functions import Cast
from django.utils import timezone

from capas import tiempo
from capas.cql2.arbol import FiltroInvalido
from capas.cql2.sql import logico

ABIERTO = ".."
# a: from, to of the first; b: of the second.
RELACIONES = {
    "t_after": "a0 > b1",
    "t_before": "a1 < b0",
    "t_contains": "a0 < b0 AND a1 > b1",
    "t_disjoint": "a1 < b0 OR a0 > b1",
    "t_during": "a0 > b0 AND a1 < b1",
    "t_equals": "a0 = b0 AND a1 = b1",
    "t_finishedby": "a0 < b0 AND a1 = b1",
    "t_finishes": "a0 > b0 AND a1 = b1",
    "t_intersects": "a0 <= b1 AND a1 >= b0",
    "t_meets": "a1 = b0",
    "t_metby": "a0 = b1",
    "t_overlappedby": "a0 > b0 AND a0 < b1 AND a1 > b1",
    "t_overlaps": "a0 < b0 AND a1 > b0 AND a1 < b1",
    "t_startedby": "a0 = b0 AND a1 > b1",
    "t_starts": "a0 = b0 AND a1 < b1",
}
Momento = dt.date | dt.datetime


def literal(clase: str, texto: Any) -> Momento:
    """DATE('2026-01-31') or TIMESTAMP('2026-01-31T08:00:00Z'), which is always in UTC (OGC 21-065r2, annex B)."""
    try:
        if clase == "date":
            return tiempo.dia(texto)
        if texto.endswith("Z"):
            return tiempo.instante(texto)
    except (AttributeError, TypeError, ValueError):
        pass
    raise FiltroInvalido(
        f"«{str(texto)[:40]}» no es una fecha: DATE('2026-01-31') o TIMESTAMP('2026-01-31T08:00:00Z')."
    )


def extremo(texto: str) -> Any:
    """One end of an interval."""
    if texto == ABIERTO:
        return ABIERTO
    return literal("date" if len(texto) == 10 else "timestamp", texto)


def sql(momento: Momento) -> Cast:
    con_hora = isinstance(momento, dt.datetime)
    campo: Campo = DateTimeField() if con_hora else DateField()
    return Cast(Value(momento, output_field=campo), campo)


def relacion(op: str, a: list[Any], b: list[Any]) -> Any:
    """The condition of two periods. An end is a literal, `..`, or (SQL, type) of a property."""
    tipos = {fin[1] for fin in (*a, *b) if isinstance(fin, tuple)}
    if len(tipos) > 1:
        raise FiltroInvalido(f"«{op}» compara una fecha con un instante: use dos propiedades del mismo tipo.")
    con_hora = "instante" in tipos or (not tipos and any(isinstance(fin, dt.datetime) for fin in (*a, *b)))
    fines = {
        f"{lado}{n}": _fin(fin, con_hora, n == 1) for lado, par in (("a", a), ("b", b)) for n, fin in enumerate(par)
    }
    palabras = RELACIONES[op].split(" ")
    plantilla = " ".join("%s" if palabra in fines else palabra for palabra in palabras)
    return logico(f"({plantilla})", *[fines[palabra] for palabra in palabras if palabra in fines])


def _fin(fin: Any, con_hora: bool, al_final: bool) -> Any:
    """An end in SQL: a day among instants is its first or last moment; an instant among days, its day."""
    campo: Campo = DateTimeField() if con_hora else DateField()
    if fin == ABIERTO:
        return Cast(Value("infinity" if al_final else "-infinity"), campo)
    if isinstance(fin, tuple):
        return fin[0]
    if con_hora and not isinstance(fin, dt.datetime):
        return sql(tiempo.del_dia(fin, al_final))
    if not con_hora and isinstance(fin, dt.datetime):
        return sql(timezone.localtime(fin).date())
    return sql(fin)
