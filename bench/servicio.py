"""The service under measure: started as in production, and what it costs in processor and memory."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

_TICS = os.sysconf("SC_CLK_TCK")


class Servicio:
    def __init__(self, proceso: subprocess.Popen, puerto: int):
        self.proceso, self.puerto = proceso, puerto

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.puerto}"

    def procesos(self) -> list[int]:
        hijos = Path(f"/proc/{self.proceso.pid}/task/{self.proceso.pid}/children").read_text().split()
        return [self.proceso.pid, *map(int, hijos)]

    def cpu(self) -> float:
        """Seconds of processor that the service has used."""
        campos = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.procesos()]
        return sum(int(c[11]) + int(c[12]) for c in campos) / _TICS

    def memoria_mb(self) -> float:
        """Proportional set size of all its processes, in MB."""
        lineas = [Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid in self.procesos()]
        return sum(int(linea.split()[1]) for uno in lineas for linea in uno if linea.startswith("Pss:")) / 1024


def libre() -> int:
    """A port that nobody uses."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


@contextmanager
def servir(trabajadores: int, hilos: int, registro: Path):
    """The service with the settings of the bench, until the block ends."""
    puerto = libre()
    orden = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "gis_project.wsgi:application", "--port", str(puerto),
             "--workers", str(trabajadores), "--blocking-threads", str(hilos), "--no-ws", "--log-level", "warning"]  # fmt: skip
    with registro.open("w") as salida:
        proceso = subprocess.Popen(orden, stdout=salida, stderr=salida)
    try:
        _esperar(puerto)
        yield Servicio(proceso, puerto)
    finally:
        proceso.terminate()
        proceso.wait(15)


def _esperar(puerto: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", puerto), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("El servicio no arrancó; vea var/banco.log.")
