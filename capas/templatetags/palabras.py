"""Words for templates."""

import datetime as dt
import json
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince

register = template.Library()


@register.filter
def hace(momento: dt.datetime | None) -> str:
    """«hace 3 días (17 nov 2026)», «hace un momento»."""
    if momento is None:
        return ""
    if timezone.now() - momento < dt.timedelta(minutes=1):
        return "hace un momento"
    dia = date_format(timezone.localtime(momento), "SHORT_DATE_FORMAT").lower()
    return f"hace {timesince(momento, depth=1)} ({dia})"


@register.filter
def fecha_iso(texto: str) -> str:
    """«21 nov 2026» out of an ISO 8601 instant."""
    return date_format(timezone.localtime(dt.datetime.fromisoformat(texto)), "SHORT_DATE_FORMAT").lower()


@register.filter
def datos_enlazados(datos: dict[str, Any]) -> SafeString:
    """JSON-LD inside a page; nothing in it can close its element, as in Django's json_script."""
    texto = json.dumps(datos, ensure_ascii=False).translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
    return mark_safe(f'<script type="application/ld+json">{texto}</script>')  # noqa: S308 (escaped above)
