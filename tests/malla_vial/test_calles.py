"""Distance along the streets, against what a person would walk."""

import math
import random

import pytest

from malla_vial.calles import Calle, Red, Sitio

# A block of 100 × 40: two long streets 40 m apart, joined at both ends; and a way that touches nothing.
NORTE = Calle(1, 100, (0, 40), (100, 40))
SUR = Calle(2, 100, (0, 0), (100, 0))
OESTE = Calle(3, 40, (0, 0), (0, 40))
ESTE = Calle(4, 40, (100, 40), (100, 0))
SUELTA = Calle(5, 100, (0, 20), (100, 20))
CUADRA = (NORTE, SUR, OESTE, ESTE, SUELTA)


def _metros(desde, hasta, calles=CUADRA, maximo=1000):
    return Red(calles).distancias(Sitio(*desde), maximo).a(Sitio(*hasta))


@pytest.mark.parametrize(
    ("desde", "hasta", "metros"),
    [
        ((1, 10), (1, 30), 20),  # along one street
        ((1, 30), (1, 10), 20),
        ((1, 50), (2, 50), 140),  # across the block: 40 m as the crow flies
        ((1, 10), (2, 10), 60),
        ((1, 0), (3, 40), 0),  # the same corner by its two streets
        ((1, 100), (4, 10), 10),
        ((1, 50), (5, 50), math.inf),  # a way that is not joined
        ((1, 50), (99, 1), math.inf),  # a way that is not here
        ((1, -5), (1, 105), 100),  # a measure a little beyond its street
    ],
)
def test_se_camina_por_la_calle(desde, hasta, metros):
    assert _metros(desde, hasta) == pytest.approx(metros)


def test_mas_alla_del_maximo_no_se_camina():
    assert _metros((1, 50), (2, 50), maximo=60) == math.inf


@pytest.mark.parametrize("corrida", [0, 0.4, 0.999])
def test_las_puntas_que_casi_se_tocan_son_la_misma_esquina(corrida):
    movida = Calle(2, 100, (100 + corrida, 40), (200, 40))
    assert _metros((1, 90), (2, 10), (NORTE, movida)) == pytest.approx(20)


def test_las_puntas_que_no_se_tocan_no_son_esquina():
    assert _metros((1, 90), (2, 10), (NORTE, Calle(2, 100, (101.5, 40), (200, 40)))) == math.inf


def test_una_calle_que_vuelve_a_su_esquina_se_camina_por_lo_corto():
    vuelta = Calle(1, 100, (0, 0), (0, 0))
    assert _metros((1, 5), (1, 95), (vuelta,)) == pytest.approx(10)


def test_ida_y_vuelta_miden_lo_mismo_en_una_red_al_azar():
    azar = random.Random(7)
    esquinas = [(azar.uniform(0, 300), azar.uniform(0, 300)) for _ in range(25)]
    calles = [Calle(n, math.dist(a, b), a, b) for n in range(60) for a, b in [azar.sample(esquinas, 2)]]
    for _ in range(40):
        uno, otro = (Sitio(c.id, azar.uniform(0, c.largo)) for c in azar.sample(calles, 2))
        ida = Red(calles).distancias(uno, 2000).a(otro)
        assert ida == pytest.approx(Red(calles).distancias(otro, 2000).a(uno))
