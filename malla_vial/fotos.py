"""Every photo, whatever door it came by, becomes a JPEG of our own: upright, shrunk, without a trace of metadata."""

import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from capas.errores import DatosInvalidos, DemasiadoGrande
from capas.geometria import punto
from malla_vial.models.subidas import POR_REPORTE as POR_REPORTE

GPS = ExifTags.GPS
FORMATOS = ("JPEG", "PNG", "WEBP")
PIXELES_MAXIMOS, PIXELES_ENTEROS = (
    60_000_000,
    25_000_000,
)  # only a JPEG is shrunk while it is read: others stand in memory whole
LADO_MAXIMO = 20_000
BARRIDOS_MAXIMOS = 60  # of a progressive JPEG; cameras write some ten, and each costs as much as the whole photo
LADO, LADO_MINIATURA = 2048, 480
_SIN_LARGO = {b"", b"\x00", b"\x01", *(bytes([marca]) for marca in range(0xD0, 0xD9))}  # markers that stand alone
_ENORME = "La foto «{}» es demasiado grande: el máximo es 60 megapíxeles (25 si es PNG o WEBP). Bájele la resolución o envíe el reporte sin foto."
_DANADA = "La foto «{}» está dañada o no es JPG, PNG o WEBP. Tómela de nuevo o envíe el reporte sin foto."


@dataclass(frozen=True)
class FotoLimpia:
    """JPEG bytes, their size in pixels, and the SHA-256 (hex) of the bytes as they were sent."""

    contenido: bytes
    miniatura: bytes
    ancho: int
    alto: int
    huella: str = ""


def huella_de(archivo) -> str:
    """SHA-256 (hex) of a file as it was sent: the name of a photo for whoever sends it again."""
    archivo.seek(0)
    return hashlib.file_digest(archivo, "sha256").hexdigest()


def limpiar(archivo) -> FotoLimpia:
    """Decode and encode again. Raises DatosInvalidos for what is no photo, is cut, or is too large to open."""
    nombre = str(archivo.name)[-60:]
    if archivo.size > settings.FOTO_MAX_BYTES:
        raise DemasiadoGrande(f"La foto «{nombre}» pesa más de {settings.FOTO_MAX_BYTES // 1024**2} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _recodificar(archivo, nombre, huella_de(archivo))
    except DatosInvalidos:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # Pillow's own limit, past ours
        raise DatosInvalidos(_ENORME.format(nombre)) from None
    except (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, Warning):
        raise DatosInvalidos(_DANADA.format(nombre)) from None


def limpiar_varias(archivos: Sequence[Any]) -> list[FotoLimpia]:
    """The photos of one report, counted before any is opened. Raises DatosInvalidos, DemasiadoGrande."""
    if len(archivos) > POR_REPORTE:
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos; llegaron {len(archivos)}.")
    return [limpiar(archivo) for archivo in archivos]


def lugar_de(archivo) -> Point | None:
    """Where a photo says that it was taken (EPSG:4326), read before it is cleaned and kept by nobody.

    None where it says nothing, or nothing that may be: zeros, letters, outside the country.
    """
    try:
        archivo.seek(0)
        with Image.open(archivo, formats=FORMATOS) as imagen:
            gps = imagen.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _grados(gps[GPS.GPSLatitude], gps[GPS.GPSLatitudeRef])
        lon = _grados(gps[GPS.GPSLongitude], gps[GPS.GPSLongitudeRef])
        return punto(lon, lat)
    except Exception:  # whatever a camera wrote there: without a place, the photo is a photo all the same
        return None


def _grados(partes, hacia: str) -> float:
    """Degrees, minutes and seconds (Exif 3.0 §4.6.7) as degrees; southwards and westwards negative."""
    g, m, s = map(float, partes)
    return (g + m / 60 + s / 3600) * (-1 if hacia in ("S", "W") else 1)


def _barridos(archivo) -> int:
    """How many scans a JPEG has, up to its end (ITU-T T.81, B.1): what a phone hangs after it, such as a film, is not looked at."""
    archivo.seek(0)
    datos, lugar, barridos = archivo.read(), 2, 0
    while (lugar := datos.find(b"\xff", lugar)) >= 0 and (marca := datos[lugar + 1 : lugar + 2]) != b"\xd9":
        barridos += marca == b"\xda"
        largo = int.from_bytes(datos[lugar + 2 : lugar + 4])
        lugar += 1 if marca == b"\xff" else 2 + (0 if marca in _SIN_LARGO else largo)
    return barridos


def _recodificar(archivo, nombre: str, huella: str) -> FotoLimpia:
    with Image.open(archivo, formats=FORMATOS) as imagen:
        entera = imagen.format in ("PNG", "WEBP")
        maximo = PIXELES_ENTEROS if entera else PIXELES_MAXIMOS
        if imagen.width * imagen.height > maximo or max(imagen.size) > LADO_MAXIMO:
            raise DatosInvalidos(_ENORME.format(nombre))
        if not entera and _barridos(archivo) > BARRIDOS_MAXIMOS:
            raise DatosInvalidos(_DANADA.format(nombre))
        imagen.draft("RGB", (LADO, LADO))
        derecha = ImageOps.exif_transpose(imagen).convert("RGB")
    return limpiar_imagen(derecha, huella)


def limpiar_imagen(imagen: Image.Image, huella: str = "") -> FotoLimpia:
    """The photo and its thumbnail out of an upright RGB picture, which is shrunk in place."""
    imagen.thumbnail((LADO, LADO))
    pequena = imagen.copy()
    pequena.thumbnail((LADO_MINIATURA, LADO_MINIATURA))
    return FotoLimpia(_jpeg(imagen), _jpeg(pequena), imagen.width, imagen.height, huella)


def _jpeg(imagen: Image.Image) -> bytes:
    # A new picture holds pixels only: Pillow would carry a JPEG's comment over.
    nueva = Image.new("RGB", imagen.size)
    nueva.paste(imagen)
    salida = io.BytesIO()
    nueva.save(salida, "JPEG", quality=82, optimize=True)
    return salida.getvalue()
