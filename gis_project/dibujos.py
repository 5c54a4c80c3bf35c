"""Drawings of damages for the demonstration: plainly drawings, the same ones every time, and of nowhere."""

import hashlib
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from malla_vial.fotos import FotoLimpia, limpiar_imagen

ANCHO, ALTO, HORIZONTE = 800, 600, 190
CIELO, MONTE, PASTO, CALZADA, RAYA, ANDEN = "#cfe3ee", "#7da58a", "#a9c08f", "#6c6f73", "#f1e9c9", "#c9c4ba"
HOYO, AGUA, TIERRA, METAL, ROJO, PARCHE = "#2e2f32", "#7fa3b5", "#9a7550", "#4a4f57", "#c0392b", "#4f5256"
Lapiz = ImageDraw.ImageDraw


def dibujar(tipo: str, semilla: int, *, arreglado: bool = False) -> FotoLimpia:
    """The street with a damage of a kind (code of TipoDano; one that has no drawing gets cones), or once it is repaired."""
    azar = random.Random(f"{tipo} {semilla}")  # noqa: S311 - a drawing, which has to be the same every time
    imagen = Image.new("RGB", (ANCHO, ALTO), CIELO)
    lapiz = ImageDraw.Draw(imagen)
    _calle(lapiz, azar)
    (_parche if arreglado else DANOS.get(tipo, _conos))(lapiz, azar)
    _rotulo(lapiz, "DIBUJO DE EJEMPLO" + (" - YA ARREGLADO" if arreglado else ""))
    return limpiar_imagen(imagen, hashlib.sha256(imagen.tobytes()).hexdigest())


def _calle(lapiz: Lapiz, azar: random.Random) -> None:
    """A straight street that goes to the mountains; where they stand is what tells one drawing from another."""
    cumbre = azar.randrange(100, 700)
    lapiz.polygon([(cumbre - 420, HORIZONTE), (cumbre, azar.randrange(40, 110)), (cumbre + 380, HORIZONTE)], MONTE)
    lapiz.rectangle([0, HORIZONTE, ANCHO, ALTO], PASTO)
    lapiz.polygon([(300, HORIZONTE), (500, HORIZONTE), (ANCHO + 140, ALTO), (-140, ALTO)], ANDEN)
    lapiz.polygon([(320, HORIZONTE), (480, HORIZONTE), (ANCHO + 20, ALTO), (-20, ALTO)], CALZADA)
    for cerca in (0.05, 0.2, 0.45, 0.8):
        y, ancho = HORIZONTE + (ALTO - HORIZONTE) * cerca, 3 + 14 * cerca
        lapiz.polygon([(400 - ancho, y), (400 + ancho, y), (400 + 1.3 * ancho, y + 90 * cerca), (400 - 1.3 * ancho, y + 90 * cerca)], RAYA)  # fmt: skip


def _mancha(lapiz: Lapiz, azar: random.Random, color: str, radio: float, y: float = 430) -> tuple[float, float]:
    """A ragged round shape on the street; its centre."""
    x = azar.uniform(280, 520)
    puntos = []
    for paso in range(24):
        lejos, angulo = radio * azar.uniform(0.8, 1.1), 2 * math.pi * paso / 24
        puntos.append((x + lejos * math.cos(angulo), y + 0.45 * lejos * math.sin(angulo)))
    lapiz.polygon(puntos, color)
    return x, y


def _hueco(lapiz: Lapiz, azar: random.Random) -> None:
    x, y = _mancha(lapiz, azar, HOYO, azar.uniform(90, 150))
    lapiz.ellipse([x - 60, y - 8, x + 50, y + 34], TIERRA)


def _hundimiento(lapiz: Lapiz, azar: random.Random) -> None:
    x, y = _mancha(lapiz, azar, "#5b5e62", 190)
    for radio in (150, 110, 70):
        lapiz.ellipse([x - radio, y - 0.4 * radio, x + radio, y + 0.4 * radio], outline=HOYO, width=4)


def _grietas(lapiz: Lapiz, azar: random.Random) -> None:
    for _ in range(6):
        punto = (azar.uniform(220, 580), azar.uniform(280, 340))
        linea = [punto]
        for _ in range(7):
            punto = (punto[0] + azar.uniform(-45, 45), punto[1] + azar.uniform(12, 34))
            linea.append(punto)
        lapiz.line(linea, HOYO, width=5, joint="curve")


def _tapa(lapiz: Lapiz, azar: random.Random) -> None:
    x, y = azar.uniform(300, 500), 430
    lapiz.ellipse([x - 110, y - 50, x + 110, y + 50], HOYO)
    lapiz.ellipse([x - 150, y - 65, x + 30, y + 20], METAL, outline="#22252a", width=5)
    lapiz.line([(x - 120, y - 22), (x, y - 22)], "#22252a", width=6)


def _senal(lapiz: Lapiz, azar: random.Random) -> None:
    x = azar.uniform(560, 660)
    lapiz.line([(x, 520), (x - 130, 300)], METAL, width=14)
    lapiz.regular_polygon((x - 140, 280, 70), 8, rotation=azar.randrange(10, 40), fill=ROJO, outline="white")


def _inundacion(lapiz: Lapiz, azar: random.Random) -> None:
    x, y = _mancha(lapiz, azar, AGUA, 260, 450)
    for radio in (180, 110, 50):
        lapiz.arc([x - radio, y - 0.3 * radio, x + radio, y + 0.3 * radio], 10, 170, fill="white", width=3)


def _derrumbe(lapiz: Lapiz, azar: random.Random) -> None:
    lapiz.polygon([(ANCHO, 210), (ANCHO, ALTO), (330, 560), (430, 430), (600, 330)], TIERRA)
    for _ in range(22):
        x, y, lado = azar.uniform(430, 780), azar.uniform(380, 560), azar.uniform(12, 34)
        lapiz.regular_polygon((x, y, lado), 5, rotation=azar.randrange(72), fill="#7b6a58", outline="#5d4f41")


def _conos(lapiz: Lapiz, azar: random.Random) -> None:
    for _ in range(3):
        x, y = azar.uniform(220, 580), azar.uniform(360, 520)
        lapiz.polygon([(x, y - 90), (x - 32, y), (x + 32, y)], "#e67e22")
        lapiz.line([(x - 18, y - 38), (x + 18, y - 38)], "white", width=10)


def _parche(lapiz: Lapiz, azar: random.Random) -> None:
    x = azar.uniform(300, 500)
    lapiz.polygon([(x - 130, 375), (x + 130, 375), (x + 165, 500), (x - 165, 500)], PARCHE, outline="#3a3c40", width=4)


def _rotulo(lapiz: Lapiz, texto: str) -> None:
    lapiz.rectangle([0, ALTO - 44, ANCHO, ALTO], "#1f2a37")
    lapiz.text(
        (ANCHO / 2, ALTO - 22), texto, "white", ImageFont.load_default(22), anchor="mm"
    )  # a font without accents


DANOS: dict[str, Callable[[Lapiz, random.Random], None]] = {
    "hueco": _hueco,
    "hundimiento": _hundimiento,
    "grietas": _grietas,
    "tapa": _tapa,
    "senal": _senal,
    "inundacion": _inundacion,
    "derrumbe": _derrumbe,
}
