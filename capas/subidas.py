"""What a client sends, while it is being received."""

import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


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
