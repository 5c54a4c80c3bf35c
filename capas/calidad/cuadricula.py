"""Holes of a network's coverage, on a grid: squares without a way that ways surround."""

from collections.abc import Iterator

Celda = tuple[int, int]

LADO = 250.0  # metres: some two blocks
ALCANCE = 6  # squares to look around: a hole up to three kilometres wide is seen
DENSIDAD = 0.5  # share of the squares around that have a way: where it is less, the country is just empty
LADOS = 7  # of the eight compass points, those on which there must be ways: cities are long and end nearby
MINIMO = 4  # squares of a hole: less is a park
RUMBOS = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
_PASOS = range(-ALCANCE, ALCANCE + 1)
ENTORNO = [(i, j) for i in _PASOS for j in _PASOS if i * i + j * j <= ALCANCE * ALCANCE]


def huecos(ocupadas: set[Celda]) -> list[set[Celda]]:
    """The groups of empty squares that are ringed by occupied ones, the largest first."""
    vecinas = {(i + di, j + dj) for i, j in ocupadas for di, dj in ENTORNO} - ocupadas
    cercadas = {celda for celda in vecinas if _cercada(celda, ocupadas)}
    grupos = [grupo for grupo in _grupos(cercadas) if len(grupo) >= MINIMO]
    return sorted(grupos, key=len, reverse=True)


def _cercada(celda: Celda, ocupadas: set[Celda]) -> bool:
    i, j = celda
    if sum((i + di, j + dj) in ocupadas for di, dj in ENTORNO) < DENSIDAD * len(ENTORNO):
        return False
    pasos = range(1, ALCANCE + 1)
    con_vias = sum(any((i + di * n, j + dj * n) in ocupadas for n in pasos) for di, dj in RUMBOS)
    return con_vias >= LADOS


def _grupos(celdas: set[Celda]) -> Iterator[set[Celda]]:
    """The squares that share a side, together."""
    quedan = set(celdas)
    while quedan:
        grupo, frente = set(), [quedan.pop()]
        while frente:
            i, j = frente.pop()
            grupo.add((i, j))
            siguientes = {(i + di, j + dj) for di, dj in RUMBOS[::2]} & quedan
            quedan -= siguientes
            frente.extend(siguientes)
        yield grupo


def centro(grupo: set[Celda]) -> tuple[float, float]:
    """East and north of the middle of a group, EPSG:9377."""
    return tuple((sum(celda[eje] for celda in grupo) / len(grupo) + 0.5) * LADO for eje in (0, 1))  # type: ignore[return-value]
