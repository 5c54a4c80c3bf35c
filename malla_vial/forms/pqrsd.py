"""The PQRSD form of Res. MinTIC 1519/2020, annex 2, and what completes a petition."""

import uuid

from django import forms

from capas.errores import DatosInvalidos, DemasiadoGrande
from capas.geometria import CoordenadaInvalida, punto
from malla_vial import anexos
from malla_vial.acciones import Contacto
from malla_vial.forms.privacidad import CampoAviso
from malla_vial.forms.reportar import VariasFotos
from malla_vial.models import Peticion, TipoPeticion

ACEPTACION = "Acepto que la Alcaldía reciba esta petición y use estos datos solo para responderla (Ley 1581 de 2012)."


class CampoAnexos(forms.FileField):
    """Up to three PDFs or photos; a photo is re-encoded on the way in."""

    widget = VariasFotos(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data, initial=None):
        archivos = [archivo for archivo in (data or []) if archivo]
        if len(archivos) > anexos.POR_PETICION:
            raise forms.ValidationError(f"Se adjuntan hasta {anexos.POR_PETICION} archivos; llegaron {len(archivos)}.")
        try:
            return [anexos.limpiar(archivo) for archivo in archivos]
        except (DatosInvalidos, DemasiadoGrande) as error:
            raise forms.ValidationError(str(error)) from None


class FormularioPQRSD(forms.Form):
    """A petition of any kind, anonymous or not, with or without a place. Works without JavaScript."""

    clave = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    tipo = forms.ModelChoiceField(
        TipoPeticion.objects.filter(activo=True, en_formulario=True),
        label="¿Qué quiere presentar?",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    asunto = forms.CharField(label="Asunto", max_length=160, help_text="En pocas palabras: de qué se trata.")
    texto = forms.CharField(
        label="Cuéntenos qué pide y por qué", max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    anexo = CampoAnexos(label="Archivos", required=False, help_text="Hasta tres PDF o fotos (JPG, PNG o WEBP).")
    lugar = forms.CharField(
        label="Dirección o seña del lugar",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"aria-describedby": "ayuda-lugar"}),
    )
    lon = forms.CharField(label="Longitud", required=False, max_length=30)
    lat = forms.CharField(label="Latitud", required=False, max_length=30)
    canal = forms.ChoiceField(
        label="¿Por dónde le respondemos?",
        choices=Peticion.Canal,
        widget=forms.RadioSelect,
        initial=Peticion.Canal.CODIGO,
    )
    nombre = forms.CharField(label="Nombre o razón social", max_length=120, required=False)
    documento = forms.CharField(label="Documento de identidad o NIT", max_length=30, required=False)
    correo = forms.EmailField(label="Correo electrónico", required=False)
    telefono = forms.CharField(label="Teléfono", max_length=30, required=False)
    direccion = forms.CharField(label="Dirección física", max_length=200, required=False)
    aviso_version = CampoAviso(required=False)
    acepta = forms.BooleanField(
        label=ACEPTACION, error_messages={"required": "Para radicar la petición, marque la aceptación."}
    )

    def clean(self):
        datos = super().clean()
        datos["punto"] = None
        if datos.get("lon") or datos.get("lat"):
            try:
                datos["punto"] = punto(*(datos.get(eje, "").replace(",", ".") for eje in ("lon", "lat")))
            except CoordenadaInvalida as error:
                self.add_error("lon", str(error))
        return datos

    def para_radicar(self) -> dict:
        """The keyword arguments of `radicar_peticion`."""
        datos = self.cleaned_data
        directos = ("tipo", "asunto", "texto", "clave", "canal", "punto")
        de_contacto = ("nombre", "correo", "telefono", "documento", "direccion", "aviso_version")
        return {campo: datos[campo] for campo in directos} | {
            "contacto": Contacto(**{campo: datos[campo] for campo in de_contacto}),
            "anexos": datos["anexo"],
            "direccion": datos["lugar"],
        }


class FormularioCompletar(forms.Form):
    """What the petitioner sends when something was missing."""

    texto = forms.CharField(label="Lo que hacía falta", max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))
    anexo = CampoAnexos(label="Archivos", required=False, help_text="Hasta tres PDF o fotos.")
