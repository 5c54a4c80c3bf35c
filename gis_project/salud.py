"""Is the service well? For a balancer, a monitor, a person."""

import shutil
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

DISCO_MINIMO = 500 * 1024 * 1024


@never_cache
@require_safe
def salud(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, 503 with the part that is not."""
    partes = {nombre: _probar(prueba) for nombre, prueba in PRUEBAS.items()}
    bien = all(parte["bien"] for parte in partes.values())
    return JsonResponse(
        {"estado": "bien" if bien else "mal", "version": settings.VERSION, **partes}, status=200 if bien else 503
    )


def _probar(prueba: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """A probe that fails says so by the name of its failure; details stay in the log."""
    try:
        return prueba()
    except Exception as error:
        return {"bien": False, "falla": type(error).__name__}


def _base(alias: str) -> dict[str, Any]:
    return {"bien": True, "postgis": connections[alias].ops.postgis_lib_version()}  # type: ignore[attr-defined]


def _migraciones() -> dict[str, Any]:
    ejecutor = MigrationExecutor(connections["default"])
    pendientes = ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes())
    return {"bien": not pendientes, "pendientes": len(pendientes)}


def _disco() -> dict[str, Any]:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    libre = shutil.disk_usage(settings.MEDIA_ROOT).free
    return {"bien": libre > DISCO_MINIMO, "libre_mb": libre // 1024**2}


PRUEBAS = {
    "base_de_datos": lambda: _base("default"),
    "lectura": lambda: _base("lectura"),
    "migraciones": _migraciones,
    "disco": _disco,
}
