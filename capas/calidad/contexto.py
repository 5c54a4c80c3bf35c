"""What a measure looks at: a layer, what it promises, and the answer it gives."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.gis.geos import Point
from django.db.models import Field

from capas.calidad import sql
from capas.catalogo import Calidad, Capa, CapaDesconocida, obtener
from capas.geometria import SRID_MAESTRO, a_grados
from capas.models import FichaCapa, Municipio

MUESTRA = 20
TEXTOS = ("CharField", "TextField", "SlugField")
FECHAS = ("DateField", "DateTimeField")


@dataclass
class Resultado:
    """valor of total (features, ends, values…), with a sample: ids[n] is at lugares[n], [lon, lat].

    ids is empty where what is missing is no feature of the layer.
    """

    valor: float
    total: float | None = None
    ids: list[int] = field(default_factory=list)
    lugares: list[list[float]] = field(default_factory=list)


@dataclass(frozen=True)
class Contexto:
    """A layer whose rows stand copied (`sql.copiar`)."""

    ficha: FichaCapa
    elementos: int
    extremos: int = 0  # of the lines of a network

    @property
    def capa(self) -> Capa:
        return self.ficha.capa

    @property
    def promesa(self) -> Calidad:
        return self.capa.calidad

    @property
    def tolerancia(self) -> float:
        """Metres: as declared, or 0.3 mm at the scale of the layer, which is what a plotted line is good for."""
        return self.promesa.tolerancia_m or 0.0003 * self.ficha.escala

    @property
    def area_minima(self) -> float:
        """Square metres of 2 × 2 mm at the scale of the layer, the least that is mapped: less is a sliver."""
        return (0.002 * self.ficha.escala) ** 2

    @cached_property
    def por(self) -> Field | None:
        return self.capa.campo(self.promesa.por) if self.promesa.por else None

    @property
    def hay_municipio(self) -> bool:
        """There is a boundary to be within, and this is not it."""
        return self.capa.modelo is not Municipio and Municipio.objects.exists()

    def campos(self, *tipos: str) -> list[Field]:
        """The public fields of these types; of all of them, without any."""
        return [c for c in self.capa.campos if not tipos or c.get_internal_type() in tipos]

    @property
    def descriptivos(self) -> list[Field]:
        """What tells one feature from another beyond its code and its measures."""
        exactos = ("FloatField", "DecimalField", "GeneratedField", *FECHAS)
        return [
            c
            for c in self.campos()
            if not c.unique and c.name != self.capa.clave and c.get_internal_type() not in exactos
        ]

    def abierta(self, id_capa: str) -> Capa | None:
        """Another layer, if anybody may know of its features: a report is read by whoever reads this one."""
        with suppress(CapaDesconocida):
            otra = obtener(id_capa)
            if FichaCapa.objects.filter(pk=id_capa, publicada=True, clasificacion="publica").exists():
                return otra if otra.modelo.objects.exists() else None
        return None

    def contar(self, busqueda: sql.Busqueda, total: float | None = None) -> Resultado:
        """How many a search finds, and where the worst of them are."""
        filas = sql.hallar(busqueda, MUESTRA)
        return Resultado(
            valor=filas[0][0] if filas else 0,
            total=self.elementos if total is None else total,
            ids=[fila[1] for fila in filas if fila[1] is not None],
            lugares=[[round(lon, 6), round(lat, 6)] for _, _, lon, lat in filas],
        )

    def contar_valores(self, malos: dict[Field, list]) -> Resultado:
        return self.contar(sql.con_valores(malos))


def en_grados(lugares: Sequence[tuple[float, float]]) -> list[list[float]]:
    """[lon, lat] of places in EPSG:9377."""
    puntos = [a_grados(Point(x, y, srid=SRID_MAESTRO)) for x, y in lugares]
    return [[round(punto.x, 6), round(punto.y, 6)] for punto in puntos]
