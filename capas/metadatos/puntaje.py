"""How complete a record is, 0 to 100: a table of weighted rules, and in words what is missing and where to put it right.

The rules are the items that the ICDE asks of a record (NTC 4611 and ISO 19115-1 as the Guía de metadatos of 2019 takes
them), with the ones that a reader misses most weighing most. The weights add up to 100.
"""

from collections.abc import Callable
from dataclasses import dataclass

from capas.geometria import SRID_MAESTRO
from capas.metadatos.registro import Registro


@dataclass(frozen=True)
class Regla:
    """One item of the record. `campo`: the field of FichaCapa where it is put right; empty: not in the form.

    obligatoria: without it the record is not one (the core of ISO 19115); the rest make it a good one.
    """

    titulo: str
    peso: int
    cumple: Callable[[Registro], bool]
    falta: str
    campo: str = ""
    obligatoria: bool = False


@dataclass(frozen=True)
class Puntaje:
    """puntos: 0 to 100. faltan: the rules that the record does not meet, the heaviest first."""

    puntos: int
    faltan: tuple[Regla, ...]

    @property
    def obligatorias(self) -> tuple[Regla, ...]:
        return tuple(regla for regla in self.faltan if regla.obligatoria)

    @property
    def palabra(self) -> str:
        return "completa" if self.puntos >= 90 else "buena" if self.puntos >= 70 else "incompleta"


def _largo(texto: str, minimo: int) -> bool:
    return len(texto.strip()) >= minimo


def _tiempo(registro: Registro) -> bool:
    return bool(registro.desde or registro.hasta)


def _definidos(registro: Registro) -> bool:
    return registro.es_raster or all(campo.help_text for campo in registro.campos)


REGLAS = (
    Regla("Título", 5, lambda r: _largo(r.ficha.titulo, 3), "Póngale un título que diga de qué trata.", "titulo", True),
    Regla(
        "Resumen", 8, lambda r: _largo(r.ficha.resumen, 40),
        "Cuente en un par de frases qué contiene la capa (al menos 40 letras).", "resumen", True,
    ),
    Regla("Propósito", 5, lambda r: _largo(r.ficha.proposito, 20), "Diga para qué se hizo.", "proposito"),
    Regla(
        "Palabras clave", 5, lambda r: len(r.palabras) > 2,
        "Escriba dos o más palabras clave, separadas por comas.", "palabras_clave", True,
    ),
    Regla("Tema", 3, lambda r: bool(r.ficha.tema), "Elija el tema.", "tema", True),
    Regla(
        "Fecha de referencia", 6, lambda r: r.ficha.fecha_referencia is not None,
        "Diga cuándo se publicó o se levantó.", "fecha_referencia",
    ),
    Regla("De cuándo son los datos", 4, _tiempo, "Diga desde cuándo muestra el municipio.", "desde"),
    Regla(
        "Mantenimiento", 4, lambda r: r.ficha.frecuencia != "unknown",
        "Diga cada cuánto se actualiza.", "frecuencia", True,
    ),
    Regla("Dependencia que responde", 6, lambda r: bool(r.ficha.custodio), "Diga qué dependencia responde.", "custodio", True),
    Regla("Cargo de contacto", 3, lambda r: bool(r.ficha.cargo), "Diga el cargo de quien responde.", "cargo"),
    Regla("Correo de contacto", 4, lambda r: bool(r.ficha.correo), "Dé un correo que alguien lea.", "correo", True),
    Regla("Teléfono de contacto", 2, lambda r: bool(r.ficha.telefono), "Dé un teléfono.", "telefono"),
    Regla("Licencia", 5, lambda r: bool(r.ficha.licencia), "Elija la licencia.", "licencia", True),
    Regla("Limitaciones de uso", 5, lambda r: _largo(r.ficha.limitaciones, 20), "Diga para qué no sirve.", "limitaciones"),
    Regla(
        "Linaje", 8, lambda r: _largo(r.ficha.linaje, 40),
        "Cuente de dónde vienen los datos y qué se les hizo (al menos 40 letras).", "linaje", True,
    ),
    Regla(
        "Escala o resolución", 4, lambda r: bool(r.ficha.escala or r.ficha.resolucion_m), "Diga la escala.", "escala", True,
    ),
    Regla(
        "Exactitud posicional", 4, lambda r: r.ficha.exactitud_m is not None,
        "Declare a cuántos metros del sitio verdadero puede estar un elemento.", "exactitud_m",
    ),
    Regla(
        "Sistema de referencia oficial", 4, lambda r: r.srid == SRID_MAESTRO,
        "La capa no está en EPSG:9377: conviértala e impórtela de nuevo.", obligatoria=True,
    ),
    Regla("Extensión", 4, lambda r: r.elementos != 0, "La capa está vacía: no se sabe dónde está.", obligatoria=True),
    Regla("Cómo obtenerla", 4, lambda r: bool(r.recursos), "No hay manera de obtenerla.", obligatoria=True),
    Regla("Definición de los campos", 3, _definidos, "Hay campos públicos sin definición: vea la conformidad."),
    Regla("Informe de calidad", 4, lambda r: r.calidad is not None, "Nadie ha medido la calidad de esta capa."),
)  # fmt: skip


def puntuar(registro: Registro) -> Puntaje:
    faltan = [regla for regla in REGLAS if not regla.cumple(registro)]
    puntos = 100 - sum(regla.peso for regla in faltan)
    return Puntaje(puntos, tuple(sorted(faltan, key=lambda regla: (not regla.obligatoria, -regla.peso))))
