"""The law's calendar: which days are worked and when a term ends. Pure: the local days off are given by whoever asks.

Terms run in working days (Ley 1437/2011 art. 14, as Ley 1755/2015 art. 1 gives it; Ley 4/1913 art. 62), counted from the
day after receipt. The hour does not matter: the city receives at any time, and what comes at night, on a Saturday or on a
holiday was received that very day. The next working day is then the first of the term, so that an electronic filing
never has longer to wait than one made at the counter.
"""

import datetime as dt
from collections.abc import Set
from functools import lru_cache

import holidays
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

MAXIMO_DE_DIAS = 400  # no term of the law comes near; a longer one is a mistake in the data
ANOS = range(2000, 2060)  # filled at once: a year that the library fills when it is asked for is not safe among threads
SIN_LOCALES: frozenset[dt.date] = frozenset()


@lru_cache(maxsize=16)
def _calendario(locales: frozenset[dt.date]) -> holidays.HolidayBase:
    """The national holidays (Ley 51/1983 and those added since, Ley 2578/2026 among them) and the local days off."""
    libres = holidays.country_holidays("CO", years=ANOS)
    libres.update(dict.fromkeys(locales, "Día no hábil local"))
    return libres


def es_habil(dia: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> bool:
    """Monday to Friday, no national holiday and no local day off."""
    return _calendario(frozenset(locales)).is_working_day(dia)


def sumar_habiles(dia: dt.date, cuantos: int, locales: Set[dt.date] = SIN_LOCALES) -> dt.date:
    """The last day of a term of so many working days, received on `dia`.

    Raises ValueError unless `cuantos` is from 1 to MAXIMO_DE_DIAS.
    """
    if not 0 < cuantos <= MAXIMO_DE_DIAS:
        raise ValueError(f"Un término va de 1 a {MAXIMO_DE_DIAS} días hábiles; llegó {cuantos}.")
    return _calendario(frozenset(locales)).get_nth_working_day(dia, cuantos)


def habiles_entre(desde: dt.date, hasta: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> int:
    """How many working days are left: those after `desde` up to `hasta`; negative when `hasta` is past."""
    if hasta < desde:
        return -habiles_entre(hasta, desde, locales)
    con_el_primero = _calendario(frozenset(locales)).get_working_days_count(desde, hasta)
    return con_el_primero - es_habil(desde, locales)


def sumar_mes(dia: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> dt.date:
    """A month later, the same day of the month or its last (Ley 4/1913 art. 59), moved to a working day (art. 62)."""
    return _calendario(frozenset(locales)).get_nth_working_day(dia + relativedelta(months=1), 0)
