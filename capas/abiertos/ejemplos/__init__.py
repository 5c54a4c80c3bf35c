"""The examples of /datos/api, one file each: the page shows them and the tests run them."""

from dataclasses import dataclass
from pathlib import Path

CARPETA = Path(__file__).parent
_TITULOS = {
    "curl.sh": ("curl", "Para probar desde una terminal."),
    "python.txt": ("Python", "Con geopandas: pip install geopandas."),
    "sf.R": ("R", 'Con sf: install.packages(c("sf", "jsonlite")).'),
    "pagina.mjs": ("JavaScript", "En el navegador o en Node 18 o posterior."),
    "qgis.txt": ("QGIS", "Capa → Añadir capa → Añadir capa WFS / OGC API Features → Nueva; pegue esta dirección:"),
}


@dataclass(frozen=True)
class Ejemplo:
    archivo: str
    titulo: str
    explica: str
    texto: str


def todos(sitio: str, capa: str, campo: str) -> list[Ejemplo]:
    """Every example, written for a site, a layer of it and a text field of that layer."""
    return [
        Ejemplo(archivo, titulo, explica, leer(archivo, sitio, capa, campo))
        for archivo, (titulo, explica) in _TITULOS.items()
    ]


def leer(archivo: str, sitio: str, capa: str, campo: str) -> str:
    texto = (CARPETA / archivo).read_text(encoding="utf-8")
    for marca, valor in {"SITIO": sitio, "CAPA": capa, "CAMPO": campo}.items():
        texto = texto.replace(marca, valor)
    return texto.strip()
