"""What a person fills in to follow, to find one's reports again, and to say whether it was fixed."""

from django import forms

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
