"""Who receives transfers, and where: data that staff keep."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial import permisos
from malla_vial.models import EntidadResponsable


def guardar_entidad(*, entidad: EntidadResponsable, usuario: User) -> EntidadResponsable:
    """A new entity, or one put right. Raises DatosInvalidos and permisos.SinPermiso."""
    permisos.exigir_entidades(usuario)
    if entidad.condicion == EntidadResponsable.Condicion.OTRA:
        entidad.codigo = entidad.codigo or slugify(entidad.nombre)[:20]
    try:
        entidad.full_clean()
    except ValidationError as error:
        raise DatosInvalidos(" ".join(error.messages)) from error
    with cambio(usuario):
        entidad.save()
    return entidad
