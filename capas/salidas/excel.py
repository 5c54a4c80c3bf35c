"""Excel by XlsxWriter, which writes row by row: GDAL would keep the whole sheet in memory."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from capas.errores import DemasiadoGrande
from capas.geometria import Crs
from capas.models import FichaCapa
from capas.salidas import ficha
from capas.salidas.texto import cabecera, filas, inocuo, sin_control

FILAS = 1_048_575  # what a sheet holds below its header
HOJA_DE_FICHA = "Acerca de"  # no layer can be called so
_CELDA = 32_000  # characters; a cell holds 32,767
_OPCIONES = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd",
}


def xlsx(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """A sheet with the table, coordinates as x, y or WKT and moments in local time; and one with the record."""
    import xlsxwriter

    if queryset.order_by().values("id")[FILAS : FILAS + 1]:
        raise DemasiadoGrande(
            f"«{registro.titulo}» tiene más de {FILAS} filas, que no caben en una hoja: "
            "use un filtro, o descárguela en CSV o GeoPackage."
        )
    with xlsxwriter.Workbook(ruta, _OPCIONES | {"tmpdir": str(ruta.parent)}) as libro:
        _tabla(libro, registro, queryset, crs)
        _ficha(libro, registro, crs)


def _tabla(libro: Any, registro: FichaCapa, queryset: QuerySet, crs: Crs) -> None:
    hoja, hora = libro.add_worksheet(registro.pk[:31]), libro.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    hoja.freeze_panes(1, 1)
    hoja.write_row(0, 0, cabecera(registro.capa), libro.add_format({"bold": True}))
    for numero, fila in enumerate(filas(registro.capa, queryset, crs), start=1):
        for columna, valor in enumerate(fila):
            celda = _celda(valor)
            hoja.write(numero, columna, celda, *([hora] if isinstance(celda, dt.datetime) else []))


def _celda(valor: Any) -> Any:
    """A value as Excel holds it: no time zones, no dates before 1900, no formulas, no more text than fits (and it says so)."""
    if isinstance(valor, dt.date) and valor.year < 1900:
        return valor.isoformat()
    if isinstance(valor, dt.datetime):
        return timezone.localtime(valor).replace(tzinfo=None)
    if valor is None or isinstance(valor, bool | int | float | Decimal | dt.date):
        return valor
    texto = inocuo(sin_control(valor))
    return texto if len(texto) <= _CELDA else f"{texto[:_CELDA]}… (recortado: no cabe en una celda)"


def _ficha(libro: Any, registro: FichaCapa, crs: Crs) -> None:
    pares = ficha.resumen(registro, crs)
    libro.set_properties({"title": pares["Título"], "author": pares["Publica"], "comments": pares["Licencia"]})
    hoja, columnas = (
        libro.add_worksheet(HOJA_DE_FICHA),
        {f"Columna {n}": que for n, que in ficha.campos(registro).items()},
    )
    hoja.set_column(0, 0, 28)
    hoja.set_column(1, 1, 90)
    hoja.write_row(0, 0, ("Dato", "Valor"), libro.add_format({"bold": True}))
    for numero, (nombre, valor) in enumerate((pares | columnas).items(), start=1):
        hoja.write_row(numero, 0, (nombre, _celda(valor)))
