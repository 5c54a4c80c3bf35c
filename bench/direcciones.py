"""`python -m bench.direcciones [texto…]`: milliseconds of each kind of address on the database of the settings, through `lectura`."""

import os
import statistics
import sys
import time

import django

TEXTOS = (
    "Cra 5 con 37", "Calle 60 # 8-20", "carrera quinta 37", "kra 5ta # 37-12 apto 301", "carrera 5 entre 37 y 41",
    "Avenida Ferocarril con 37", "carrera 5", "barrio la pola", "parque galarza", "cra 999 con 888",
)  # fmt: skip
VECES = 20


def medir(texto: str) -> tuple[float, float, str]:
    """(median, worst of twenty in ms, the first place that was found)."""
    from malla_vial.direcciones import ubicar

    tiempos, hallados = [], ubicar(texto)  # the first one reads the names of the ways
    for _ in range(VECES):
        inicio = time.perf_counter()
        ubicar(texto)
        tiempos.append(1000 * (time.perf_counter() - inicio))
    return statistics.median(tiempos), max(tiempos), hallados[0].titulo if hallados else "(nada)"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")
    django.setup()
    print(f"{'dirección':32} {'mediana':>8} {'peor':>8}  hallado")
    for texto in sys.argv[1:] or TEXTOS:
        mediana, peor, hallado = medir(texto)
        print(f"{texto:32} {mediana:5.1f} ms {peor:5.1f} ms  {hallado}")


if __name__ == "__main__":
    main()
