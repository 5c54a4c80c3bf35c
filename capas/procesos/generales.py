"""The processes that any layer serves: the summary of a zone and the area around something."""

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.formats import number_format

from capas import sql_procesos
from capas.errores import PeticionInvalida
from capas.lectura import fichas_para
from capas.models import FichaCapa
from capas.procesos.entradas import Capas, Geometria, Numero
from capas.procesos.registro import GEOJSON, Contexto, Proceso, Salida, registrar
from capas.procesos.zonas import ESQUEMA_DE_CAPAS, contar, zona_en_metros

METROS_MAXIMOS = 50_000
VUELTAS_MAXIMAS = 20
_NUMERO = {"type": "number"}


def resumir(contexto: Contexto, zona: GEOSGeometry, capas: list[FichaCapa] | None) -> dict[str, Any]:
    metros = zona_en_metros(zona)
    fichas = fichas_para(contexto.usuario) if capas is None else capas
    filas = contar(contexto, fichas, metros)
    hay = sum(1 for fila in filas if fila["elementos"])
    return {
        "mensaje": f"La zona mide {number_format(metros.area / 1e6, 2)} km² y toca elementos de {hay} de {len(filas)} capas.",
        "superficie_m2": round(metros.area, 1),
        "capas": filas,
    }


def _vueltas(forma: GEOSGeometry, metros: float) -> float:
    """How many times over what is around each side would cover the box of the whole; a river or a city give less than five."""
    x0, y0, x1, y1 = forma.extent
    return forma.length * 2 * metros / ((x1 - x0 + 2 * metros) * (y1 - y0 + 2 * metros))


def rodear(contexto: Contexto, lugar: GEOSGeometry, metros: float) -> dict[str, Any]:
    """GEOS does not stop while it makes a buffer, whatever time a query has: sides that would take it seconds are refused."""
    forma = sql_procesos.en_metros(lugar)
    if forma.num_coords > 100 and _vueltas(forma, metros) > VUELTAS_MAXIMAS:
        raise PeticionInvalida("«lugar» tiene lados muy juntos para rodearlos a esa distancia: simplifíquelo.")
    texto, area = sql_procesos.alrededor(forma, metros)
    propiedades = {"metros": metros, "superficie_m2": round(area, 1)}
    return {"type": "Feature", "geometry": json.loads(texto), "properties": propiedades}


_TODAS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")

registrar(
    Proceso(
        id="resumen-de-zona",
        titulo="Resumen de una zona",
        descripcion="Qué hay dentro de un polígono: por cada capa, cuántos elementos lo tocan y cuánto de ellos queda adentro "
        "(metros de las líneas, metros cuadrados de los polígonos).",
        entradas={
            "zona": Geometria(titulo="La zona", descripcion="Un polígono, o el enlace a un barrio, una vereda…"),
            "capas": Capas(titulo="Qué capas", descripcion="Sin decirlo, todas las que se pueden ver."),
        },
        salida=Salida(
            "resumen",
            "El resumen",
            {
                "type": "object",
                "properties": {
                    "mensaje": {"type": "string"},
                    "superficie_m2": {**_NUMERO, "title": "Superficie de la zona (m²)"},
                    "capas": ESQUEMA_DE_CAPAS,
                },
            },
        ),
        calcular=resumir,
        palabras_clave=("zona", "estadística"),
    )
)

registrar(
    Proceso(
        id="area-de-influencia",
        titulo="Área de influencia",
        descripcion="Lo que queda a menos de cierta distancia de una geometría, medido en metros sobre Origen-Nacional (EPSG:9377).",
        entradas={
            "lugar": Geometria(titulo="La geometría", tipos=_TODAS),
            "metros": Numero(titulo="A cuántos metros", minimo=1, maximo=METROS_MAXIMOS, unidad="m"),
        },
        salida=Salida(
            "area",
            "El área, en GeoJSON",
            {
                "type": "object",
                "format": "geojson-feature",
                "properties": {
                    "type": {"type": "string", "enum": ["Feature"]},
                    "geometry": {"type": "object"},
                    "properties": {
                        "type": "object",
                        "title": "El área",
                        "properties": {
                            "metros": {**_NUMERO, "title": "Distancia (m)"},
                            "superficie_m2": {**_NUMERO, "title": "Superficie (m²)"},
                        },
                    },
                },
            },
            tipo=GEOJSON,
        ),
        calcular=rodear,
        palabras_clave=("buffer", "distancia"),
    )
)
