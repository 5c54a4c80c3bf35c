"""What a person fills in to follow, to find one's reports again, and to say whether it was fixed."""

from typing import Any

from django import forms

from capas.geometria import CoordenadaInvalida, a_maestro, punto
from capas.models import UnidadTerritorial
from malla_vial.direcciones.opciones import Opcion, calles, coordenadas_de, lugares
from malla_vial.models import Suscripcion, Via

Clase = Suscripcion.Clase
RADIOS = [(200, "200 metros"), (500, "500 metros"), (1000, "1 kilómetro"), (2000, "2 kilómetros")]
SI_NO = [("si", "Sí, quedó arreglado"), ("no", "No, el daño sigue")]
PUNTAJES = [(5, "5, muy bien"), (4, "4"), (3, "3"), (2, "2"), (1, "1, muy mal")]


class FormularioCorreo(forms.Form):
    """Where to write to."""

    correo = forms.EmailField(
        label="Su correo", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class FormularioValoracion(forms.Form):
    """Whether it was fixed, and, if one cares to, how well one was attended."""

    arreglado = forms.ChoiceField(label="¿Quedó arreglado?", choices=SI_NO, widget=forms.RadioSelect)
    satisfaccion = forms.TypedChoiceField(
        label="¿Cómo le atendimos? (opcional)",
        choices=PUNTAJES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    palabras = forms.CharField(
        label="¿Quiere contarnos algo más? (opcional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lo lee quien atiende el caso; no se publica.",
    )

    def clean_arreglado(self) -> bool:
        return self.cleaned_data["arreglado"] == "si"

    @property
    def gracias(self) -> str:
        if self.cleaned_data["arreglado"]:
            return "Nos alegra saberlo. Su respuesta queda con el caso, sin su nombre."
        return "El caso vuelve a la bandeja de quien lo atiende, y le avisaremos qué responde."


class FormularioZona(FormularioCorreo):
    """What to hear of: a unit of territory, a street, or what is around a place; and where to write to.

    hallados: what a street or a place in words may mean, to choose from when the form comes back.
    """

    hallados: list[Opcion] = []

    clase = forms.ChoiceField(
        label="¿De qué quiere saber?",
        choices=[
            (Clase.TERRITORIO, "De mi barrio, vereda o comuna"),
            (Clase.VIA, "De una calle"),
            (Clase.RADIO, "De lo que pase cerca de un sitio"),
        ],
        widget=forms.RadioSelect,
    )
    territorio = forms.ModelChoiceField(
        UnidadTerritorial.objects.exclude(nivel=UnidadTerritorial.Nivel.MUNICIPIO).defer(
            "geom", "geom_web", "geom_baja"
        ),
        label="Barrio, vereda, comuna o corregimiento",
        required=False,
        empty_label="Elija uno",
    )
    calle = forms.CharField(
        label="Calle o carrera", required=False, max_length=120, help_text="Como «Carrera 5» o «Calle 37»."
    )
    sitio = forms.CharField(
        label="Dirección, esquina o barrio",
        required=False,
        max_length=200,
        help_text="Como «Cra 5 con 37» o «Calle 60 # 8-20».",
    )
    hallado = forms.CharField(required=False, max_length=40)
    codigo = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    lon = forms.CharField(label="Longitud", required=False, max_length=30)
    lat = forms.CharField(label="Latitud", required=False, max_length=30)
    radio_m = forms.TypedChoiceField(label="A menos de", choices=RADIOS, coerce=int, required=False)

    field_order = ["clase", "territorio", "calle", "sitio", "radio_m", "lon", "lat", "codigo", "correo"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territorio"].label_from_instance = lambda u: f"{u.nombre} ({u.get_nivel_display().lower()})"  # type: ignore[attr-defined]

    def clean(self):
        datos = super().clean()
        limpiar = {Clase.TERRITORIO: self._territorio, Clase.VIA: self._via, Clase.RADIO: self._radio}
        if datos.get("clase") in limpiar:
            limpiar[datos["clase"]]()
        return datos

    def _territorio(self) -> None:
        if not self.cleaned_data.get("territorio"):
            self.add_error("territorio", "Elija el barrio, la vereda, la comuna o el corregimiento.")

    def _via(self) -> None:
        """The street that was chosen or named. Of several that it may be, a choice is offered."""
        nombre, elegida = self.cleaned_data.get("calle", "").strip(), self.cleaned_data.get("hallado", "")
        via = Via.objects.filter(pk=elegida).first() if elegida.isdecimal() else _de_nombre(nombre)
        if via is None:
            posibles = calles(nombre)
            if len(posibles) == 1 and not posibles[0].detalle:
                via = Via.objects.get(pk=posibles[0].valor)
            else:
                self._ofrecer("calle", posibles, "No encontramos esa calle. Escríbala completa, como «Carrera 5».")
        self.cleaned_data["via"] = via

    def _radio(self) -> None:
        datos = self.cleaned_data
        elegido, escrito = coordenadas_de(datos.get("hallado", "")), datos.get("sitio", "").strip()
        if not elegido and escrito:
            posibles = lugares(escrito)
            if len(posibles) != 1:
                return self._ofrecer("sitio", posibles, "No encontramos ese sitio. Pruebe con la esquina o el barrio.")
            elegido = coordenadas_de(posibles[0].valor)
        try:
            sitio = punto(*((elegido or datos).get(eje, "").replace(",", ".") for eje in ("lon", "lat")))
        except CoordenadaInvalida:
            self.add_error("lon", "Falta el sitio: escriba la dirección, o use su ubicación.")
        else:
            datos["punto"] = a_maestro(sitio)
        return None

    def _ofrecer(self, campo: str, posibles: list[Opcion], nada: str) -> None:
        self.hallados = posibles
        self.add_error(campo, "Elija cuál es." if posibles else nada)

    def a_que(self) -> dict[str, Any]:
        """The keyword arguments of `avisos.pedir_seguir`: only those of the class that was chosen."""
        datos = self.cleaned_data
        propios = {Clase.TERRITORIO: ("territorio",), Clase.VIA: ("via",), Clase.RADIO: ("punto", "radio_m")}
        return {"clase": datos["clase"]} | {campo: datos[campo] for campo in propios[datos["clase"]]}


def _de_nombre(nombre: str) -> Via | None:
    return Via.objects.filter(nombre__iexact=nombre).order_by("pk").first() if nombre else None
