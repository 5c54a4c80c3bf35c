"""Is this file what it says it is? By its first bytes, before any geographic library opens it.

A VRT named .tif, a KML with a network link, a zip that climbs out of its folder or that holds a terabyte of zeros:
all are refused here. Sources: GDAL's own driver documentation on VRT and /vsicurl/, OWASP on archives.
"""

import re
import zipfile
from pathlib import Path

BYTES_MAXIMOS = 512 * 1024**2
BYTES_DESCOMPRIMIDOS, ARCHIVOS_EN_ZIP, RAZON_MAXIMA = 1024**3, 200, 200
PARTES_SHP = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
FORMATOS = (
    "GeoJSON (.geojson, .json), GeoPackage (.gpkg), Shapefile en .zip, KML (.kml), FlatGeobuf (.fgb) o CSV (.csv)"
)


class ArchivoRechazado(Exception):
    """The file is not opened; the message says why and what to do."""


def reconocer(ruta: Path, carpeta: Path) -> Path:
    """The path to read: the file itself, or the .shp unpacked into `carpeta`. Raises ArchivoRechazado."""
    if not ruta.is_file():
        raise ArchivoRechazado(f"No existe el archivo «{ruta.name}».")
    if ruta.stat().st_size > BYTES_MAXIMOS:
        raise ArchivoRechazado(f"«{ruta.name}» pesa más de {BYTES_MAXIMOS // 1024**2} MB: divídalo.")
    prueba = _PRUEBAS.get(ruta.suffix.lower())
    with ruta.open("rb") as archivo:
        cabeza = archivo.read(4096)
    if prueba is None or not prueba(cabeza):
        raise ArchivoRechazado(f"«{ruta.name}» no es lo que su nombre dice, o no se admite. Se admite: {FORMATOS}.")
    if ruta.suffix.lower() == ".kml":
        _revisar_kml(ruta)
    return _desempacar(ruta, carpeta) if ruta.suffix.lower() == ".zip" else ruta


def _json(cabeza: bytes) -> bool:
    return cabeza.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _texto(cabeza: bytes) -> bool:
    return b"\x00" not in cabeza and not cabeza.lstrip().startswith(b"<")


_PRUEBAS = {
    ".geojson": _json,
    ".json": _json,
    ".gpkg": lambda cabeza: cabeza.startswith(b"SQLite format 3\x00"),
    ".fgb": lambda cabeza: cabeza.startswith(b"fgb\x03fgb"),
    ".zip": lambda cabeza: cabeza.startswith(b"PK\x03\x04"),
    ".kml": lambda cabeza: b"<kml" in cabeza,
    ".csv": _texto,
}


def _revisar_kml(ruta: Path) -> None:
    texto = ruta.read_bytes()
    if re.search(rb"<!DOCTYPE|<!ENTITY", texto, re.IGNORECASE):
        raise ArchivoRechazado("El KML declara entidades: no se abre. Expórtelo de nuevo.")
    if re.search(rb"<(\w+:)?NetworkLink\b", texto):
        raise ArchivoRechazado(
            "El KML enlaza a otro archivo de la red (NetworkLink): guarde el contenido mismo y vuelva a intentar."
        )


def _desempacar(ruta: Path, carpeta: Path) -> Path:
    try:
        with zipfile.ZipFile(ruta) as paquete:
            return _extraer_shp(paquete, carpeta)
    except zipfile.BadZipFile:
        raise ArchivoRechazado(f"«{ruta.name}» está dañado: no se puede descomprimir.") from None


def _extraer_shp(paquete: zipfile.ZipFile, carpeta: Path) -> Path:
    partes = [parte for parte in paquete.infolist() if not parte.is_dir()]
    _revisar_zip(partes)
    utiles = [parte for parte in partes if Path(parte.filename).suffix.lower() in PARTES_SHP]
    bases = {
        Path(parte.filename).with_suffix("").as_posix() for parte in utiles if parte.filename.lower().endswith(".shp")
    }
    if len(bases) != 1:
        raise ArchivoRechazado(f"El .zip debe traer un solo Shapefile; trae {len(bases)}.")
    base = bases.pop()
    for parte in utiles:
        if Path(parte.filename).with_suffix("").as_posix() == base:
            # Under a name of our own: what the archive calls it never reaches the file system.
            (carpeta / f"capa{Path(parte.filename).suffix.lower()}").write_bytes(paquete.read(parte))
    return carpeta / "capa.shp"


def _revisar_zip(partes: list[zipfile.ZipInfo]) -> None:
    if len(partes) > ARCHIVOS_EN_ZIP:
        raise ArchivoRechazado(f"El .zip trae {len(partes)} archivos; el máximo es {ARCHIVOS_EN_ZIP}.")
    if sum(parte.file_size for parte in partes) > BYTES_DESCOMPRIMIDOS:
        raise ArchivoRechazado(f"El .zip descomprimido pasa de {BYTES_DESCOMPRIMIDOS // 1024**2} MB.")
    for parte in partes:
        if parte.file_size > RAZON_MAXIMA * max(parte.compress_size, 1):
            raise ArchivoRechazado(f"«{parte.filename}» está comprimido de un modo sospechoso: no se abre.")
        if parte.filename.startswith("/") or ".." in Path(parte.filename).parts:
            raise ArchivoRechazado("El .zip trae rutas que salen de su carpeta: no se abre.")
        if (parte.external_attr >> 16) & 0o170000 == 0o120000:
            raise ArchivoRechazado("El .zip trae enlaces simbólicos: no se abre.")
