"""The forms of the inbox and of a report at the desk."""

from collections.abc import Iterable

from django import forms
from django.contrib.gis.geos import Point

from capas.errores import DatosInvalidos
from capas.geometria import CoordenadaInvalida, punto
from malla_vial.estados import NECESIDADES, Estado, Transicion
from malla_vial.models import Foto, Reporte, TipoDano


class FormularioBusqueda(forms.Form):
    """The filters of the inbox."""

    q = forms.CharField(label="Buscar", required=False, max_length=100)
    estado = forms.MultipleChoiceField(
        label="Estado", choices=Estado, required=False, widget=forms.CheckboxSelectMultiple
    )
    tipo = forms.ModelChoiceField(TipoDano.objects.all(), label="Tipo de daño", required=False, empty_label="Todos")
    comuna = forms.CharField(label="Comuna o corregimiento", required=False, max_length=100)
    peligro = forms.BooleanField(label="Solo los peligrosos", required=False)

    por_ubicar = forms.BooleanField(label="Solo los que están por ubicar", required=False)

    def aplicar(self, queryset):
        if not self.is_valid():
            return queryset
        datos = self.cleaned_data
        exactos = {
            "estado__in": datos["estado"],
            "tipo": datos["tipo"],
            "comuna__iexact": datos["comuna"],
            "peligro": datos["peligro"],
            "geom__isnull": datos["por_ubicar"],
        }
        queryset = queryset.filter(**{campo: valor for campo, valor in exactos.items() if valor})
        return queryset.con_texto(datos["q"]) if datos["q"] else queryset


class FormularioEstado(forms.Form):
    """A move along the workflow: `ofrecer` tells which moves the page shows."""

    a = forms.ChoiceField(label="Pasa a", choices=Estado)
    respuesta = forms.CharField(
        label="Respuesta pública",
        help_text="La lee la persona que reportó, y cualquiera.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    nota = forms.CharField(
        label="Nota interna", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
    )
    entidad = forms.CharField(
        label="Si se traslada, a qué entidad",
        help_text="Si dejó correo para traslados, le escribimos enseguida; si no, envíeselo usted.",
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"list": "entidades"}),
    )
    original = forms.CharField(label="Si es duplicado, código del original", required=False, max_length=20)

    def clean_original(self) -> Reporte | None:
        codigo = self.cleaned_data["original"].strip().upper()
        if not codigo:
            return None
        original = Reporte.objects.filter(codigo=codigo).first()
        if original is None:
            raise forms.ValidationError(f"No existe el reporte {codigo}.")
        return original

    def clean(self) -> None:
        if self.cleaned_data.get("a") == Estado.TRASLADADO and not self.cleaned_data.get("entidad"):
            self.add_error("entidad", "Diga a qué entidad se traslada.")

    def ofrecer(self, pasos: Iterable[Transicion]) -> None:
        self.fields["a"].widget.choices = [(paso.a, _con_lo_que_exige(paso)) for paso in pasos]  # type: ignore[attr-defined]

    def rehusar(self, error: Exception) -> None:
        """What the action refused, beside the fields that it is about."""
        if isinstance(error, DatosInvalidos):  # of this form, only another report can be unfit
            self.add_error("original", str(error))
            return
        faltan = set(getattr(error, "faltan", ())) & self.fields.keys()
        for campo in faltan or {"a"}:
            self.add_error(campo, str(error))


def _con_lo_que_exige(paso: Transicion) -> str:
    exige = " y ".join(NECESIDADES[que] for que in paso.exige)
    return f"{paso.a.label} (necesita {exige})" if exige else paso.a.label


class FormularioNota(forms.Form):
    texto = forms.CharField(label="Nueva nota", widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)


class FormularioModeracion(forms.Form):
    visible = forms.BooleanField(label="Mostrar el reporte en público", required=False)
    texto_aprobado = forms.BooleanField(label="El texto se puede publicar", required=False)
    fotos_publicas = forms.ModelMultipleChoiceField(
        Foto.objects.none(), label="Fotos que se pueden publicar", required=False
    )
    motivo = forms.CharField(label="Motivo", max_length=300, required=False)

    def __init__(self, *args, reporte: Reporte, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fotos_publicas"].queryset = reporte.fotos.all()  # type: ignore[attr-defined]


class FormularioPin(forms.Form):
    lon = forms.CharField(label="Longitud", max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    lat = forms.CharField(label="Latitud", max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def clean(self):
        datos = super().clean()
        try:
            datos["punto"] = punto(datos.get("lon", ""), datos.get("lat", ""))
        except CoordenadaInvalida as error:
            raise forms.ValidationError(str(error)) from None
        return datos

    @property
    def punto(self) -> Point:
        return self.cleaned_data["punto"]
