"""THE registry: a layer is declared once, and every way in and out follows from the declaration.

    registrar(Capa(id="zonas-wifi", modelo=ZonaWifi, titulo="Zonas WiFi", ...))

Layers with a life of their own are declared in `<app>/catalogo.py`; dataset layers live in the database
(`capas.datos`). `obtener` finds either; nobody else needs to know the difference.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.db.models import F, Field, GeneratedField, Model, Q

if TYPE_CHECKING:
    from capas.models import Elemento

LICENCIA_ABIERTA = "https://creativecommons.org/licenses/by-sa/4.0/deed.es"
TECNICOS = {"geom", "geom_web", "geom_baja"}

SECTORES: dict[str, str] = settings.SECTORES  # code -> title


class CapaDesconocida(LookupError):
    """No layer has that id."""


@dataclass(frozen=True)
class Clase:
    """One line of a legend: the features whose `Estilo.campo` equals `valor`."""

    valor: Any
    titulo: str
    color: str
    forma: str = ""  # points: circulo, cuadrado, triangulo, rombo, estrella, cruz
    trama: str = ""  # polygons: diagonal, cruzada, puntos, horizontal
    trazo: str = ""  # lines: a dash pattern, "6 4"
    grosor: float | None = None


@dataclass(frozen=True)
class Estilo:
    """How a layer looks on any map. `grosor` in pixels; `opacidad` of polygon fill, 0 to 1."""

    color: str
    campo: str = ""
    clases: tuple[Clase, ...] = ()
    grosor: float = 1.5
    opacidad: float = 0.5
    forma: str = "circulo"
    contorno: str = ""
    campo_trama: str = ""
    tramas: tuple[Clase, ...] = ()  # polygons: a second reading of the same feature, by hatching


@dataclass(frozen=True)
class Origen:
    """What the ICDE record starts from; staff edit the rest in `FichaCapa`."""

    linaje: str
    escala: int = 5000
    tema: str = "location"  # ISO 19115 topicCategory
    frecuencia: str = "asNeeded"  # ISO 19115 maintenance frequency
    licencia: str = LICENCIA_ABIERTA
    palabras_clave: tuple[str, ...] = ()
    proposito: str = ""
    limitaciones: str = ""


@dataclass(frozen=True, kw_only=True)
class Calidad:
    """What a layer promises of itself, so that its quality can be measured (ISO 19157, `capas.calidad`).

    cobertura: polygons that share out a space, without overlaps and, unless `con_huecos`, without gaps; `por` names a
    field each of whose values makes a coverage of its own. red: lines that make a network.
    tolerancia_m: up to where two places are one; 0 is 0.3 mm at the layer's scale.
    territorio: a level (UnidadTerritorial.Nivel) each of whose units has some feature.
    sirve_a: the id of a layer each of whose features has one of these within `alcance_m`.
    referencias: field -> "layer.field" that holds its values. orden: pairs of dates, the earlier first.
    """

    cobertura: bool = False
    con_huecos: bool = False
    por: str = ""
    red: bool = False
    tolerancia_m: float = 0.0
    territorio: str = ""
    sirve_a: str = ""
    alcance_m: float = 60.0
    referencias: Mapping[str, str] = field(default_factory=dict)
    orden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Capa:
    """A PostGIS table and a declaration of what it is.

    publicos: the fields that anybody may read; the role `lectura` is granted exactly their columns.
    teselas: the fields a vector tile carries. por_zoom: zoom -> which features are worth drawing from there on.
    publica_si: which rows anybody may read; becomes a row policy of the role `lectura`.
    """

    id: str
    modelo: "type[Elemento]"
    titulo: str
    resumen: str
    sector: str
    estilo: Estilo
    origen: Origen
    publicos: tuple[str, ...]
    rotulo: str
    roles: tuple[str, ...]
    busca: tuple[str, ...] = ()
    teselas: tuple[str, ...] = ()
    clave: str = ""
    tiempo: str = ""
    publica_si: Q | None = None
    por_zoom: Mapping[int, Q] = field(default_factory=dict)
    zoom_minimo: int = 0
    zoom_rotulos: int = 16
    visible_al_abrir: bool = False
    importable: bool = True
    nombrar: Callable[[Mapping[str, Any]], str] | None = (
        None  # where the rotulo is a code, what a person calls a feature
    )
    frase: Callable[[Mapping[str, Any]], str] | None = None
    nombres: Mapping[str, str] = field(default_factory=dict)  # relation -> lookup of what a person calls the other side
    codigos: Mapping[str, str] = field(default_factory=dict)  # field -> the form of its official code (regex)
    calidad: Calidad = Calidad()
    pagina: str = ""  # name of the URL of a feature's own page, which takes its `rotulo`
    orden: int = 100

    def __str__(self) -> str:
        return self.titulo

    @property
    def tabla(self) -> str:
        return self.modelo._meta.db_table

    @cached_property
    def geometria(self) -> GeometryField:
        return cast(GeometryField, self.modelo._meta.get_field("geom"))

    @property
    def tipo(self) -> str:
        """Geometry type as OGC names it: POINT, LINESTRING, MULTIPOLYGON…"""
        return self.geometria.geom_type

    @property
    def dimension(self) -> int:
        return 0 if "POINT" in self.tipo else 1 if "LINE" in self.tipo else 2

    @property
    def leyenda(self) -> tuple[Clase, ...]:
        """The classes that a legend shows; without any, one that holds everything."""
        return self.estilo.clases or (Clase(None, self.titulo, self.estilo.color),)

    @cached_property
    def campos(self) -> tuple[Field, ...]:
        """The public fields, in the declared order."""
        return tuple(self.campo(nombre) for nombre in self.publicos)

    @property
    def valores(self) -> dict[str, F]:
        """Keyword arguments of `.values()`: `_field` is what a person calls the other side of a relation."""
        return {f"_{nombre}": F(ruta) for nombre, ruta in self.nombres.items()}

    @cached_property
    def editables(self) -> tuple[Field, ...]:
        """What an import or an editor may fill: every own column but the technical ones."""
        return tuple(
            f
            for f in self.modelo._meta.concrete_fields
            if f.name not in TECNICOS and f.editable and not f.primary_key and not isinstance(f, GeneratedField)
        )

    @property
    def recibibles(self) -> tuple[Field, ...]:
        """What a feature that others write may bring: the public fields that are somebody's to fill."""
        return tuple(campo for campo in self.campos if campo in self.editables)

    def campo(self, nombre: str) -> Field:
        """A field of the table by its name. Raises FieldDoesNotExist."""
        return cast(Field, self.modelo._meta.get_field(nombre))

    @cached_property
    def columnas_publicas(self) -> tuple[str, ...]:
        """Names of columns in the table: identity and geometry first."""
        nombres = (
            [hijo[0].partition("__")[0] for hijo in self.publica_si.children if isinstance(hijo, tuple)]
            if self.publica_si
            else []
        )
        condicion = [self.campo(nombre).column for nombre in nombres if nombre != "geom"]
        return ("id", "geom", "geom_web", "geom_baja", "actualizado_en", *(f.column for f in self.campos), *condicion)


