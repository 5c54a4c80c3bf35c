"""Days and instants as RFC 3339 (5.6) writes them, and no other way. A day is one of the municipality's."""

import datetime as dt
import re

from django.utils import timezone

DIA = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
INSTANTE = rf"{DIA}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})"
_INSTANTE = re.compile(INSTANTE, re.IGNORECASE)
_DIA = re.compile(DIA)


def dia(texto: str) -> dt.date:
    """2026-01-31. Raises ValueError."""
    if not _DIA.fullmatch(texto):
        raise ValueError(texto)
    return dt.date.fromisoformat(texto)


def instante(texto: str) -> dt.datetime:
    """2026-01-31T08:00:00Z, or with another offset. Raises ValueError."""
    if not _INSTANTE.fullmatch(texto):
        raise ValueError(texto)
    return dt.datetime.fromisoformat(texto.upper())


def del_dia(fecha: dt.date, al_final: bool = False) -> dt.datetime:
    """The first or the last moment of a day."""
    return timezone.make_aware(dt.datetime.combine(fecha, dt.time.max if al_final else dt.time.min))


def en_utc(momento: dt.date | None, al_final: bool = False) -> str | None:
    """RFC 3339, in UTC and to the second, as an end of a period that loses nothing; a date alone is its first or last moment."""
    if momento is None:
        return None
    if not isinstance(momento, dt.datetime):
        momento = del_dia(momento, al_final)
    elif al_final:
        momento += dt.timedelta(microseconds=999_999)
    return momento.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
