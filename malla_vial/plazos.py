"""The law's calendar: which days are worked and when a term ends. Pure: the local days off are given by whoever asks.

Terms run in working days (Ley 1437/2011 art. 14, as Ley 1755/2015 art. 1 gives it; Ley 4/1913 art. 62), counted from the
day after receipt. The hour does not matter: the city receives at any time, and what comes at night, on a Saturday or on a
holiday was received that very day. The next working day is then the first of the term, so that an electronic filing
never has longer to wait than one made at the counter.
"""

import datetime as dt
from collections.abc import Iterator, Set
from functools import cache

import holidays

MAXIMO_DE_DIAS = 400  # no term of the law comes near; a longer one is a mistake in the data
_UN_DIA = dt.timedelta(days=1)
SIN_LOCALES: frozenset[dt.date] = frozenset()


@cache
def festivos(ano: int) -> frozenset[dt.date]:
    """The national holidays of a year (Ley 51/1983 and those added since, Ley 2578/2026 among them)."""
    return frozenset(holidays.country_holidays("CO", years=ano))


def es_habil(dia: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> bool:
    """Monday to Friday, no national holiday and no local day off."""
    return dia.weekday() < 5 and dia not in locales and dia not in festivos(dia.year)


def habiles_desde(dia: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> Iterator[dt.date]:
    """The working days after `dia`, which is not one of them."""
    while True:
        dia += _UN_DIA
        if es_habil(dia, locales):
            yield dia


def sumar_habiles(dia: dt.date, cuantos: int, locales: Set[dt.date] = SIN_LOCALES) -> dt.date:
    """The last day of a term of so many working days, received on `dia`. Raises ValueError for a term of no sense."""
    if not 0 < cuantos <= MAXIMO_DE_DIAS:
        raise ValueError(f"Un término va de 1 a {MAXIMO_DE_DIAS} días hábiles; llegó {cuantos}.")
    siguientes = habiles_desde(dia, locales)
    return [next(siguientes) for _ in range(cuantos)][-1]


def habiles_entre(desde: dt.date, hasta: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> int:
    """How many working days are left: those after `desde` up to `hasta`; negative when `hasta` is past."""
    if hasta < desde:
        return -habiles_entre(hasta, desde, locales)
    dias = ((desde + _UN_DIA * n) for n in range(1, (hasta - desde).days + 1))
    return sum(es_habil(dia, locales) for dia in dias)


def sumar_mes(dia: dt.date, locales: Set[dt.date] = SIN_LOCALES) -> dt.date:
    """A month later, the same day of the month or its last (Ley 4/1913 art. 59), moved to a working day (art. 62)."""
    ano, mes = divmod(dia.year * 12 + dia.month, 12)
    ultimo = (dt.date(ano + (mes == 11), (mes + 1) % 12 + 1, 1) - _UN_DIA).day
    fin = dt.date(ano, mes + 1, min(dia.day, ultimo))
    return fin if es_habil(fin, locales) else next(habiles_desde(fin, locales))
