"""Asking to be forgotten."""

from django import forms

from malla_vial.models import AvisoPrivacidad, Peticion


class CampoAviso(forms.CharField):
    """The version of the privacy notice that the form showed, which may have waited for a network since. Of one that never
    was nothing is kept: a report is not refused for it."""

    widget = forms.HiddenInput

    def clean(self, valor) -> str:
        version = super().clean(valor)
        return version if AvisoPrivacidad.objects.filter(version=version).exists() else ""


class FormularioPedirBorrado(forms.Form):
    correo = forms.EmailField(
        label="El correo que dejó al reportar o al seguir", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class FormularioBorrado(forms.Form):
    cuales = forms.ModelMultipleChoiceField(Peticion.objects.none(), to_field_name="radicado", required=False)
    adhesiones = forms.BooleanField(required=False)
    suscripciones = forms.BooleanField(required=False)

    def __init__(self, *args, peticiones, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cuales"].queryset = peticiones  # type: ignore[attr-defined]

    def clean(self):
        datos = super().clean()
        if not any(datos.get(campo) for campo in self.fields):
            raise forms.ValidationError("Elija por lo menos uno.")
        return datos
