"""Files on disk: whole and durable, or not there at all."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class AlmacenDurable(FileSystemStorage):
    """A file gets its name once all its bytes are on the disk: neither a kill nor a power cut leaves half of one behind it."""

    def _save(self, name: str, content: File) -> str:
        parcial = Path(self.path(f"{name}.parcial"))
        try:
            super()._save(f"{name}.parcial", content)
            _al_disco(parcial)
            parcial.rename(self.path(name))
        except OSError:
            parcial.unlink(missing_ok=True)
            raise
        _al_disco(parcial.parent)
        return name


def _al_disco(ruta: Path) -> None:
    descriptor = os.open(ruta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
