"""What was acknowledged is stored, and once: clients on a bad network file reports with photos, all at a time.

`python -m bench.reportes --clientes 32 --reportes 640`. It works in a database of its own, which it makes and drops, against the service started
as in production. Each client cuts connections at random, sends again until it has a number, and now and then sends once more what it already has.
`--sin-clave` sends each attempt under a new key: the proof that the harness sees doubled reports.
"""

import argparse
import hashlib
import io
import json
import os
import random
import socket
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import django
from PIL import Image

from bench.__main__ import VAR, en_base_propia

INTENTOS = 40
CORTE = 0.12  # of the sends, cut while the body goes out or while the answer comes
REPETIR = 0.15  # of the reports, sent again when they already have their number


@dataclass
class Reporte:
    texto: str
    fotos: list[bytes]
    adelantadas: bool
    clave: str = field(default_factory=lambda: str(uuid.uuid4()))
    codigos: set[str] = field(default_factory=set)
    segundos: float = 0
    intentos: int = 0
    rechazos: list[str] = field(default_factory=list)


class Cortada(Exception):
    """The network went away."""


def multiparte(campos: list[tuple[str, str]], fotos: list[bytes]) -> tuple[str, bytes]:
    """(Content-Type, body) of a form with photos under the name `foto`."""
    marca = uuid.uuid4().hex
    partes = [f'Content-Disposition: form-data; name="{n}"\r\n\r\n{v}'.encode() for n, v in campos]
    cabeza = b'Content-Disposition: form-data; name="foto"; filename="f.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    partes += [cabeza + foto for foto in fotos]
    cuerpo = b"".join(b"--" + marca.encode() + b"\r\n" + parte + b"\r\n" for parte in partes)
    return f"multipart/form-data; boundary={marca}", cuerpo + f"--{marca}--\r\n".encode()


class Cliente:
    """A phone: a cookie, a token, and a network that is cut at random."""

    def __init__(self, puerto: int, azar: random.Random, corte: float = CORTE) -> None:
        self.puerto, self.azar, self.corte, self.galletas = puerto, azar, corte, SimpleCookie()

    def pedir(self, metodo: str, ruta: str, cuerpo: bytes = b"", **cabeceras: str) -> tuple[int, dict[str, Any]]:
        """Status and JSON. Raises Cortada."""
        conexion = HTTPConnection("127.0.0.1", self.puerto, timeout=60)
        galletas = "; ".join(f"{nombre}={g.value}" for nombre, g in self.galletas.items())
        try:
            conexion.connect()
            conexion.putrequest(metodo, ruta)
            todas = {"Accept": "application/json", "Cookie": galletas, "Content-Length": str(len(cuerpo))} | cabeceras
            for nombre, valor in todas.items():
                conexion.putheader(nombre, valor)
            conexion.endheaders()
            return self._terminar(conexion, cuerpo)
        except (OSError, HTTPException) as falla:
            raise Cortada from falla
        finally:
            conexion.close()

    def _terminar(self, conexion: HTTPConnection, cuerpo: bytes) -> tuple[int, dict[str, Any]]:
        suerte = self.azar.random() if cuerpo else 1
        conexion.send(cuerpo[: int(len(cuerpo) * self.azar.random())] if suerte < self.corte / 2 else cuerpo)
        if suerte < self.corte / 2:
            raise Cortada
        if suerte < self.corte:  # it got there; the answer did not come back
            time.sleep(self.azar.random() * 0.3)
            conexion.sock.shutdown(socket.SHUT_RDWR)
            raise Cortada
        respuesta: HTTPResponse = conexion.getresponse()
        for galleta in respuesta.headers.get_all("Set-Cookie", []):
            self.galletas.load(galleta)
        texto = respuesta.read()
        return respuesta.status, json.loads(texto) if texto[:1] == b"{" else {}

    def escribir(self, ruta: str, campos: list[tuple[str, str]], fotos: list[bytes]) -> tuple[int, dict[str, Any]]:
        ficha = self.pedir("GET", "/reportar/ficha")[1]["ficha"]
        tipo, cuerpo = multiparte(campos, fotos)
        return self.pedir("POST", ruta, cuerpo, **{"Content-Type": tipo, "X-CSRFToken": ficha})

    def enviar(self, reporte: Reporte) -> tuple[int, dict[str, Any]]:
        """Photos ahead or inside, then the report."""
        if reporte.adelantadas:
            for foto in reporte.fotos:
                self.escribir("/reportar/fotos", [("clave", reporte.clave)], [foto])
        campos = {
            "clave": reporte.clave,
            "tipo": "hueco",
            "lon": "-75.2322",
            "lat": "4.4389",
            "descripcion": reporte.texto,
        }
        subidas = [hashlib.sha256(f).hexdigest() for f in reporte.fotos] if reporte.adelantadas else []
        pares = [*campos.items(), ("subida", ""), *(("subida", huella) for huella in subidas)]
        return self.escribir("/reportar", pares, [] if reporte.adelantadas else reporte.fotos)


