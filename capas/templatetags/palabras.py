"""Words for templates."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format
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
