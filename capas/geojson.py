"""From an untrusted GeoJSON geometry to a sound one: its own coordinates and nothing else that the sender says of it."""

import math
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSException,
    GEOSGeometry,
    LinearRing,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)

from capas.errores import DemasiadoGrande
from capas.geometria import CRS84, SRID_MAESTRO, CoordenadaInvalida, Crs, GeometriaDefectuosa, motivo_en_espanol

VERTICES_MAXIMOS = 50_000
_LIMITES = {4326: (180, 90), 4686: (180, 90)}
_METROS = (1e8, 1e8)


class _Lector:
    """Builds one geometry; counts its vertices as it goes, so that a huge one stops early."""

    def __init__(self, crs: Crs, vertices: int) -> None:
        self.crs, self.quedan, self.maximo = crs, vertices, vertices

    def lugar(self, coordenadas: Any) -> tuple[float, float]:
        if not isinstance(coordenadas, list) or len(coordenadas) not in (2, 3):
            clase = GeometriaDefectuosa if isinstance(coordenadas, list) else CoordenadaInvalida
            raise clase("Cada posición de la geometría lleva dos números (o tres, con altura).")
        if not all(type(n) in (int, float) and math.isfinite(n) for n in coordenadas):
            raise CoordenadaInvalida("Las coordenadas de la geometría deben ser números finitos.")
        self.quedan -= 1
        if self.quedan < 0:
            raise DemasiadoGrande(f"La geometría pasa de {self.maximo} vértices: simplifíquela.")
        x, y = (coordenadas[1], coordenadas[0]) if self.crs.norte_primero else coordenadas[:2]
        ancho, alto = _LIMITES.get(self.crs.srid, _METROS)
        if abs(x) > ancho or abs(y) > alto:
            raise CoordenadaInvalida(f"La posición ({x:g}, {y:g}) está fuera de {self.crs.uri}.")
        return float(x), float(y)

    def lugares(self, lista: Any, minimo: int = 2) -> list[tuple[float, float]]:
        puntos = [self.lugar(c) for c in _lista(lista)]
        if len(puntos) < minimo:
            raise CoordenadaInvalida(f"Una línea lleva al menos {minimo} posiciones.")
        return puntos

    def poligono(self, anillos: Any) -> Polygon:
        lineas = [self.lugares(anillo, 4) for anillo in _lista(anillos)]
        if not lineas or any(linea[0] != linea[-1] for linea in lineas):
            raise CoordenadaInvalida("Cada anillo de un polígono termina donde empieza.")
        return Polygon(*[LinearRing(linea) for linea in lineas])

    def leer(self, documento: Any) -> GEOSGeometry:
        tipo = documento.get("type") if isinstance(documento, dict) else None
        if tipo == "GeometryCollection":
            partes = _lista(documento.get("geometries"))
            if any(isinstance(p, dict) and p.get("type") == tipo for p in partes):
                raise CoordenadaInvalida("Una colección de geometrías no lleva otra adentro.")
            return GeometryCollection(*[self.leer(parte) for parte in partes])
        if tipo not in _TIPOS:
            raise CoordenadaInvalida(
                f"«type» de la geometría debe ser uno de: {', '.join([*_TIPOS, 'GeometryCollection'])}."
            )
        return _TIPOS[tipo](self, documento.get("coordinates"))


def _lista(valor: Any) -> list[Any]:
    if not isinstance(valor, list):
        raise CoordenadaInvalida("Las coordenadas de la geometría van en listas, como en GeoJSON (RFC 7946).")
    return valor


_TIPOS = {
    "Point": lambda lector, c: Point(*lector.lugar(c)),
    "LineString": lambda lector, c: LineString(lector.lugares(c)),
    "Polygon": lambda lector, c: lector.poligono(c),
    "MultiPoint": lambda lector, c: MultiPoint(*[Point(*lector.lugar(p)) for p in _lista(c)]),
    "MultiLineString": lambda lector, c: MultiLineString(*[LineString(lector.lugares(p)) for p in _lista(c)]),
    "MultiPolygon": lambda lector, c: MultiPolygon(*[lector.poligono(p) for p in _lista(c)]),
}


def geometria(documento: Any, crs: Crs = CRS84, vertices: int = VERTICES_MAXIMOS) -> GEOSGeometry:
    """A valid, finite, 2D geometry in the CRS's own SRID, x first, out of a GeoJSON object in the CRS's axis order.

    Raises CoordenadaInvalida, GeometriaDefectuosa, DemasiadoGrande. A `crs` member is refused (RFC 7946, 4): the request says the system.
    """
    if isinstance(documento, dict) and "crs" in documento:
        raise CoordenadaInvalida("La geometría no lleva «crs»: el sistema de referencia se dice en la petición.")
    try:
        hecha = _Lector(crs, vertices).leer(documento)
        hecha.srid = crs.srid
        sana = hecha.valid and not hecha.empty
    except (GEOSException, OverflowError, TypeError) as error:
        raise CoordenadaInvalida("La geometría no se puede armar con esas coordenadas.") from error
    if not sana:
        motivo = "está vacía" if hecha.empty else motivo_en_espanol(hecha.valid_reason, "({:.6f}, {:.6f})")
        raise GeometriaDefectuosa(f"La geometría no es válida: {motivo}.")
    return hecha


def en_maestro(lugar: GEOSGeometry) -> GEOSGeometry:
    """A copy in EPSG:9377. Raises CoordenadaInvalida where that system does not reach."""
    try:
        return lugar.transform(SRID_MAESTRO, clone=True)
    except (GDALException, GEOSException) as error:
        raise CoordenadaInvalida("La geometría está fuera del alcance de Origen-Nacional (EPSG:9377).") from error
