"""The citizen's report: from what a person sent to what an action takes, with every refusal in plain Spanish."""

import datetime as dt
import re
import uuid

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from capas.errores import DatosInvalidos, DemasiadoGrande
from capas.geometria import CoordenadaInvalida, punto
from malla_vial import fotos
from malla_vial.acciones import Contacto
from malla_vial.forms.preguntas import FormularioPreguntas
from malla_vial.forms.privacidad import CampoAviso
from malla_vial.models import Reporte, TipoDano

FALTA_LUGAR = (
    "Falta el lugar: use su ubicación, márquelo en el mapa, busque la dirección o cuéntenos con sus palabras dónde es."
)
LO_TRASLADAN = "Ya sé que responde otra entidad: reciban el reporte y trasládenlo"
COMO_SE_TRASLADA = f"Si quiere, deje aquí el reporte y lo trasladamos: marque «{LO_TRASLADAN}»."


class VariasFotos(forms.ClearableFileInput):
    allow_multiple_selected = True


class CampoFotos(forms.FileField):
    """Up to three photos, each decoded and encoded again on the way in."""

    GRANDE = "grande"  # the code of the error that is a 413
    widget = VariasFotos(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data, initial=None):
        try:
            return fotos.limpiar_varias([archivo for archivo in (data or []) if archivo])
        except DatosInvalidos as error:
            raise forms.ValidationError(str(error)) from None
        except DemasiadoGrande as error:
            raise forms.ValidationError(str(error), self.GRANDE) from None

    @classmethod
    def codigo_http(cls, form: forms.Form) -> int:
        """The status of the answer that shows the errors of a form with photos: 413 or 422."""
        return 413 if any(form.has_error(campo, cls.GRANDE) for campo in form.errors) else 422


class CampoSiNo(forms.BooleanField):
    """Yes or no; None where nobody answered, which is no «no»."""

    widget = forms.TextInput

    def to_python(self, valor):
        return super().to_python(valor) if valor else None


class HuellasOcultas(forms.MultipleHiddenInput):
    def value_from_datadict(self, data, files, name):
        return super().value_from_datadict(data, files, name) if name in data else None


class CampoReloj(forms.CharField):
    """When a phone says that something was done (ISO 8601). A clock that is wrong is no reason to refuse a report: None."""

    HOLGURA = dt.timedelta(minutes=10)
    widget = forms.HiddenInput

    def clean(self, valor) -> dt.datetime | None:
        try:
            hora = parse_datetime(super().clean(valor))
        except ValueError:
            return None
        return hora if hora and hora.tzinfo and hora < timezone.now() + self.HOLGURA else None


class CampoHuellas(forms.Field):
    """Fingerprints of the photos that were sent ahead; None where the form says nothing of them."""

    widget = HuellasOcultas

    def clean(self, valor):
        if valor is None:
            return None
        huellas = {texto for texto in valor if texto}
        if any(not re.fullmatch("[0-9a-f]{64}", texto) for texto in huellas):
            raise forms.ValidationError("«subida» es el SHA-256 de una foto, en hexadecimal.")
        return huellas


class FormularioReporte(forms.Form):
    """The citizen's report. Works the same from a browser without JavaScript and from a program."""

    clave = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    tipo = forms.ModelChoiceField(
        TipoDano.objects.filter(activo=True), label="¿Qué daño es?", widget=forms.RadioSelect, empty_label=None
    )
    tamano = forms.ChoiceField(
        label="¿De qué tamaño?", choices=Reporte.Tamano, widget=forms.RadioSelect, required=False
    )
    peligro = CampoSiNo(label="¿Es peligroso?", required=False)
    foto = CampoFotos(label="Fotos (hasta tres)", required=False)
    subida = CampoHuellas(required=False)
    hecho_en = CampoReloj(required=False, max_length=40)
    lon = forms.CharField(label="Longitud", required=False, max_length=30)
    lat = forms.CharField(label="Latitud", required=False, max_length=30)
    trasladar = forms.BooleanField(label=LO_TRASLADAN, required=False)
    direccion = forms.CharField(label="Dirección, esquina, barrio o seña", max_length=200, required=False)
    descripcion = forms.CharField(
        label="Cuéntenos qué pasa", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    nombre = forms.CharField(label="Su nombre", max_length=120, required=False)
    correo = forms.EmailField(label="Su correo", required=False)
    telefono = forms.CharField(label="Su teléfono", max_length=30, required=False)
    aviso_version = CampoAviso(required=False)
    acepta = forms.BooleanField(
        label="Autorizo que la Alcaldía use estos datos solo para responder este reporte (Ley 1581 de 2012).",
        required=False,
    )

    def clean(self):
        datos = super().clean()
        self._limpiar_lugar(datos)
        self._limpiar_respuestas(datos)
        if any(datos.get(campo) for campo in ("nombre", "correo", "telefono")) and not datos.get("acepta"):
            self.add_error(
                "acepta", "Para dejar sus datos de contacto, marque la autorización; o bórrelos y reporte sin ellos."
            )
        return datos

    def _limpiar_lugar(self, datos) -> None:
        datos["punto"] = None
        if not datos.get("lon") and not datos.get("lat"):
            if not datos.get("direccion"):
                self.add_error("direccion", FALTA_LUGAR)
            return
        try:
            datos["punto"] = punto(*(datos.get(eje, "").replace(",", ".") for eje in ("lon", "lat")))
        except CoordenadaInvalida as error:
            self.add_error("lon", str(error))

    def _limpiar_respuestas(self, datos) -> None:
        """The questions of the kind come in fields of their own: `pregunta-profundidad`."""
        if not datos.get("tipo"):
            return
        preguntas = FormularioPreguntas(datos["tipo"], self.data)
        if preguntas.is_valid():
            datos["respuestas"] = preguntas.respuestas()
        for error in preguntas.en_palabras():
            self.add_error(None, error)

    def queda_afuera(self, error: Exception) -> None:
        """Another entity answers for the place: said beside the box by which the report is sent on to it."""
        self.add_error("trasladar", f"{error} {COMO_SE_TRASLADA}")

    def contacto(self) -> Contacto:
        return Contacto(
            *(self.cleaned_data[campo] for campo in ("nombre", "correo", "telefono")),
            aviso_version=self.cleaned_data["aviso_version"],
        )

    def para_radicar(self) -> dict:
        """The keyword arguments of `radicar_reporte`."""
        datos = self.cleaned_data
        propios = ("tipo", "punto", "clave", "descripcion", "direccion", "tamano", "peligro")
        directos = (*propios, "respuestas", "trasladar")
        return {campo: datos[campo] for campo in directos} | {
            "contacto": self.contacto(),
            "fotos": datos["foto"],
            "subidas": datos["subida"],
            "hecho_en": datos["hecho_en"],
        }


class FormularioFoto(forms.Form):
    """A photo that travels ahead of its report, whose key it bears."""

    clave = forms.UUIDField()
    foto = forms.FileField(allow_empty_file=True)


class FormularioDespues(forms.Form):
    fotos = CampoFotos(label="Fotos de cómo quedó")
