"""The forms of works."""

from django import forms
from django.conf import settings

from malla_vial.acciones import Trecho
from malla_vial.estados import EstadoIntervencion
from malla_vial.models import Intervencion, Reporte, TramoVial


class FormularioIntervencion(forms.Form):
    """A work out of one or several reports, and of stretches written as «código» or «código desde hasta» (metres)."""

    nombre = forms.CharField(max_length=160)
    tipo = forms.ChoiceField(choices=Intervencion.Tipo)
    reportes = forms.CharField(label="Reportes (códigos)", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    tramos = forms.CharField(
        label="Tramos",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Un tramo por línea: el código, y si no es entero, desde y hasta en metros: {settings.DIVIPOLA}U00012 0 45.5",
    )
    fecha_inicio = forms.DateField(
        label="Inicio", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    fecha_fin = forms.DateField(
        label="Fin", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    presupuesto = forms.DecimalField(
        label="Presupuesto (COP)", required=False, min_value=0, max_digits=15, decimal_places=0, localize=False
    )
    contratista = forms.CharField(required=False, max_length=160)
    descripcion = forms.CharField(label="Descripción", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_reportes(self) -> list[Reporte]:
        codigos = self.cleaned_data["reportes"].upper().replace(",", " ").split()
        hallados = {r.codigo: r for r in Reporte.objects.filter(codigo__in=codigos)}
        if faltan := [codigo for codigo in codigos if codigo not in hallados]:
            raise forms.ValidationError(f"No existen estos reportes: {', '.join(faltan)}.")
        return list(hallados.values())

    def clean_tramos(self) -> list[Trecho]:
        return [self._trecho(linea.split()) for linea in self.cleaned_data["tramos"].splitlines() if linea.strip()]

    def _trecho(self, partes: list[str]) -> Trecho:
        tramo = TramoVial.objects.filter(codigo=partes[0]).first()
        if tramo is None:
            raise forms.ValidationError(f"No existe el tramo «{partes[0]}».")
        if len(partes) not in (1, 3):
            raise forms.ValidationError(f"«{' '.join(partes)}»: escriba el código, o el código con desde y hasta.")
        try:
            return Trecho(tramo, *(float(numero) for numero in partes[1:]))
        except ValueError:
            raise forms.ValidationError(f"«{' '.join(partes)}»: desde y hasta son números, en metros.") from None

    def para_programar(self) -> dict:
        """The keyword arguments of `programar_intervencion`."""
        datos = dict(self.cleaned_data)
        trechos = datos.pop("tramos")
        return {**datos, "trechos": trechos}


class FormularioPasoDeObra(forms.Form):
    a = forms.ChoiceField(choices=EstadoIntervencion)


class FormularioSacarDeObra(forms.Form):
    reporte = forms.ModelChoiceField(
        Reporte.objects.none(),
        to_field_name="codigo",
        error_messages={"invalid_choice": "Ese reporte no es de esta intervención."},
    )

    def __init__(self, *args, obra: Intervencion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reporte"].queryset = obra.reportes.all()  # type: ignore[attr-defined]
