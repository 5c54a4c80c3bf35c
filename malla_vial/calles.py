"""Distance along the street network: segments as a graph, places on it by segment and measure. Knows no database."""

import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

JUNTOS_M = 1.0  # ends nearer than this are the same corner: networks are drawn by hand


@dataclass(frozen=True)
class Calle:
    """A segment: its id, its length in metres, and where it starts and ends (EPSG:9377)."""

    id: int
    largo: float
    inicio: tuple[float, float]
    fin: tuple[float, float]


@dataclass(frozen=True)
class Sitio:
    """A place on a segment: metres from its start."""

    calle: int
    medida: float


class Red:
    """The streets around a place. Ways are walked both ways: a pothole does not mind the traffic."""

    def __init__(self, calles: Iterable[Calle]) -> None:
        self._rejilla: dict[tuple[int, int], list[tuple[tuple[float, float], int]]] = defaultdict(list)
        self._serie = itertools.count()
        self._puntas: dict[int, tuple[int, int, float]] = {}
        self._vecinos: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for calle in calles:
            a, b = self._esquina(calle.inicio), self._esquina(calle.fin)
            self._puntas[calle.id] = a, b, calle.largo
            self._vecinos[a].append((b, calle.largo))
            self._vecinos[b].append((a, calle.largo))

    def distancias(self, desde: Sitio, maximo: float) -> "Distancias":
        """How far along the streets every corner is, up to `maximo` metres. Raises KeyError off this network."""
        a, b, largo = self._puntas[desde.calle]
        medida = min(max(desde.medida, 0), largo)
        metros: dict[int, float] = {}
        pila = [(medida, a), (largo - medida, b)]
        heapq.heapify(pila)
        while pila:
            d, esquina = heapq.heappop(pila)
            if esquina in metros or d > maximo:
                continue
            metros[esquina] = d
            for otra, tramo in self._vecinos[esquina]:
                heapq.heappush(pila, (d + tramo, otra))
        return Distancias(desde.calle, medida, metros, self._puntas)

    def _esquina(self, punta: tuple[float, float]) -> int:
        """The corner that is there, or a new one."""
        for sitio, esquina in self._cerca(punta):
            if math.dist(sitio, punta) <= JUNTOS_M:
                return esquina
        nueva = next(self._serie)
        self._rejilla[_casilla(punta)].append((punta, nueva))
        return nueva

    def _cerca(self, punta: tuple[float, float]) -> Iterator[tuple[tuple[float, float], int]]:
        x, y = _casilla(punta)
        for dx, dy in itertools.product((-1, 0, 1), repeat=2):
            yield from self._rejilla.get((x + dx, y + dy), ())


def _casilla(punta: tuple[float, float]) -> tuple[int, int]:
    return math.floor(punta[0] / JUNTOS_M), math.floor(punta[1] / JUNTOS_M)


@dataclass(frozen=True)
class Distancias:
    """From one place to the others."""

    _calle: int
    _medida: float
    _metros: dict[int, float]
    _puntas: dict[int, tuple[int, int, float]]

    def a(self, sitio: Sitio) -> float:
        """Metres along the streets; infinity where there is no way, or none so near."""
        if sitio.calle not in self._puntas:
            return math.inf
        a, b, largo = self._puntas[sitio.calle]
        medida = min(max(sitio.medida, 0), largo)
        directa = abs(medida - self._medida) if sitio.calle == self._calle else math.inf
        por_a, por_b = self._metros.get(a, math.inf) + medida, self._metros.get(b, math.inf) + largo - medida
        return min(directa, por_a, por_b)
