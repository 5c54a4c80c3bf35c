"""A city, keys, and the two verbs of Open311."""

import secrets

import pytest

from capas.llaves import huella
from malla_vial.estados import Estado
from malla_vial.models import LlaveOpen311, TipoDano
from tests import fabricas
from tests.cumplimiento.open311.comun import RAIZ, leido


@pytest.fixture
def ciudad():
    fabricas.municipio()
    return TipoDano.objects.get_or_create(codigo="hueco", defaults={"nombre": "Hueco", "descripcion": "Roto"})[0]


@pytest.fixture
def llave():
    """Makes keys: llave(por_minuto=2) gives the text of one."""

    def crear(**valores) -> str:
        texto = secrets.token_urlsafe(32)
        LlaveOpen311.objects.create(**{"nombre": "App", "correo": "a@b.co", "huella": huella(texto)} | valores)
        return texto

    return crear


@pytest.fixture
def pedir(client):
    """GET in a format: the answer, its content type checked, its XML held against the schema."""

    def hacer(ruta: str, formato: str = "json", estado: int = 200, **parametros):
        return leido(client.get(f"{RAIZ}/{ruta}.{formato}", parametros), formato, estado)

    return hacer


@pytest.fixture
def enviar(client, llave):
    def hacer(datos: dict, formato: str = "json", estado: int = 201, ruta: str = "requests", **cabezas):
        datos = {"api_key": llave()} | datos if "api_key" not in datos else datos
        return leido(client.post(f"{RAIZ}/{ruta}.{formato}", datos, headers=cabezas), formato, estado)

    return hacer


@pytest.fixture
def varios(ciudad):
    """One report of each state, and one hidden."""
    hechos = {estado: fabricas.reporte(dx=n * 10, estado=estado) for n, estado in enumerate(Estado)}
    fabricas.reporte(visible=False)
    return hechos
