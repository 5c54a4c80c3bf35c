"""The download form: plain words in, a queryset out."""

import datetime as dt
from typing import cast

from django import forms
from django.db.models import CharField, F, Func, Q, QuerySet, TextField, Value
from django.http import HttpRequest

from capas.catalogo import Capa, obtener
from capas.geometria import CRS84, SISTEMAS, Crs
from capas.lectura import elementos, visible_para
from capas.ogc.parametros import intervalo
from capas.salidas import FORMATOS

_SISTEMAS = {
    "": "Longitud y latitud (WGS 84)",
    "9377": "Origen Nacional, en metros (EPSG:9377)",
    "4686": "MAGNA-SIRGAS, en grados (EPSG:4686)",
    "3857": "Web Mercator (EPSG:3857)",
}
_TERRITORIOS = ("comunas", "corregimientos")


class Descarga(forms.Form):
    """What part of a layer a person wants, and as what."""

    formato = forms.ChoiceField(choices=[(n, f"{f.titulo}: para {f.para}") for n, f in FORMATOS.items()], initial="csv")
    crs = forms.ChoiceField(label="Coordenadas", choices=list(_SISTEMAS.items()), required=False)
    q = forms.CharField(label="Que diga", max_length=100, required=False)
    territorio = forms.ChoiceField(label="Que esté en", required=False)
    desde = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    hasta = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, request: HttpRequest, capa: Capa, datos=None):
        super().__init__(datos)
        self.request, self.capa = request, capa
        territorio = cast(forms.ChoiceField, self.fields["territorio"])
        territorio.choices = [("", "Todo el municipio"), *_territorios(request)]
        if not capa.tiempo:
            del self.fields["desde"], self.fields["hasta"]
        if not _de_texto(capa):
            del self.fields["q"]

    def clean(self):
        dado = super().clean()
        desde, hasta = dado.get("desde"), dado.get("hasta")
        if desde and hasta and desde > hasta:
            self.add_error("hasta", "Esta fecha es anterior a la de «desde».")
        return dado

    def sistema(self) -> Crs:
        codigo = self.cleaned_data["crs"]
        return next((crs for crs in SISTEMAS.values() if codigo and crs.srid == int(codigo)), CRS84)

    def elementos(self) -> QuerySet:
        """The features asked for, through the door of whoever asks."""
        dado, condicion = self.cleaned_data, Q()
        textos = {f"_llano_{campo}": _llano(F(campo)) for campo in _de_texto(self.capa)} if dado.get("q") else {}
        for nombre in textos:
            condicion |= Q(**{f"{nombre}__contains": _llano(Value(dado["q"]))})
        condicion &= intervalo(_intervalo(dado.get("desde"), dado.get("hasta")), self.capa)
        if dado["territorio"]:
            id_capa, identidad = dado["territorio"].split(":")
            unidad = elementos(self.request, obtener(id_capa)).get(id=int(identidad))
            condicion &= Q(geom__intersects=unidad.geom)
        return elementos(self.request, self.capa).alias(**textos).filter(condicion)


def _llano(texto: F | Value) -> Func:
    """As words are compared in the database, lower case and without accents (`capas/sql/funciones.sql`)."""
    return Func(texto, function="sig_llano", output_field=TextField())


def _intervalo(desde: dt.date | None, hasta: dt.date | None) -> str | None:
    return f"{desde or '..'}/{hasta or '..'}" if desde or hasta else None


def _de_texto(capa: Capa) -> list[str]:
    """Where words are looked for: what the layer's search looks at, or all its texts but the coded ones."""
    libres = [c.name for c in capa.campos if isinstance(c, CharField | TextField) and not c.choices]
    return list(capa.busca) or libres


def _territorios(request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(obtener(id_capa)), [(f"{id_capa}:{id_}", nombre) for id_, nombre in _unidades(request, id_capa)])
        for id_capa in _TERRITORIOS
        if visible_para(request.user, id_capa)
    ]


def _unidades(request: HttpRequest, id_capa: str) -> QuerySet:
    return elementos(request, obtener(id_capa)).order_by("nombre").values_list("id", "nombre")
