"""mapserv that waits for requests (FastCGI 1.0): what production runs, for it spares the start of a process each time."""

import socket
import struct
from io import BufferedReader, RawIOBase

from django.conf import settings

from capas.servicios.peticion import ExcepcionOgc
from capas.servicios.proceso import Corrida

_CABEZA = struct.Struct("!BBHHBx")  # version, type, request, length, padding
_EMPEZAR, _TERMINAR, _VARIABLES, _ENTRADA, _SALIDA = 1, 3, 4, 5, 6
_LARGO = 65_535


class PorFastcgi(Corrida):
    """A request to the mapserv at MAPSERVER_FCGI: `/run/sig/mapserv.sock`, or `host:port`."""

    def empezar(self, entorno: dict[str, str], xml: bytes) -> None:
        try:
            self.enchufe = _conectar(settings.MAPSERVER_FCGI)
            self.enchufe.sendall(_peticion(entorno, xml))
        except OSError as error:
            raise ExcepcionOgc("NoApplicableCode", "El servicio de mapas no responde.", estado=503) from error
        self.registros = _Registros(self.enchufe)
        self.salida = BufferedReader(self.registros)

    def termino_bien(self) -> bool:
        return self.registros.estado == 0

    def acabar(self) -> None:
        self.salida.close()
        self.enchufe.close()


def _conectar(direccion: str) -> socket.socket:
    if direccion.startswith("/"):
        enchufe = socket.socket(socket.AF_UNIX)
        enchufe.settimeout(settings.MAPSERVER_SEGUNDOS)
        enchufe.connect(direccion)
        return enchufe
    servidor, _, puerto = direccion.rpartition(":")
    return socket.create_connection((servidor, int(puerto)), settings.MAPSERVER_SEGUNDOS)


def _peticion(entorno: dict[str, str], xml: bytes) -> bytes:
    variables = b"".join(_par(nombre.encode(), valor.encode()) for nombre, valor in entorno.items())
    return b"".join(
        (
            _registro(_EMPEZAR, struct.pack("!HB5x", 1, 0)),  # a responder, and the connection ends with the answer
            *_corriente(_VARIABLES, variables),
            *_corriente(_ENTRADA, xml),
        )
    )


def _registro(tipo: int, contenido: bytes) -> bytes:
    return _CABEZA.pack(1, tipo, 1, len(contenido), 0) + contenido


def _corriente(tipo: int, contenido: bytes) -> list[bytes]:
    """A stream in records; an empty one closes it."""
    trozos = [contenido[desde : desde + _LARGO] for desde in range(0, len(contenido), _LARGO)]
    return [_registro(tipo, trozo) for trozo in (*trozos, b"")]


def _par(nombre: bytes, valor: bytes) -> bytes:
    return b"".join(map(_largo, (nombre, valor))) + nombre + valor


def _largo(texto: bytes) -> bytes:
    return struct.pack("!B", len(texto)) if len(texto) < 128 else struct.pack("!L", len(texto) | 0x80000000)


class _Registros(RawIOBase):
    """The standard output of the answer, out of its records; `estado` is the exit status once it ended."""

    def __init__(self, enchufe: socket.socket):
        self.lectura, self.pendiente, self.estado = enchufe.makefile("rb"), b"", -1

    def readable(self) -> bool:
        return True

    def readinto(self, destino) -> int:
        while not self.pendiente and self.estado < 0:
            if not self._siguiente():
                return 0
        parte = self.pendiente[: len(destino)]
        destino[: len(parte)], self.pendiente = parte, self.pendiente[len(parte) :]
        return len(parte)

    def _siguiente(self) -> bool:
        try:
            cabeza = self.lectura.read(_CABEZA.size)
        except TimeoutError:
            return False
        if len(cabeza) < _CABEZA.size:
            return False
        _, tipo, _, largo, relleno = _CABEZA.unpack(cabeza)
        contenido = self.lectura.read(largo + relleno)[:largo]
        if tipo == _SALIDA:
            self.pendiente = contenido
        elif tipo == _TERMINAR:
            self.estado = struct.unpack("!L", contenido[:4])[0]
        return True

    def close(self) -> None:
        self.lectura.close()
        super().close()
