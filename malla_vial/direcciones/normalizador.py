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
    HACIA,
    LUGARES,
    SECTORES,
)


def normalizar(texto: str) -> Direccion:
    """The parts of an address (LADM ExtDireccion) that a text says. Never raises; reads the first 200 characters."""
    return _Lector(partir(texto)).leer()


def via_escrita(texto: str) -> ViaEscrita | None:
    """The way that a name says: «CARRERA 2 A SUR», «Avenida Ferrocarril»."""
    lector = LectorDeVias(partir(texto))
    return lector.via() or lector.via_sin_clase()


class _Lector(LectorDeVias):
    """An address, part by part."""

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
            **self.partes, complemento=", ".join(self.complementos), nombre_predio=" ".join(self.sobrantes)
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
        if not (self.toma(*ENTRE) or (self.es("de") and self.es("la", "las", adelante=1))):
            self.i = antes
            return False
        una = self.otra_via()
        if una is not None and self.toma("y", "e", "a", "con", "hasta", "-"):
            otra = self.otra_via(una.clase)
            if otra is not None:
                self.partes |= {"via_generadora": una, "hasta": otra}
                return True
        self.i = antes
        return False

    def cruce(self) -> None:
        """«# 8-20», «8 20», «con 37», «esquina calle 37»."""
        antes = self.i
        unida = self.toma_signos()
        generadora = self.otra_via()
        if generadora is None or (generadora.nombre and not (unida or generadora.clase)):
            self.i = antes
            return
        self.partes["via_generadora"] = generadora
        if self.toma("y") and (otra := self.otra_via(generadora.clase)):  # «carrera 5 calles 37 y 38»
            self.partes["hasta"] = otra
        elif generadora.valor is not None:
            self.predio()

    def toma_signos(self) -> bool:
        antes = self.i
        self.saltar(",", ";", "-", "#", "/", "(", *CON, "en", "a")
        self.numeral()
        self.saltar("#", ":")
        return self.i > antes

    def predio(self) -> None:
        antes = self.i
        self.saltar("-", "#")
        self.numeral()
        if self.ver().valor is None:
            self.i = antes
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
        unida = self.es("con", "x", "esquina", "esq", "#") or (bool(leida and not leida.nombre) and self.es(*ENTRE))
        if leida and unida and (self.sigue_numero(1) or self.ver(1).texto in CLASE):
            return leida
        self.i = antes
        return None

    # What is not a way

    def lugar(self) -> bool:
        if self.ver().texto not in LUGARES or "lugar" in self.partes:
            return False
        antes, tipo = self.i, LUGARES[self.ver().texto]
        self.i += 1
        self.saltar("/", ":", "-")
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
