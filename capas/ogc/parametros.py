"""From the untrusted text of a request to typed values; every refusal says which parameter and why."""

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import DateTimeField, Expression, Field, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from capas import cql2, tiempo
from capas.catalogo import Capa
from capas.errores import PeticionInvalida
from capas.geometria import CRS84, SISTEMAS, Crs, caja
from capas.ogc import orden as orden_
from capas.ogc.orden import Orden
from capas.ogc.valores import entero, valor

LIMITE, LIMITE_MAXIMO = 100, 10_000
_BLANCOS = "\t\n\r"  # both languages of filters are written over several lines
FORMATOS = {"json": "application/json", "html": "text/html"}


def revisar(request: HttpRequest, admitidos: set[str]) -> None:
    """Refuse what no parameter is called, what is given twice, and control characters."""
    for nombre, valores in request.GET.lists():
        if nombre not in admitidos:
            raise PeticionInvalida(
                f"No existe el parámetro «{nombre[:60]}». Se admiten: {', '.join(sorted(admitidos))}."
            )
        if len(valores) > 1:
            raise PeticionInvalida(f"El parámetro «{nombre}» está repetido: dé un solo valor.")
        blancos = _BLANCOS if nombre == "filter" else ""
        if any(ord(letra) < 32 and letra not in blancos for letra in valores[0]):
            raise PeticionInvalida(f"El parámetro «{nombre}» tiene caracteres de control.")


def formato(request: HttpRequest, otros: dict[str, str] | None = None) -> str:
    """The representation asked for: by `f`, else by Accept, else JSON."""
    formatos = FORMATOS | (otros or {})
    if (pedido := request.GET.get("f")) is not None:
        if pedido not in formatos:
            raise PeticionInvalida(f"No existe el formato «{pedido[:40]}» en «f». Se admiten: {', '.join(formatos)}.")
        return pedido
    if request.headers.get("Accept", "*/*") == "*/*":  # most programmes: spares reading it
        return "json"
    preferido = request.get_preferred_type(
        [*formatos.values(), "application/geo+json", "application/vnd.oai.openapi+json"]
    )
    return next((nombre for nombre, tipo in formatos.items() if tipo == preferido), "json")


def uno_de(request: HttpRequest, formatos: dict[str, str]) -> str:
    """Like `formato`, of a document that exists only in these; the first is what comes unasked."""
    if (pedido := request.GET.get("f")) is not None:
        if pedido not in formatos:
            raise PeticionInvalida(f"No existe el formato «{pedido[:40]}» en «f». Se admiten: {', '.join(formatos)}.")
        return pedido
    preferido = request.get_preferred_type(list(formatos.values()))
    return next((nombre for nombre, tipo in formatos.items() if tipo == preferido), next(iter(formatos)))


@dataclass(frozen=True)
class Peticion:
    """What a request for features asks: which ones, how many, from where on, in which reference system."""

    limite: int
    crs: Crs
    orden: Orden = field(default_factory=Orden)
    zonas: tuple[str | None, ...] | None = None
    filtro: Q = field(default_factory=Q)
    condicion: Expression | None = None  # of CQL2

    @property
    def sencilla(self) -> bool:
        """Whether it asks for nothing but boxes and pages, whose SQL is always the same."""
        return not self.filtro and self.condicion is None and not self.orden.criterios

    @property
    def cajas(self) -> list[str] | None:
        """The boxes (EWKT) that lie in the country; None where no box was given."""
        return None if self.zonas is None else [zona for zona in self.zonas if zona is not None]

    def aplicar(self, queryset: QuerySet) -> QuerySet:
        """The features asked for, before paging."""
        queryset = queryset.filter(self.filtro)
        if self.condicion is not None:
            queryset = queryset.filter(self.condicion)
        if self.cajas is None:
            return queryset
        if not self.cajas:
            return queryset.none()
        condicion = Q()
        for zona in self.cajas:
            condicion |= Q(geom__intersects=GEOSGeometry(zona))
        return queryset.filter(condicion)

    def para_archivo(self, queryset: QuerySet) -> QuerySet:
        """The features of a file: a filter that cannot be worked out on some row is refused before the first byte."""
        queryset = self.aplicar(queryset)
        if self.condicion is not None:
            queryset.order_by().count()
        return queryset


RESERVADOS = {"f", "limit", "bbox", "bbox-crs", "datetime", "crs", "cursor", "filter", "filter-lang", "filter-crs"}


def leer(request: HttpRequest, capa: Capa, limite_por_defecto: int = LIMITE, ordenable: bool = False) -> Peticion:
    """Read a request for features; `ordenable` where the answer has an order to choose. Raises PeticionInvalida."""
    reservados = RESERVADOS | ({"sortby"} if ordenable else set())
    propios = {nombre: campo for nombre, campo in orden_.ordenables(capa).items() if nombre not in reservados}
    revisar(request, reservados | set(propios))
    dado = request.GET.get
    filtro = intervalo(dado("datetime"), capa)
    for nombre in propios.keys() & request.GET.keys():
        filtro &= Q(**{nombre: valor(propios[nombre], request.GET[nombre])})
    return Peticion(
        limite=min(entero(dado("limit", str(limite_por_defecto)), "limit", 1), LIMITE_MAXIMO),
        crs=crs(dado("crs", CRS84.uri), "crs"),
        orden=orden_.leer(dado("sortby", ""), dado("cursor", "0"), capa),
        zonas=zonas(dado("bbox"), crs(dado("bbox-crs", CRS84.uri), "bbox-crs")),
        filtro=filtro,
        condicion=condicion(request, cql2.consultables(capa)),
    )


