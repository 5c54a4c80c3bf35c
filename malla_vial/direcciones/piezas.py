"""From a text to its pieces: words, numbers and signs, in plain lower case."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from malla_vial.direcciones.despegar import despegar, tras_numero
from malla_vial.direcciones.vocabulario import (
    CIENTOS,
    CLASE,
    DECENAS,
    NUMEROS,
    SUFIJOS_ORDINALES,
    SUFIJOS_SUELTOS,
    UNIDADES,
)

TEXTO_MAXIMO, CIFRAS = 200, 4
_COMAS, _UNEN = {";": ",", ":": ","}, ("#", "con", "x", "esquina", "esq", "bis")
_PIEZA = re.compile(r"\d+|[a-z]+|[#,;:/(-]")
_NUMERAL = re.compile(r"[#№]|\bn\s?[°º]|\bn\.\s?[oº°]?\.?(?=\s*\d)|\bn(?:o|ro|um|r)\.(?=\s*\d)")
_SIGUE_NUMERO = re.compile(r"\.?\d")
_RAYAS = re.compile(r"[‐-―−–—_]")
# What is written against a number: «39C», «33BBIS», «17SUR», «16DSUR», «5ta».
_PEGADA = re.compile(r"^([a-z]{0,2}?)(bis)?([a-z]?)(sur|norte|este|oeste)?$")


@dataclass(frozen=True)
class Pieza:
    """A word, a sign, or a number with its value; `pegada`: no blank stands before it."""

    texto: str
    valor: int | None = None
    pegada: bool = False


def sin_tildes(texto: str) -> str:
    """Lower case, no accents; the signs that ASCII does not have stay."""
    return "".join(c for c in unicodedata.normalize("NFKD", texto.lower()) if not unicodedata.combining(c))


def partir(texto: str) -> list[Pieza]:
    """The pieces of the first 200 characters of a text."""
    texto = _NUMERAL.sub(" # ", _RAYAS.sub("-", texto[:TEXTO_MAXIMO].lower()))
    return _sin_comas_de_mas(_con_numeros(_sueltas(sin_tildes(texto))))


def _sueltas(texto: str) -> list[Pieza]:
    piezas: list[Pieza] = []
    fin = -1
    for hallada in _PIEZA.finditer(texto):
        pegada = hallada.start() == fin
        fin = hallada.end()
        palabra = _COMAS.get(hallada.group(), hallada.group())
        if palabra.isdigit():
            piezas.append(Pieza(palabra, int(palabra) if len(palabra) <= CIFRAS else None, pegada))
        elif pegada and piezas and piezas[-1].valor is not None:
            piezas += _tras_numero(palabra, bool(_SIGUE_NUMERO.match(texto, fin)))
        elif not (palabra in SUFIJOS_SUELTOS and piezas and piezas[-1].valor is not None):
            partes = despegar(palabra, bool(_SIGUE_NUMERO.match(texto, fin)))
            piezas += [Pieza(parte, None, pegada or i > 0) for i, parte in enumerate(partes)]
    return piezas


def _tras_numero(palabra: str, ante_numero: bool) -> list[Pieza]:
    if palabra in SUFIJOS_ORDINALES:
        return []
    if despegadas := tras_numero(palabra, ante_numero):
        return [Pieza(parte, None, parte not in CLASE) for parte in despegadas]
    partes = _PEGADA.match(palabra)
    return [Pieza(parte, None, True) for parte in (partes.groups() if partes else (palabra,)) if parte]


def _sin_comas_de_mas(piezas: Iterable[Pieza]) -> list[Pieza]:
    """«Cra; 2; #; 8-38»: a comma inside what belongs together says nothing."""
    todas = list(piezas)
    return [
        pieza
        for antes, pieza, despues in zip([Pieza(""), *todas], todas, [*todas[1:], Pieza("")], strict=False)
        if pieza.texto != ","
        or not (
            antes.texto in _UNEN
            or despues.texto in _UNEN
            or (antes.texto in CLASE and (despues.valor is not None or len(antes.texto) <= 4))
        )
    ]


def _con_numeros(piezas: list[Pieza]) -> Iterator[Pieza]:
    """«treinta y siete» is one piece, of value 37."""
    i = 0
    while i < len(piezas):
        cuantas, valor = _en_palabras([pieza.texto for pieza in piezas[i : i + 4]])
        if cuantas:
            yield Pieza(" ".join(pieza.texto for pieza in piezas[i : i + cuantas]), valor)
        else:
            yield piezas[i]
        i += cuantas or 1


def _en_palabras(palabras: list[str]) -> tuple[int, int]:
    """How many words make a number, and which: up to «ciento noventa y nueve»."""
    primera = palabras[0]
    if primera in CIENTOS and len(palabras) > 1:
        resto, valor = _en_palabras(palabras[1:])
        return (1 + resto, 100 + valor) if resto and valor < 100 else (1, 100)
    if primera in DECENAS and len(palabras) > 2 and palabras[1] == "y" and 0 < UNIDADES.get(palabras[2], 0) < 10:
        return 3, DECENAS[primera] + UNIDADES[palabras[2]]
    return (1, NUMEROS[primera]) if primera in NUMEROS else (0, 0)
