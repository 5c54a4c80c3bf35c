"""Work that only one process may be at."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def a_solas(nombre: str) -> Iterator[bool]:
    """Whether nobody else is at it, while the block lasts. The lock is of a session apart: it does not hang on what the work does
    with its own connection, and ends with the process however that ends."""
    aparte = connections["default"].copy()
    try:
        with aparte.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (nombre,))
            yield cursor.fetchone()[0]
    finally:
        aparte.close()
