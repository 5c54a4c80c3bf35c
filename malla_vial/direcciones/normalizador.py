"""What people type as an address, read from left to right: no text fails, and none is read twice."""

from typing import Any

from malla_vial.direcciones.direccion import Direccion, Lugar, ViaEscrita
from malla_vial.direcciones.lector import LectorDeVias
from malla_vial.direcciones.piezas import Pieza, partir
from malla_vial.direcciones.vocabulario import (
    ARTICULOS,
    CLASE,
    COMPLEMENTO,
    CON,
    ENTRE,
    GUION,
    HACIA,
    HASTA,
    LEJOS,
    LUGARES,
    NUMERO,
    PLURALES,
    SECTORES,
)

_CRUZAN = ("con", "x", "y", "#", "/", "esquina", "esq", "cruce", "interseccion", "intersecc")
_JUNTAN = (",", "-", "#", "/", "(", *CON, *HASTA, "en", "a")


def normalizar(texto: str) -> Direccion:
    """The parts of an address (LADM ExtDireccion) that a text says. Never raises; reads the first 200 characters."""
    return _Lector(partir(texto)).leer()


def via_escrita(texto: str) -> ViaEscrita | None:
    """The way that a name says: «CARRERA 2 A SUR», «Avenida Ferrocarril»."""
    lector = LectorDeVias(partir(texto))
    return lector.via() or lector.via_sin_clase()


