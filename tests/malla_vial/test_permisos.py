"""Every action that staff do says no by itself to who has no role, whichever door calls it."""

import inspect
import pkgutil
import re
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malla_vial import acciones, permisos, plazos
from malla_vial import models as m
from malla_vial.estados import Estado
from malla_vial.estados_peticion import DEPENDENCIA, Acto
from tests import fabricas

# Anybody files, signed in or not.
SIN_ROL = {"radicar_reporte", "sumarse"}
ESCRIBE = re.compile(r"^(INSERT|UPDATE|DELETE)\b")


def de_funcionarios() -> Iterator[Callable]:
    """Every public function of the package that is asked by somebody: one that takes `usuario` by its name."""
    for modulo in pkgutil.iter_modules(acciones.__path__, f"{acciones.__name__}."):
        for nombre, funcion in inspect.getmembers(import_module(modulo.name), inspect.isfunction):
            usuario = inspect.signature(funcion).parameters.get("usuario")
            es_suya = funcion.__module__ == modulo.name and not nombre.startswith("_") and nombre not in SIN_ROL
            if es_suya and usuario and usuario.kind is inspect.Parameter.KEYWORD_ONLY:
                yield funcion


def _valores(unido: m.Reporte) -> dict[str, Any]:
    """By the name of a parameter: what would be received from who may. `unido`: a report merged with another."""
    return {
        "reporte": unido,
        "original": unido.duplicado_de,
        "duplicados": [fabricas.reporte(dx=2)],
        "reportes": [],
        "peticion": unido.peticion,
        "punto": fabricas.CENTRO,
        "a": Estado.REABIERTO,
        "acto": Acto.RESPONDER,
        "quien": DEPENDENCIA,
        "hasta": plazos.sumar_habiles(unido.peticion.vence_el, 1),
        "dependencia": fabricas.dependencia("atencion"),
        "entidad": m.EntidadResponsable(),
        "adhesion": m.Adhesion(reporte=unido),
        "correo": m.Correo(),
        "foto": m.Foto(reporte=unido),
        "llave": m.LlaveOpen311(),
        "obra": m.Intervencion(),
        "tipo": unido.tipo,
        "pregunta": m.PreguntaDano(),
        "veto": m.Veto(reporte=unido),
        "dias": 3,
    } | {nombre: [] for nombre in ("fotos", "fotos_publicas", "zonas", "trechos")}


@pytest.mark.parametrize("accion", list(de_funcionarios()), ids=lambda accion: accion.__name__)
def test_sin_un_rol_que_lo_permita_no_se_hace_ni_se_escribe_nada(accion, usuario_con_rol):
    original, unido = fabricas.reporte(), fabricas.reporte(dx=1)
    acciones.fundir(duplicados=[unido], original=original, usuario=usuario_con_rol("infraestructura"))
    valores, nadie = _valores(m.Reporte.objects.get(pk=unido.pk)), usuario_con_rol()
    pide = [p for p in inspect.signature(accion).parameters.values() if p.kind is p.KEYWORD_ONLY]
    datos = {p.name: valores.get(p.name, "algo") for p in pide if p.default is p.empty}
    with CaptureQueriesContext(connection) as dichas, pytest.raises(permisos.SinPermiso):
        accion(**datos | {"usuario": nadie})
    assert not [c["sql"] for c in dichas if ESCRIBE.match(c["sql"])]


def test_el_contacto_se_muestra_a_quien_tiene_permiso_y_atiende_esa_peticion(usuario_con_rol):
    tipo = m.TipoPeticion.objects.get(pk="denuncia")
    ajena = acciones.abrir_peticion(tipo=tipo, asunto="Un cobro", clave=uuid.uuid4())
    with pytest.raises(permisos.SinPermiso):
        acciones.mirar_contacto(peticion=ajena, usuario=usuario_con_rol("infraestructura"))
    assert not ajena.miradas.exists()
