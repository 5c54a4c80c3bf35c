"""What machines ask most, answered before Django makes a request of it: tiles, features of a small box, one feature.

A map asks for dozens at once. Whatever is not simple (a session, a key, another parameter, a page for a person, a mistake) goes
the long way, by the view, whose answer this one repeats.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host

from capas import lectura, postgis, sql_elementos, teselas_guardadas
from capas.acciones import version
from capas.compresion import LARGO_MINIMO, admite_gzip, comprimir
from capas.errores import NoExiste, PeticionInvalida
from capas.geometria import CRS84
from capas.middleware import DESDE_OTRO_SITIO
from capas.models import FichaCapa
from capas.ogc import documentos, parametros
from capas.ogc.documentos import CATALOGO, GEOJSON, MVT
from capas.ogc.teselas import VIGENCIA, indices

PUERTA = "lectura"
CAJA_CHICA = 0.05  # degrees a side: the number of what a larger box holds is kept, and that is the view's
_CAPA = rf"/ogc/collections/(?!{CATALOGO}/)([a-z][a-z0-9-]*)"
_TEXTO = re.compile(r"[A-Za-z0-9=&.,%_-]{0,300}")
_VARIA = ("Vary", "Accept-Encoding, Accept, Cookie")
_SIEMPRE = [_VARIA, ("X-Content-Type-Options", "nosniff"), *DESDE_OTRO_SITIO.items()] + (
    [("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload")]
    if settings.SECURE_HSTS_SECONDS
    else []
)

Respuesta = tuple[str, list[tuple[str, str]], bytes]


@dataclass(frozen=True)
class Pedido:
    """A simple request: anybody may have sent it, by GET, for a machine."""

    entorno: dict[str, Any]

    @property
    def ruta(self) -> str:
        consulta = self.entorno.get("QUERY_STRING", "")
        return self.entorno["PATH_INFO"] + (f"?{consulta}" if consulta else "")

    @property
    def base(self) -> str:
        esquema = "https" if _con_tls(self.entorno) else "http"
        return (settings.URL_PUBLICA or f"{esquema}://{self.entorno['HTTP_HOST']}") + "/ogc"

    @cached_property
    def dado(self) -> dict[str, str]:
        return dict(parse_qsl(self.entorno.get("QUERY_STRING", ""), keep_blank_values=True))

    def solo(self, *admitidos: str) -> bool:
        """Whether it brings nothing but these, each once, in plain characters."""
        consulta = self.entorno.get("QUERY_STRING", "")
        una_vez = len(self.dado) == (consulta.count("&") + 1 if consulta else 0)
        return bool(_TEXTO.fullmatch(consulta)) and una_vez and self.dado.keys() <= set(admitidos)

    def tiene(self, marca: str) -> bool:
        """Whether its sender has what bears this tag already; a weak tag and a strong one are the same (RFC 9110, 13.1.2)."""
        dichas = self.entorno.get("HTTP_IF_NONE_MATCH", "")
        return marca.removeprefix("W/") in dichas or dichas.strip() == "*"

    @property
    def admite_gzip(self) -> bool:
        return admite_gzip(self.entorno.get("HTTP_ACCEPT_ENCODING", ""))

    def responder(self, marca: str, vigencia: str, tipo: str, cuerpo: bytes, gz: bytes = b"") -> Respuesta:
        """With the body compressed if it is large enough; `gz`: what it already is."""
        cabeceras = [("ETag", marca), ("Cache-Control", f"public, {vigencia}"), *_SIEMPRE]
        if self.tiene(marca):
            return "304 Not Modified", cabeceras, b""
        if gz or (len(cuerpo) >= LARGO_MINIMO and self.admite_gzip):
            cuerpo = gz or comprimir(cuerpo)
            cabeceras.append(("Content-Encoding", "gzip"))
        if tipo == GEOJSON:
            cabeceras.append(("Content-Crs", f"<{CRS84.uri}>"))
        return "200 OK", [("Content-Type", tipo), ("Content-Length", str(len(cuerpo))), *cabeceras], cuerpo


class LecturasAlFrente:
    """A WSGI application around another."""

    def __init__(self, aplicacion: Callable[..., Iterable[bytes]]):
        self.aplicacion = aplicacion

    def __call__(self, entorno: dict[str, Any], empezar: Callable[..., Any]) -> Iterable[bytes]:
        respuesta = _respuesta(entorno) if entorno["PATH_INFO"].startswith("/ogc/collections/") else None
        if respuesta is None:
            return self.aplicacion(entorno, empezar)
        estado, cabeceras, cuerpo = respuesta
        empezar(estado, cabeceras)
        return [cuerpo]


def _respuesta(entorno: dict[str, Any]) -> Respuesta | None:
    if not _sencilla(entorno):
        return None
    try:
        for patron, responder in _ATAJOS:
            if hallada := patron.fullmatch(entorno["PATH_INFO"]):
                return responder(Pedido(entorno), *hallada.groups())
    except (DatabaseError, NoExiste, PeticionInvalida):  # the view says what is wrong
        pass
    return None


def _sencilla(entorno: dict[str, Any]) -> bool:
    return (
        entorno["REQUEST_METHOD"] == "GET"
        and "HTTP_AUTHORIZATION" not in entorno
        and settings.SESSION_COOKIE_NAME not in entorno.get("HTTP_COOKIE", "")
        and "text/html" not in entorno.get("HTTP_ACCEPT", "")
        and _es_nuestro(entorno.get("HTTP_HOST", ""), tuple(settings.ALLOWED_HOSTS))
        and not (entorno.get("SCRIPT_NAME") or (settings.SECURE_SSL_REDIRECT and not _con_tls(entorno)))
    )


@lru_cache(maxsize=100)
def _es_nuestro(anfitrion: str, admitidos: tuple[str, ...]) -> bool:
    dominio, _ = split_domain_port(anfitrion)
    return bool(dominio) and validate_host(dominio, admitidos)


def _con_tls(entorno: dict[str, Any]) -> bool:
    cabecera, valor = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    return entorno["wsgi.url_scheme"] == "https" or (bool(cabecera) and entorno.get(cabecera) == valor)


def _tesela(pedido: Pedido, capa: str, z: str, y: str, x: str) -> Respuesta | None:
    nivel, fila, columna = indices(z, y, x)
    ficha = lectura.ultima_recordada(capa)
    if ficha is None or ficha.es_raster or not (pedido.admite_gzip and pedido.solo("v")):
        return None
    marca = lectura.marca(pedido.ruta, "mvt", [PUERTA], [ficha])
    vigencia = VIGENCIA if pedido.dado.get("v") == str(ficha.numero_revision) else "no-cache"
    if pedido.tiene(marca):
        return pedido.responder(marca, vigencia, MVT, b"") if _vigente(ficha) else None
    tesela = teselas_guardadas.obtener(ficha, PUERTA, nivel, columna, fila)
    if not tesela.gz or tesela.recortada or not _vigente(ficha, tesela.sello):
        return None
    return pedido.responder(marca, vigencia, MVT, b"", tesela.gz)


def _vigente(ficha: FichaCapa, sello: str | None = None) -> bool:
    """Whether a layer is still as this process remembers it; `sello`: its stamp, where that is known already."""
    return (sello or postgis.sello(PUERTA, ficha.pk)) == ficha.sello


def _elementos(pedido: Pedido, capa: str) -> Respuesta | None:
    ficha = lectura.ultima_recordada(capa)
    if ficha is None or ficha.es_raster or not (pedido.solo("bbox", "limit") and _es_chica(pedido.dado)):
        return None
    limite = min(
        parametros.entero(pedido.dado.get("limit", str(parametros.LIMITE)), "limit", 1), parametros.LIMITE_MAXIMO
    )
    cajas = [caja for caja in parametros.zonas(pedido.dado["bbox"], CRS84) or () if caja]
    sello, pagina, total = sql_elementos.primera(ficha.capa, PUERTA, CRS84, cajas, limite)
    if sello != ficha.sello or not cajas:
        return None
    cursor = None if pagina.ultimo is None else str(pagina.ultimo)
    enlaces = documentos.enlaces_de_pagina(
        f"{pedido.base}/collections/{ficha.pk}", ficha.titulo, pedido.dado, "json", cursor
    )
    cuerpo = documentos.con_elementos(documentos.elementos(total, pagina.cuantos, enlaces), pagina.features)
    marca = lectura.marca(pedido.ruta, "json", [PUERTA], [ficha])
    return pedido.responder(marca, "no-cache", GEOJSON, cuerpo)


def _es_chica(dado: dict[str, str]) -> bool:
    """Whether the box holds so little that to count it costs less than to look whether the count is kept."""
    lados = dado.get("bbox", "").split(",")
    try:
        oeste, sur, este, norte = map(float, lados)
    except ValueError:
        return False
    return 0 <= este - oeste <= CAJA_CHICA and 0 <= norte - sur <= CAJA_CHICA


def _elemento(pedido: Pedido, capa: str, id_elemento: str) -> Respuesta | None:
    ficha = lectura.ultima_recordada(capa)
    if ficha is None or ficha.es_raster or not pedido.solo():
        return None
    sello, elemento = sql_elementos.uno(ficha.capa, PUERTA, CRS84, int(id_elemento))
    if sello != ficha.sello or elemento is None:
        return None
    id_, texto, escrito = elemento
    cuerpo = documentos.con_enlaces(texto, documentos.enlaces_de_uno(pedido.base, ficha, id_, "json"))
    marca = lectura.marca_de_elemento(pedido.ruta, "json", PUERTA, ficha, version(id_, escrito))
    return pedido.responder(marca, "no-cache", GEOJSON, cuerpo.encode())


_ATAJOS: tuple[tuple[re.Pattern[str], Callable[..., Respuesta | None]], ...] = (
    (re.compile(rf"{_CAPA}/tiles/WebMercatorQuad/(\d{{1,2}})/(\d{{1,8}})/(\d{{1,8}})"), _tesela),
    (re.compile(rf"{_CAPA}/items"), _elementos),
    (re.compile(rf"{_CAPA}/items/(\d{{1,18}})"), _elemento),
)
