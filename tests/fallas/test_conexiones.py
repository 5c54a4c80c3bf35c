"""Questions whose plan a connection keeps: they are answered whatever becomes of the connection."""

import pytest
from django.db import DataError, OperationalError, connections

from capas import postgis

pytestmark = pytest.mark.navegador  # a connection of its own: no transaction of the test's
PREGUNTA = "SELECT %s::int + %s::int, 'ñandú, 100 %%'"
SUMA = [(5, "ñandú, 100 %")]


def _preguntar() -> list[tuple]:
    return postgis.filas_preparadas("lectura", PREGUNTA, (2, 3))


@pytest.fixture
def lectura(django_db_setup, django_db_blocker):
    conexion = connections["lectura"]
    with django_db_blocker.unblock():
        yield conexion
        conexion.close()


def _preparadas(conexion) -> int:
    with conexion.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def test_se_prepara_una_vez(lectura):
    antes = _preparadas(lectura)
    assert [_preguntar(), _preguntar()] == [SUMA, SUMA]
    assert _preparadas(lectura) == antes + 1


def test_una_conexion_que_murio_se_abre_otra_vez(lectura):
    _preguntar()
    with lectura.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert _preguntar() == SUMA


def test_detras_de_un_repartidor_se_pregunta_entera(lectura):
    """A pooler gave this question a connection that never heard of it."""
    _preguntar()
    with lectura.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert _preguntar() == SUMA


def test_un_error_de_la_pregunta_es_el_suyo(lectura):
    with pytest.raises(DataError, match="division by zero"):
        postgis.filas_preparadas("lectura", "SELECT 1 / %s::int", (0,))


def test_los_textos_viajan_como_llegan(lectura):
    assert postgis.filas_preparadas("lectura", PREGUNTA, (2, 3), en_bytes=True) == [(5, "ñandú, 100 %".encode())]
