"""The form of a key of Open311."""

from django import forms
from django.conf import settings

from capas.permisos import es_funcionario
from malla_vial import permisos
from malla_vial.models import LlaveOpen311


class FormularioLlave(forms.ModelForm):
    """Who the key is for and how much it may send; its text is made by whoever saves it."""

    jurisdicciones = forms.CharField(
        required=False, label="Jurisdicciones", help_text="Separadas por comas. Vacío: todas las de este servicio."
    )

    class Meta:
        model = LlaveOpen311
        fields = ["nombre", "correo", "por_minuto", "por_dia", "jurisdicciones", "en_nombre_de"]

    def clean_jurisdicciones(self) -> list[str]:
        pedidas = [parte.strip() for parte in self.cleaned_data["jurisdicciones"].split(",") if parte.strip()]
        propias = settings.JURISDICCIONES_OPEN311
        if ajenas := [pedida for pedida in pedidas if pedida not in propias]:
            raise forms.ValidationError(
                f"Este servicio no atiende: {', '.join(ajenas)[:200]}. Las suyas son: {', '.join(propias)}."
            )
        return pedidas

    def clean_en_nombre_de(self):
        persona = self.cleaned_data["en_nombre_de"]
        if persona and not (es_funcionario(persona) and permisos.atiende_reportes(persona)):
            raise forms.ValidationError("Esa cuenta no atiende reportes: una llave no puede más que su funcionario.")
        return persona
