"""The form of a layer's record: what only a person knows, in the order in which one thinks of it."""

from collections.abc import Iterator

from django import forms

from capas.acciones import version_de_ficha
from capas.metadatos.puntaje import Puntaje
from capas.models import FichaCapa

GRUPOS = (
    ("Qué es", ("titulo", "resumen", "proposito", "palabras_clave", "tema", "sector")),
    ("De dónde viene", ("linaje",)),
    ("De cuándo es", ("fecha_referencia", "estado", "frecuencia", "desde", "hasta", "exactitud_temporal")),
    ("Con qué detalle", ("escala", "resolucion_m", "exactitud_m")),
    ("Quién responde", ("custodio", "cargo", "correo", "telefono")),
    ("Cómo se puede usar", ("licencia", "limitaciones")),
)
_EN_UN_RENGLON = {"palabras_clave": "Separadas por comas, por ejemplo: vías, andenes, espacio público."}
_FECHAS = ("fecha_referencia", "desde", "hasta")


class FormularioFicha(forms.ModelForm):
    version = forms.CharField(widget=forms.HiddenInput, max_length=24)

    class Meta:
        model = FichaCapa
        fields = [nombre for _, nombres in GRUPOS for nombre in nombres]
        widgets = {
            **{nombre: forms.DateInput({"type": "date"}, format="%Y-%m-%d") for nombre in _FECHAS},
            **{nombre: forms.Textarea({"rows": filas}) for nombre, filas in (("resumen", 3), ("proposito", 3))},
            **{nombre: forms.Textarea({"rows": filas}) for nombre, filas in (("linaje", 7), ("limitaciones", 3))},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version_de_ficha(self.instance)
        for nombre, ayuda in _EN_UN_RENGLON.items():
            self.fields[nombre].help_text = ayuda

    def valores(self) -> dict:
        """What was written, by field of FichaCapa; a browser ends its lines in CRLF, the record in LF."""
        dados = {nombre: self.cleaned_data[nombre] for nombre in self.Meta.fields}
        return {n: valor.replace("\r\n", "\n") if isinstance(valor, str) else valor for n, valor in dados.items()}

    def por_grupos(self, puntaje: Puntaje) -> Iterator[tuple[str, list[tuple]]]:
        """(title, [(field, what the record lacks there)]) of each group."""
        faltan = {regla.campo: regla.falta for regla in puntaje.faltan}
        for titulo, nombres in GRUPOS:
            yield titulo, [(self[nombre], faltan.get(nombre, "")) for nombre in nombres]
