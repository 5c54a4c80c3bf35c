"""The mapfile of the open layers on disk: written when the catalogue or a layer changes, and only then."""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from capas import postgis, raster, sql_servicios
from capas.geometria import PAIS_METROS, SRID_MAESTRO
from capas.lectura import fichas_e_imagenes_para, por_revision
from capas.models import FichaCapa
from capas.servicios import mapfile

MAPAS_GUARDADOS = 8
_FUENTES = [*sorted(Path(__file__).parent.glob("*.py")), Path(sql_servicios.__file__)]
_CODIGO = hashlib.sha256(b"".join(ruta.read_bytes() for ruta in _FUENTES)).hexdigest()  # another code, another map
# MapServer 8 starts with a configuration or not at all; this one lets nobody name a mapfile.
CONFIGURACION = 'CONFIG\n  ENV\n    MS_MAP_NO_PATH "1"\n  END\nEND\n'


def fichas_abiertas() -> list[FichaCapa]:
    """The records of the layers that anybody may see, images below and the rest in the order of the map: no other exists
    here."""
    fichas, imagenes = fichas_e_imagenes_para(AnonymousUser())
    return [*(imagen for imagen in imagenes if raster.archivo_de(imagen.raster).is_file()), *fichas]


def clave(fichas: list[FichaCapa], base: str) -> str:
    """Names one state of the open catalogue: data and records by their revisions, declarations, settings, address and code."""
    estado = [(ficha.pk, ficha.numero_revision, _dibujo(ficha)) for ficha in fichas]
    return hashlib.sha256(repr((estado, mapfile.servicio(base), _CODIGO)).encode()).hexdigest()[:32]


def _dibujo(ficha: FichaCapa) -> Any:
    if ficha.es_raster:
        return ficha.raster.archivo, ficha.raster.continua, ficha.raster.paleta
    return ficha.capa.estilo, [(campo.name, campo.verbose_name, mapfile.tipo(campo)) for campo in ficha.capa.campos]


def carpeta() -> Path:
    return settings.VAR_DIR / "mapas"


def mapa_al_dia(fichas: list[FichaCapa], base: str) -> tuple[str, Path]:
    """(key, folder of `sig.map`) of the open catalogue as it stands now."""
    nombre = clave(fichas, base)
    destino = carpeta() / nombre
    if not destino.is_dir():
        _escribir(fichas, base, destino)
    return nombre, destino


def _escribir(fichas: list[FichaCapa], base: str, destino: Path) -> None:
    """Made aside and renamed, so that nobody reads half of it; of several workers that try, one succeeds."""
    carpeta().mkdir(mode=0o700, parents=True, exist_ok=True)
    borrador = Path(tempfile.mkdtemp(dir=carpeta(), prefix=".borrador-"))
    try:
        for archivo, texto in _archivos(fichas, base):
            (borrador / archivo).write_text(texto, encoding="utf-8")
        with suppress(OSError):  # another worker wrote the same
            os.rename(borrador, destino)
    finally:
        shutil.rmtree(borrador, ignore_errors=True)
    _olvidar_viejos()


def _archivos(fichas: list[FichaCapa], base: str) -> list[tuple[str, str]]:
    extensiones = {ficha.pk: _extension(ficha) for ficha in fichas if not ficha.es_raster}
    return [
        ("sig.map", mapfile.mapa(fichas, extensiones, base)),
        ("mapserver.conf", CONFIGURACION),
        *((f"{ficha.pk}.html", mapfile.plantilla(ficha)) for ficha in fichas),
    ]


def _extension(ficha: FichaCapa) -> list[float]:
    """[west, south, east, north] in EPSG:9377; the country's box of an empty layer.

    Without a margin MapServer, which takes the box to degrees and back, loses the features that touch its edge.
    """
    queryset = ficha.capa.modelo.objects.using("lectura").all()
    caja = por_revision(ficha, queryset, "caja_metros", lambda: postgis.extension(queryset, SRID_MAESTRO))
    if caja is None:
        return list(PAIS_METROS)
    margen = 10 + 0.01 * max(caja[2] - caja[0], caja[3] - caja[1])
    return [round(lado + signo * margen, 1) for lado, signo in zip(caja, (-1, -1, 1, 1), strict=True)]


def _olvidar_viejos() -> None:
    hechos = sorted(carpeta().glob("[0-9a-f]*"), key=lambda ruta: ruta.stat().st_mtime, reverse=True)
    for viejo in hechos[MAPAS_GUARDADOS:]:
        shutil.rmtree(viejo, ignore_errors=True)
