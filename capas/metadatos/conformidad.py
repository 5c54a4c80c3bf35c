"""Whether a layer is what the ICDE asks of one: six questions, each answered yes or no by machine, with the reason and the norm."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from capas.geometria import SRID_MAESTRO
from capas.lectura import por_revision
from capas.metadatos.puntaje import puntuar
from capas.metadatos.registro import Registro
from capas.models import FichaCapa

_MOSTRADAS = 4
Resultado = tuple[bool, str]  # yes or no, and why


@dataclass(frozen=True)
class Respuesta:
    """pregunta: what is asked; clave: its short name; norma: who asks it."""

    clave: str
    pregunta: str
    norma: str
    cumple: bool
    razon: str


PREGUNTAS = (
    ("CRS", "Está en el sistema de referencia oficial", "Resoluciones IGAC 471 de 2020 y 370 de 2021 (EPSG:9377)"),
    ("Ficha", "Su ficha de metadatos tiene todo lo obligatorio", "ISO 19115, NTC 4611, Guía de metadatos de la ICDE"),
    ("Catálogo", "Cada campo dice qué significa", "ISO 19110, NTC 5661"),
    ("Calidad", "Su calidad se midió y alcanza los umbrales", "ISO 19157, NTC 5043 y 5660"),
    (
        "Servicios",
        "Se consulta por los servicios de la OGC",
        "WMS 1.3.0, WFS 2.0, OGC API; marco de referencia de la ICDE",
    ),
    ("Códigos", "Sus códigos territoriales son los oficiales", "DIVIPOLA (DANE), cartografía básica (IGAC)"),
)


def evaluar(registro: Registro, queryset: QuerySet | None) -> list[Respuesta]:
    """The six answers for one layer. queryset: its features through the reader's door; None of a raster."""
    respuestas = [regla(registro) for regla in (_sistema, _ficha, _catalogo, _calidad, _servicios)]
    respuestas.append(_codigos(registro, queryset))
    return [
        Respuesta(clave, pregunta, norma, *respuesta)
        for (clave, pregunta, norma), respuesta in zip(PREGUNTAS, respuestas, strict=True)
    ]


def _sistema(registro: Registro) -> Resultado:
    if registro.srid == SRID_MAESTRO:
        return True, "Se guarda en EPSG:9377, MAGNA-SIRGAS / Origen-Nacional."
    return False, f"Se guarda en EPSG:{registro.srid}; conviértala a EPSG:9377 e impórtela de nuevo."


def _ficha(registro: Registro) -> Resultado:
    faltan = puntuar(registro).obligatorias
    if not faltan:
        return True, "Tiene todo lo obligatorio y se entrega como ISO 19139."
    return False, f"Falta: {_lista(regla.titulo.lower() for regla in faltan)}."


def _catalogo(registro: Registro) -> Resultado:
    if registro.es_raster:
        return True, "Es un ráster: no tiene campos que definir."
    mudos = [campo.name for campo in registro.campos if not campo.help_text]
    if not mudos:
        return True, f"Los {len(registro.campos)} campos públicos tienen nombre, tipo y definición."
    return False, f"Sin definición: {_lista(mudos)}."


def _calidad(registro: Registro) -> Resultado:
    if registro.calidad is None:
        return False, "Todavía no se ha medido."
    if registro.calidad.fallas:
        return False, f"No se pudo medir: {_lista(sorted(registro.calidad.fallas))}."
    malas = [medida.nombre.lower() for medida in registro.calidad.medidas if medida.conforme is False]
    if malas:
        return False, f"No alcanza el umbral en: {_lista(malas)}."
    vieja = "" if registro.calidad.revision == registro.ficha.numero_revision else ", en una revisión anterior"
    de_que = "píxeles" if registro.es_raster else "elementos"
    return True, f"{len(registro.calidad.medidas)} medidas sobre {registro.calidad.elementos} {de_que}{vieja}."


def _servicios(registro: Registro) -> Resultado:
    if not registro.ficha.abierta:
        return False, "No es pública: WMS y WFS no la llevan."
    if not registro.sale_en_mapas:
        return False, "Falta MapServer en este equipo: no hay WMS ni WFS, solo OGC API."
    if registro.es_raster:
        return True, "Se consulta por WMS, WMTS y OGC API Tiles, y se descarga; WFS lleva capas de elementos."
    return True, "Se consulta por WMS, WFS, OGC API Features y OGC API Tiles."


def _codigos(registro: Registro, queryset: QuerySet | None) -> Resultado:
    if not (settings.DIVIPOLA.isdigit() and len(settings.DIVIPOLA) == 5):
        return False, f"El municipio se declara con «{settings.DIVIPOLA}»: DIVIPOLA son cinco cifras."
    formas = {} if registro.es_raster else registro.ficha.capa.codigos
    if queryset is None or not formas:
        return True, f"La ficha lleva el municipio {settings.DIVIPOLA}; la capa no tiene códigos territoriales propios."
    malos = [malo for campo, forma in formas.items() for malo in _malos(registro.ficha, queryset, campo, forma)]
    if malos:
        return False, f"No tienen la forma oficial: {_lista(malos)}."
    return True, f"Todos los códigos de {_lista(formas)} tienen la forma oficial."


def _malos(ficha: FichaCapa, queryset: QuerySet, campo: str, forma: str) -> list[str]:
    """A few of the codes of a field that are not as they should be."""
    otros = queryset.exclude(**{f"{campo}__regex": forma}).values_list(campo, flat=True)
    valores = por_revision(ficha, otros, "codigos", lambda: list(otros.order_by(campo)[: _MOSTRADAS + 1]))
    return [f"«{valor}»" for valor in valores]


def _lista(palabras: Iterable[str]) -> str:
    todas = list(palabras)
    resto = f" y {len(todas) - _MOSTRADAS} más" if len(todas) > _MOSTRADAS else ""
    return ", ".join(todas[:_MOSTRADAS]) + resto