def radicar(cliente: Cliente, reporte: Reporte, *, sin_clave: bool) -> None:
    """Send until there is a number, as the queue of the phone does; sometimes once more."""
    comienzo = time.perf_counter()
    for _ in range(INTENTOS):
        reporte.intentos += 1
        if sin_clave:
            reporte.clave = str(uuid.uuid4())
        try:
            estado, cuerpo = cliente.enviar(reporte)
        except Cortada:
            continue
        if estado == 201:
            reporte.segundos = reporte.segundos or time.perf_counter() - comienzo
            reporte.codigos.add(cuerpo["codigo"])
            if cliente.azar.random() > REPETIR:
                return
        else:
            reporte.rechazos.append(f"{estado} {cuerpo.get('detail', '')}")


def foto(azar: random.Random) -> bytes:
    """A JPEG of some 150 KB, different each time, as a phone sends it once shrunk."""
    base = Image.effect_noise((640, 480), 40).resize((1600, 1200)).convert("RGB")
    base.putpixel((azar.randrange(1600), azar.randrange(1200)), tuple(azar.randrange(256) for _ in range(3)))
    salida = io.BytesIO()
    base.save(salida, "JPEG", quality=70, comment=azar.randbytes(8))
    return salida.getvalue()


def inventar(cuantos: int, azar: random.Random) -> Iterator[Reporte]:
    fotos = [foto(azar) for _ in range(min(cuantos, 60))]
    for n in range(cuantos):
        propias = [_distinta(f, azar) for f in azar.sample(fotos, azar.randint(1, 3))]
        yield Reporte(f"Reporte de carga {n}", propias, adelantadas=azar.random() < 0.5)


def _distinta(jpeg: bytes, azar: random.Random) -> bytes:
    """The same picture under another fingerprint: a comment (COM) of its own after the first mark."""
    return jpeg[:2] + b"\xff\xfe\x00\x12" + azar.randbytes(16) + jpeg[2:]


def cargar(puerto: int, opciones: argparse.Namespace) -> list[Reporte]:
    """Every report, among so many clients at once."""
    azar = random.Random(opciones.semilla)
    reportes = list(inventar(opciones.reportes, azar))
    aparte = threading.local()

    def uno(reporte: Reporte) -> None:
        if not hasattr(aparte, "cliente"):
            aparte.cliente = Cliente(puerto, random.Random(azar.random()))
        radicar(aparte.cliente, reporte, sin_clave=opciones.sin_clave)

    with ThreadPoolExecutor(opciones.clientes) as juntos:
        list(juntos.map(uno, reportes))
    return reportes


@dataclass
class Cuenta:
    """What the clients were told, against what the database and the disk hold."""

    acusados: int = 0
    guardados: int = 0
    doblados: int = 0
    perdidos: int = 0
    fotos: int = 0
    fotos_mal: int = 0
    conciliacion: str = ""

    @property
    def bien(self) -> bool:
        return not (self.doblados or self.perdidos or self.fotos_mal) and self.acusados == self.guardados


