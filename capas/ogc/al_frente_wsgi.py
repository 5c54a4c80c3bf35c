"""The tiles that are kept, and the 304s of those that a browser has, answered before Django makes a request of them.

A map asks for dozens at once. Whatever is not simple (a session, a key, another parameter, a tile not made yet) goes the
long way, by the view, whose answer this one repeats.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from capas import lectura, postgis, teselas_guardadas
from capas.models import FichaCapa
from capas.ogc.documentos import MVT
from capas.ogc.teselas import VIGENCIA

_TESELA = re.compile(r"/ogc/collections/([a-z][a-z0-9-]*)/tiles/WebMercatorQuad/(\d{1,2})/(\d{1,8})/(\d{1,8})")
_CONSULTA = re.compile(r"(?:v=(\d{1,18}))?")
_VARIA = ("Vary", "Accept-Encoding, Accept, Cookie")

Entorno = dict[str, Any]
Respuesta = tuple[str, list[tuple[str, str]], bytes]


class TeselasAlFrente:
    """A WSGI application around another."""

    def __init__(self, aplicacion: Callable[..., Iterable[bytes]]):
        self.aplicacion = aplicacion

    def __call__(self, entorno: Entorno, empezar: Callable[..., Any]) -> Iterable[bytes]:
        respuesta = _respuesta(entorno) if entorno["PATH_INFO"].startswith("/ogc/collections/") else None
        if respuesta is None:
            return self.aplicacion(entorno, empezar)
        estado, cabeceras, cuerpo = respuesta
        empezar(estado, cabeceras)
        return [cuerpo]


def _respuesta(entorno: Entorno) -> Respuesta | None:
    hallada = _TESELA.fullmatch(entorno["PATH_INFO"])
    consulta = _CONSULTA.fullmatch(entorno.get("QUERY_STRING", ""))
    if not (hallada and consulta and _sencilla(entorno)):
        return None
    capa, z, y, x = hallada.groups()
    ficha = _recordada(capa)
    if ficha is None:
        return None
    ruta = entorno["PATH_INFO"] + (f"?{consulta[0]}" if consulta[0] else "")
    vigencia = VIGENCIA if consulta[1] == str(ficha.numero_revision) else "no-cache"
    marca = lectura.marca(ruta, "mvt", ["lectura"], [ficha])
    comunes = [("ETag", marca), ("Cache-Control", f"public, {vigencia}"), _VARIA]
    if marca in entorno.get("HTTP_IF_NONE_MATCH", ""):
        return "304 Not Modified", comunes, b""
    return _guardada(ficha, int(z), int(x), int(y), comunes)


def _sencilla(entorno: Entorno) -> bool:
    """Whether anybody may have sent it: without session or key, by GET, and over TLS where that is asked for."""
    return (
        entorno["REQUEST_METHOD"] == "GET"
        and "gzip" in entorno.get("HTTP_ACCEPT_ENCODING", "")
        and "HTTP_AUTHORIZATION" not in entorno
        and settings.SESSION_COOKIE_NAME not in entorno.get("HTTP_COOKIE", "")
        and not (entorno.get("SCRIPT_NAME") or (settings.SECURE_SSL_REDIRECT and not _con_tls(entorno)))
    )


def _con_tls(entorno: Entorno) -> bool:
    cabecera, valor = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    return entorno["wsgi.url_scheme"] == "https" or (bool(cabecera) and entorno.get(cabecera) == valor)


def _recordada(capa: str) -> FichaCapa | None:
    """The record that this process remembers, if it is the one that stands in the database."""
    try:
        return lectura.recordada(capa, postgis.sello("lectura", capa))
    except DatabaseError:
        return None


def _guardada(ficha: FichaCapa, z: int, x: int, y: int, comunes: list[tuple[str, str]]) -> Respuesta | None:
    tesela = teselas_guardadas.leer(ficha, z, x, y)
    if tesela is None or tesela.recortada or not tesela.gz:
        return None
    propias = [("Content-Type", MVT), ("Content-Encoding", "gzip"), ("Content-Length", str(len(tesela.gz)))]
    return "200 OK", [*propias, *comunes, ("X-Content-Type-Options", "nosniff")], tesela.gz
