"""A layer's public columns as Arrow batches: the one source of every binary file.

Arrow, because GDAL and Parquet both read it as a stream: a layer of a million features costs the memory of one batch.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.gis.db.models.functions import AsWKB, Transform
from django.db.models import QuerySet
from django.utils import timezone

from capas import postgis
from capas.catalogo import Capa
from capas.geometria import Crs
from capas.tipos import tipo_de

if TYPE_CHECKING:
    import pyarrow

TANDA = 5_000
Valor = Callable[[Any], Any]


@dataclass(frozen=True)
class Columna:
    """Where a column comes from (`origen`, a name of `.values_list()`), its Arrow type and how a value is written."""

    nombre: str
    origen: str
    tipo: str
    valor: Valor | None = None


def hora_local(momento: dt.datetime) -> str:
    """RFC 3339, in the municipality's time."""
    return timezone.localtime(momento).isoformat(timespec="seconds")


BASE: Mapping[str, tuple[str, Valor | None]] = {
    "logico": ("bool", None),
    "fecha": ("date32[day]", None),
    "instante": ("instante", None),
    "real": ("double", float),
    "decimal": ("double", float),
    "entero": ("int64", None),
    "texto": ("string", str),
    "geometria": ("geometria", bytes),
}


def columnas(capa: Capa, otras: Mapping[str, tuple[str, Valor | None]]) -> list[Columna]:
    """The identity and the public fields of a layer; `otras` says which classes of value a format writes its own way."""
    tipos = {**BASE, **otras}
    propias = [Columna(c.name, c.attname, *tipos[tipo_de(c).value]) for c in capa.campos]
    return [Columna("id", "id", *tipos["entero"]), *propias]


def lector(queryset: QuerySet, crs: Crs, pedidas: list[Columna]) -> "pyarrow.RecordBatchReader":
    """The rows as a stream of Arrow batches, read from the database as they are asked for, ascending by id."""
    import pyarrow

    esquema = pyarrow.schema([_campo_arrow(columna) for columna in pedidas])
    con_geometria = queryset.annotate(_wkb=AsWKB(Transform("geom", crs.srid)))
    return pyarrow.RecordBatchReader.from_batches(esquema, _tandas(con_geometria, pedidas, esquema))


def _tandas(queryset: QuerySet, pedidas: list[Columna], esquema: Any) -> Iterator[Any]:
    import pyarrow

    origenes = list(dict.fromkeys(columna.origen for columna in pedidas))
    for ids in postgis.lotes(queryset, TANDA):
        filas = queryset.filter(id__in=ids).order_by("id").values_list(*origenes)
        valores = dict(zip(origenes, zip(*filas, strict=True), strict=False))
        if valores:
            arreglos = [_arreglo(c, valores[c.origen], esquema.field(c.nombre).type) for c in pedidas]
            yield pyarrow.record_batch(arreglos, schema=esquema)


def _arreglo(columna: Columna, valores: tuple[Any, ...], tipo: Any) -> Any:
    import pyarrow

    escribir = columna.valor
    if escribir is None:
        return pyarrow.array(valores, tipo)
    return pyarrow.array([None if valor is None else escribir(valor) for valor in valores], tipo)


def _campo_arrow(columna: Columna) -> Any:
    import pyarrow

    if columna.tipo == "geometria":
        return pyarrow.field(columna.nombre, pyarrow.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    if columna.tipo == "instante":
        return pyarrow.field(columna.nombre, pyarrow.timestamp("ms", tz="UTC"))
    return pyarrow.field(columna.nombre, pyarrow.type_for_alias(columna.tipo))