def contar(reportes: list[Reporte]) -> Cuenta:
    """Every photo by the fingerprint of what was sent, and its file opened from the disk."""
    from malla_vial.acciones import conciliar_fotos
    from malla_vial.models import Reporte as Guardado

    cuenta = Cuenta(acusados=sum(bool(r.codigos) for r in reportes))
    for reporte in reportes:
        filas = list(Guardado.objects.filter(descripcion=reporte.texto).prefetch_related("fotos"))
        cuenta.guardados += bool(filas)
        cuenta.doblados += max(len(filas) - 1, 0)
        cuenta.perdidos += len(reporte.codigos - {fila.codigo for fila in filas})
        for fila in filas[:1]:
            suyas = sorted(f.huella for f in fila.fotos.all())
            cuenta.fotos += len(suyas)
            cuenta.fotos_mal += suyas != sorted(hashlib.sha256(f).hexdigest() for f in reporte.fotos)
            cuenta.fotos_mal += sum(not _se_abre(f.archivo.path) for f in fila.fotos.all())
    hallado = conciliar_fotos(simular=True)
    cuenta.conciliacion = f"{len(hallado.perdidos)} archivos que faltan"
    cuenta.fotos_mal += len(hallado.perdidos)
    return cuenta


def _se_abre(ruta: str) -> bool:
    try:
        with Image.open(ruta) as imagen:
            imagen.load()
        return True
    except OSError:
        return False


def imprimir(reportes: list[Reporte], cuenta: Cuenta, segundos: float, clientes: int) -> None:
    tiempos = sorted(r.segundos for r in reportes if r.segundos)
    p50, p95, p99 = (tiempos[min(int(len(tiempos) * p), len(tiempos) - 1)] for p in (0.5, 0.95, 0.99))
    print(
        f"{len(reportes)} reportes de {clientes} clientes a la vez, en {segundos:.1f} s ({len(reportes) / segundos:.1f} por segundo)"
    )
    print(
        f"intentos {sum(r.intentos for r in reportes)}, conexiones cortadas cerca de {CORTE:.0%}, repetidos adrede cerca de {REPETIR:.0%}"
    )
    print(
        f"acusados {cuenta.acusados}, guardados {cuenta.guardados}, doblados {cuenta.doblados}, perdidos {cuenta.perdidos}"
    )
    print(f"fotos {cuenta.fotos}, con la huella o el archivo mal {cuenta.fotos_mal}; {cuenta.conciliacion}")
    print(f"hasta el número, con sus reintentos: p50 {p50:.2f} s, p95 {p95:.2f} s, p99 {p99:.2f} s")
    for motivo, veces in Counter(motivo for r in reportes for motivo in r.rechazos).most_common(5):
        print(f"  {veces} × {motivo}")
    print("BIEN: lo acusado está guardado, una vez" if cuenta.bien else "MAL")


def leer() -> argparse.Namespace:
    opciones = argparse.ArgumentParser(prog="python -m bench.reportes", description=__doc__)
    opciones.add_argument("--clientes", type=int, default=32)
    opciones.add_argument("--reportes", type=int, default=640)
    opciones.add_argument("--trabajadores", type=int, default=min(4, os.cpu_count() or 1))
    opciones.add_argument("--hilos", type=int, default=4)
    opciones.add_argument("--semilla", type=int, default=4)
    opciones.add_argument("--sin-clave", action="store_true", help="cada intento con otra clave: debe doblar")
    return opciones.parse_args()


def principal() -> int:
    opciones = leer()
    bien = []

    def medir() -> None:
        with tempfile.TemporaryDirectory() as media:
            os.environ |= {"MEDIA_ROOT": media, "LIMITES_FACTOR": "0", "FOTOS_SUELTAS_MAXIMO": "100000"}
            django.setup()
            bien.append(_medir(opciones, VAR / "reportes.log"))

    en_base_propia(medir)
    return 0 if bien[0] else 1


def _medir(opciones: argparse.Namespace, registro: Path) -> bool:
    from django.core.management import call_command

    from bench.servicio import servir

    call_command("migrate", verbosity=0)
    with servir(opciones.trabajadores, opciones.hilos, registro) as servicio:
        comienzo = time.perf_counter()
        reportes = cargar(servicio.puerto, opciones)
        segundos = time.perf_counter() - comienzo
        cuenta = contar(reportes)
    imprimir(reportes, cuenta, segundos, opciones.clientes)
    return cuenta.bien


if __name__ == "__main__":
    sys.exit(principal())
