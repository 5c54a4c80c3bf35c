"""Roles as Django groups."""

from django.contrib.auth.models import Group

from capas.permisos import ROLES


def asegurar_grupos() -> None:
    """One group per role; who belongs to it is decided in the admin."""
    for rol in ROLES:
        Group.objects.get_or_create(name=rol)
