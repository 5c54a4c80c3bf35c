"""Raster layers: cloud-optimised GeoTIFFs with a record.

With `capas.raster_examen`, the only room of rasterio, which is loaded when a pixel is needed.
"""

import hashlib
import io
import math
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from capas import sql_teselas
from capas.catalogo import CapaDesconocida
from capas.geometria import PAIS_GRADOS, SRID_GEOGRAFICO, SRID_WEB
from capas.models import CapaRaster, FichaCapa, RevisionCapa

if TYPE_CHECKING:
    import numpy as np

LADO = 256
PIXELES_MAXIMOS = 400_000_000
BANDAS_MAXIMAS = 4
_FIRMAS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")  # TIFF and BigTIFF
_RAMPA = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
# No neighbour file is looked for, nothing on the network is opened, whatever the file names.
_GDAL = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}"}


class RasterRechazado(ValueError):
    """A file that is not taken in; the message says why and what to do."""


def carpeta() -> Path:
    return Path(settings.MEDIA_ROOT) / "rasters"


def archivo_de(raster: CapaRaster) -> Path:
    """Where the file of a raster stands."""
    return carpeta() / raster.archivo


def obtener(ficha: FichaCapa) -> CapaRaster:
    """The raster of a record. Raises CapaDesconocida where the layer has features instead."""
    if not ficha.es_raster:
        raise CapaDesconocida(f"La capa «{ficha.pk}» no es un ráster.")
    return ficha.raster


@contextmanager
def abrir(ruta: Path) -> Iterator[Any]:
    import rasterio

    with rasterio.Env(**_GDAL), rasterio.open(ruta, driver="GTiff") as fuente:
        yield fuente


# In


def importar(ruta: Path, ficha: FichaCapa, **presentacion: Any) -> CapaRaster:
    """Take in a GeoTIFF as the raster of a layer, new or again.

    ficha: its record, saved or not; presentacion: `unidad`, `continua`, `paleta`, `roles` of CapaRaster. The file
    keeps its reference system and its values. Raises RasterRechazado; then nothing has changed.
    """
    _reconocer(ruta)
    from rasterio._err import CPLE_BaseError  # rasterio has no public name for what its copy raises

    destino = carpeta() / f"{ficha.pk}-{hashlib.sha256(ruta.read_bytes()).hexdigest()[:16]}.tif"
    destino.parent.mkdir(parents=True, exist_ok=True)
    try:
        datos = _convertir(ruta, destino)
    except (OSError, CPLE_BaseError) as error:
        raise RasterRechazado(f"«{ruta.name}» no se puede leer como GeoTIFF: está dañado o incompleto.") from error
    return _guardar(ficha, datos | {"archivo": destino.name}, presentacion)


def _reconocer(ruta: Path) -> None:
    if not ruta.is_file():
        raise RasterRechazado(f"No existe el archivo «{ruta.name}».")
    with ruta.open("rb") as archivo:
        if archivo.read(4) not in _FIRMAS:
            raise RasterRechazado(f"«{ruta.name}» no es un GeoTIFF. Expórtelo como GeoTIFF y vuelva a intentar.")


def _convertir(ruta: Path, destino: Path) -> dict[str, Any]:
    """Write the cloud-optimised copy beside its final place, then move it there; what the record says of it."""
    from rasterio import shutil

    with abrir(ruta) as fuente:
        _revisar(fuente, ruta.name)
        manija, provisional = tempfile.mkstemp(suffix=".tif", dir=destino.parent)
        os.close(manija)
        try:
            shutil.copy(fuente, provisional, driver="COG", COMPRESS="DEFLATE", BLOCKSIZE=LADO)
            os.replace(provisional, destino)
        finally:
            Path(provisional).unlink(missing_ok=True)
        return _describir(fuente)


def _revisar(fuente: Any, nombre: str) -> None:
    if fuente.crs is None or fuente.crs.to_epsg() is None:
        raise RasterRechazado(f"«{nombre}» no dice su sistema de coordenadas: asígnele su código EPSG.")
    if fuente.width * fuente.height > PIXELES_MAXIMOS:
        raise RasterRechazado(f"«{nombre}» tiene más de {PIXELES_MAXIMOS // 10**6} millones de píxeles: divídalo.")
    if fuente.count > BANDAS_MAXIMAS:
        raise RasterRechazado(
            f"«{nombre}» trae {fuente.count} bandas; se admite una de datos, o tres o cuatro de color."
        )
    if fuente.count > 1 and (fuente.count == 2 or set(fuente.dtypes) != {"uint8"}):
        raise RasterRechazado(
            f"«{nombre}» trae varias bandas que no son los colores de una imagen (8 bits): separe una."
        )
    oeste, sur, este, norte = extension(fuente)
    if este < PAIS_GRADOS[0] or oeste > PAIS_GRADOS[2] or norte < PAIS_GRADOS[1] or sur > PAIS_GRADOS[3]:
        raise RasterRechazado(f"«{nombre}» cae fuera de Colombia: revise su sistema de coordenadas.")


def extension(fuente: Any) -> list[float]:
    from rasterio.warp import transform_bounds

    return [round(lado, 6) for lado in transform_bounds(fuente.crs, f"EPSG:{SRID_GEOGRAFICO}", *fuente.bounds)]


