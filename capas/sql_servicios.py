"""The SQL by which MapServer reads a layer, through the role `lectura`."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Case, CharField, DateTimeField, Field, TextField, Value, When

from capas.catalogo import Capa
from capas.geometria import SRID_MAESTRO
from capas.postgis import compilar, nombre
from capas.tipos import real

NUNCA = 99  # the zoom of what is never worth drawing


def _numero_de(campo: str, valores: Sequence[Any]) -> Case:
    """Which of `valores` a feature has: its place in the list, −1 for none of them."""
    return Case(*(When(**{campo: v}, then=Value(n)) for n, v in enumerate(valores)), default=Value(-1))


def _desde_zoom(capa: Capa) -> Case:
    casos = [When(condicion, then=Value(zoom)) for zoom, condicion in sorted(capa.por_zoom.items()) if condicion]
    todos = [zoom for zoom, condicion in capa.por_zoom.items() if not condicion]
    return Case(*casos, default=Value(min(todos, default=NUNCA)))


def marcas(capa: Capa) -> dict[str, Case]:
    """What the classes of a map look at, as numbers, so that no value of the data is ever text of a mapfile."""
    estilo, hechas = capa.estilo, {}
    if estilo.campo and estilo.clases:
        hechas["_clase"] = _numero_de(estilo.campo, [c.valor for c in estilo.clases])
    if estilo.campo_trama and estilo.tramas:
        hechas["_trama"] = _numero_de(estilo.campo_trama, [c.valor for c in estilo.tramas])
    if capa.por_zoom:
        hechas["_zoom"] = _desde_zoom(capa)
    return hechas


def _valor_sql(campo: Field) -> str:
    """A column as the services say it: an instant as xsd:dateTime, in UTC; an empty text as what it is, no value."""
    columna = f"f.{nombre(campo.column)}"
    if isinstance(real(campo), CharField | TextField):
        columna = f"NULLIF({columna}, '')"
    if isinstance(campo, DateTimeField):
        columna = f"""to_char({columna} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    return f"{columna} AS {nombre(campo.name)}"


def origen(capa: Capa) -> str:
    """`DATA` of a MapServer layer: id, geometry (EPSG:9377), the public fields by their names, and `marcas`."""
    hechas = marcas(capa)
    queryset = capa.modelo.objects.using("lectura").order_by().annotate(**hechas)
    consulta, parametros = compilar(queryset.values("id", "geom", *(c.attname for c in capa.campos), *hechas))
    with connections["lectura"].cursor() as cursor:
        filas = cursor.mogrify(consulta, parametros).decode()
    columnas = ", ".join(("f.id", "f.geom", *map(_valor_sql, capa.campos), *(f"f.{nombre(m)}" for m in hechas)))
    return f"geom FROM (SELECT {columnas} FROM ({filas}) f) AS t USING UNIQUE id USING SRID={SRID_MAESTRO}"
