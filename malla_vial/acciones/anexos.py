"""The files that come with a petition, kept once each."""

import secrets
from collections.abc import Sequence

from django.core.files.base import ContentFile

from capas.errores import DatosInvalidos
from malla_vial.anexos import POR_PETICION, AnexoLimpio
from malla_vial.models import Anexo, Peticion


def guardar_anexos(peticion: Peticion, anexos: Sequence[AnexoLimpio]) -> None:
    """Raises DatosInvalidos past the most that one sending brings."""
    if len(anexos) > POR_PETICION:
        raise DatosInvalidos(f"Se pueden adjuntar hasta {POR_PETICION} archivos.")
    for limpio in anexos:
        anexo = Anexo(peticion=peticion, tipo=limpio.tipo, huella=limpio.huella, bytes=len(limpio.contenido))
        nombre = f"{secrets.token_hex(16)}.{limpio.tipo}"  # never what the sender called it
        anexo.archivo.save(nombre, ContentFile(limpio.contenido), save=False)
        anexo.save(force_insert=True)
