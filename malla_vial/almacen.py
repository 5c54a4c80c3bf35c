"""Where the original of a covered photo is kept: apart from what is served, and with no address."""

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class Originales(FileSystemStorage):
    """A folder outside MEDIA_ROOT (ORIGINALES_ROOT). Nothing in it has a URL; the desk reads it to cover a photo again."""

    @property
    def base_location(self) -> str:  # type: ignore[override]
        return str(settings.ORIGINALES_ROOT)

    @property
    def location(self) -> str:  # type: ignore[override]
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> str:
        raise ValueError("Un original no tiene dirección.")


originales = Originales(file_permissions_mode=0o600, directory_permissions_mode=0o700)


def almacen_de_originales() -> Originales:
    return originales
