"""wrk, for answers so short that a client in Python would be what is measured."""

import re
import subprocess
from dataclasses import dataclass

_UNIDADES = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Rafaga:
    por_segundo: float
    p50: float
    p99: float
    fallas: int


def soplar(url: str, juntos: int, segundos: int, *cabeceras: str) -> Rafaga:
    """One address asked for as fast as it comes, over `juntos` kept connections."""
    orden = ["wrk", "-t", str(min(juntos, 2)), "-c", str(juntos), "-d", f"{segundos}s", "--latency"]
    for cabecera in cabeceras:
        orden += ["-H", cabecera]
    texto = subprocess.run([*orden, url], capture_output=True, text=True, check=True).stdout
    fallas = re.search(r"Non-2xx or 3xx responses: (\d+)", texto)
    return Rafaga(
        float(re.search(r"Requests/sec:\s+([\d.]+)", texto)[1]),
        _ms(texto, "50%"),
        _ms(texto, "99%"),
        int(fallas[1]) if fallas else 0,
    )


def _ms(texto: str, parte: str) -> float:
    numero, unidad = re.search(rf"{parte}\s+([\d.]+)(us|ms|s)", texto).groups()
    return float(numero) * _UNIDADES[unidad]
