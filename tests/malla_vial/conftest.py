"""Who attends at the desk."""

import pytest


@pytest.fixture
def usuario(usuario_con_rol):
    return usuario_con_rol("infraestructura")


@pytest.fixture
def mesa(cliente_con_rol):
    """The same, in a browser."""
    return cliente_con_rol("infraestructura")
