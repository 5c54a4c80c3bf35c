"""An address in its parts, with the names of ExtDireccion (LADM_COL, profile of ISO 19152)."""

from dataclasses import dataclass, field
from typing import Any

from malla_vial.models import ClaseVia


@dataclass(frozen=True)
class ViaEscrita:
    """A way as somebody writes it: by class and number («Carrera 2A Bis Sur») or by class and name («Avenida Ferrocarril»).

    clase: of ClaseVia, "" where it was not said. nombre: plain lower case, "" of a numbered way.
    """

    clase: str = ""
    valor: int | None = None
    letra: str = ""
    bis: bool = False
    letra_bis: str = ""
    sector: str = ""
    nombre: str = ""

    def __str__(self) -> str:
        clase = "" if self.clase in ("", ClaseVia.OTRA) else ClaseVia(self.clase).label
        return " ".join(parte for parte in (clase, self.numero or self.nombre.title()) if parte)

    @property
    def numero(self) -> str:
        """«2A Bis Sur»; "" of a way with a name."""
        if self.valor is None:
            return ""
        bis = f"Bis {self.letra_bis}".strip() if self.bis else ""
        return " ".join(parte for parte in (f"{self.valor}{self.letra}", bis, self.sector) if parte)

    @property
    def orden(self) -> tuple[int, str, bool, str]:
        """By which ways of a class and sector follow each other."""
        return (self.valor or 0, self.letra, self.bis, self.letra_bis)


@dataclass(frozen=True)
class Lugar:
    """«barrio El Jordán»."""

    tipo: str
    nombre: str

    def __str__(self) -> str:
        return f"{self.tipo} {self.nombre.title()}"


@dataclass(frozen=True)
class Direccion:
    """What a text says of a place. `hasta`: the second way of «entre X y Y»; `nombre_predio`: what is no address.

    cerca: it is said that the place is near, not right there («a dos cuadras de»). de_mas: a number more than an address has.
    """

    via_principal: ViaEscrita | None = None
    via_generadora: ViaEscrita | None = None
    hasta: ViaEscrita | None = None
    numero_predio: int | None = None
    sector_predio: str = ""
    complemento: str = ""
    lugar: Lugar | None = field(default=None)
    nombre_predio: str = ""
    cerca: bool = False
    de_mas: bool = False

    @property
    def forma(self) -> str:
        """predio, esquina, cuadra (between two ways), via, lugar, or "" of a text that says none."""
        if self.via_principal is None:
            return "lugar" if self.lugar or self.nombre_predio else ""
        if self.via_generadora is None:
            return "via"
        return "predio" if self.numero_predio is not None else "cuadra" if self.hasta else "esquina"

    def __str__(self) -> str:
        donde = self.lugar and str(self.lugar)
        partes = [self._via(), self.complemento, donde or "", self.nombre_predio]
        return ", ".join(parte for parte in partes if parte)

    def _via(self) -> str:
        """The part that stands on the ways: «Calle 60 # 8-20 Sur»."""
        if self.via_principal is None:
            return ""
        principal, generadora = str(self.via_principal), self.via_generadora
        if generadora is None:
            return principal
        if self.numero_predio is not None:
            cruce = generadora.numero or str(generadora)
            return f"{principal} # {cruce}-{self.numero_predio:02} {self.sector_predio}".strip()
        return f"{principal} entre {generadora} y {self.hasta}" if self.hasta else f"{principal} con {generadora}"

    def ladm(self) -> dict[str, Any]:
        """The attributes of ExtDireccion; those that the text does not say are absent."""
        principal, generadora = self.via_principal or ViaEscrita(), self.via_generadora or ViaEscrita()
        partes = {
            "Tipo_Direccion": "Estructurada" if self.numero_predio is not None else "No_Estructurada",
            "Clase_Via_Principal": principal.clase,
            "Valor_Via_Principal": str(principal.valor or principal.nombre or ""),
            "Letra_Via_Principal": _letra(principal),
            "Sector_Ciudad": principal.sector,
            "Valor_Via_Generadora": str(generadora.valor or generadora.nombre or ""),
            "Letra_Via_Generadora": _letra(generadora),
            "Numero_Predio": "" if self.numero_predio is None else str(self.numero_predio),
            "Sector_Predio": self.sector_predio or generadora.sector,
            "Complemento": ", ".join(parte for parte in (self.complemento, str(self.lugar or "")) if parte),
            "Nombre_Predio": self.nombre_predio,
        }
        return {nombre: valor for nombre, valor in partes.items() if valor}


def _letra(via: ViaEscrita) -> str:
    return " ".join(parte for parte in (via.letra, "BIS" if via.bis else "", via.letra_bis) if parte)
