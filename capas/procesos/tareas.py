"""What the worker runs (`manage.py db_worker`): one job, from its inputs to its result."""

import json
import logging
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.db import DatabaseError
from django_tasks import task

from capas import sql_procesos
from capas.errores import codigo_de
from capas.models import Trabajo
from capas.procesos import registro, trabajos

RESULTADO_MAXIMO = 20 * 1024 * 1024
anotador = logging.getLogger("sig.trabajos")


@task()
def ejecutar(id_trabajo: str) -> None:
    with suppress(trabajos.Descartado):
        _correr(trabajos.empezar(id_trabajo))


def _correr(trabajo: Trabajo) -> None:
    """Whatever happens, the job ends, and says why in words for who asked."""
    contexto = registro.Contexto(trabajos.quien(trabajo), partial(trabajos.avanzar, trabajo))
    try:
        with sql_procesos.sin_prisa(settings.TRABAJO_SEGUNDOS):
            resultado = registro.obtener(trabajo.proceso).ejecutar(trabajo.entradas, contexto)
        if len(json.dumps(resultado)) > RESULTADO_MAXIMO:
            raise trabajos.Descartado("El resultado es demasiado grande. Pida una zona más pequeña o menos capas.")
        trabajos.terminar(trabajo, resultado)
    except trabajos.Descartado as error:
        trabajos.fallar(trabajo, str(error))
    except Exception as error:
        anotador.exception("trabajo %s", trabajo.pk)
        trabajos.fallar(trabajo, _en_palabras(error))


def _en_palabras(error: Exception) -> str:
    if isinstance(error, DatabaseError):
        return "El cálculo tardó demasiado o la base no estuvo disponible. Pida una zona más pequeña."
    return str(error) if codigo_de(error) else "Algo falló de nuestro lado. Vuelva a pedirlo."
