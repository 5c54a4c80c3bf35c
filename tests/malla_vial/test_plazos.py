"""The law's calendar: the vectors of the standard, and what must hold of any calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malla_vial import plazos
from malla_vial.models import DiaNoHabil, TipoPeticion

D = dt.date
dias = st.dates(D(2020, 1, 1), D(2040, 12, 31))
locales = st.frozensets(st.dates(D(2026, 1, 1), D(2027, 12, 31)), max_size=30)
VIERNES = D(2026, 7, 10)


@pytest.mark.parametrize(
    ("termino", "vence"), [(10, D(2026, 7, 28)), (15, D(2026, 8, 4)), (30, D(2026, 8, 27)), (1, D(2026, 7, 14))]
)
def test_los_vectores_de_la_norma(termino, vence):
    assert plazos.sumar_habiles(VIERNES, termino) == vence


def test_el_13_de_julio_de_2026_es_festivo():
    """Ley 2578/2026: what older libraries do not know."""
    assert not plazos.es_habil(D(2026, 7, 13))


@pytest.mark.parametrize("recibida", [D(2026, 7, 10), D(2026, 7, 11), D(2026, 7, 12), D(2026, 7, 13)])
def test_lo_que_llega_en_dia_no_habil_cuenta_desde_el_primer_habil(recibida):
    assert plazos.sumar_habiles(recibida, 1) == D(2026, 7, 14)


def test_un_dia_no_habil_local_corre_el_vencimiento():
    assert plazos.sumar_habiles(VIERNES, 10, {D(2026, 7, 15)}) == D(2026, 7, 29)


@pytest.mark.parametrize("tipo", [("general", 15), ("documentos", 10), ("consulta", 30), ("denuncia", 15)])
def test_los_terminos_de_la_ley_son_datos(tipo):
    assert TipoPeticion.objects.get(pk=tipo[0]).dias_habiles == tipo[1]


def test_los_dias_locales_son_datos():
    DiaNoHabil.objects.create(dia=D(2026, 10, 14), motivo="Fundación de Ibagué")
    assert DiaNoHabil.todos() == {D(2026, 10, 14)}


@given(dias, st.integers(1, 120), locales)
def test_nunca_vence_en_un_dia_no_habil_y_cuenta_justo(dia, termino, libres):
    vence = plazos.sumar_habiles(dia, termino, libres)
    assert plazos.es_habil(vence, libres)
    assert plazos.habiles_entre(dia, vence, libres) == termino
    assert plazos.habiles_entre(vence, dia, libres) == -termino


@given(dias, st.integers(0, 30), st.integers(1, 60), locales)
def test_quien_llega_despues_nunca_vence_antes(dia, tarde, termino, libres):
    despues = dia + dt.timedelta(days=tarde)
    assert plazos.sumar_habiles(dia, termino, libres) <= plazos.sumar_habiles(despues, termino, libres)
    assert plazos.sumar_habiles(dia, termino, libres) < plazos.sumar_habiles(dia, termino + 1, libres)


@pytest.mark.parametrize("termino", [0, -1, 401])
def test_un_termino_sin_sentido_se_rechaza(termino):
    with pytest.raises(ValueError, match="término"):
        plazos.sumar_habiles(VIERNES, termino)


@pytest.mark.parametrize(
    ("desde", "hasta"),
    [
        (D(2026, 1, 30), D(2026, 3, 2)),  # the last of February is a Saturday
        (D(2026, 8, 4), D(2026, 9, 4)),
        (D(2026, 12, 15), D(2027, 1, 15)),
        (D(2026, 11, 30), D(2026, 12, 30)),
        (D(2026, 6, 13), D(2026, 7, 14)),  # the 13th is the holiday of Ley 2578
    ],
)
def test_el_mes_va_de_fecha_a_fecha_y_termina_en_habil(desde, hasta):
    assert plazos.sumar_mes(desde) == hasta


@given(dias, locales)
def test_el_mes_nunca_termina_en_dia_no_habil(dia, libres):
    fin = plazos.sumar_mes(dia, libres)
    assert plazos.es_habil(fin, libres)
    assert (fin - dia).days >= 28
