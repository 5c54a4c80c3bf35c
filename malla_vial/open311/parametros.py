"""What a request asks. An empty parameter is an absent one (GeoReport v2, «Parameters»)."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from capas.errores import NoExiste, PeticionInvalida
from capas.geometria import CRS84
from capas.ogc.parametros import zonas
from malla_vial.estados import ABIERTOS, CERRADOS

DIAS, PAGINA = 90, 1000
PAGINAS, LISTA_MAXIMA = 10_000, 200
ESTADOS = {"open": ABIERTOS, "closed": CERRADOS}


_AJENO = re.compile(r"_?callback|jsonp|_\D.*|.*[.\x00-\x1f].*|.*__.*", re.DOTALL)


def revisar(parametros: QueryDict) -> None:
    """A name that we do not know is passed over, for clients bring their own; not one that asks for a script or for our inside."""
    for nombre in parametros:
        if _AJENO.fullmatch(nombre):
            raise PeticionInvalida(f"No existe el parámetro «{nombre[:60]!a}».")


def uno(parametros: QueryDict, nombre: str, maximo: int = 2000) -> str:
    """The value of a parameter without its blanks, "" where it is absent."""
    texto = (parametros.get(nombre) or "").strip()
    if "\x00" in texto:
        raise PeticionInvalida(f"«{nombre}» lleva un carácter nulo.")
    if len(texto) > maximo:
        raise PeticionInvalida(f"«{nombre}» admite hasta {maximo} caracteres.")
    return texto


def varios(parametros: QueryDict, nombre: str) -> list[str]:
    """A parameter that may come many times, or with commas."""
    textos = list(chain.from_iterable(texto.split(",") for texto in parametros.getlist(nombre)))
    if len(textos) > LISTA_MAXIMA or any("\x00" in texto for texto in textos):
        raise PeticionInvalida(f"«{nombre}» admite hasta {LISTA_MAXIMA} valores, separados por comas.")
    return [texto.strip() for texto in textos if texto.strip()]


def exigir_jurisdiccion(parametros: QueryDict, propias: Iterable[str] = ()) -> None:
    """Optional, because this is one jurisdiction; another one is a 404. propias: those that a key is for."""
    pedida = uno(parametros, "jurisdiction_id")
    if pedida and pedida not in settings.JURISDICCIONES_OPEN311:
        raise NoExiste("jurisdiction_id: este servicio no atiende esa jurisdicción.")
    if propias and (pedida or settings.JURISDICCIONES_OPEN311[0]) not in propias:
        raise NoExiste("jurisdiction_id: la llave no es de esta jurisdicción.")


def fecha(parametros: QueryDict, nombre: str) -> dt.datetime | None:
    """A W3C date and time with its zone; a day alone is its first moment here."""
    texto = uno(parametros, nombre, 40).replace(" ", "+")  # an unescaped + of the zone
    if not texto:
        return None
    try:
        leida = parse_datetime(texto) or dt.datetime.fromisoformat(texto)
        return (leida if leida.tzinfo else timezone.make_aware(leida)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise PeticionInvalida(f"«{nombre}» va como 2026-01-31T00:00:00Z.") from None


def entero(parametros: QueryDict, nombre: str, por_defecto: int, maximo: int) -> int:
    texto = uno(parametros, nombre)
    if not texto:
        return por_defecto
    if not (texto.isascii() and texto.isdigit() and len(texto) < 9 and 1 <= int(texto) <= maximo):
        raise PeticionInvalida(f"«{nombre}» es un número entero de 1 a {maximo}.")
    return int(texto)


@dataclass(frozen=True)
class Busqueda:
    """The filters of GET /requests, read and sound."""

    codigos: list[str]
    servicios: list[str]
    estados: list[str]
    desde: dt.datetime | None
    hasta: dt.datetime | None
    cambiados_desde: dt.datetime | None
    cambiados_hasta: dt.datetime | None
    zonas: list[GEOSGeometry] | None
    pagina: int
    por_pagina: int
    extendida: bool

    @classmethod
    def leer(cls, request: HttpRequest) -> "Busqueda":
        q = request.GET
        cambios = fecha(q, "updated_after"), fecha(q, "updated_before")
        desde, hasta = _lapso(fecha(q, "start_date"), fecha(q, "end_date"), bool(cambios[0]))
        return cls(
            codigos=varios(q, "service_request_id"),
            servicios=varios(q, "service_code"),
            estados=_estados(varios(q, "status")),
            desde=desde,
            hasta=hasta,
            cambiados_desde=cambios[0],
            cambiados_hasta=cambios[1],
            zonas=_zonas(q),
            pagina=entero(q, "page", 1, PAGINAS),
            por_pagina=entero(q, "page_size", PAGINA, PAGINA),
            extendida=extendida(q),
        )


def extendida(parametros: QueryDict) -> bool:
    return uno(parametros, "extensions").lower() in ("true", "1")


def _lapso(desde, hasta, hay_otro_filtro: bool):
    """At most 90 days, the latest by default; who asks for changes is not held to when a report was made."""
    if desde is None and hasta is None:
        return (None, None) if hay_otro_filtro else (timezone.now() - dt.timedelta(days=DIAS), None)
    try:
        desde = desde or hasta - dt.timedelta(days=DIAS)
        hasta = hasta or desde + dt.timedelta(days=DIAS)
    except OverflowError:
        raise PeticionInvalida("«start_date» o «end_date» está fuera del calendario.") from None
    if not dt.timedelta(0) <= hasta - desde <= dt.timedelta(days=DIAS):
        raise PeticionInvalida(f"De «start_date» a «end_date» hay hasta {DIAS} días; pida por partes.")
    return desde, hasta


def _estados(pedidos: list[str]) -> list[str]:
    if desconocidos := set(pedidos) - ESTADOS.keys():
        raise PeticionInvalida(f"«status» es open o closed; llegó «{sorted(desconocidos)[0][:30]}».")
    return [estado for pedido in dict.fromkeys(pedidos) for estado in ESTADOS[pedido]]


def _zonas(parametros: QueryDict) -> list[GEOSGeometry] | None:
    """west,south,east,north in degrees; None where no box was asked for, empty where it lies outside the country."""
    cajas = zonas(uno(parametros, "bbox", 200) or None, CRS84)
    return None if cajas is None else [GEOSGeometry(caja) for caja in cajas if caja]
