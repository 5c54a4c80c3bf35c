"""How a mapfile is written: its strings and its blocks."""

from typing import Any


def cadena(texto: Any) -> str:
    """A string of a mapfile, on one line, that nothing inside it can end."""
    llano = " ".join("".join(c if c.isprintable() else " " for c in str(texto)).split())
    return '"' + llano.replace("\\", "\\\\").replace('"', '\\"') + '"'


def bloque(nombre: str, *lineas: str) -> str:
    return "\n".join((nombre, *filter(None, lineas), "END"))


def metadatos(valores: dict[str, Any]) -> str:
    return bloque("METADATA", *(f"{cadena(k)} {cadena(v)}" for k, v in valores.items() if v not in ("", None)))
