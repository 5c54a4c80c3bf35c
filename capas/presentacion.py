"""A feature in plain words: values as a person writes them, never as a column holds them."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from django.db.models import Field
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format

from capas.catalogo import Capa


def llano(texto: str) -> str:
    """As words are compared: lower case, without accents."""
    return unicodedata.normalize("NFKD", texto).encode("ascii", "ignore").decode().lower()


def distancia(metros: float) -> str:
    """«350 m», «1,2 km»."""
    return f"{metros:.0f} m" if metros < 1000 else f"{metros / 1000:.1f} km".replace(".", ",")


def presentar(campo: Field, valor: Any) -> str:
    """The text a person reads for a value, which may come from Python or from JSON."""
    if valor is None or valor == "":
        return "—"
    if campo.choices:
        return str(dict(campo.flatchoices).get(valor, valor))
    if isinstance(valor, bool):
        return "Sí" if valor else "No"
    interno = campo.get_internal_type()
    if interno in ("DateField", "DateTimeField"):
        return _fecha(valor)
    if interno == "DecimalField" or isinstance(valor, Decimal):
        return number_format(valor, 0, force_grouping=True)
    if isinstance(valor, float):
        return number_format(round(valor, 2), use_l10n=True)
    return str(valor)


def _fecha(valor: Any) -> str:
    if isinstance(valor, str):
        valor = parse_datetime(valor) if "T" in valor else parse_date(valor)
    if isinstance(valor, dt.datetime):
        return date_format(timezone.localtime(valor), "DATETIME_FORMAT").lower()
    return date_format(valor, "DATE_FORMAT").lower()


def en_palabras(capa: Capa, propiedades: dict[str, Any]) -> dict[str, Any]:
    """{titulo, frase, atributos: [[name, text]…]} of one feature, from its public properties by name."""
    return {
        "titulo": capa.nombrar(propiedades) if capa.nombrar else str(propiedades.get(capa.rotulo) or capa.titulo),
        "frase": capa.frase(propiedades) if capa.frase else "",
        "atributos": [
            [
                str(campo.verbose_name).capitalize(),
                propiedades.get(f"_{campo.name}") or presentar(campo, propiedades[campo.name]),
            ]
            for campo in capa.campos
            if propiedades[campo.name] not in (None, "")
        ],
    }
