"""Tiles kept as files, compressed once, under the stamp of their layer, from the second time that they are asked for: never stale,
there after a restart, bounded.

A change of the layer gives it another folder; the folder that was goes away with the first tile of the new one.
"""

import hashlib
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from isal import igzip

from capas import sql_teselas
from capas.catalogo import Capa
from capas.catalogo import obtener as obtener_capa
from capas.compresion import comprimir
from capas.models import FichaCapa

CADA_CUANTAS = 500
_escritas = itertools.count(1)
# To create a file may cost as much as to make the tile: one that is asked once is not worth it.
_pedidas: set[str] = set()
PEDIDAS_MAXIMAS = 50_000


@dataclass(frozen=True)
class Tesela:
    """gz: the tile, compressed; empty where nothing is. recortada: whether the cap on features cut it. sello: the stamp
    of the layer it was made of; None of one that was kept."""

    gz: bytes
    recortada: bool
    sello: str | None = None

    @property
    def contenido(self) -> bytes:
        return igzip.decompress(self.gz) if self.gz else b""


def obtener(ficha: FichaCapa, alias: str, z: int, x: int, y: int) -> Tesela:
    """A tile of a layer through a door. Only what anybody may see is kept."""
    if alias != "lectura" or not ficha.sello:
        return _hacer(ficha.capa, alias, z, x, y)
    tesela = leer(ficha, z, x, y)
    if tesela is None:
        tesela = _hacer(ficha.capa, alias, z, x, y)
        if tesela.sello == ficha.sello and _otra_vez(ruta := _ruta(ficha, z, x, y)):
            _guardar(ruta, tesela)
    return tesela


def _otra_vez(ruta: str) -> bool:
    """Whether this process was asked for it before."""
    if ruta in _pedidas:
        _pedidas.discard(ruta)
        return True
    if len(_pedidas) >= PEDIDAS_MAXIMAS:
        _pedidas.clear()
    _pedidas.add(ruta)
    return False


def leer(ficha: FichaCapa, z: int, x: int, y: int) -> Tesela | None:
    """A tile that is kept. The first byte of its file says whether it was cut."""
    try:
        with open(_ruta(ficha, z, x, y), "rb") as archivo:
            contenido = archivo.read()
    except OSError:
        return None
    return Tesela(contenido[1:], contenido[:1] == b"\x01")


def _hacer(capa: Capa, alias: str, z: int, x: int, y: int) -> Tesela:
    contenido, recortada, sello = sql_teselas.tesela(capa, alias, z, x, y)
    return Tesela(comprimir(contenido) if contenido else b"", recortada, sello)


def _ruta(ficha: FichaCapa, z: int, x: int, y: int) -> str:
    """In a folder named after what a tile depends on: the data, how the layer is declared, and the very text of the SQL."""
    return f"{settings.TESELAS_DIR}/{ficha.pk}/{_nombre(ficha.capa.id, ficha.sello)}/{z}/{x}/{y}"


@lru_cache(maxsize=500)
def _nombre(id_capa: str, sello: str) -> str:
    capa, modulo = obtener_capa(id_capa), Path(sql_teselas.__file__).read_text(encoding="utf-8")
    return hashlib.sha256(f"{sello}{settings.VERSION}{capa.teselas}{capa.por_zoom}{modulo}".encode()).hexdigest()[:20]


def _guardar(ruta: str, tesela: Tesela) -> None:
    """A full disk or a folder that somebody else just removed costs a tile its place, not its reader."""
    try:
        carpeta = Path(ruta).parent
        _quitar_anteriores(carpeta.parents[1])
        carpeta.mkdir(parents=True, exist_ok=True)
        _escribir(Path(ruta), bytes([tesela.recortada]) + tesela.gz)
    except OSError:
        return
    if next(_escritas) % CADA_CUANTAS == 0:
        acotar(settings.TESELAS_MB * 1024 * 1024)


def _escribir(ruta: Path, contenido: bytes) -> None:
    """Whole or not at all."""
    manija, temporal = tempfile.mkstemp(dir=ruta.parent)
    try:
        with os.fdopen(manija, "wb") as archivo:
            archivo.write(contenido)
        os.replace(temporal, ruta)
    except OSError:
        Path(temporal).unlink(missing_ok=True)
        raise


def _quitar_anteriores(carpeta: Path) -> None:
    if carpeta.is_dir():
        return
    for otra in carpeta.parent.glob("*"):
        shutil.rmtree(otra, ignore_errors=True)


def acotar(maximo: int) -> None:
    """Remove the oldest tiles until the rest take 80 % of `maximo` bytes, if they take more than all of it."""
    archivos = []
    for carpeta, _, nombres in os.walk(settings.TESELAS_DIR):
        for nombre in nombres:
            try:
                datos = os.stat(ruta := os.path.join(carpeta, nombre))
            except FileNotFoundError:
                continue
            archivos.append((datos.st_mtime, datos.st_size, ruta))
    ocupado = sum(tamano for _, tamano, _ in archivos)
    if ocupado <= maximo:
        return
    for _, tamano, ruta in sorted(archivos):
        Path(ruta).unlink(missing_ok=True)
        ocupado -= tamano
        if ocupado <= maximo * 0.8:
            return
