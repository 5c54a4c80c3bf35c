"""The forms of petitions at the desk: the filters of the list, and one for each act."""

from django import forms
from django.contrib.gis.geos import Point
from django.db.models import Q

from malla_vial.forms.bandeja import FormularioPin
from malla_vial.models import Dependencia, TipoPeticion


class FormularioPeticiones(forms.Form):
    """The filters of the list that are not one of its lists."""

    q = forms.CharField(label="Radicado o asunto", required=False, max_length=100)
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.filter(activa=True), label="Dependencia", required=False, empty_label="Todas"
    )
    tipo = forms.ModelChoiceField(TipoPeticion.objects.all(), label="Tipo", required=False, empty_label="Todos")

    def aplicar(self, queryset):
        if not self.is_valid():
            return queryset
        datos = self.cleaned_data
        exactos = {campo: datos[campo] for campo in ("dependencia", "tipo") if datos[campo]}
        if datos["q"]:
            queryset = queryset.filter(Q(radicado__icontains=datos["q"]) | Q(asunto__icontains=datos["q"]))
        return queryset.filter(**exactos)


class FormularioTexto(forms.Form):
    texto = forms.CharField(
        label="Lo que leerá quien la hizo", max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class FormularioProrroga(FormularioTexto):
    hasta = forms.DateField(label="Nueva fecha")


class FormularioTraslado(FormularioTexto):
    entidad = forms.CharField(
        label="Entidad competente", max_length=160, widget=forms.TextInput(attrs={"list": "entidades"})
    )


class FormularioAsignar(forms.Form):
    dependencia = forms.ModelChoiceField(
        Dependencia.objects.filter(activa=True),
        label="Dependencia",
        help_text="De la misma Alcaldía: la fecha no cambia.",
    )


class FormularioUbicar(FormularioPin):
    """The pin of a report told in words alone."""

    def clean(self) -> dict[str, Point]:
        return {"punto": super().clean()["punto"]}


class FormularioVacio(forms.Form):
    """An act that needs no words."""
