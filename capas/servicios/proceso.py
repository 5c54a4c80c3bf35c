"""One run of mapserv: few at once, for a limited time, with nothing in its environment but what it needs."""

import os
import shutil
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.http.request import split_domain_port

from capas.servicios.peticion import ExcepcionOgc

TROZO = 64 * 1024
ESPERA = 2  # seconds for a place
_lugares = threading.BoundedSemaphore(settings.MAPSERVER_PROCESOS)


def programa() -> str:
    ruta = settings.MAPSERVER or shutil.which("mapserv") or shutil.which("mapserv", path="/usr/lib/cgi-bin")
    if not ruta:
        raise ExcepcionOgc("NoApplicableCode", "El servicio de mapas no está instalado.", estado=503)
    return ruta


def hay_programa() -> bool:
    """Whether this machine draws maps at all."""
    try:
        return bool(programa())
    except ExcepcionOgc:
        return False


class Corrida(ABC):
    """A mapserv at work: `cabeceras`, then its answer piece by piece. `close` ends it and frees its place."""

    salida: BufferedReader

    def __init__(self, entorno: dict[str, str], xml: bytes):
        if not _lugares.acquire(timeout=ESPERA):
            raise ExcepcionOgc(
                "NoApplicableCode", "Hay muchas peticiones a la vez; intente en unos segundos.", estado=503
            )
        try:
            self.empezar(entorno, xml)
        except BaseException:
            _lugares.release()
            raise
        self.abierta = True
        self.cabeceras = self._leer_cabeceras()
        self.primero = self.salida.read1(TROZO)

    @abstractmethod
    def empezar(self, entorno: dict[str, str], xml: bytes) -> None:
        """Sets it to work and leaves its answer in `salida`."""

    @abstractmethod
    def termino_bien(self) -> bool:
        """Whether the answer is whole, once it has been read."""

    @abstractmethod
    def acabar(self) -> None:
        """Ends it, however far it came."""

    def _leer_cabeceras(self) -> dict[str, str]:
        cabeceras: dict[str, str] = {}
        while (linea := self.salida.readline(8192).strip()) and len(cabeceras) < 20:
            nombre, _, valor = linea.decode("latin-1").partition(":")
            cabeceras[nombre.lower()] = valor.strip()
        return cabeceras

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield self.primero
            while trozo := self.salida.read1(TROZO):
                yield trozo
            if not self.termino_bien():
                raise ConnectionError("mapserv no terminó su respuesta")  # a cut answer must not look whole
        finally:
            self.close()

    def close(self) -> None:
        if self.abierta:
            self.abierta = False
            self.acabar()
            _lugares.release()


class PorCgi(Corrida):
    """A process of its own, that ends with its request."""

    def empezar(self, entorno: dict[str, str], xml: bytes) -> None:
        tubo = subprocess.PIPE
        self.proceso = subprocess.Popen(
            [programa()],
            env=entorno | {"PATH": os.defpath},
            stdin=tubo,
            stdout=tubo,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        # mapserv minds no other signal
        self.reloj = threading.Timer(settings.MAPSERVER_SEGUNDOS, self.proceso.kill)
        self.reloj.start()
        self.salida = cast(BufferedReader, self.proceso.stdout)
        entrada = cast(BufferedWriter, self.proceso.stdin)
        try:
            entrada.write(xml)
            entrada.close()
        except BrokenPipeError:  # it ended without reading
            pass

    def termino_bien(self) -> bool:
        return self.proceso.wait() == 0

    def acabar(self) -> None:
        self.reloj.cancel()
        self.proceso.kill()
        self.salida.close()
        self.proceso.wait()


def correr(request: HttpRequest, carpeta: Path, parametros: dict[str, str], xml: bytes = b"") -> Corrida:
    """Set mapserv to work: one that waits behind MAPSERVER_FCGI where there is such, else a process of its own."""
    from capas.servicios.fastcgi import PorFastcgi

    clase = PorFastcgi if settings.MAPSERVER_FCGI else PorCgi
    return clase(_entorno(request, carpeta, parametros, xml), xml)


def _entorno(request: HttpRequest, carpeta: Path, parametros: dict[str, str], xml: bytes) -> dict[str, str]:
    """CGI's variables and libpq's: the password travels here, never in a file or in an argument."""
    base = connections["lectura"].settings_dict
    servidor, puerto = split_domain_port(request.get_host())
    seguro = request.is_secure()
    entorno = {
        "MS_MAPFILE": str(carpeta / "sig.map"),
        "MAPSERVER_CONFIG_FILE": str(carpeta / "mapserver.conf"),
        "REQUEST_METHOD": "POST" if xml else "GET",
        "QUERY_STRING": "" if xml else urlencode(parametros),
        "SERVER_NAME": servidor,
        "SERVER_PORT": puerto or ("443" if seguro else "80"),
        "SCRIPT_NAME": request.path,
        "PGHOST": str(base["HOST"]),
        "PGPORT": str(base["PORT"]),
        "PGUSER": str(base["USER"]),
        "PGPASSWORD": str(base["PASSWORD"]),
        "PGDATABASE": str(base["NAME"]),
        "PGCONNECT_TIMEOUT": "3",
    }
    if "sslmode" in base.get("OPTIONS", {}):
        entorno["PGSSLMODE"] = base["OPTIONS"]["sslmode"]
    if seguro:
        entorno["HTTPS"] = "on"
    if xml:
        entorno |= {"CONTENT_TYPE": "text/xml", "CONTENT_LENGTH": str(len(xml))}
    return {k: v for k, v in entorno.items() if v}
