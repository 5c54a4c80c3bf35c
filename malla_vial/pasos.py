"""The screens of a report, and which fields each one asks. One table for the page, the drafts and the errors."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Paso:
    """A screen of the report: its address, its heading, and the fields of the form that it holds."""

    nombre: str
    titulo: str
    campos: tuple[str, ...] = ()
    seguir: str = "Seguir"
    a_veces: bool = False  # seen only when it has something to ask: it counts with the screen before
    numero: int = 0

    @property
    def cuenta(self) -> int:
        """As a person counts: the cover is none."""
        return sum(not paso.a_veces for paso in PASOS[1 : self.numero])

    @property
    def rotulo(self) -> str:
        return f"Paso {self.cuenta} de {PASOS[-1].cuenta}" if self.cuenta else ""

    @property
    def plantilla(self) -> str:
        return f"malla_vial/reportar/_{self.numero}_{self.nombre}.html"


_EN_ORDEN = (
    Paso("inicio", "Reportar un daño en la vía", seguir="Empezar"),
    Paso("foto", "Muéstrenos el daño", ("foto",)),
    Paso("lugar", "¿Dónde es?", ("lon", "lat", "direccion", "trasladar")),
    Paso("dano", "¿Qué daño es?", ("tipo", "tamano", "peligro")),
    Paso("parecidos", "¿Ya lo reportaron?", seguir="No, es otro", a_veces=True),
    Paso("detalles", "Detalles y contacto", ("descripcion", "nombre", "correo", "telefono", "aviso_version", "acepta")),
    Paso("enviar", "Revise y envíe", seguir="Enviar reporte"),
)
PASOS = tuple(replace(paso, numero=n) for n, paso in enumerate(_EN_ORDEN, 1))
POR_NOMBRE = {paso.nombre: paso for paso in PASOS}


def siguiente(paso: Paso) -> Paso:
    return PASOS[min(paso.numero, len(PASOS) - 1)]


def anterior(paso: Paso) -> Paso:
    return PASOS[max(paso.numero - 2, 0)]


def paso_de(campos: Iterable[str]) -> Paso:
    """The first step that holds one of these fields; the last one where none does."""
    faltantes = set(campos)
    return next((paso for paso in PASOS if faltantes & set(paso.campos)), PASOS[-1])
