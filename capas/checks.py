"""A layer declared badly fails at start-up, with an id and a hint."""

from collections.abc import Iterable, Iterator

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.indexes import GistIndex
from django.core.checks import Error, register
from django.core.exceptions import FieldDoesNotExist

from capas.catalogo import SECTORES, Capa, declaradas
from capas.permisos import ROLES


@register("capas")
def capas_completas(app_configs, **kwargs) -> list[Error]:
    """Every declared layer has a record, a style, a licence, an index and columns that exist."""
    return [error for capa in declaradas() for error in revisar(capa)]


def revisar(capa: Capa) -> list[Error]:
    return [
        Error(f"La capa «{capa.id}»: {problema}.", hint=remedio, obj=capa.modelo, id=f"capas.{codigo}")
        for codigo, falta, problema, remedio in _reglas(capa)
        if falta
    ]


Regla = tuple[str, bool, str, str]  # code, whether it is broken, the problem, the remedy


def _reglas(capa: Capa) -> Iterator[Regla]:
    yield from _de_ficha(capa)
    yield from _de_columnas(capa)


def _de_ficha(capa: Capa) -> Iterator[Regla]:
    sin_datos = not (capa.titulo and capa.resumen and capa.origen.linaje)
    yield "E001", sin_datos, "sin metadatos", "Dé titulo, resumen y origen.linaje."
    yield "E002", not (capa.estilo and capa.estilo.color), "sin estilo", "Dé un Estilo con color."
    yield "E003", not capa.origen.licencia, "sin licencia", "Dé origen.licencia, la dirección de una licencia."
    yield "E004", not _indexada(capa), "sin índice espacial", "Herede de capas.models.Elemento y de su Meta."
    ajeno = capa.sector not in SECTORES
    yield "E006", ajeno, f"sector «{capa.sector}» desconocido", f"Use uno de: {', '.join(SECTORES)}."
    sin_roles = not capa.roles or bool(set(capa.roles) - set(ROLES))
    yield "E007", sin_roles, "sin roles o con roles desconocidos", f"Use: {', '.join(ROLES)}."


def _de_columnas(capa: Capa) -> Iterator[Regla]:
    def regla(codigo: str, columnas: Iterable[str], problema: str, remedio: str) -> Regla:
        malas = list(columnas)
        return codigo, bool(malas), f"{problema}: {', '.join(malas)}", remedio

    nombradas = (*capa.publicos, *capa.teselas, *capa.busca, capa.rotulo)
    faltan = (c for c in nombradas if not _tiene(capa, c))
    yield regla("E005", faltan, "nombra columnas que no existen", "Corrija publicos, teselas, busca o rotulo.")
    ocultas = {*capa.teselas, *capa.busca, capa.rotulo} - set(capa.publicos) - {"id"}
    yield regla("E008", sorted(ocultas), "muestra columnas que no son públicas", "Añádalas a publicos.")
    mudos = (c for c in capa.publicos if _tiene(capa, c) and not str(capa.campo(c).help_text))
    definir = "Diga en help_text qué es cada uno: es su definición en el catálogo de objetos."
    yield regla("E009", mudos, "publica campos sin definición", definir)
    promesa = capa.calidad
    prometidas = {promesa.por, *promesa.referencias, *(campo for par in promesa.orden for campo in par)} - {""}
    ajenas = sorted(prometidas - set(capa.publicos))
    remedio = "Corrija calidad, o añádalas a publicos."
    yield regla("E010", ajenas, "promete calidad de columnas que no son públicas", remedio)


def _tiene(capa: Capa, columna: str) -> bool:
    try:
        return bool(capa.campo(columna))
    except FieldDoesNotExist:
        return False


def _indexada(capa: Capa) -> bool:
    try:
        geom = capa.modelo._meta.get_field("geom")
    except FieldDoesNotExist:
        return False
    concreto = capa.modelo._meta.concrete_model or capa.modelo
    web = any(isinstance(i, GistIndex) and "geom_web" in i.fields for i in concreto._meta.indexes)
    return isinstance(geom, GeometryField) and geom.spatial_index and web
