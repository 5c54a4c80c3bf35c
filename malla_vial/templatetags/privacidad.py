"""What templates say of personal data: the notice in force, and an address as a list may show it."""

import re

from django import template

from malla_vial.models import AvisoPrivacidad

register = template.Library()
_DIRECCION = re.compile(r"([^\s<>'\"]?)[^\s<>'\"@]*@([^\s<>'\"@]+)")


@register.filter
def velado(texto: str) -> str:
    """Every address within a text as its first letter and its server: enough to see which one refuses letters."""
    return _DIRECCION.sub(r"\1•••@\2", texto)


@register.simple_tag
def aviso_vigente() -> str:
    """The version of the notice that a form shows, for the form to say it back."""
    vigente = AvisoPrivacidad.objects.using("lectura").vigente()
    return vigente.version if vigente else ""
