"""How a person finds a report again."""

from django import forms
from django.conf import settings


class FormularioSeguimiento(forms.Form):
    codigo = forms.CharField(
        label="Código del reporte",
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": f"{settings.PREFIJO_REPORTES}-XXXXXXX"}),
    )
