"""What a client sends, while it is being received."""

import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import UnreadablePostError


class CuerpoEntero:
    """A body that ends before its announced length was cut on the way: that is an error, never an end.

    Servers hand over what arrived, and half of a form is still a form: without its last photos, say.
    """

    def __init__(self, flujo, largo: int) -> None:
        self.flujo, self.faltan = flujo, largo

    def read(self, cuanto: int | None = None) -> bytes:
        datos = self.flujo.read() if cuanto is None or cuanto < 0 else self.flujo.read(cuanto)
        self.faltan -= len(datos)
        termino = cuanto is None or cuanto < 0 or (cuanto > 0 and not datos)
        if termino and self.faltan > 0:
            raise UnreadablePostError("El envío se cortó en el camino.")
        return datos

    def readline(self, cuanto: int | None = None) -> bytes:
        datos = self.flujo.readline() if cuanto is None else self.flujo.readline(cuanto)
        self.faltan -= len(datos)
        return datos

    def close(self) -> None:
        self.flujo.close()


class SinNombre(TemporaryFileUploadHandler):
    """Large files go to a temporary file that has no name: whatever kills the worker, the kernel sweeps it."""

    def new_file(self, *args, **kwargs) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        archivo = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        self.file = UploadedFile(  # type: ignore[assignment]
            archivo, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