def _describir(fuente: Any) -> dict[str, Any]:
    caja = extension(fuente)
    minimo, maximo = _extremos(fuente)
    return {
        "srid": fuente.crs.to_epsg(),
        "bandas": fuente.count,
        "ancho": fuente.width,
        "alto": fuente.height,
        "resolucion_m": round(_pixel_m(fuente, caja), 2),
        "extension": caja,
        "minimo": minimo,
        "maximo": maximo,
    }


def _pixel_m(fuente: Any, caja: list[float]) -> float:
    """How wide a pixel is in metres: its grid's own where that is on a plane, else along the middle parallel of the box."""
    if fuente.crs.is_projected:
        return fuente.res[0] * fuente.crs.linear_units_factor[1]
    oeste, sur, este, norte = caja
    return (este - oeste) * 111_320 * math.cos(math.radians((sur + norte) / 2)) / fuente.width


def _extremos(fuente: Any) -> tuple[float | None, float | None]:
    """The least and the greatest of all its values, read block by block."""
    extremos = []
    for _, ventana in fuente.block_windows(1):
        valores = fuente.read(1, window=ventana, masked=True).compressed()
        extremos += [float(valores.min()), float(valores.max())] if valores.size else []
    return min(extremos, default=None), max(extremos, default=None)


@transaction.atomic
def _guardar(ficha: FichaCapa, datos: dict[str, Any], presentacion: dict[str, Any]) -> CapaRaster:
    ficha.full_clean(exclude=["id"] if ficha.pk else [])
    ficha.save()
    if datos["bandas"] < 3 and not presentacion.get("paleta") and datos["minimo"] is not None:
        presentacion = presentacion | {"paleta": _rampa(datos["minimo"], datos["maximo"])}
    raster, _ = CapaRaster.objects.update_or_create(ficha=ficha, defaults=datos | presentacion)
    RevisionCapa.objects.update_or_create(
        ficha=ficha, defaults={"numero": F("numero") + 1}, create_defaults={"numero": 1}
    )
    return raster


def _rampa(minimo: float, maximo: float) -> list[dict[str, Any]]:
    pasos = [minimo + (maximo - minimo) * i / (len(_RAMPA) - 1) for i in range(len(_RAMPA))]
    return [{"valor": v, "color": c, "titulo": f"{v:g}"} for v, c in zip(pasos, _RAMPA, strict=True)]


# Out


def tesela(raster: CapaRaster, z: int, x: int, y: int) -> bytes | None:
    """A 256 px PNG of a WebMercatorQuad tile, transparent where there is no datum; None where there is none at all."""
    from rasterio.transform import from_bounds

    with abrir(archivo_de(raster)) as fuente:
        marco = from_bounds(*sql_teselas.borde(z, x, y), LADO, LADO)
        bandas, hay = _leer(fuente, raster, marco)
    if not hay.any():
        return None
    return _png(_colores(raster, bandas), hay)


def _leer(fuente: Any, raster: CapaRaster, marco: Any) -> "tuple[np.ndarray, np.ndarray]":
    """The bands warped into a frame (EPSG:3857), and where there is something."""
    from rasterio.enums import Resampling
    from rasterio.vrt import WarpedVRT

    metodo = Resampling.bilinear if raster.continua else Resampling.nearest
    opciones = {"crs": f"EPSG:{SRID_WEB}", "transform": marco, "width": LADO, "height": LADO, "resampling": metodo}
    with WarpedVRT(fuente, add_alpha=fuente.nodata is None and fuente.count < BANDAS_MAXIMAS, **opciones) as web:
        color = list(range(1, min(fuente.count, 3) + 1)) if fuente.count >= 3 else [1]
        return web.read(color), web.dataset_mask()


def _colores(raster: CapaRaster, bandas: "np.ndarray") -> "np.ndarray":
    """(3, height, width) bytes: the image's own colours, or the palette's."""
    import numpy as np

    if len(bandas) == 3:
        return bandas.astype(np.uint8)
    valores = np.array([paso["valor"] for paso in raster.paleta], dtype=float)
    tonos = np.array([[int(paso["color"][i : i + 2], 16) for i in (1, 3, 5)] for paso in raster.paleta], dtype=float)
    if raster.continua:
        return np.array([np.interp(bandas[0], valores, canal) for canal in tonos.T]).astype(np.uint8)
    cercana = np.abs(bandas[0][..., None] - valores).argmin(axis=-1)
    return tonos[cercana].transpose(2, 0, 1).astype(np.uint8)


def _png(colores: "np.ndarray", hay: "np.ndarray") -> bytes:
    import numpy as np
    from PIL import Image

    salida = io.BytesIO()
    Image.fromarray(np.dstack([*colores, hay])).save(salida, "PNG")
    return salida.getvalue()


def valor(raster: CapaRaster, lon: float, lat: float) -> float | None:
    """The value of the first band at a place in degrees; None where there is no datum."""
    from rasterio.warp import transform

    with abrir(archivo_de(raster)) as fuente:
        (x,), (y,) = transform(f"EPSG:{SRID_GEOGRAFICO}", fuente.crs, [lon], [lat])
        muestra = next(fuente.sample([(x, y)], indexes=1, masked=True))
        return None if muestra.mask.any() else float(muestra[0])
