"""The registry of processes, like that of layers: `registrar(Proceso(id="area-de-influencia", …))` in `<app>/procesos.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from capas import errores
from capas.consultas import Usuario
from capas.errores import PeticionInvalida
from capas.procesos.entradas import Entrada

GEOJSON = "application/geo+json"


EXCEPCION = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"


class ProcesoDesconocido(LookupError):
    """No process has that id."""

    tipo = f"{EXCEPCION}no-such-process"


errores.registrar(ProcesoDesconocido, 404)


def _callado(hechos: int, total: int) -> None:
    """Nobody waits for the progress of what is answered at once."""


@dataclass(frozen=True)
class Contexto:
    """Who asks, which decides what is read, and whom to tell how far the work is: `avanzar(done, total)`."""

    usuario: Usuario
    avanzar: Callable[[int, int], None] = _callado


@dataclass(frozen=True)
class Salida:
    """The one result of a process, always JSON. esquema: JSON Schema, whose titles head the tables of its page."""

    nombre: str
    titulo: str
    esquema: Mapping[str, Any]
    tipo: str = "application/json"


@dataclass(frozen=True, kw_only=True)
class Proceso:
    """An analysis. calcular(contexto, **inputs as their `Entrada` reads them) -> the result, as JSON values.

    revisar(**inputs) raises PeticionInvalida for inputs that make no sense together.
    calcular reads through `visibles_para(contexto.usuario)` alone, and calls `contexto.avanzar` between its queries.
    """

    id: str
    titulo: str
    descripcion: str
    entradas: Mapping[str, Entrada]
    salida: Salida
    calcular: Callable[..., Any]
    revisar: Callable[..., None] | None = None
    version: str = "1.0.0"
    palabras_clave: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.titulo

    def leer(self, crudas: Mapping[str, Any], usuario: Usuario) -> dict[str, Any]:
        """Typed inputs out of what a request sent. Raises PeticionInvalida, DemasiadoGrande."""
        if ajenas := sorted(set(crudas) - set(self.entradas)):
            admitidas = ", ".join(self.entradas)
            raise PeticionInvalida(f"No existe la entrada «{ajenas[0][:60]}». Se admiten: {admitidas}.")
        leidas = {nombre: entrada.recibir(nombre, crudas, usuario) for nombre, entrada in self.entradas.items()}
        if self.revisar:
            self.revisar(**leidas)
        return leidas

    def ejemplo(self) -> dict[str, Any]:
        """Inputs that serve: what is required, or else the first."""
        nombres = [n for n, entrada in self.entradas.items() if entrada.obligatoria] or list(self.entradas)[:1]
        return {nombre: self.entradas[nombre].ejemplo() for nombre in nombres}

    def ejecutar(self, crudas: Mapping[str, Any], contexto: Contexto) -> Any:
        return self.calcular(contexto, **self.leer(crudas, contexto.usuario))


_procesos: dict[str, Proceso] = {}


def registrar(proceso: Proceso) -> Proceso:
    """Declare a process. Two with one id are a programming error."""
    if proceso.id in _procesos:
        raise ValueError(f"El proceso «{proceso.id}» ya está registrado.")
    _procesos[proceso.id] = proceso
    return proceso


def obtener(id_proceso: str) -> Proceso:
    """Raises ProcesoDesconocido."""
    if id_proceso not in _procesos:
        raise ProcesoDesconocido(f"No existe el proceso «{id_proceso[:60]}».")
    return _procesos[id_proceso]


def todos() -> list[Proceso]:
    return [_procesos[id_proceso] for id_proceso in sorted(_procesos)]
