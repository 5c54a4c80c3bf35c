"""A real PostGIS with its two doors. In a test both doors share one transaction, and `lectura` keeps its own role."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import DatabaseError, connections
from django.test import Client

from gis_project import demostracion
from tests.servidor import sitio  # noqa: F401 (a fixture)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
DATOS_REALES = Path(os.environ.get("DATOS_REALES") or Path(__file__).resolve().parents[2] / "shared" / "data")
SIN_REALES = "los archivos reales no están aquí"


def pytest_collection_modifyitems(items):
    for item in items:
        if not item.get_closest_marker("navegador") and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "lectura"]))


@pytest.fixture(autouse=True)
def _limpio(request, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALES_ROOT = tmp_path / "originales"
    settings.TESELAS_DIR = tmp_path / "teselas"  # a revision is a number of committed writes, and a test commits none
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    cache.clear()


@pytest.fixture(autouse=True)
def _dos_puertas(request):
    """`lectura` sees what the test has written and not committed, with the rights of its role and no more."""
    if request.node.get_closest_marker("navegador"):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    principal, lectura = connections["default"], connections["lectura"]
    rol = lectura.settings_dict["USER"]

    def con_su_rol(ejecutar, sql, params, many, context):
        if sql.startswith("ROLLBACK TO"):  # nothing else may be said in a transaction that failed
            return ejecutar(sql, params, many, context)
        with principal.connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{rol}"')
        try:
            return ejecutar(sql, params, many, context)
        finally:
            with suppress(Exception), principal.connection.cursor() as cursor:
                cursor.execute("RESET ROLE")

    propia = lectura.connection, lectura.in_atomic_block
    lectura.connection, lectura.in_atomic_block = principal.connection, principal.in_atomic_block
    with lectura.execute_wrapper(con_su_rol):
        yield
    lectura.connection, lectura.in_atomic_block = propia


@pytest.fixture
def capas_de_datos():
    """The dataset layers of the demonstration, empty."""
    demostracion.crear_capas_de_datos()


@pytest.fixture
def usuario_con_rol():
    def crear(*roles: str) -> User:
        usuario = User.objects.create_user(f"u-{'-'.join(roles) or 'nadie'}", password="x", is_staff=True)
        usuario.groups.set(Group.objects.filter(name__in=roles))
        return usuario

    return crear


@pytest.fixture
def cliente_con_rol(usuario_con_rol):
    def crear(*roles: str) -> Client:
        cliente = Client()
        cliente.force_login(usuario_con_rol(*roles))
        return cliente

    return crear


@pytest.fixture
def consumar():
    """Run what a commit would run: the deferred triggers that make a revision."""

    def hacer():
        with connections["default"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    return hacer


@pytest.fixture
def como_lectura():
    """Run SQL as the role `lectura`; what it is denied raises, and leaves the test's transaction whole."""
    from django.db import transaction

    def ejecutar(sql: str, *params):
        with transaction.atomic(), connections["lectura"].cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    ejecutar.negado = DatabaseError
    return ejecutar


datos_reales = pytest.mark.skipif(not DATOS_REALES.is_dir(), reason=SIN_REALES)


def pytest_terminal_summary(terminalreporter):
    """What was not tried is said, so that nobody takes it for passed."""
    saltadas = [s for s in terminalreporter.stats.get("skipped", ()) if SIN_REALES in str(s.longrepr)]
    if saltadas:
        terminalreporter.write_line(
            f"Sin probar con archivos reales: {len(saltadas)} pruebas (DATOS_REALES, README.md)."
        )
