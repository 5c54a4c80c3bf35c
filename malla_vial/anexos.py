"""What comes with a petition: photos become ours like any other; a PDF is only looked at from outside and kept apart."""

import hashlib
from dataclasses import dataclass

from django.conf import settings

from capas.errores import DatosInvalidos, DemasiadoGrande
from malla_vial import fotos
from malla_vial.models import Anexo

POR_PETICION = 3
_FIN_DE_PDF = 2048  # bytes at the end where a whole PDF says that it ends (ISO 32000-2 §7.5.5, as readers allow)


@dataclass(frozen=True)
class AnexoLimpio:
    contenido: bytes
    tipo: str

    @property
    def huella(self) -> str:
        return hashlib.sha256(self.contenido).hexdigest()


def limpiar(archivo) -> AnexoLimpio:
    """A PDF or a photo, told by its first bytes and not by its name. Raises DatosInvalidos, DemasiadoGrande."""
    if archivo.size > settings.FOTO_MAX_BYTES:
        raise DemasiadoGrande(
            f"El archivo «{str(archivo.name)[-60:]}» pesa más de {settings.FOTO_MAX_BYTES // 1024**2} MB."
        )
    if archivo.read(5) == b"%PDF-":
        archivo.seek(0)
        return AnexoLimpio(_pdf(archivo.read(), str(archivo.name)[-60:]), Anexo.Tipo.PDF)
    archivo.seek(0)
    try:
        return AnexoLimpio(fotos.limpiar(archivo).contenido, Anexo.Tipo.FOTO)
    except DatosInvalidos:
        raise DatosInvalidos(
            f"El archivo «{str(archivo.name)[-60:]}» no es un PDF ni una foto, o está dañado."
        ) from None


def _pdf(contenido: bytes, nombre: str) -> bytes:
    if b"%%EOF" not in contenido[-_FIN_DE_PDF:]:
        raise DatosInvalidos(f"El PDF «{nombre}» está cortado: le falta el final. Envíelo de nuevo.")
    return contenido
