"""GeoPackage by pyogrio, with the types of the layer's schema, written in batches so that memory stays flat."""

import os
import tempfile
from decimal import Decimal
from typing import Any

from django.contrib.gis.db.models.functions import AsWKB, Transform
from django.db.models import Field, QuerySet
from django.http import FileResponse

from capas import postgis
from capas.catalogo import Capa
from capas.geometria import Crs
from capas.models import FichaCapa

_GEOMETRIAS = {
    "POINT": "Point",
    "LINESTRING": "LineString",
    "MULTILINESTRING": "MultiLineString",
    "MULTIPOLYGON": "MultiPolygon",
}
_TIPOS = {
    "BooleanField": "bool",
    "DateField": "datetime64[D]",
    "DateTimeField": "datetime64[ms]",
    "FloatField": "float64",
    "DecimalField": "float64",
    "PositiveSmallIntegerField": "int32",
    "PositiveIntegerField": "int32",
    "BigIntegerField": "int64",
}


def gpkg_de(ficha: FichaCapa, queryset: QuerySet, crs: Crs) -> FileResponse:
    """A GeoPackage is x, y whatever the register says (OGC 12-128r18, 1.1.1.1.1)."""
    carpeta = tempfile.mkdtemp(prefix="sig-")
    ruta = os.path.join(carpeta, f"{ficha.pk}.gpkg")
    try:
        _escribir(ruta, ficha.capa, queryset, crs)
        return FileResponse(open(ruta, "rb"))
    finally:
        if os.path.exists(ruta):
            os.unlink(ruta)
        os.rmdir(carpeta)


def _escribir(ruta: str, capa: Capa, queryset: QuerySet, crs: Crs) -> None:
    lotes = list(postgis.lotes(queryset, 20_000)) or [[]]
    for numero, ids in enumerate(lotes):
        filas = queryset.filter(id__in=ids).order_by("id").annotate(_wkb=AsWKB(Transform("geom", crs.srid)))
        columnas = list(zip(*filas.values_list("_wkb", *(c.attname for c in capa.campos)), strict=True))
        _escribir_lote(ruta, capa, columnas or [()] * (1 + len(capa.campos)), crs, anexar=numero > 0)


def _escribir_lote(ruta: str, capa: Capa, columnas: list[tuple], crs: Crs, anexar: bool) -> None:
    import numpy
    from pyogrio import raw

    geometrias = numpy.array([bytes(g) for g in columnas[0]], dtype=object)
    arreglos = [_arreglo(campo, valores) for campo, valores in zip(capa.campos, columnas[1:], strict=True)]
    raw.write(
        ruta,
        geometrias,
        [datos for datos, _ in arreglos],
        [campo.name for campo in capa.campos],
        field_mask=[nulos for _, nulos in arreglos],
        layer=capa.id,
        driver="GPKG",
        geometry_type=_GEOMETRIAS[capa.tipo],
        crs=f"EPSG:{crs.srid}",
        append=anexar,
    )


def _arreglo(campo: Field, valores: tuple[Any, ...]) -> tuple[Any, Any]:
    """A column as a typed numpy array, and which of its values are missing."""
    import numpy

    destino = getattr(campo, "target_field", campo)
    tipo = _TIPOS.get(destino.get_internal_type(), "object")
    nulos = numpy.array([valor is None for valor in valores], dtype=bool)
    relleno = "" if tipo == "object" else "NaT" if tipo.startswith("datetime") else 0
    limpios = [relleno if v is None else float(v) if isinstance(v, Decimal) else _sin_zona(v) for v in valores]
    return numpy.array(limpios, dtype=tipo), nulos


def _sin_zona(valor: Any) -> Any:
    """numpy keeps moments in UTC, without a zone."""
    return valor.replace(tzinfo=None) if getattr(valor, "tzinfo", None) else valor
