"""Who asks: several processes that send each request once and note how long every answer took."""

import multiprocessing
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psycopg2


@dataclass(frozen=True)
class Medida:
    """What one round gave: answers, seconds, the time of each answer in milliseconds, and their bytes."""

    segundos: float
    tiempos: list[float]
    bytes: int

    @property
    def por_segundo(self) -> float:
        return len(self.tiempos) / self.segundos

    def percentil(self, parte: float) -> float:
        return sorted(self.tiempos)[min(int(len(self.tiempos) * parte), len(self.tiempos) - 1)]


def medir(hacer: Callable[[], Callable[[object], int]], peticiones: Iterable[object], juntos: int) -> Medida:
    """Every request once, shared among `juntos` processes; `hacer()` opens a connection and gives what sends one."""
    peticiones = list(peticiones)
    hijos = multiprocessing.get_context("fork")
    salida, cola = hijos.Barrier(juntos + 1), hijos.SimpleQueue()
    for parte in range(juntos):
        hijos.Process(target=_pedir, args=(hacer, peticiones[parte::juntos], salida, cola), daemon=True).start()
    salida.wait(60)
    comienzo = time.perf_counter()
    partes = [cola.get() for _ in range(juntos)]
    segundos = time.perf_counter() - comienzo
    if fallas := [falla for _, _, falla in partes if falla]:
        raise RuntimeError(fallas[0])
    return Medida(segundos, [t for tiempos, _, _ in partes for t in tiempos], sum(b for _, b, _ in partes))


def _pedir(hacer, peticiones, salida, cola) -> None:
    pedir, tiempos, bytes_, falla = hacer(), [], 0, ""
    salida.wait(60)
    try:
        for peticion in peticiones:
            comienzo = time.perf_counter()
            bytes_ += pedir(peticion)
            tiempos.append((time.perf_counter() - comienzo) * 1000)
    except Exception as error:
        falla = f"{peticion}: {error}"
    cola.put((tiempos, bytes_, falla))


def por_http(puerto: int, cabeceras: str = "") -> Callable[[], Callable[[object], int]]:
    """A kept connection to the service, over a bare socket: the client costs as little as psycopg2's."""

    def hacer():
        enchufe = socket.create_connection(("127.0.0.1", puerto))
        enchufe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def pedir(ruta) -> int:
            enchufe.sendall(f"GET {ruta} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cabeceras}\r\n".encode())
            recibido = enchufe.recv(65536)
            while (fin := recibido.find(b"\r\n\r\n")) < 0:
                recibido += enchufe.recv(65536)
            cabeza = recibido[:fin].lower()
            if cabeza[9:12] not in (b"200", b"204", b"304"):
                raise RuntimeError(recibido[:300].decode(errors="replace"))
            _, hay, resto = cabeza.partition(b"content-length: ")
            largo, leidos = int(resto.split(b"\r\n")[0]) if hay else 0, len(recibido) - fin - 4
            while leidos < largo:
                leidos += len(enchufe.recv(1 << 20))
            return largo

        return pedir

    return hacer


# The first call of PostGIS and of a transformation in a session costs some 15 ms.
_CALENTAR = """SELECT ST_AsMVTGeom(ST_MakePoint(1, 1), ST_MakeEnvelope(0, 0, 2, 2)),
    ST_Transform(ST_Transform(ST_SetSRID(ST_MakePoint(-75, 4), 4326), 9377), 4326)"""


def por_sql(dsn: str) -> Callable[[], Callable[[object], int]]:
    """A kept connection to the database; each request is its statements, and the bytes are those of the last column."""

    def hacer():
        conexion = psycopg2.connect(dsn)
        conexion.autocommit = True
        cursor = conexion.cursor()
        cursor.execute(_CALENTAR)

        def pedir(consultas) -> int:
            bytes_ = 0
            for consulta in consultas:
                cursor.execute(consulta)
                bytes_ = sum(len(fila[-1]) for fila in cursor.fetchall() if isinstance(fila[-1], str | memoryview))
            return bytes_

        return pedir

    return hacer
