"""`python -m bench.direcciones [texto…]`: milliseconds of each kind of address on the database of the settings, through `lectura`.
`python -m bench.direcciones --escritas [--ver]`: places drawn from its ways, each written as people write; what was found, by kind."""

import math
import os
import statistics
import sys
import time
from collections import Counter
from random import Random

import django

TEXTOS = (
    "Cra 5 con 37", "Calle 60 # 8-20", "carrera quinta 37", "kra 5ta # 37-12 apto 301", "carrera 5 entre 37 y 41",
    "Avenida Ferocarril con 37", "carrera 5", "barrio la pola", "parque galarza", "cra 999 con 888",
)  # fmt: skip
VECES, POR_CLASE, SEMILLA = 20, 12, 20
CERCA_M, SEGURO = 30, 0.8
REPETIDAS: list[str] = []  # texts with two places that nothing but the map tells apart
RESULTADOS = ("el primero", "entre varios", "otro, con aviso", "otro, sin aviso", "nada")
# Crossings of two ways out of plain geometry: nothing of what the finder does with them.
_CRUCES = """SELECT a.nombre, a.clase, b.nombre, b.clase, ST_X(p), ST_Y(p) FROM malla_vial_via a
    JOIN malla_vial_via b ON a.id <> b.id AND a.nombre <> b.nombre AND ST_Intersects(a.geom, b.geom)
    CROSS JOIN LATERAL (SELECT (ST_Dump(ST_Intersection(a.geom, b.geom))).geom AS p) x
    WHERE ST_GeometryType(p) = 'ST_Point' ORDER BY 1, 3, 5, 6"""


def medir(texto: str) -> tuple[float, float, str]:
    """(median, worst of twenty in ms, the first place that was found)."""
    from malla_vial.direcciones import ubicar

    tiempos, hallados = [], ubicar(texto)  # the first one reads the names of the ways
    for _ in range(VECES):
        inicio = time.perf_counter()
        ubicar(texto)
        tiempos.append(1000 * (time.perf_counter() - inicio))
    return statistics.median(tiempos), max(tiempos), hallados[0].titulo if hallados else "(nada)"


def cruces() -> list[tuple]:
    """(way, the way that it crosses, x, y in EPSG:9377) of crossings of ways of different classes."""
    from capas.postgis import filas
    from malla_vial.direcciones.vias import de_nombre

    todos = ((de_nombre(*fila[:2]), de_nombre(*fila[2:4]), *fila[4:]) for fila in filas("lectura", _CRUCES, ()))
    return [c for c in todos if c[0].clase not in ("", "Otra", c[1].clase) and c[1].clase not in ("", "Otra")]


def sirve(condicion: str, una, otra) -> bool:
    """Whether a crossing can be written in a way of writing."""
    if condicion in ("nombre", ""):
        return bool(una.nombre) == (condicion == "nombre") and otra.valor is not None
    con = {"letra": una.letra or otra.bis, "sector": una.sector or otra.sector}.get(condicion, True)
    return una.valor is not None and otra.valor is not None and bool(con)


def sortear(azar: Random, todos: list[tuple], condicion: str):
    """A place, and where it is: of a plate, where its tidy writing is found."""
    from bench.escrituras import Sitio

    una, otra, x, y = azar.choice([cruce for cruce in todos if sirve(condicion, *cruce[:2])])
    con_placa = condicion == "placa" or (condicion in ("", "sector") and azar.random() < 0.5)
    sitio = Sitio(una, otra, azar.randint(5, 60) if con_placa else None)
    lugares = [lugar for lugar, *_ in buscar(str(sitio))] if con_placa else [(x, y)]
    return sitio, min(lugares, key=lambda lugar: math.dist(lugar, (x, y)), default=(x, y))


def buscar(texto: str) -> list[tuple]:
    """((x, y), the place) of those that a person is shown."""
    from django.contrib.gis.geos import Point

    from malla_vial.direcciones import ubicar

    puntos = [(h, Point(h.lon, h.lat, srid=4326).transform(9377, clone=True)) for h in ubicar(texto)[:6]]
    return [((punto.x, punto.y), hallado) for hallado, punto in puntos]


def resultado(texto: str, verdad: tuple[float, float]) -> tuple[str, str]:
    """Which of RESULTADOS, and the first place's title."""
    hallados = buscar(texto)
    if not hallados:
        return "nada", ""
    lejos = [math.dist(lugar, verdad) > CERCA_M for lugar, _ in hallados]
    primero = hallados[0][1]
    if len({(hallado.titulo, hallado.detalle) for _, hallado in hallados}) < len(hallados):
        REPETIDAS.append(texto)
    if not all(lejos):
        return ("entre varios" if lejos[0] else "el primero"), primero.titulo
    seguro = primero.clase in ("predio", "esquina") and primero.parecido >= SEGURO
    return ("otro, sin aviso" if seguro else "otro, con aviso"), primero.titulo


def escritas(ver: bool) -> None:
    """The table of what is found, by kind of writing."""
    from bench.escrituras import CLASES, HOSTILES, VAGAS

    azar, todos, suma = Random(SEMILLA), cruces(), Counter()
    print(f"| escritura | {' | '.join(RESULTADOS)} |\n|---|{'--:|' * len(RESULTADOS)}")
    for clase, (escribir, condicion) in CLASES.items():
        if not any(sirve(condicion, *cruce[:2]) for cruce in todos):
            continue
        cuenta: Counter[str] = Counter()
        for _ in range(POR_CLASE):
            sitio, verdad = sortear(azar, todos, condicion)
            texto = escribir(azar, sitio)
            como, titulo = resultado(texto, verdad)
            cuenta[como] += 1
            if ver and como != RESULTADOS[0]:
                print(f"    {como:16} {texto!r:60} [{sitio}] -> {titulo}")
        print(f"| {clase} | {' | '.join(str(cuenta[como]) for como in RESULTADOS)} |")
        suma += cuenta
    print(f"| **todas** | {' | '.join(str(suma[como]) for como in RESULTADOS)} |")
    print(f"con dos lugares que no se distinguen por sus palabras: {len(REPETIDAS)} {REPETIDAS if ver else ''}")
    for clase, textos in {"vagas": VAGAS, "hostiles": HOSTILES}.items():
        hallados = [(texto, buscar(texto)) for texto in textos]
        seguros = [
            (t, h[0][1].titulo)
            for t, h in hallados
            if h and h[0][1].clase in ("predio", "esquina") and h[0][1].parecido >= SEGURO
        ]
        print(
            f"{clase}: {len(textos)}, con algo que mostrar {sum(bool(h) for _, h in hallados)}, con un punto exacto {len(seguros)} {seguros}"
        )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")
    django.setup()
    if "--escritas" in sys.argv:
        return escritas("--ver" in sys.argv)
    print(f"{'dirección':32} {'mediana':>8} {'peor':>8}  hallado")
    for texto in sys.argv[1:] or TEXTOS:
        mediana, peor, hallado = medir(texto)
        print(f"{texto:32} {mediana:5.1f} ms {peor:5.1f} ms  {hallado}")


if __name__ == "__main__":
    main()
