"""The nearest internet as a process."""

from typing import Any

from django.contrib.gis.geos import Point

from capas.procesos.entradas import Numero, Punto
from capas.procesos.registro import GEOJSON, Contexto, Proceso, Salida, registrar
from conectividad.consultas import POR_CAPA, Lugar, cercanos, mensaje


def calcular(contexto: Contexto, punto: Point, cuantos: int) -> dict[str, Any]:
    lugares = cercanos(punto, contexto.usuario, cuantos)
    return {
        "type": "FeatureCollection",
        "mensaje": mensaje(lugares),
        "features": [_elemento(lugar) for lugar in lugares],
    }


def _elemento(lugar: Lugar) -> dict[str, Any]:
    campos = ("capa", "tipo", "titulo", "frase", "distancia_m")
    return {
        "type": "Feature",
        "id": lugar.id,
        "geometry": {"type": "Point", "coordinates": [round(c, 7) for c in lugar.centro]},
        "properties": {campo: getattr(lugar, campo) for campo in campos},
    }


_TEXTO = {"type": "string"}
_PROPIEDADES = {
    "capa": _TEXTO,
    "tipo": {**_TEXTO, "title": "Qué es"},
    "titulo": {**_TEXTO, "title": "Nombre"},
    "frase": {**_TEXTO, "title": "Qué ofrece"},
    "distancia_m": {"type": "integer", "title": "Distancia (m)"},
}
_ELEMENTO = {
    "type": "object",
    "properties": {
        "type": {**_TEXTO, "enum": ["Feature"]},
        "id": {"type": "integer"},
        "geometry": {"type": "object"},
        "properties": {"type": "object", "properties": _PROPIEDADES},
    },
}

registrar(
    Proceso(
        id="internet-cercano",
        titulo="Internet cercano",
        descripcion="Las zonas WiFi y los Puntos y Kioscos Vive Digital más cercanos a un lugar, con la distancia en línea recta.",
        entradas={
            "punto": Punto(titulo="Desde dónde"),
            "cuantos": Numero(
                titulo="Cuántos de cada clase", minimo=1, maximo=20, entero=True, obligatoria=False, defecto=POR_CAPA
            ),
        },
        salida=Salida(
            "lugares",
            "Los lugares, en GeoJSON, del más cercano al más lejano",
            {
                "type": "object",
                "format": "geojson-feature-collection",
                "properties": {
                    "type": {**_TEXTO, "enum": ["FeatureCollection"]},
                    "mensaje": _TEXTO,
                    "features": {"type": "array", "title": "Lugares", "items": _ELEMENTO},
                },
            },
            tipo=GEOJSON,
        ),
        calcular=calcular,
        palabras_clave=("WiFi", "Vive Digital"),
    )
)
