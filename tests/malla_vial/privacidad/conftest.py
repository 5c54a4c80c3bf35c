"""Who attends at the desk."""

import pytest


@pytest.fixture
def usuario(usuario_con_rol):
    return usuario_con_rol("infraestructura")
