"""How a person finds a report again."""

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.functional import lazy

_ejemplo = lazy(lambda: f"{settings.PREFIJO_REPORTES}-XXXXXXX", str)


class FormularioSeguimiento(forms.Form):
    codigo = forms.CharField(
        label="Código del reporte",
        max_length=20,
        validators=[RegexValidator(r"^[\w-]+\Z", "Un código lleva solo letras, números y guiones.")],
        widget=forms.TextInput(attrs={"placeholder": _ejemplo()}),
    )
