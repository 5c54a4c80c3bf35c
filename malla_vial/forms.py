"""Forms: from what a person sent to what an action takes, with every refusal in plain Spanish."""

import uuid

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point

from capas.errores import DatosInvalidos
from capas.geometria import CoordenadaInvalida, punto
from malla_vial import fotos
from malla_vial.acciones import Contacto, Trecho
from malla_vial.estados import Estado, EstadoIntervencion
from malla_vial.models import Foto, Intervencion, Reporte, TipoDano, TramoVial


class VariasFotos(forms.ClearableFileInput):
    allow_multiple_selected = True


class CampoFotos(forms.FileField):
    """Up to three photos, each decoded and encoded again on the way in."""

    widget = VariasFotos(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def clean(self, data, initial=None):
        archivos = [archivo for archivo in (data or []) if archivo]
        if len(archivos) > fotos.POR_REPORTE:
            raise forms.ValidationError(f"Un reporte lleva hasta {fotos.POR_REPORTE} fotos; llegaron {len(archivos)}.")
        try:
            return [fotos.limpiar(archivo) for archivo in archivos]
        except DatosInvalidos as error:
            raise forms.ValidationError(str(error)) from None


class FormularioReporte(forms.Form):
    """The citizen's report. Works the same from a browser without JavaScript and from a program."""

    clave = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    tipo = forms.ModelChoiceField(
        TipoDano.objects.filter(activo=True), label="¿Qué daño es?", widget=forms.RadioSelect, empty_label=None
    )
    tamano = forms.ChoiceField(
        label="¿De qué tamaño?", choices=Reporte.Tamano, widget=forms.RadioSelect, required=False
    )
    peligro = forms.BooleanField(label="Es peligroso: puede causar un accidente", required=False)
    foto = CampoFotos(label="Fotos (hasta tres)", required=False)
    lon = forms.CharField(label="Longitud", required=False, max_length=30)
    lat = forms.CharField(label="Latitud", required=False, max_length=30)
    direccion = forms.CharField(label="Dirección o seña", max_length=200, required=False)
    descripcion = forms.CharField(
        label="Cuéntenos qué pasa", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    nombre = forms.CharField(label="Su nombre", max_length=120, required=False)
    correo = forms.EmailField(label="Su correo", required=False)
    telefono = forms.CharField(label="Su teléfono", max_length=30, required=False)
    acepta = forms.BooleanField(
        label="Autorizo que la Alcaldía use estos datos solo para responder este reporte (Ley 1581 de 2012).",
        required=False,
    )

    def clean(self):
        datos = super().clean()
        self._limpiar_lugar(datos)
        if any(datos.get(campo) for campo in ("nombre", "correo", "telefono")) and not datos.get("acepta"):
            self.add_error(
                "acepta", "Para dejar sus datos de contacto, marque la autorización; o bórrelos y reporte sin ellos."
            )
        return datos

    def _limpiar_lugar(self, datos) -> None:
        if not datos.get("lon") and not datos.get("lat"):
            self.add_error(
                "direccion", "Falta el lugar: use su ubicación, márquelo en el mapa o búsquelo por la dirección."
            )
            return
        try:
            datos["punto"] = punto(*(datos.get(eje, "").replace(",", ".") for eje in ("lon", "lat")))
        except CoordenadaInvalida as error:
            self.add_error("lon", str(error))

    def contacto(self) -> Contacto:
        return Contacto(*(self.cleaned_data[campo] for campo in ("nombre", "correo", "telefono")))

    def para_radicar(self) -> dict:
        """The keyword arguments of `radicar_reporte`."""
        datos = self.cleaned_data
        directos = ("tipo", "punto", "clave", "descripcion", "direccion", "tamano", "peligro")
        return {campo: datos[campo] for campo in directos} | {"contacto": self.contacto(), "fotos": datos["foto"]}


class FormularioBusqueda(forms.Form):
    """The filters of the inbox."""

    q = forms.CharField(label="Buscar", required=False, max_length=100)
    estado = forms.MultipleChoiceField(
        label="Estado", choices=Estado, required=False, widget=forms.CheckboxSelectMultiple
    )
    tipo = forms.ModelChoiceField(TipoDano.objects.all(), label="Tipo de daño", required=False, empty_label="Todos")
    comuna = forms.CharField(label="Comuna o corregimiento", required=False, max_length=100)
    peligro = forms.BooleanField(label="Solo los peligrosos", required=False)

    def aplicar(self, queryset):
        if not self.is_valid():
            return queryset
        datos = self.cleaned_data
        exactos = {
            "estado__in": datos["estado"],
            "tipo": datos["tipo"],
            "comuna__iexact": datos["comuna"],
            "peligro": datos["peligro"],
        }
        queryset = queryset.filter(**{campo: valor for campo, valor in exactos.items() if valor})
        return queryset.con_texto(datos["q"]) if datos["q"] else queryset


class FormularioEstado(forms.Form):
    """A move along the workflow."""

    a = forms.ChoiceField(label="Pasa a", choices=Estado)
    respuesta = forms.CharField(
        label="Respuesta pública", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    nota = forms.CharField(
        label="Nota interna", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
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


class FormularioNota(forms.Form):
    texto = forms.CharField(label="Nota interna", widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)


class FormularioModeracion(forms.Form):
    visible = forms.BooleanField(label="Mostrar el reporte en público", required=False)
    texto_aprobado = forms.BooleanField(label="El texto se puede publicar", required=False)
    fotos_publicas = forms.ModelMultipleChoiceField(
        Foto.objects.none(), label="Fotos que se pueden publicar", required=False
    )

    def __init__(self, *args, reporte: Reporte, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fotos_publicas"].queryset = reporte.fotos.all()  # type: ignore[attr-defined]


class FormularioPin(forms.Form):
    lon = forms.CharField(label="Longitud", max_length=30)
    lat = forms.CharField(label="Latitud", max_length=30)

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


class FormularioIntervencion(forms.Form):
    """A work out of one or several reports, and of stretches written as «código» or «código desde hasta» (metres)."""

    nombre = forms.CharField(max_length=160)
    tipo = forms.ChoiceField(choices=Intervencion.Tipo)
    reportes = forms.CharField(label="Reportes (códigos)", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    tramos = forms.CharField(
        label="Tramos",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un tramo por línea: el código, y si no es entero, desde y hasta en metros: 73001U00012 0 45.5",
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


class FormularioSeguimiento(forms.Form):
    codigo = forms.CharField(
        label="Código del reporte",
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": f"{settings.PREFIJO_REPORTES}-XXXXXXX"}),
    )
