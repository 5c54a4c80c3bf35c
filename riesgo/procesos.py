"""Risk as processes: what a place has, and what a hazard reaches."""

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils.formats import number_format

from capas import sql_procesos
from capas.catalogo import obtener
from capas.consultas import Usuario
from capas.errores import DatosInvalidos, PeticionInvalida
from capas.lectura import fichas_para, visible_para
from capas.models import FichaCapa
from capas.procesos.entradas import Capas, Geometria, Opcion, Punto
from capas.procesos.registro import Contexto, Proceso, Salida, registrar
from capas.procesos.zonas import ESQUEMA_DE_CAPAS, contar, zona_en_metros
from riesgo.consultas import AVISO, CAPAS, mensaje, zonas_en
from riesgo.models import Categoria, Fenomeno

_TEXTO = {"type": "string"}


def consultar(contexto: Contexto, punto: Point) -> dict[str, Any]:
    zonas = zonas_en(punto, contexto.usuario)
    return {
        "mensaje": mensaje(zonas),
        "aviso": AVISO,
        "zonas": [{"capa": z.capa, "id": z.id, "titulo": z.titulo, "frase": z.frase} for z in zonas],
    }


def _algo_que_buscar(zona: GEOSGeometry | None, fenomeno: str | None, categoria: str | None, **otras: Any) -> None:
    if zona is None and not (fenomeno or categoria):
        raise PeticionInvalida("Diga la amenaza («fenomeno», «categoria»), la «zona», o ambas.")


def exponer(
    contexto: Contexto,
    zona: GEOSGeometry | None,
    fenomeno: str | None,
    categoria: str | None,
    capas: list[FichaCapa] | None,
) -> dict[str, Any]:
    metros = zona_en_metros(zona) if zona is not None else None
    area = _amenaza(contexto.usuario, fenomeno, categoria, metros) if fenomeno or categoria else metros
    fichas = [f for f in fichas_para(contexto.usuario) if f.pk not in CAPAS] if capas is None else capas
    filas = [fila for fila in contar(contexto, fichas, area) if fila["elementos"]] if area else []
    return _resultado(area, filas)


def _amenaza(
    usuario: Usuario, fenomeno: str | None, categoria: str | None, zona: GEOSGeometry | None
) -> GEOSGeometry | None:
    if not visible_para(usuario, "zonas-amenaza"):
        raise DatosInvalidos("Las zonas de amenaza no están publicadas.")
    capa = obtener("zonas-amenaza")
    filtros = {nombre: v for nombre, v in (("fenomeno", fenomeno), ("categoria", categoria)) if v}
    queryset = capa.modelo.objects.visibles_para(usuario, capa.roles).filter(**filtros)
    return sql_procesos.union(queryset.filter(geom__intersects=zona) if zona else queryset, zona)


def _resultado(area: GEOSGeometry | None, filas: list[dict[str, Any]]) -> dict[str, Any]:
    superficie = area.area if area else 0.0
    if not area:
        texto = (
            "No hay zonas publicadas de esa amenaza en ese lugar. Eso no descarta que exista: depende de lo estudiado."
        )
    else:
        texto = f"El área mide {number_format(superficie / 1e6, 2)} km² y alcanza elementos de {len(filas)} capas."
    return {
        "mensaje": texto,
        "aviso": AVISO,
        "superficie_m2": round(superficie, 1),
        "expuestos": filas,
        "area": json.loads(sql_procesos.en_grados(area)) if area else None,
    }


_ZONA = {
    "capa": _TEXTO,
    "id": {"type": "integer", "title": "Elemento"},
    "titulo": {**_TEXTO, "title": "Zona"},
    "frase": {**_TEXTO, "title": "Qué dice el estudio"},
}

registrar(
    Proceso(
        id="riesgo-en-un-punto",
        titulo="Amenaza y riesgo en un punto",
        descripcion="Las zonas de amenaza y las áreas con condición de riesgo publicadas que contienen un punto, la más grave primero. "
        "Es informativo: no reemplaza el concepto de riesgo (Ley 1523 de 2012).",
        entradas={"punto": Punto(titulo="El lugar")},
        salida=Salida(
            "zonas",
            "Lo que hay en el punto",
            {
                "type": "object",
                "properties": {
                    "mensaje": _TEXTO,
                    "aviso": _TEXTO,
                    "zonas": {"type": "array", "title": "Zonas", "items": {"type": "object", "properties": _ZONA}},
                },
            },
        ),
        calcular=consultar,
        palabras_clave=("amenaza", "riesgo"),
    )
)

registrar(
    Proceso(
        id="exposicion",
        titulo="Elementos expuestos",
        descripcion="Qué elementos de las capas alcanza una amenaza (por fenómeno, por categoría) o un polígono: cuántos, "
        "cuántos metros de línea y cuánta superficie. Las zonas de amenaza se unen antes, de modo que nada se cuenta dos veces.",
        entradas={
            "fenomeno": Opcion(titulo="Fenómeno", opciones=dict(Fenomeno.choices), obligatoria=False),
            "categoria": Opcion(titulo="Categoría", opciones=dict(Categoria.choices), obligatoria=False),
            "zona": Geometria(
                titulo="Solo dentro de esta zona",
                descripcion="Sin amenaza, lo expuesto es lo que la toca.",
                obligatoria=False,
            ),
            "capas": Capas(titulo="Qué capas", descripcion="Sin decirlo, todas menos las de riesgo."),
        },
        salida=Salida(
            "exposicion",
            "Lo expuesto",
            {
                "type": "object",
                "properties": {
                    "mensaje": _TEXTO,
                    "aviso": _TEXTO,
                    "superficie_m2": {"type": "number", "title": "Superficie del área (m²)"},
                    "expuestos": {**ESQUEMA_DE_CAPAS, "title": "Lo expuesto, por capa"},
                    "area": {"type": "object", "nullable": True, "title": "El área, en GeoJSON"},
                },
            },
        ),
        revisar=_algo_que_buscar,
        calcular=exponer,
        palabras_clave=("amenaza", "exposición"),
    )
)
