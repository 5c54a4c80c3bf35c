"""The questions of a kind of damage as fields of a form: for a step of its own or within the form of a report."""

from typing import Any

from django import forms
from django.http import QueryDict

from capas.errores import DatosInvalidos
from malla_vial.acciones.respuestas import TEXTO_MAXIMO, limpiar_respuestas
from malla_vial.models import PreguntaDano, TipoDano

PREFIJO = "pregunta"  # the field of the question «profundidad» is «pregunta-profundidad»


class FormularioPreguntas(forms.Form):
    """FormularioPreguntas(tipo, request.POST or None, initial={code: answer}): a field for each question that is asked."""

    def __init__(self, tipo: TipoDano, data=None, **opciones) -> None:
        super().__init__(data, prefix=PREFIJO, **opciones)
        self.tipo = tipo
        self.preguntas = [pregunta for pregunta in tipo.preguntas.all() if pregunta.activa]
        for pregunta in self.preguntas:
            self.fields[pregunta.codigo] = _campo(pregunta)

    def clean(self):
        """A last look by the rules of the action, so that what this form takes, the action takes."""
        if not self.errors:
            try:
                limpiar_respuestas(self.tipo, self.respuestas())
            except DatosInvalidos as error:
                self.add_error(None, str(error))
        return self.cleaned_data

    def respuestas(self) -> dict[str, Any]:
        """What `radicar_reporte(respuestas=…)` takes: plain values by question code, only those answered."""
        dadas = {codigo: _llano(valor) for codigo, valor in self.cleaned_data.items()}
        return {codigo: valor for codigo, valor in dadas.items() if valor not in ("", [])}

    def en_palabras(self) -> list[str]:
        """Every error with the question it is of, for a form that shows no fields of these."""
        return [f"{self._titulo(campo)}{error}" for campo, errores in self.errors.items() for error in errores]

    def _titulo(self, campo: str) -> str:
        return f"{self.fields[campo].label}: " if campo in self.fields else ""


def en_borrador(tipo: TipoDano, datos: QueryDict) -> dict[str, str | list[str]]:
    """What a browser answered to the questions of a kind, by the name of their field: all that a draft keeps of it."""
    campos = {f"{PREFIJO}-{pregunta.codigo}": pregunta for pregunta in tipo.preguntas.filter(activa=True)}
    return {campo: _enviado(pregunta, datos.getlist(campo)) for campo, pregunta in campos.items() if campo in datos}


def _enviado(pregunta: PreguntaDano, valores: list[str]) -> str | list[str]:
    return valores[: len(pregunta.valores)] if pregunta.clase == PreguntaDano.Clase.VARIAS else valores[-1]


def _llano(valor: Any) -> Any:
    if valor is None:
        return ""
    return valor if isinstance(valor, str | list | int | float) else str(valor)


def _campo(pregunta: PreguntaDano) -> forms.Field:
    comun: dict[str, Any] = {"label": pregunta.texto, "required": pregunta.obligatoria, "help_text": pregunta.ayuda}
    match pregunta.clase:
        case PreguntaDano.Clase.NUMERO:
            return forms.FloatField(**comun, min_value=-1e9, max_value=1e9)
        case PreguntaDano.Clase.FECHA:
            return forms.DateField(**comun, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        case PreguntaDano.Clase.UNA:
            return forms.ChoiceField(**comun, choices=pregunta.opciones, widget=forms.RadioSelect)
        case PreguntaDano.Clase.VARIAS:
            return forms.MultipleChoiceField(**comun, choices=pregunta.opciones, widget=forms.CheckboxSelectMultiple)
    return forms.CharField(**comun, max_length=TEXTO_MAXIMO, widget=forms.Textarea({"rows": 2}))
