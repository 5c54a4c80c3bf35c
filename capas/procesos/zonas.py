"""What a zone holds, layer by layer: the measure that summary and exposure share."""

from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.formats import number_format

from capas import sql_procesos
from capas.catalogo import Capa
from capas.errores import DemasiadoGrande
from capas.models import FichaCapa
from capas.procesos.registro import Contexto

AREA_MAXIMA_KM2 = 10_000
_MEDIDA = {0: None, 1: "longitud_m", 2: "superficie_m2"}

_NUMERO = {"type": "number"}
_MEDIDAS = {
    "elementos": {"type": "integer", "title": "Elementos"},
    "longitud_m": {**_NUMERO, "title": "Longitud dentro (m)"},
    "superficie_m2": {**_NUMERO, "title": "Superficie dentro (m²)"},
}
_CLASE = {"titulo": {"type": "string", "title": "Clase"}, **_MEDIDAS}
_FILA = {
    "capa": {"type": "string"},
    "titulo": {"type": "string", "title": "Capa"},
    **_MEDIDAS,
    "clases": {"type": "array", "title": "Por clase", "items": {"type": "object", "properties": _CLASE}},
}
ESQUEMA_DE_CAPAS = {"type": "array", "title": "Capas", "items": {"type": "object", "properties": _FILA}}


def zona_en_metros(lugar: GEOSGeometry) -> GEOSGeometry:
    """The zone in EPSG:9377. Raises DemasiadoGrande."""
    zona = sql_procesos.en_metros(lugar)
    if zona.area > AREA_MAXIMA_KM2 * 1e6:
        raise DemasiadoGrande(
            f"La zona mide {number_format(zona.area / 1e6, 0)} km²: se admiten hasta {number_format(AREA_MAXIMA_KM2)} km²."
        )
    return zona


def contar(contexto: Contexto, fichas: list[FichaCapa], zona: GEOSGeometry) -> list[dict[str, Any]]:
    """Of each layer, how many features touch the zone and how much of them lies inside, by class of its legend.

    Features that overlap each other count each one: the areas of a layer may add up to more than the zone.
    """
    hechas = []
    for hechos, ficha in enumerate(fichas):
        contexto.avanzar(hechos, len(fichas))
        hechas.append(_de_capa(contexto, ficha, zona))
    return hechas


def _de_capa(contexto: Contexto, ficha: FichaCapa, zona: GEOSGeometry) -> dict[str, Any]:
    capa = ficha.capa
    campo = capa.estilo.campo if capa.estilo.clases and capa.estilo.campo in capa.publicos else ""
    queryset = capa.modelo.objects.visibles_para(contexto.usuario, capa.roles)
    filas = sql_procesos.contenido(capa, queryset, zona, campo)
    total = _medido(capa, sum(n for _, n, _ in filas), sum(medida or 0 for _, _, medida in filas))
    titulos = {clase.valor: clase.titulo for clase in capa.estilo.clases}
    clases = [{"titulo": titulos.get(valor, str(valor)), **_medido(capa, n, m)} for valor, n, m in filas if campo]
    return {"capa": ficha.pk, "titulo": ficha.titulo, **total} | ({"clases": clases} if clases else {})


def _medido(capa: Capa, elementos: int, medida: float) -> dict[str, Any]:
    nombre = _MEDIDA[capa.dimension]
    return {"elementos": elementos} | ({nombre: round(medida or 0, 1)} if nombre else {})
