"""Kinds of damage and their questions, as staff edit them."""

from django import forms
from django.utils.text import slugify

from malla_vial.models import PreguntaDano, TipoDano


class FormularioTipo(forms.ModelForm):
    class Meta:
        model = TipoDano
        fields = (
            "nombre", "codigo", "descripcion", "dibujo", "consejo", "pide_tamano", "pregunta_peligro", "freno",
            "freno_telefono", "freno_detiene", "dependencia", "radio_duplicados_m", "afines", "codigo_tecnico", "orden", "activo",
        )  # fmt: skip
        widgets = {"afines": forms.CheckboxSelectMultiple, "freno": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["afines"].queryset = TipoDano.objects.exclude(pk=self.instance.pk)
        if self.instance.pk:
            del self.fields["codigo"]  # the key by which reports, programs and telephones know it


class CampoOpciones(forms.CharField):
    """A line an option: «Una mano», or «mano: Una mano» to give it its key."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value):
        return "\n".join(f"{v['key']}: {v['name']}" for v in value) if isinstance(value, list) else value

    def to_python(self, value):
        return [_opcion(linea) for linea in super().to_python(value).splitlines() if linea.strip()]


def _opcion(linea: str) -> dict[str, str]:
    clave, separa, nombre = linea.partition(":")
    if not separa:
        clave, nombre = slugify(linea), linea
    clave, nombre = clave.strip()[:40], nombre.strip()[:120]
    if not clave or not nombre or slugify(clave) != clave:
        raise forms.ValidationError(
            f"«{linea[:60]}»: escriba la opción, o su clave en minúsculas, dos puntos y la opción."
        )
    return {"key": clave, "name": nombre}


class FormularioPregunta(forms.ModelForm):
    valores = CampoOpciones(
        label="Opciones", required=False, max_length=4000, help_text="Una por línea. Por ejemplo: rota: Está rota"
    )

    class Meta:
        model = PreguntaDano
        fields = ("texto", "codigo", "clase", "valores", "ayuda", "obligatoria", "orden", "activa")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["codigo"].required = False
        if self.instance.pk:
            del self.fields["codigo"]

    def clean(self):
        datos = super().clean()
        if "codigo" in self.fields and not datos.get("codigo"):
            datos["codigo"] = slugify(datos.get("texto", ""))[:30].strip("-")
        return datos
