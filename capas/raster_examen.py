"""What can be measured of a raster's file, read whole once. With `capas.raster`, the only room of rasterio."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.gis.geos import MultiPolygon

from capas import raster
from capas.geometria import SRID_MAESTRO
from capas.models import CapaRaster

if TYPE_CHECKING:
    import numpy as np

LADO = 1000  # squares a side of the grid on which coverage is counted
_MISMO_LUGAR = 0.0001  # degrees


@dataclass
class Examen:
    """bloques: how the file is cut, and those that cannot be read. impropios: valid pixels whose value is not among those
    the layer declares. area_km2, cubierta_km2: of the municipality, and of it with data; None without a boundary."""

    srid: int | None
    desvios: list[str]
    cog: bool
    bloques: int = 0
    bloques_rotos: int = 0
    pixeles: int = 0
    con_dato: int = 0
    impropios: int = 0
    area_km2: float | None = None
    cubierta_km2: float | None = None


def examinar(capa: CapaRaster, municipio: MultiPolygon | None) -> Examen:
    """municipio: in EPSG:9377. Raises OSError where the file cannot be opened at all."""
    with raster.abrir(raster.archivo_de(capa)) as fuente:
        examen = Examen(fuente.crs and fuente.crs.to_epsg(), list(_desvios(fuente, capa)), _es_cog(fuente))
        for datos in _bloques(fuente, examen):
            examen.con_dato += datos.size
            examen.impropios += _impropios(datos, capa)
        if municipio is not None:
            examen.area_km2, examen.cubierta_km2 = _cobertura(fuente, municipio)
    return examen


def _es_cog(fuente: Any) -> bool:
    return fuente.tags(ns="IMAGE_STRUCTURE").get("LAYOUT") == "COG"


def _desvios(fuente: Any, capa: CapaRaster) -> Iterator[str]:
    """What its place in the world says that it should not."""
    lugar = fuente.transform
    if lugar.is_identity:
        yield "no dice dónde está"
    if lugar.b or lugar.d or lugar.e >= 0:
        yield "está girado o al revés"
    if abs(abs(lugar.a) - abs(lugar.e)) > abs(lugar.a) / 100:
        yield "sus píxeles no son cuadrados"
    if any(abs(a - b) > _MISMO_LUGAR for a, b in zip(raster.extension(fuente), capa.extension, strict=True)):
        yield "no está donde dice su ficha"


def _bloques(fuente: Any, examen: Examen) -> Iterator["np.ndarray"]:
    """The valid values of each block of the first band."""
    from rasterio.errors import RasterioIOError

    examen.pixeles = fuente.width * fuente.height
    for _, ventana in fuente.block_windows(1):
        examen.bloques += 1
        try:
            yield fuente.read(1, window=ventana, masked=True).compressed()
        except RasterioIOError:
            examen.bloques_rotos += 1


def _impropios(datos: "np.ndarray", capa: CapaRaster) -> int:
    """Of measures, out of the range that the layer gives; of classes, none of its legend."""
    import numpy as np

    if capa.continua:
        return int(np.count_nonzero((datos < capa.minimo) | (datos > capa.maximo))) if capa.minimo is not None else 0
    return int(np.count_nonzero(~np.isin(datos, [paso["valor"] for paso in capa.paleta]))) if capa.paleta else 0


def _cobertura(fuente: Any, municipio: MultiPolygon) -> tuple[float, float]:
    """Square kilometres of the municipality, and of it with data, counted on a grid of EPSG:9377."""
    from rasterio.enums import Resampling
    from rasterio.features import geometry_mask
    from rasterio.transform import from_bounds
    from rasterio.vrt import WarpedVRT

    marco = from_bounds(*municipio.extent, LADO, LADO)
    dentro = geometry_mask([_geojson(municipio)], (LADO, LADO), marco, invert=True)
    rejilla = {"crs": f"EPSG:{SRID_MAESTRO}", "transform": marco, "width": LADO, "height": LADO}
    sin_marca = fuente.nodata is None and fuente.count < raster.BANDAS_MAXIMAS
    with WarpedVRT(fuente, resampling=Resampling.nearest, add_alpha=sin_marca, **rejilla) as puesto:
        hay = puesto.dataset_mask() > 0
    total = municipio.area / 1e6
    return round(total, 3), round(total * (dentro & hay).sum() / max(dentro.sum(), 1), 3)


def _geojson(geometria: MultiPolygon) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": geometria.coords}
