"""The forms of what is shown and what is not: a held report, a ban, the parts of a photo to cover."""

from typing import Any

from django import forms

from malla_vial.acciones.moderacion import VETO_DIAS_MAXIMO
from malla_vial.redaccion import ZONAS_MAXIMO, Zona


class FormularioRechazo(forms.Form):
    motivo = forms.CharField(label="Por qué no es un reporte", max_length=300)
    vetar = forms.BooleanField(label="Retener también lo que envíe después", required=False)
    dias = forms.IntegerField(
        label="Durante cuántos días", min_value=1, max_value=VETO_DIAS_MAXIMO, initial=30, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The keyword arguments of `rechazar`: the days of a ban are nought where nobody is banned."""
        datos = super().clean() or {}
        dias = datos.get("dias") or self.fields["dias"].initial
        return {"motivo": datos.get("motivo", ""), "dias_de_veto": dias if datos.get("vetar") else 0}


class FormularioZonas(forms.Form):
    """Rectangles as repeated fields x, y, ancho, alto, in per cent; a row left empty is none."""

    CAMPOS = ("x", "y", "ancho", "alto")

    def clean(self):
        filas = list(zip(*(self.data.getlist(campo) for campo in self.CAMPOS), strict=False))
        if len(filas) > ZONAS_MAXIMO * 2:
            raise forms.ValidationError(f"Una foto lleva hasta {ZONAS_MAXIMO} zonas.")
        zonas = [self._zona(n, fila) for n, fila in enumerate(filas, 1) if any(dato.strip() for dato in fila)]
        if len(zonas) > ZONAS_MAXIMO:
            raise forms.ValidationError(f"Una foto lleva hasta {ZONAS_MAXIMO} zonas.")
        return {"zonas": zonas}

    def _zona(self, numero: int, fila: tuple[str, ...]) -> Zona:
        try:
            x, y, ancho, alto = (float(dato.replace(",", ".")) for dato in fila)
        except ValueError:
            raise forms.ValidationError(f"Zona {numero}: escriba los cuatro números, entre 0 y 100.") from None
        if not (0 <= x < 100 and 0 <= y < 100 and 0 < ancho <= 100 and 0 < alto <= 100):
            raise forms.ValidationError(
                f"Zona {numero}: los números van entre 0 y 100, y el ancho y el alto pasan de 0."
            )
        return Zona(x, y, min(ancho, 100 - x), min(alto, 100 - y))
