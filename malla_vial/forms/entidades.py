"""An entity to which reports and petitions are transferred, as staff write it."""

from django import forms

from malla_vial.models import EntidadResponsable


class FormularioEntidad(forms.ModelForm):
    class Meta:
        model = EntidadResponsable
        fields = ("nombre", "buzon", "linea", "pagina", "frase")
        widgets = {"frase": forms.Textarea({"rows": 3})}
