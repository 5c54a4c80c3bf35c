"""Personal data as a list may show them."""

import re

from django import template

register = template.Library()
_DIRECCION = re.compile(r"([^\s<>'\"]?)[^\s<>'\"@]*@([^\s<>'\"@]+)")


@register.filter
def velado(texto: str) -> str:
    """Every address within a text as its first letter and its server: enough to see which one refuses letters."""
    return _DIRECCION.sub(r"\1•••@\2", texto)
