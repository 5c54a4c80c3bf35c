"""Changes to layers and their records, whatever door they come by."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from capas import postgis


@contextmanager
def cambio(usuario: User | None) -> Iterator[None]:
    """A transaction that the trail of changes knows the author of."""
    with transaction.atomic():
        postgis.firmar(usuario.get_username() if usuario else "")
        yield
