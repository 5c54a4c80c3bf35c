"""The examples of /open311, one file each: the page shows them and the tests run them."""

from pathlib import Path

CARPETA = Path(__file__).parent
TITULOS = {
    "consultar.sh": ("Consultar", "Sin llave, desde una terminal."),
    "radicar.sh": ("Radicar un reporte", "Con su llave en lugar de la palabra LLAVE."),
    "seguir.txt": ("Saber en qué van (Python)", "Con extensions=true: cerrado no es lo mismo que arreglado."),
}


def leer(archivo: str, **valores: str) -> str:
    """An example with its marks filled: SITIO, SERVICIO, LAT, LON, LLAVE."""
    texto = (CARPETA / archivo).read_text(encoding="utf-8")
    for marca, valor in valores.items():
        texto = texto.replace(marca, valor)
    return texto.strip()
