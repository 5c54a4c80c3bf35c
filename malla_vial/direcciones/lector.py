"""The ways in what people type as an address: their class, their number or name, and where a name ends."""

from malla_vial.direcciones.direccion import ViaEscrita
from malla_vial.direcciones.piezas import Pieza
from malla_vial.direcciones.sufijos import con_sufijo
from malla_vial.direcciones.vocabulario import (
    ARTICULOS,
    CLASE,
    COMPLEMENTO,
    CON,
    CORTAN,
    LUGARES,
    NUMERO,
    SECTORES,
    parecida,
    suena,
)
from malla_vial.models import ClaseVia

_SUELTAS = ("y", "o", "x")  # letters that join, where a blank stands before them
_AVENIDAS = {ClaseVia.CALLE: ClaseVia.AVENIDA_CALLE, ClaseVia.CARRERA: ClaseVia.AVENIDA_CARRERA}
_FIN = Pieza("")


class LectorDeVias:
    """A reader over pieces; every method reads forward from `i` or leaves it where it was."""

    en_frase = False  # what is read may be more than a name

    def __init__(self, piezas: list[Pieza]) -> None:
        self.piezas, self.i = piezas, 0
        self.desde = False  # «de 37 a 39»: that «a» is no letter

    def ver(self, adelante: int = 0) -> Pieza:
        return self.piezas[self.i + adelante] if self.i + adelante < len(self.piezas) else _FIN

    def es(self, *palabras: str, adelante: int = 0) -> bool:
        return self.ver(adelante).texto in palabras

    def toma(self, *palabras: str) -> bool:
        """Step over the next piece if it is one of these."""
        if self.i >= len(self.piezas) or not self.es(*palabras):
            return False
        self.i += 1
        return True

    def saltar(self, *palabras: str) -> None:
        while self.toma(*palabras):
            pass

    def numeral(self) -> None:
        if self.es(*NUMERO) and (self.ver(1).valor is not None or self.es("#", adelante=1)):
            self.i += 1

    def via(self) -> ViaEscrita | None:
        """A way whose class is said."""
        antes = self.i
        clase = self.clase()
        if clase is None:
            return None
        if clase == ClaseVia.OTRA:
            return self.con_su_palabra(antes)
        self.saltar(*ARTICULOS)
        self.numeral()
        leida = self.numerada(clase) or self.nombrada(clase)
        if leida is None:
            self.i = antes
        return leida

    def con_su_palabra(self, antes: int) -> ViaEscrita | None:
        """«Vía a Rovira», «Glorieta Mirolindo», «Vía 40»: the word is part of the name."""
        palabras = [self.piezas[antes].texto]
        while (self.ver().texto.isalpha() or self.es("-")) and not self.corta() and len(palabras) < 10:
            palabras += [self.ver().texto] if self.ver().texto.isalpha() else []
            self.i += 1
        if len(palabras) == 1 and self.ver().valor is not None:
            palabras.append(self.ver().texto)
            self.i += 1
        if len(palabras) > 1:
            return ViaEscrita(ClaseVia.OTRA, nombre=" ".join(palabras))
        self.i = antes
        return None

    def clase(self) -> str | None:
        palabra = self.ver().texto
        if palabra == "diagonal" and (self.es("al", adelante=1) or self.hacia(1)):  # «diagonal a la iglesia»
            return None
        clase = CLASE.get(palabra) or self.clase_mal_escrita(palabra)
        if clase is None or (clase != ClaseVia.OTRA and len(palabra) <= 3 and not self.sigue_via(1)):
            return None
        self.i += 1
        if clase == ClaseVia.AVENIDA and self.ver().texto in CLASE and self.sigue_via(1):
            clase = _AVENIDAS.get(ClaseVia(CLASE[self.ver().texto]), clase)
            self.i += 1
        return clase

    def clase_mal_escrita(self, palabra: str) -> str | None:
        """«carerra 5»: a slip counts only before a number, or at the start of a longer word («avendia ambalá»)."""
        empieza = self.i == 0 or self.es(*CON, *ARTICULOS, adelante=-1)
        if self.sigue_numero(1) or (empieza and len(palabra) >= 6 and self.i + 1 < len(self.piezas)):
            return parecida(palabra)
        return suena(palabra) if empieza else None

    def sigue_numero(self, adelante: int) -> bool:
        while self.es(*ARTICULOS, "#", adelante=adelante) or (
            self.es(*NUMERO, adelante=adelante) and self.ver(adelante + 1).valor is not None
        ):
            adelante += 1
        return self.ver(adelante).valor is not None

    def sigue_via(self, adelante: int) -> bool:
        """A short «c», «k», «tr» or «av» is a class only before a number or, of two letters or more, a name."""
        palabra = self.ver(adelante).texto
        largo = len(self.ver(adelante - 1).texto)
        return self.sigue_numero(adelante) or (largo >= 2 and len(palabra) >= 3 and palabra.isalpha())

    def numerada(self, clase: str) -> ViaEscrita | None:
        """«5», «5A Bis Sur»."""
        if self.ver().valor is None:
            return None
        leida = ViaEscrita(clase, self.ver().valor)
        self.i += 1
        self.adorno()
        while crecida := con_sufijo(leida, self.ver(), self.es_letra()):
            leida = crecida
            self.i += 1
            self.adorno()
        return leida

    def adorno(self) -> None:
        """Step over what people write before a letter or a sector: «5-B», «5, sur», «5 (sur)», «5 zona sur»."""
        saltos = 0
        while saltos < 2 and self.es("-", ",", "(", "de", "del", "zona", "sector", adelante=saltos):
            saltos += 1
        sigue = self.ver(saltos).texto
        letra = len(sigue) == 1 and sigue.isalpha() and sigue not in _SUELTAS
        if sigue in SECTORES or (saltos == 1 and self.es("-") and (letra or sigue == "bis")):
            self.i += saltos

    def hacia(self, adelante: int) -> bool:
        """«a la», «a un»: not the letter A of a way."""
        return self.es("a", adelante=adelante) and self.es(*ARTICULOS, "un", "una", *CLASE, adelante=adelante + 1)

    def es_letra(self) -> bool:
        """Whether the next piece is a letter of the number before it: «5a», «5 B»."""
        pieza = self.ver()
        if not pieza.texto.isalpha() or len(pieza.texto) > (2 if pieza.pegada else 1):
            return False
        return not (self.une() or (not pieza.pegada and self.abre()))

    def une(self) -> bool:
        """«5x37», «5 y 37», «5 n 37», «de 5 a 7»: the letter stands between two numbers."""
        texto = self.ver().texto
        if self.ver().pegada:
            return texto == "x" and self.ver(1).valor is not None
        return texto in _SUELTAS or (texto in NUMERO and self.sigue_numero(1)) or (self.desde and texto == "a")

    def abre(self) -> bool:
        """«B/ La Pola», «5 c 37», «a la 60»: with the letter a place or another way begins."""
        un_lugar = self.es("b") and self.es("/", adelante=1)
        una_via = self.ver().texto in CLASE and self.ver(1).valor is not None and not self.es("-", adelante=2)
        return un_lugar or una_via or self.hacia(0)

    def nombrada(self, clase: str) -> ViaEscrita | None:
        palabras: list[str] = []
        while self.ver().texto.isalpha() and not self.corta() and len(palabras) < 8:
            if self.en_frase and not clase and (self.es("en", "sobre") or suena(self.ver().texto)):
                break  # «un hueco enorme en la avenida…»
            palabras.append(self.ver().texto)
            self.i += 1
        while palabras and palabras[-1] in ("a", "en", *ARTICULOS) and len(palabras) > 1:
            palabras.pop()
        return ViaEscrita(clase, nombre=" ".join(palabras)) if palabras else None

    def corta(self) -> bool:
        """Whether a name ends here."""
        palabra = self.ver().texto
        if self.ver().valor is not None or palabra in CORTAN:
            return True
        if palabra in (*NUMERO, *COMPLEMENTO, *CLASE, "y", "por") and self.sigue_numero(1):
            return True
        return palabra in LUGARES and len(palabra) >= 3

    def otra_via(self, clase: str = "") -> ViaEscrita | None:
        """A way after another: its class may be left unsaid."""
        self.saltar(*ARTICULOS)
        return self.via() or self.numerada(clase) or self.via_sin_clase()

    def via_sin_clase(self) -> ViaEscrita | None:
        antes = self.i
        self.saltar(*ARTICULOS)
        if self.ver().texto in LUGARES or self.ver().texto in COMPLEMENTO or self.ver().texto in ("el", "la"):
            self.i = antes
            return None
        leida = self.numerada("") or self.nombrada("")
        if leida is None:
            self.i = antes
        return leida
