"""From a text to its pieces: words, numbers and signs, in plain lower case."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from malla_vial.direcciones.vocabulario import CIENTOS, DECENAS, NUMEROS, SUFIJOS_ORDINALES, UNIDADES

TEXTO_MAXIMO, CIFRAS = 200, 4
_PIEZA = re.compile(r"\d+|[a-z]+|[#,;:/()-]")
_NUMERAL = re.compile(r"[#№]|\bn\s?[°º]|\bn\.\s?[oº°]?\.?(?=\s*\d)|\bn(?:o|ro|um|r)\.(?=\s*\d)")
_RAYAS = re.compile(r"[‐-―−–—_]")
# What is written against a number: «39C», «33BBIS», «17SUR», «16DSUR», «5ta».
_PEGADA = re.compile(r"^([a-z]{0,2}?)(bis)?([a-z]?)(sur|norte|este|oeste)?$")


@dataclass(frozen=True)
class Pieza:
    """A word, a sign, or a number with its value; `pegada`: no blank stands before it."""

    texto: str
    valor: int | None = None
    pegada: bool = False


def llano(texto: str) -> str:
    """Lower case, no accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", texto.lower()) if not unicodedata.combining(c))


def partir(texto: str) -> list[Pieza]:
    """The pieces of the first 200 characters of a text."""
    texto = _NUMERAL.sub(" # ", _RAYAS.sub("-", texto[:TEXTO_MAXIMO].lower()))
    return list(_con_numeros(_sueltas(llano(texto))))


def _sueltas(texto: str) -> list[Pieza]:
    piezas: list[Pieza] = []
    fin = -1
    for hallada in _PIEZA.finditer(texto):
        pegada = hallada.start() == fin
        fin = hallada.end()
        palabra = hallada.group()
        if palabra.isdigit():
            piezas.append(Pieza(palabra, int(palabra) if len(palabra) <= CIFRAS else None, pegada))
        elif pegada and piezas and piezas[-1].valor is not None:
            piezas += _tras_numero(palabra)
        else:
            piezas.append(Pieza(palabra, None, pegada))
    return piezas


def _tras_numero(palabra: str) -> list[Pieza]:
    if palabra in SUFIJOS_ORDINALES:
        return []
    partes = _PEGADA.match(palabra)
    return [Pieza(parte, None, True) for parte in (partes.groups() if partes else (palabra,)) if parte]


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