@dataclass(frozen=True)
class Expuesta:
    """A table that is no layer, whose named columns (of the rows that `publica_si` holds) anybody may read."""

    modelo: type[Model]
    columnas: tuple[str, ...]
    publica_si: Q | None = None


_capas: dict[str, Capa] = {}
_expuestas: dict[type[Model], Expuesta] = {}
_auditadas: list[type[Model]] = []


def exponer(modelo: type[Model], *columnas: str, publica_si: Q | None = None) -> None:
    """Let the public pages read some columns of a table that is no layer (the history of a report, say)."""
    _expuestas[modelo] = Expuesta(modelo, columnas, publica_si)


def expuestas() -> list[Expuesta]:
    return list(_expuestas.values())


def auditar(modelo: type[Model]) -> None:
    """Let every change to a table that is no layer leave its trail, as those of the layers do."""
    if modelo not in _auditadas:
        _auditadas.append(modelo)


def auditadas() -> list[type[Model]]:
    return list(_auditadas)


def registrar(capa: Capa) -> Capa:
    """Declare a layer. Two layers with one id are a programming error."""
    if capa.id in _capas and _capas[capa.id].modelo is not capa.modelo:
        raise ValueError(f"La capa «{capa.id}» ya está registrada.")
    _capas[capa.id] = capa
    return capa


def obtener(id_capa: str) -> Capa:
    """The layer with that id, declared or dataset. Raises CapaDesconocida."""
    if id_capa in _capas:
        return _capas[id_capa]
    from capas import datos

    return datos.obtener(id_capa)


def declaradas() -> list[Capa]:
    """The layers declared in code, in the order of the map."""
    return sorted(_capas.values(), key=lambda capa: (list(SECTORES).index(capa.sector), capa.orden))


def todas() -> Iterator[Capa]:
    """Every layer: those of the code, then the dataset layers."""
    from capas import datos

    yield from declaradas()
    yield from datos.todas()
