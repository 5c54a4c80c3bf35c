"""Merging and parting reports at the desk."""

from django import forms

from malla_vial.models import Reporte


def _respuesta() -> forms.CharField:
    return forms.CharField(label="Qué se les dice", required=False, max_length=4000, widget=forms.Textarea({"rows": 2}))


class FormularioFusion(forms.Form):
    duplicados = forms.ModelMultipleChoiceField(
        Reporte.objects.all(),
        to_field_name="codigo",
        error_messages={
            "required": "Elija por lo menos un reporte para unir.",
            "invalid_choice": "No existe el reporte «%(value)s».",
        },
    )
    respuesta = _respuesta()

    def clean_duplicados(self) -> list[Reporte]:
        return list(self.cleaned_data["duplicados"].select_related("duplicado_de"))


class FormularioSeparar(forms.Form):
    respuesta = _respuesta()


class FormularioPublicarAdhesion(forms.Form):
    texto_aprobado = forms.BooleanField(label="El texto se puede publicar", required=False)
