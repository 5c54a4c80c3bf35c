"""Joining a report that somebody else sent."""

import uuid
from typing import Any

from django import forms

from malla_vial.acciones import Contacto
from malla_vial.acciones.adhesiones import TEXTO_MAXIMO
from malla_vial.forms.privacidad import CampoAviso
from malla_vial.forms.reportar import CampoFotos, CampoHuellas


class FormularioSumarse(forms.Form):
    clave = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    texto = forms.CharField(
        label="¿Quiere agregar algo?",
        max_length=TEXTO_MAXIMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    foto = CampoFotos(
        label="Fotos (hasta tres)",
        required=False,
        help_text="Si el daño cambió, muéstrelo. Evite caras y placas. Se borra la ubicación que el teléfono guarda dentro de la foto.",
    )
    subida = CampoHuellas(required=False)
    nombre = forms.CharField(
        label="Su nombre", max_length=120, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    correo = forms.EmailField(label="Su correo", required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    telefono = forms.CharField(
        label="Su teléfono", max_length=30, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )
    aviso_version = CampoAviso(required=False)
    acepta = forms.BooleanField(
        label="Autorizo que la Alcaldía use estos datos solo para contarme en qué va este daño (Ley 1581 de 2012).",
        required=False,
    )

    def clean(self):
        datos = super().clean()
        if any(datos.get(campo) for campo in ("nombre", "correo", "telefono")) and not datos.get("acepta"):
            self.add_error("acepta", "Para dejar sus datos, marque la autorización; o bórrelos y súmese sin ellos.")
        return datos

    def para_sumarse(self) -> dict[str, Any]:
        """The keyword arguments of `sumarse`."""
        datos = self.cleaned_data
        contacto = Contacto(
            *(datos[campo] for campo in ("nombre", "correo", "telefono")), aviso_version=datos["aviso_version"]
        )
        envio = {"clave": datos["clave"], "fotos": datos["foto"], "subidas": datos["subida"]}
        return envio | {"texto": datos["texto"], "contacto": contacto}
