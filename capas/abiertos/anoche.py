"""The nightly export: every open layer in every format, with a manifest that names what is whole.

    exportados/manifiesto.json, SHA256SUMS, catalogo.ttl, catalogo.jsonld, data.json
    exportados/vias/r17/vias.csv …

A layer's files stand in a folder of its revision; the manifest is replaced at the end and tells which folder counts, so
that a reader never finds half an export, and a layer that did not change is not written again.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from capas import rangos, raster
from capas.abiertos import conjuntos, documentos
from capas.abiertos.conjuntos import Conjunto
from capas.errores import NoExiste
from capas.geometria import CRS84
from capas.models import FichaCapa
from capas.salidas import FORMATOS, guardar

MANIFIESTO = "manifiesto.json"
Manifiesto = dict[str, Any]


def abiertos(base: str) -> list[Conjunto]:
    """What anybody may see, through the role `lectura`."""
    return list(conjuntos.visibles(AnonymousUser(), base))


def leer(carpeta: Path | None = None) -> Manifiesto:
    """The manifest of the last whole export; an empty one before the first."""
    ruta = (carpeta or settings.DATOS_EXPORTADOS) / MANIFIESTO
    return json.loads(ruta.read_text(encoding="utf-8")) if ruta.is_file() else {"capas": {}}


def exportar(todos: Iterable[Conjunto], base: str, carpeta: Path) -> Manifiesto:
    """Write what changed since the last export, then the catalogue and the manifest, then take away what is old."""
    carpeta.mkdir(parents=True, exist_ok=True)
    anterior, nuevas, hechos = leer(carpeta)["capas"], {}, []
    for conjunto in todos:
        hechos.append(conjunto)
        nuevas[conjunto.ficha.pk] = _vigente(anterior, conjunto, carpeta) or _escribir(conjunto, carpeta)
    manifiesto = {"fecha": timezone.now().isoformat(timespec="seconds"), "base": base, "capas": nuevas}
    for nombre, texto in _catalogos(hechos, base).items():
        _poner(carpeta / nombre, texto)
    _poner(carpeta / "SHA256SUMS", _sumas(nuevas))
    _poner(carpeta / MANIFIESTO, json.dumps(manifiesto, ensure_ascii=False, indent=1))
    _limpiar(carpeta, nuevas)
    return manifiesto


def _vigente(anterior: Manifiesto, conjunto: Conjunto, carpeta: Path) -> Manifiesto | None:
    """What the last export says of a layer, if it has not changed since and its files are there."""
    suya = anterior.get(conjunto.ficha.pk)
    if not suya or suya["carpeta"] != _carpeta(conjunto.ficha) or set(suya["archivos"]) != set(conjunto.formatos):
        return None
    return suya if all((carpeta / a["ruta"]).is_file() for a in suya["archivos"].values()) else None


def _carpeta(ficha: FichaCapa) -> str:
    """Where the files of a layer stand: another one when its data or its record change, which are its revision."""
    return f"{ficha.pk}/r{ficha.numero_revision}"


def _escribir(conjunto: Conjunto, carpeta: Path) -> Manifiesto:
    """All the files of a layer, in a folder that gets its name when they are all there."""
    ficha = conjunto.ficha
    destino = carpeta / _carpeta(ficha)
    destino.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".nueva-", dir=carpeta) as paso:
        archivos = {nombre: _archivo(conjunto, nombre, Path(paso)) for nombre in conjunto.formatos}
        shutil.rmtree(destino, ignore_errors=True)
        Path(paso).chmod(0o755)
        os.replace(paso, destino)
    return {
        "titulo": ficha.titulo,
        "revision": ficha.numero_revision,
        "carpeta": _carpeta(ficha),
        "fecha": timezone.now().isoformat(timespec="seconds"),
        "archivos": {n: a | {"ruta": f"{_carpeta(ficha)}/{a['ruta']}"} for n, a in archivos.items()},
    }


def _archivo(conjunto: Conjunto, formato: str, carpeta: Path) -> Manifiesto:
    ficha = conjunto.ficha
    ruta = carpeta / f"{ficha.pk}.{conjunto.formatos[formato].sufijo}"
    if conjunto.es_imagen:
        shutil.copyfile(raster.carpeta() / ficha.raster.archivo, ruta)
    else:
        filas = ficha.capa.modelo.objects.visibles_para(AnonymousUser(), ficha.capa.roles)
        guardar(ficha, filas, formato, CRS84, ruta)
    with ruta.open("rb") as archivo:
        huella = hashlib.file_digest(archivo, "sha256").hexdigest()
    return {"ruta": ruta.name, "bytes": ruta.stat().st_size, "sha256": huella}


def _catalogos(todos: list[Conjunto], base: str) -> dict[str, str]:
    from capas.abiertos import dcat

    de_dcat = {f"catalogo.{formato}": dcat.escribir(todos, base, formato) for formato in dcat.FORMATOS}
    return de_dcat | {"data.json": json.dumps(documentos.data_json(todos, base), ensure_ascii=False, indent=1)}


def _sumas(capas: Manifiesto) -> str:
    """As `sha256sum -c` reads it."""
    return "".join(f"{a['sha256']}  {a['ruta']}\n" for capa in capas.values() for a in capa["archivos"].values())


def _poner(ruta: Path, texto: str) -> None:
    """Replace a file at once: whoever reads finds the old one or the new one."""
    nueva = ruta.with_name(f".{ruta.name}")
    nueva.write_text(texto, encoding="utf-8")
    os.replace(nueva, ruta)


def _limpiar(carpeta: Path, capas: Manifiesto) -> None:
    """Take away what no manifest names: other revisions, layers that were closed."""
    vigentes = {carpeta / capa["carpeta"] for capa in capas.values()}
    for de_capa in [ruta for ruta in carpeta.iterdir() if ruta.is_dir()]:
        for vieja in set(de_capa.iterdir()) - vigentes:
            shutil.rmtree(vieja, ignore_errors=True)
        if de_capa.name not in capas:
            shutil.rmtree(de_capa, ignore_errors=True)


# What the portal gives of it


def de(ficha: FichaCapa) -> Manifiesto | None:
    """What the last export holds of a layer. Where only some rows are public, one that was hidden since must not be
    found there, so that only the files of the present revision count."""
    suya = leer()["capas"].get(ficha.pk)
    if not suya or not ficha.abierta:
        return None
    parcial = not ficha.es_raster and ficha.capa.publica_si is not None
    return None if parcial and suya["revision"] != ficha.numero_revision else suya


def responder(request: HttpRequest, ficha: FichaCapa, formato: str) -> HttpResponseBase:
    """A file that the manifest names. Raises NoExiste."""
    archivo = (de(ficha) or {"archivos": {}})["archivos"].get(formato, {"ruta": ""})
    ruta = settings.DATOS_EXPORTADOS / archivo["ruta"]
    if not ruta.is_file():
        raise NoExiste(
            f"No hay archivo de anoche de «{ficha.titulo}» en «{formato[:20]}»: descárguela en /datos/{ficha.pk}."
        )
    tipo = FORMATOS[formato].tipo if formato in FORMATOS else "image/tiff"
    return rangos.responder(request, ruta, ruta.name, tipo, f'"{archivo["sha256"]}"')
