"""Suggestions of where a face or a plate may be: OpenCV's cascades, which come inside its package and need no network.

They only suggest: docs/decisiones/0023-privacidad.md tells what they miss. Without the package (extra `deteccion`) there are none.
"""

import importlib.util
import io

from PIL import Image

from malla_vial.redaccion import ZONAS_MAXIMO, Zona

LADO = 1280  # a face of 30 pixels in it is 2 % of the picture
_CARAS = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")
_PLACAS = ("haarcascade_russian_plate_number.xml",)
_MARGEN = 0.15  # the cascades mark the middle of a face


def disponible() -> bool:
    return importlib.util.find_spec("cv2") is not None


def sugerir(contenido: bytes) -> list[Zona]:
    """Where to look first in a photo (JPEG bytes); nothing if the package is not here."""
    if not disponible():
        return []
    import cv2
    import numpy as np

    with Image.open(io.BytesIO(contenido), formats=("JPEG",)) as imagen:
        gris = imagen.convert("L")
    gris.thumbnail((LADO, LADO))
    matriz = cv2.equalizeHist(np.asarray(gris))
    cajas = [c for nombre in _CARAS for c in _hallar(cv2, nombre, matriz, 6)]
    cajas += [(gris.width - x - w, y, w, h) for x, y, w, h in _hallar(cv2, _CARAS[1], cv2.flip(matriz, 1), 6)]
    cajas += [c for nombre in _PLACAS for c in _hallar(cv2, nombre, matriz, 4)]
    return _sin_repetir([_zona(caja, gris.size) for caja in cajas])[:ZONAS_MAXIMO]


def _hallar(cv2, nombre: str, matriz, vecinos: int) -> list[tuple[int, int, int, int]]:
    cascada = cv2.CascadeClassifier(cv2.data.haarcascades + nombre)
    return [tuple(map(int, c)) for c in cascada.detectMultiScale(matriz, 1.1, vecinos, minSize=(24, 12))]


def _zona(caja: tuple[int, int, int, int], tamano: tuple[int, int]) -> Zona:
    x, y, w, h = caja
    ancho, alto = tamano
    izquierda, arriba = max(x - w * _MARGEN, 0), max(y - h * _MARGEN, 0)
    derecha, abajo = min(x + w * (1 + _MARGEN), ancho), min(y + h * (1 + _MARGEN), alto)
    lados = (
        izquierda * 100 / ancho,
        arriba * 100 / alto,
        (derecha - izquierda) * 100 / ancho,
        (abajo - arriba) * 100 / alto,
    )
    return Zona(*(round(lado, 1) for lado in lados))


def _sin_repetir(zonas: list[Zona]) -> list[Zona]:
    """Large ones first; one whose middle is inside another is the same face."""
    quedan: list[Zona] = []
    for zona in sorted(zonas, key=lambda z: -z.ancho * z.alto):
        medio = zona.x + zona.ancho / 2, zona.y + zona.alto / 2
        if not any(z.x <= medio[0] <= z.x + z.ancho and z.y <= medio[1] <= z.y + z.alto for z in quedan):
            quedan.append(zona)
    return quedan
