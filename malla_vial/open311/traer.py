"""Fetch a picture from an address that a stranger gave, without lending our place in the network to the stranger.

Each name is resolved once, every address it has must be public, and the connection goes to that very address: a name that
changes its answer between the check and the call (DNS rebinding) finds nothing. A redirect is a new address, checked as such.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings

SEGUNDOS, SALTOS = 15, 3
PUERTOS = {"http": 80, "https": 443}
_REDIRIGE = {301, 302, 303, 307, 308}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_DE_LA_NUBE = ipaddress.ip_address("168.63.129.16")  # a public number that inside Azure is the machine's own host


class NoTraido(Exception):
    """The picture was not fetched; the message says why, for staff."""


@dataclass(frozen=True)
class Destino:
    """An address taken apart: where to call (an IP), and for whom to ask."""

    esquema: str
    nombre: str
    ip: str
    puerto: int
    ruta: str


def traer_imagen(url: str) -> io.BytesIO:
    """The bytes of a picture, with `name` and `size` like those of an upload. Raises NoTraido."""
    for _ in range(SALTOS + 1):
        contenido, siguiente = _pedir(resolver(url))
        if siguiente is None:
            archivo = io.BytesIO(contenido)
            archivo.name, archivo.size = "media_url", len(contenido)  # type: ignore[attr-defined]
            return archivo
        url = urljoin(url, siguiente)
    raise NoTraido("La dirección redirige demasiadas veces.")


def resolver(url: str) -> Destino:
    """Raises NoTraido for what is not a plain web address of a public machine."""
    try:
        partes = urlsplit(url)
        nombre, puerto = (partes.hostname or "").encode("idna").decode(), partes.port
    except (ValueError, UnicodeError):
        raise NoTraido("La dirección está mal escrita.") from None
    if partes.scheme not in PUERTOS or not nombre or partes.username is not None:
        raise NoTraido("Solo se traen direcciones http y https, sin usuario.")
    if (puerto or PUERTOS[partes.scheme]) != PUERTOS[partes.scheme]:
        raise NoTraido("Solo se traen direcciones en los puertos 80 y 443.")
    puerto = PUERTOS[partes.scheme]
    ruta = (partes.path or "/") + (f"?{partes.query}" if partes.query else "")
    return Destino(partes.scheme, nombre, _ip_publica(nombre, puerto), puerto, ruta)


def _ip_publica(nombre: str, puerto: int) -> str:
    try:
        halladas = {str(quien[4][0]) for quien in socket.getaddrinfo(nombre, puerto, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NoTraido("El nombre de la dirección no existe.") from None
    if not halladas or not all(es_publica(ip) for ip in halladas):
        raise NoTraido("La dirección lleva a una máquina que no es pública.")
    return sorted(halladas, key=lambda ip: (":" in ip, ip))[0]


def es_publica(texto: str) -> bool:
    """Whether an IP is of the public Internet, also where it hides another one inside (mapped, 6to4, Teredo, NAT64)."""
    try:
        ip = ipaddress.ip_address(texto.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour or ip.teredo or ip in _NAT64:
            return False
        ip = ip.ipv4_mapped or ip
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip == _DE_LA_NUBE)


def _pedir(destino: Destino) -> tuple[bytes, str | None]:
    """The body, or where it redirects to. All in all no longer than SEGUNDOS, however slowly the other one drips."""
    conexion = http.client.HTTPConnection(destino.nombre, destino.puerto, timeout=SEGUNDOS)
    try:
        conexion.sock = _conectar(destino)
        reloj = threading.Timer(SEGUNDOS, _cortar, [conexion.sock])
        reloj.start()
        try:
            return _leer(conexion, destino)
        finally:
            reloj.cancel()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoTraido(f"No se pudo traer ({type(error).__name__}).") from error
    finally:
        conexion.close()


def _conectar(destino: Destino) -> socket.socket:
    enchufe = socket.create_connection((destino.ip, destino.puerto), timeout=SEGUNDOS)
    if destino.esquema == "http":
        return enchufe
    return ssl.create_default_context().wrap_socket(enchufe, server_hostname=destino.nombre)


def _cortar(enchufe: socket.socket) -> None:
    with suppress(OSError):
        enchufe.shutdown(socket.SHUT_RDWR)


def _leer(conexion: http.client.HTTPConnection, destino: Destino) -> tuple[bytes, str | None]:
    cabezas = {
        "User-Agent": "sig-municipal",
        "Accept": "image/jpeg,image/png,image/webp",
        "Accept-Encoding": "identity",
    }
    conexion.request("GET", destino.ruta, headers=cabezas | {"Connection": "close"})
    respuesta = conexion.getresponse()
    if respuesta.status in _REDIRIGE and respuesta.headers["Location"]:
        return b"", respuesta.headers["Location"]
    if respuesta.status != 200:
        raise NoTraido(f"La dirección respondió {respuesta.status}.")
    if not respuesta.headers.get_content_type().startswith("image/"):
        raise NoTraido("La dirección no lleva a una imagen.")
    contenido = respuesta.read(settings.FOTO_MAX_BYTES + 1)
    if len(contenido) > settings.FOTO_MAX_BYTES:
        raise NoTraido(f"La imagen pesa más de {settings.FOTO_MAX_BYTES // 1024**2} MB.")
    return contenido, None
