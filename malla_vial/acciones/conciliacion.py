"""What the disk holds against what the database names."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Field, FileField, Model
from django.utils import timezone

from malla_vial.acciones.fotos import borrar_archivos

CARPETAS = ("fotos", "anexos")


@dataclass
class Conciliacion:
    """Files (names in the storage) that no row names, and files that a row names and are not there."""

    huerfanos: list[str] = field(default_factory=list)
    perdidos: list[str] = field(default_factory=list)


def conciliar_fotos(*, simular: bool = False) -> Conciliacion:
    """Delete the orphans older than `FOTOS_SUELTAS_HORAS`; younger ones may belong to a report that is being filed."""
    hallado = Conciliacion()
    limite = timezone.now().timestamp() - settings.FOTOS_SUELTAS_HORAS * 3600
    for carpeta, archivos in _en_disco():
        sobran = archivos.keys() - _nombrados(carpeta)
        hallado.huerfanos += sorted(nombre for nombre in sobran if archivos[nombre] < limite)
    nombrados = set().union(*map(_nombrados, CARPETAS))
    hallado.perdidos = sorted(nombre for nombre in nombrados if not default_storage.exists(nombre))
    if not simular:
        borrar_archivos(hallado.huerfanos)
    return hallado


def _en_disco() -> Iterator[tuple[str, dict[str, float]]]:
    """Folder by folder: its name in the storage, and each file's name and time of change."""
    raiz = Path(default_storage.path(""))
    for carpeta, _, nombres in chain.from_iterable(os.walk(raiz / una) for una in CARPETAS):
        relativa = Path(carpeta).relative_to(raiz).as_posix()
        yield relativa, {f"{relativa}/{nombre}": (Path(carpeta) / nombre).stat().st_mtime for nombre in nombres}


def _nombrados(carpeta: str) -> set[str]:
    """The files of a folder that any FileField of this app names."""
    return {
        nombre
        for modelo, campo in _campos()
        for nombre in modelo._default_manager.filter(**{f"{campo}__startswith": f"{carpeta}/"})
        .values_list(campo, flat=True)
        .iterator()
    }


def _campos() -> list[tuple[type[Model], str]]:
    modelos = apps.get_app_config("malla_vial").get_models()
    return [(m, campo.name) for m in modelos for campo in m._meta.concrete_fields if _es_de_aqui(campo)]


def _es_de_aqui(campo: Field) -> bool:
    """The originals of covered photos are kept in another storage, under the same names."""
    return isinstance(campo, FileField) and campo.storage is default_storage
