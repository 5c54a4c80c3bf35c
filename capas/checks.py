"""A layer declared badly fails at start-up, with an id and a hint."""

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


def _reglas(capa: Capa):
    faltan = [c for c in (*capa.publicos, *capa.teselas, *capa.busca, capa.rotulo) if not _tiene(capa, c)]
    yield (
        "E001",
        not (capa.titulo and capa.resumen and capa.origen.linaje),
        "sin metadatos",
        "Dé titulo, resumen y origen.linaje.",
    )
    yield "E002", not (capa.estilo and capa.estilo.color), "sin estilo", "Dé un Estilo con color."
    yield "E003", not capa.origen.licencia, "sin licencia", "Dé origen.licencia, la dirección de una licencia."
    yield "E004", not _indexada(capa), "sin índice espacial", "Herede de capas.models.Elemento y de su Meta."
    yield (
        "E005",
        bool(faltan),
        f"nombra columnas que no existen: {', '.join(faltan)}",
        "Corrija publicos, teselas, busca o rotulo.",
    )
    yield (
        "E006",
        capa.sector not in SECTORES,
        f"sector «{capa.sector}» desconocido",
        f"Use uno de: {', '.join(SECTORES)}.",
    )
    yield (
        "E007",
        not capa.roles or set(capa.roles) - set(ROLES),
        "sin roles o con roles desconocidos",
        f"Use: {', '.join(ROLES)}.",
    )
    promesa = capa.calidad
    prometidas = {promesa.por, *promesa.referencias, *(campo for par in promesa.orden for campo in par)} - {""}
    ajenas = prometidas - set(capa.publicos)
    yield (
        "E010",
        bool(ajenas),
        f"promete calidad de columnas que no son públicas: {', '.join(sorted(ajenas))}",
        "Corrija calidad, o añádalas a publicos.",
    )
    ocultas = {*capa.teselas, *capa.busca, capa.rotulo} - set(capa.publicos) - {"id"}
    yield (
        "E008",
        bool(ocultas),
        f"muestra columnas que no son públicas: {', '.join(sorted(ocultas))}",
        "Añádalas a publicos.",
    )
    mudos = [c for c in capa.publicos if _tiene(capa, c) and not str(capa.campo(c).help_text)]
    yield (
        "E009",
        bool(mudos),
        f"publica campos sin definición: {', '.join(mudos)}",
        "Diga en help_text qué es cada uno: es su definición en el catálogo de objetos.",
    )


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