class _Lector(LectorDeVias):
    """An address, part by part."""

    en_frase = True

    def __init__(self, piezas: list[Pieza]) -> None:
        super().__init__(piezas)
        self.partes: dict[str, Any] = {}
        self.complementos: list[str] = []
        self.sobrantes: list[str] = []

    def leer(self) -> Direccion:
        while self.i < len(self.piezas):
            if not (self.direccion() or self.lugar() or self.complemento()):
                self.sobrar()
        return Direccion(
            **self.partes,
            complemento=", ".join(self.complementos),
            nombre_predio=" ".join(self.sobrantes),
            cerca=any(pieza.texto in LEJOS for pieza in self.piezas),
        )

    def sobrar(self) -> None:
        pieza = self.ver()
        self.i += 1
        if pieza.texto.isalnum() or " " in pieza.texto:
            self.sobrantes.append(pieza.texto)

    # The way and what stands on it

    def direccion(self) -> bool:
        if "via_principal" in self.partes:
            return False
        if self.es(*ENTRE) and self.cuadra_delante():
            return True
        principal = self.via() or self.principal_sin_clase()
        if principal is None:
            return False
        while self.sobrantes and self.sobrantes[-1] in (*CON, *ARTICULOS, *HACIA):  # «en la esquina de la carrera 5»
            self.sobrantes.pop()
        self.partes["via_principal"] = principal
        if not self.cuadra():
            self.cruce()
        return True

    def cuadra(self) -> bool:
        """«entre 37 y 38», «de la 37 a la 38»."""
        antes = self.i
        self.saltar(",")
        self.desde = self.es("de", "desde") and self.sigue_numero(1)
        if not (self.toma(*ENTRE) or self.desde or (self.es("de") and self.es("la", "las", adelante=1))):
            self.i = antes
            return False
        una = self.otra_via()
        self.desde = False
        if una is not None and self.toma("y", "e", "a", "con", "hasta", "-"):
            otra = self.otra_via(una.clase)
            if otra is not None:
                self.partes |= {"via_generadora": una, "hasta": otra}
                return True
        self.i = antes
        return False

    def cuadra_delante(self) -> bool:
        """«entre 37 y 38 con quinta»."""
        antes = self.i
        if self.cuadra():
            self.saltar(",", *CON, *HACIA)
            principal = self.otra_via()
            if principal and (principal.clase or principal.valor is not None):
                self.partes["via_principal"] = principal
                return True
        self.partes.clear()
        self.i = antes
        return False

    def cruce(self) -> None:
        """«# 8-20», «8 20», «con 37», «esquina calle 37»."""
        self.nombre_delante()
        antes = self.i
        unida = self.toma_signos()
        plural = self.ver().texto in PLURALES
        generadora = self.otra_via()
        if generadora is None or (generadora.nombre and not (unida or generadora.clase)):
            self.i = antes
            return
        self.partes["via_generadora"] = generadora
        if self.toma("y", *("-" * plural)) and (otra := self.otra_via(generadora.clase)):  # «carrera 5 calles 37 y 38»
            self.partes["hasta"] = otra
        elif generadora.valor is not None:
            self.predio()

    def nombre_delante(self) -> None:
        """«carrera 4 estadio # 37-20»: what people call a way besides its number."""
        largo = next((n for n in range(1, 4) if self.es("#", adelante=n)), 0)
        if all(self.ver(n).texto.isalpha() and self.ver(n).texto not in (*CON, *NUMERO) for n in range(largo)):
            for _ in range(largo):
                self.sobrar()

    def toma_signos(self) -> bool:
        """Step over what joins two ways; whether that says that they meet («con», «#»), not only where to («frente a»)."""
        antes = self.i
        self.saltar(*_JUNTAN)
        while self.es(*ARTICULOS) and self.es(*HASTA, adelante=1):  # «a la altura de la 60»
            self.i += 1
            self.saltar(*_JUNTAN)
        self.numeral()
        self.saltar("#", ",")
        return any(pieza.texto in _CRUZAN for pieza in self.piezas[antes : self.i])

    def predio(self) -> None:
        antes = self.i
        self.saltar(*GUION)
        if self.es(",") and self.ver(1).valor is not None and self.ver(2).texto in ("", ","):  # «# 37, 20»
            self.i += 1
        self.numeral()
        if self.ver().valor is None:
            self.i = antes
            self.partes["de_mas"] = self.es("con", "x") and self.sigue_numero(1)
            return
        self.partes["numero_predio"] = self.ver().valor
        self.i += 1
        if self.ver().texto in SECTORES:
            self.partes["sector_predio"] = SECTORES[self.ver().texto]
            self.i += 1

    def principal_sin_clase(self) -> ViaEscrita | None:
        """«la quinta con 37», «60 # 8-20», «ferrocarril con 37»: what follows says that it is a way."""
        antes = self.i
        leida = self.via_sin_clase()
        numerada = bool(leida and not leida.nombre)
        unida = self.es("con", "x", "esquina", "esq", "#") or (numerada and self.es(*ENTRE))
        con_nombre = numerada and self.es("con") and self.es(*ARTICULOS, adelante=1)  # «la 60 con la Ambalá»
        if leida and unida and (con_nombre or self.sigue_numero(1) or self.ver(1).texto in CLASE):
            return leida
        self.i = antes
        return None

    # What is not a way

    def lugar(self) -> bool:
        if self.ver().texto not in LUGARES or "lugar" in self.partes:
            return False
        antes, tipo = self.i, LUGARES[self.ver().texto]
        self.i += 1
        self.saltar("/", ",", "-")
        palabras: list[str] = []
        while self.ver().texto.isalnum() and not self.acaba_lugar() and len(palabras) < 6:
            palabras.append(self.ver().texto)
            self.i += 1
        if not palabras or (self.piezas[antes].texto == "b" and palabras[0].isdigit()):
            self.i = antes
            return False
        self.partes["lugar"] = Lugar(tipo, " ".join(palabras))
        return True

    def acaba_lugar(self) -> bool:
        palabra = self.ver().texto
        return (palabra in CLASE or palabra in COMPLEMENTO) and self.sigue_numero(1)

    def complemento(self) -> bool:
        """«apto 301», «torre B», «manzana 3»."""
        largo, valor = COMPLEMENTO.get(self.ver().texto), self.ver(1).texto
        if largo is None or not valor.isalnum() or (self.ver(1).valor is None and len(valor) > 2):
            return False
        self.complementos.append(f"{largo} {valor.upper()}")
        self.i += 2
        if self.ver().pegada and self.ver().texto.isalpha() and len(self.ver().texto) == 1:
            self.complementos[-1] += self.ver().texto.upper()
            self.i += 1
        return True
