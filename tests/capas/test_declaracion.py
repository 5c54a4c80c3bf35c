"""A layer declared badly does not start: each fault has its id and its remedy."""

import re
from dataclasses import replace

import pytest
from django.db.models import Q

from capas.catalogo import Capa, Estilo, declaradas, obtener, registrar
from capas.checks import revisar
from malla_vial.models import TipoDano


@pytest.mark.parametrize(
    ("cambio", "id_"),
    [
        ({"titulo": ""}, "capas.E001"),
        ({"resumen": ""}, "capas.E001"),
        ({"origen": lambda o: replace(o, linaje="")}, "capas.E001"),
        ({"estilo": Estilo(color="")}, "capas.E002"),
        ({"origen": lambda o: replace(o, licencia="")}, "capas.E003"),
        ({"modelo": TipoDano}, "capas.E004"),
        ({"publicos": ("codigo", "no_existe")}, "capas.E005"),
        ({"publicos": ("codigo", "actualizado_en")}, "capas.E009"),
        ({"sector": "cosas"}, "capas.E006"),
        ({"roles": ()}, "capas.E007"),
        ({"roles": ("jardineria",)}, "capas.E007"),
        ({"teselas": ("nombre",), "publicos": ("codigo",)}, "capas.E008"),
    ],
)
def test_lo_mal_declarado_no_arranca(cambio, id_):
    capa = obtener("zonas-wifi")
    valores = {
        campo: valor(getattr(capa, campo)) if callable(valor) and campo == "origen" else valor
        for campo, valor in cambio.items()
    }
    hallados = {error.id: error for error in revisar(replace(capa, **valores))}
    assert hallados[id_].hint


def test_dos_capas_no_comparten_id():
    capa = obtener("zonas-wifi")
    with pytest.raises(ValueError, match="ya está registrada"):
        registrar(replace(capa, modelo=TipoDano))


def test_lo_que_decide_la_vista_publica_tambien_se_puede_leer():
    capa: Capa = replace(obtener("reportes"), publica_si=Q(visible=True, texto_aprobado=True))
    assert {"visible", "texto_aprobado"} <= set(capa.columnas_publicas)


@pytest.mark.parametrize("capa", declaradas(), ids=str)
def test_lo_que_se_declara_sirve_a_cualquier_municipio(capa):
    """What is of one city, or of the demonstration, is data (`fixtures/`)."""
    dicho = f"{capa.titulo} {capa.resumen} {capa.origen}"
    assert not re.search("emostración|inventad|Ibagué|Tolima", dicho)
