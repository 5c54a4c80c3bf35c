"""What staff do with the kinds of damage and their questions: data, whose every change leaves a trail."""

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from capas.acciones import EnUso, cambio
from capas.errores import DatosInvalidos
from malla_vial import permisos
from malla_vial.models import PreguntaDano, RespuestaDano, TipoDano


def guardar_tipo(*, tipo: TipoDano, afines: list[TipoDano] | None = None, usuario: User) -> TipoDano:
    """A new kind, or one put right. Raises DatosInvalidos and permisos.SinPermiso."""
    permisos.exigir_danos(usuario)
    _validar(tipo)
    with cambio(usuario):
        tipo.save()
        if afines is not None:
            tipo.afines.set(afines)
    return tipo


def guardar_pregunta(*, pregunta: PreguntaDano, usuario: User) -> PreguntaDano:
    """A new question, or one put right. Raises DatosInvalidos and permisos.SinPermiso.

    Once somebody answered it, neither its kind nor an option that was chosen may change, so that answers keep their meaning.
    """
    permisos.exigir_danos(usuario)
    _validar(pregunta)
    with cambio(usuario):
        _exigir_lo_respondido(pregunta)
        pregunta.save()
    return pregunta


def borrar_tipo(*, tipo: TipoDano, usuario: User) -> None:
    """Raises EnUso (409) while a report is of this kind, and permisos.SinPermiso."""
    _borrar(tipo, usuario, f"Hay reportes de «{tipo}»: no se puede borrar. Desmarque «activo» y nadie más lo verá.")


def borrar_pregunta(*, pregunta: PreguntaDano, usuario: User) -> None:
    """Raises EnUso (409) once somebody answered it, and permisos.SinPermiso."""
    _borrar(pregunta, usuario, f"«{pregunta}» ya tiene respuestas: desmarque «activa» y no se preguntará más.")


def _borrar(dato: TipoDano | PreguntaDano, usuario: User, en_uso: str) -> None:
    permisos.exigir_danos(usuario)
    try:
        with cambio(usuario):
            dato.delete()
    except ProtectedError:
        raise EnUso(en_uso) from None


def _validar(dato: TipoDano | PreguntaDano) -> None:
    try:
        dato.full_clean()
    except ValidationError as error:
        raise DatosInvalidos(" ".join(error.messages)) from error


def _exigir_lo_respondido(pregunta: PreguntaDano) -> None:
    previa = PreguntaDano.objects.select_for_update().filter(pk=pregunta.pk).first()
    if previa is None or not previa.respuestas.exists():
        return
    if (previa.clase, previa.codigo, previa.tipo_id) != (pregunta.clase, pregunta.codigo, pregunta.tipo_id):
        raise DatosInvalidos(f"«{previa}» ya tiene respuestas: ni su clase ni su código pueden cambiar.")
    if usadas := _elegidas(previa) - dict(pregunta.opciones).keys():
        raise DatosInvalidos(f"Alguien ya eligió {', '.join(sorted(usadas))}: esa opción no se puede quitar.")


def _elegidas(pregunta: PreguntaDano) -> set[str]:
    if not pregunta.cerrada:
        return set()
    valores = RespuestaDano.objects.filter(pregunta=pregunta).values_list("valor", flat=True)
    return {clave for valor in valores for clave in cast(list[str], valor if isinstance(valor, list) else [valor])}