def condicion(request: HttpRequest, campos: Mapping[str, Field]) -> Expression | None:
    """The condition of `filter` on these fields, in the language and reference system that the request says; None without one."""
    dado = request.GET.get
    lenguaje = dado("filter-lang", "cql2-text")
    if lenguaje not in cql2.LENGUAJES:
        raise PeticionInvalida(f"«filter-lang» es uno de: {', '.join(cql2.LENGUAJES)}; llegó «{lenguaje[:40]}».")
    sistema = crs(dado("filter-crs", CRS84.uri), "filter-crs")
    return cql2.condicion(dado("filter", ""), campos, lenguaje, sistema) if "filter" in request.GET else None


def crs(uri: str, nombre: str) -> Crs:
    """A reference system of the allow-list; nothing that was sent is ever opened or resolved."""
    uri = uri.strip().removeprefix("<").removesuffix(">") if uri.startswith("<") else uri
    if uri not in SISTEMAS:
        raise PeticionInvalida(
            f"«{nombre}» no es un sistema de referencia admitido. Use uno de: {', '.join(SISTEMAS)}."
        )
    return SISTEMAS[uri]


def zonas(texto: str | None, sistema: Crs) -> tuple[str | None, ...] | None:
    """The box (EWKT), or the two boxes of one that crosses the antimeridian; None where no bbox was given."""
    if texto is None:
        return None
    x0, y0, x1, y1 = _lados(texto)
    if sistema.norte_primero:
        x0, y0, x1, y1 = y0, x0, y1, x1
    if y0 > y1:
        raise PeticionInvalida("«bbox» está al revés: el borde sur es mayor que el norte.")
    if x0 > x1 and sistema.srid in (4326, 4686):
        return caja(x0, y0, 180, y1, sistema), caja(-180, y0, x1, y1, sistema)
    if x0 > x1:
        raise PeticionInvalida("«bbox» está al revés: el borde oeste es mayor que el este.")
    return (caja(x0, y0, x1, y1, sistema),)


def _lados(texto: str) -> tuple[float, float, float, float]:
    partes = texto.split(",")
    if len(partes) not in (4, 6):
        raise PeticionInvalida(f"«bbox» lleva 4 números (o 6 con alturas) separados por comas; llegaron {len(partes)}.")
    try:
        numeros = [float(parte) for parte in partes]
    except ValueError:
        raise PeticionInvalida("«bbox» lleva solo números separados por comas.") from None
    if not all(map(math.isfinite, numeros)):
        raise PeticionInvalida("«bbox» lleva solo números finitos.")
    return (numeros[0], numeros[1], numeros[3], numeros[4]) if len(numeros) == 6 else (*numeros,)  # type: ignore[return-value]


def intervalo(texto: str | None, capa: Capa) -> Q:
    """A condition on the layer's time field; none without `datetime`. A layer without time holds at any time (OGC
    17-069r4, 7.15.4)."""
    if texto is None:
        return Q()
    desde, hasta = extremos(texto)
    if not capa.tiempo:
        return Q()
    con_hora = isinstance(capa.campo(capa.tiempo), DateTimeField)
    condicion = Q()
    for comparacion, extremo in (("gte", desde), ("lte", hasta)):
        if extremo:
            valor = extremo if con_hora else timezone.localtime(extremo).date()
            condicion &= Q(**{f"{capa.tiempo}__{comparacion}": valor})
    return condicion


def extremos(texto: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The two ends of `datetime`, an instant or an interval; None is its open end. Raises PeticionInvalida."""
    partes = texto.split("/")
    if len(partes) > 2:
        raise PeticionInvalida("«datetime» es un instante o un intervalo con una sola barra: 2026-01-01/2026-06-30.")
    desde, hasta = _instante(partes[0], al_final=False), _instante(partes[-1], al_final=True)
    if desde is None and hasta is None:
        raise PeticionInvalida("«datetime» necesita una fecha, por ejemplo 2026-11-21 o 2026-11-01/..")
    if desde and hasta and desde > hasta:
        raise PeticionInvalida("«datetime» está al revés: el comienzo es posterior al fin.")
    return desde, hasta


def _instante(texto: str, al_final: bool) -> dt.datetime | None:
    """An RFC 3339 instant; a date alone is its first or its last moment, in the municipality's time."""
    if texto in ("", ".."):
        return None
    try:
        return tiempo.del_dia(tiempo.dia(texto), al_final) if len(texto) == 10 else tiempo.instante(texto)
    except (ValueError, OverflowError):
        raise PeticionInvalida(
            f"«datetime» no se entiende: «{texto[:40]}». Use fechas como 2026-11-21 o 2026-11-21T08:00:00Z."
        ) from None


def objeto(cuerpo: bytes | str) -> dict[str, Any]:
    """A JSON object with finite numbers. Raises PeticionInvalida."""
    try:
        leido = json.loads(cuerpo, parse_constant=_sin_nan)
        json.dumps(leido, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        leido = None
    if not isinstance(leido, dict):
        raise PeticionInvalida("El cuerpo debe ser un objeto JSON.")
    return leido


def _sin_nan(nombre: str) -> None:
    raise ValueError(nombre)
