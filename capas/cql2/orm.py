"""The one compiler: from a CQL2 tree to a condition of the ORM. Properties are the layer's, values are bound, types are checked.

Conditions are SQL expressions and not `Q`: Django's `~Q` holds for a null, and in CQL2 the negation of unknown is unknown.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, Polygon
from django.db.models import Expression, F, FloatField, TextField, Value
from django.db.models import Field as Campo
from django.db.models.functions import Cast

from capas import geojson
from capas.cql2 import espacio, tiempo
from capas.cql2.arbol import VERTICES, FiltroInvalido
from capas.cql2.sql import logico, plantilla
from capas.cql2.tipos import NUMERO, TEXTO, TIPOS, Tipo, tipo_de
from capas.geometria import SRID_MAESTRO, Crs, GeometriaDefectuosa

COMPARACIONES = {"=", "<>", "<", ">", "<=", ">="}
ESPACIALES = {
    "s_intersects": "ST_Intersects", "s_equals": "ST_Equals", "s_touches": "ST_Touches", "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps", "s_crosses": "ST_Crosses", "s_contains": "ST_Contains",
}  # fmt: skip
ARITMETICA = {
    "+": "(%s + %s)",
    "-": "(%s - %s)",
    "*": "(%s * %s)",
    "/": "(%s / NULLIF(%s, 0))",
    "%": "mod(%s::numeric, NULLIF(%s::numeric, 0))::double precision",
    "div": "trunc(%s / NULLIF(%s, 0))",
    "^": "power(%s, %s)",
}
COMODINES, PATRON = 10, 200


@dataclass(frozen=True)
class Operando:
    """One side of a predicate: what it is in SQL, of what type, and for a literal its plain value."""

    sql: Any
    tipo: Tipo
    literal: Any = None


class Compilador:
    """Compiles filters on some fields, by name; geometries in them are in `crs`."""

    def __init__(self, campos: Mapping[str, Campo], crs: Crs) -> None:
        self.campos, self.crs, self.vertices = campos, crs, VERTICES
        self.condiciones: dict[str, Callable[[list[Any]], Expression]] = {
            "and": partial(self._logica, "AND"),
            "or": partial(self._logica, "OR"),
            "not": self._no,
            "like": self._parecido,
            "between": self._entre,
            "in": self._en,
            "isnull": self._nulo,
            "s_disjoint": lambda args: logico("NOT %s", self._espacial("ST_Intersects", args)),
            **{op: partial(self._comparar, op) for op in COMPARACIONES},
            **{op: partial(self._espacial, funcion) for op, funcion in ESPACIALES.items()},
            **{op: partial(self._temporal, op) for op in tiempo.RELACIONES},
        }

    # Conditions

    def condicion(self, nodo: Any) -> Expression:
        """A node that holds or not, as a condition for `.filter()`."""
        if isinstance(nodo, bool):
            return logico("%s", Value(nodo))
        op, args = _operacion(nodo)
        if op is None:
            return logico("%s", self._de_tipo(nodo, "logico", "una condición").sql)
        if op not in self.condiciones:
            raise FiltroInvalido(
                f"«{op[:40]}» no es una condición que se admita. Las hay: {', '.join(self.condiciones)}."
            )
        return self.condiciones[op](args)

    def _logica(self, nexo: str, args: list[Any]) -> Expression:
        if len(args) < 2:
            raise FiltroInvalido(f"«{nexo.lower()}» une dos o más condiciones.")
        partes = [self.condicion(arg) for arg in args]
        return logico("(" + f" {nexo} ".join(["%s"] * len(partes)) + ")", *partes)

    def _no(self, args: list[Any]) -> Expression:
        return logico("(NOT %s)", self.condicion(_cuantos(args, 1, "not")[0]))

    def _comparar(self, op: str, args: list[Any]) -> Expression:
        a, b = self._iguales(_cuantos(args, 2, op), op)
        if op not in ("=", "<>") and not a.tipo.ordenado:
            raise FiltroInvalido(f"«{op}» no se aplica a {a.tipo.nombre}.")
        return logico(f"(%s {op} %s)", a.sql, b.sql)

    def _parecido(self, args: list[Any]) -> Expression:
        valor, patron = _cuantos(args, 2, "like")
        texto, molde = self._de_tipo(valor, TEXTO, "like"), self._de_tipo(patron, TEXTO, "like")
        if not isinstance(molde.literal, str):
            raise FiltroInvalido("El patrón de «like» es un texto: nombre LIKE 'La %'.")
        final = len(molde.literal) - len(molde.literal.rstrip("\\"))
        if len(molde.literal) > PATRON or molde.literal.count("%") > COMODINES or final % 2:
            raise FiltroInvalido(
                f"El patrón de «like» lleva hasta {PATRON} letras y {COMODINES} «%», y no termina en «\\»."
            )
        return logico("(%s LIKE %s)", texto.sql, molde.sql)

    def _entre(self, args: list[Any]) -> Expression:
        valor, bajo, alto = self._iguales(_cuantos(args, 3, "between"), "between")
        if not valor.tipo.ordenado:
            raise FiltroInvalido(f"«between» no se aplica a {valor.tipo.nombre}.")
        return logico("(%s BETWEEN %s AND %s)", valor.sql, bajo.sql, alto.sql)

    def _en(self, args: list[Any]) -> Expression:
        valor, lista = _cuantos(args, 2, "in")
        if not isinstance(lista, list) or not lista:
            raise FiltroInvalido("«in» lleva una lista de valores: nivel IN ('alta', 'media').")
        partes = self._iguales([valor, *lista], "in")
        return logico("(%s IN (" + ", ".join(["%s"] * len(lista)) + "))", *[p.sql for p in partes])

    def _nulo(self, args: list[Any]) -> Expression:
        return logico("(%s IS NULL)", self.valor(_cuantos(args, 1, "isNull")[0]).sql)

    def _temporal(self, op: str, args: list[Any]) -> Expression:
        a, b = _cuantos(args, 2, op)
        return tiempo.relacion(op, self._momento(a, op), self._momento(b, op))

    def _momento(self, nodo: Any, op: str) -> Any:
        if isinstance(nodo, dict) and set(nodo) == {"interval"}:
            extremos = nodo["interval"]
            if not isinstance(extremos, list) or len(extremos) != 2:
                raise FiltroInvalido("Un intervalo lleva dos extremos: INTERVAL('2026-01-01', '..').")
            return [tiempo.extremo(e) if isinstance(e, str) else self._instante(e, op) for e in extremos]
        instante = self._instante(nodo, op)
        return [instante, instante]

    def _instante(self, nodo: Any, op: str) -> Any:
        operando = self.valor(nodo)
        if operando.tipo.nombre not in ("fecha", "instante"):
            raise FiltroInvalido(
                f"«{op}» compara fechas: DATE('2026-01-01'), TIMESTAMP(…), INTERVAL(…) o una propiedad de fecha."
            )
        return operando.literal if operando.literal is not None else (operando.sql, operando.tipo.nombre)

    # Space

    def _espacial(self, funcion: str, args: list[Any]) -> Expression:
        lados = [self._geometria(arg) for arg in _cuantos(args, 2, funcion)]
        srid = SRID_MAESTRO if all(map(espacio.esta_cerca, lados)) else self.crs.srid
        return logico(f"{funcion}(%s, %s)", *[espacio.en_srid(lado, srid) for lado in lados])

    def _geometria(self, nodo: Any) -> GEOSGeometry | str:
        if isinstance(nodo, dict) and "property" in nodo:
            return self._de_tipo(nodo, "geometria", "una relación espacial").sql.name
        if isinstance(nodo, dict) and set(nodo) == {"bbox"}:
            return self._caja(nodo["bbox"])
        try:
            hecha = geojson.geometria(nodo, self.crs, self.vertices)
        except GeometriaDefectuosa as defecto:
            raise FiltroInvalido(str(defecto)) from defecto
        self.vertices -= hecha.num_coords
        return hecha

    def _caja(self, lados: Any) -> GEOSGeometry:
        if not isinstance(lados, list) or len(lados) not in (4, 6):
            raise FiltroInvalido("BBOX lleva 4 números (o 6 con alturas): BBOX(oeste, sur, este, norte).")
        if not all(type(n) in (int, float) and math.isfinite(n) for n in lados):
            raise FiltroInvalido("BBOX lleva solo números finitos.")
        medio = len(lados) // 2
        x0, y0, x1, y1 = *lados[:2], *lados[medio : medio + 2]
        if self.crs.norte_primero:
            x0, y0, x1, y1 = y0, x0, y1, x1
        if y0 > y1 or (x0 > x1 and self.crs.srid not in (4326, 4686)):
            raise FiltroInvalido("BBOX está al revés.")
        cajas = [(x0, y0, x1, y1)] if x0 <= x1 else [(x0, y0, 180.0, y1), (-180.0, y0, x1, y1)]
        # The envelope of a box without width or height is a line, or a point.
        partes = [Polygon.from_bbox(caja).envelope for caja in cajas]
        caja: GEOSGeometry = partes[0] if len(partes) == 1 else GeometryCollection(*partes)
        caja.srid = self.crs.srid
        return caja

    # Values

    def valor(self, nodo: Any) -> Operando:
        """A node that is a value: a property, a literal, or something made of them."""
        if isinstance(nodo, dict) and set(nodo) == {"property"}:
            return self._propiedad(nodo["property"])
        op, args = _operacion(nodo)
        if op in ARITMETICA:
            a, b = [self._de_tipo(arg, NUMERO, op).sql for arg in _cuantos(args, 2, op)]
            return Operando(plantilla(ARITMETICA[op], FloatField(), _decimal(a), _decimal(b)), TIPOS[NUMERO])
        if op in ("casei", "accenti"):
            return self._plegado(op, self._de_tipo(_cuantos(args, 1, op)[0], TEXTO, op))
        if op is not None and op in self.condiciones:
            return Operando(self.condicion(nodo), TIPOS["logico"])
        if op is not None:
            raise FiltroInvalido(f"No existe la función «{op[:40]}».")
        return self._literal(nodo)

    def _plegado(self, op: str, texto: Operando) -> Operando:
        molde = "lower(%s)" if op == "casei" else "unaccent('unaccent'::regdictionary, %s)"
        return Operando(plantilla(molde, TextField(), texto.sql), texto.tipo, texto.literal)

    def _propiedad(self, nombre: Any) -> Operando:
        if not isinstance(nombre, str) or nombre not in self.campos:
            raise FiltroInvalido(f"No existe la propiedad «{str(nombre)[:60]}». Las hay: {', '.join(self.campos)}.")
        campo = self.campos[nombre]
        return Operando(F(campo.attname), tipo_de(campo))

    def _literal(self, nodo: Any) -> Operando:
        if isinstance(nodo, bool):
            return Operando(Value(nodo), TIPOS["logico"], nodo)
        if isinstance(nodo, (int, float)):
            if abs(nodo) > 1e300 or not math.isfinite(nodo):
                raise FiltroInvalido("Los números de «filter» deben ser finitos.")
            return Operando(plantilla("%s", FloatField(), Value(nodo)), TIPOS[NUMERO], nodo)
        if isinstance(nodo, str):
            if "\x00" in nodo:
                raise FiltroInvalido("Un texto de «filter» lleva un carácter nulo.")
            return Operando(Cast(Value(nodo), TextField()), TIPOS[TEXTO], nodo)
        if isinstance(nodo, dict) and set(nodo) in ({"date"}, {"timestamp"}):
            clase, texto = next(iter(nodo.items()))
            momento = tiempo.literal(clase, texto)
            return Operando(tiempo.sql(momento), TIPOS["fecha" if clase == "date" else "instante"], momento)
        raise FiltroInvalido(f"«filter» tiene una parte que no se entiende: {str(nodo)[:60]}.")

    def _de_tipo(self, nodo: Any, tipo: str, donde: str) -> Operando:
        operando = self.valor(nodo)
        if operando.tipo.nombre != tipo:
            raise FiltroInvalido(f"{_nombre(nodo)} es {operando.tipo.nombre}; «{donde}» pide {tipo}.")
        return operando

    def _iguales(self, nodos: list[Any], op: str) -> list[Operando]:
        operandos = [self.valor(nodo) for nodo in nodos]
        for nodo, operando in zip(nodos, operandos, strict=True):
            if operando.tipo != operandos[0].tipo or operando.tipo.nombre == "geometria":
                raise FiltroInvalido(
                    f"«{op}» compara {_nombre(nodos[0])}, que es {operandos[0].tipo.nombre}, con {_nombre(nodo)}, que es "
                    f"{operando.tipo.nombre}. Las fechas se escriben DATE('2026-01-31') y los textos entre comillas sencillas."
                )
        return operandos


def _operacion(nodo: Any) -> tuple[str | None, list[Any]]:
    """The operator, in lower case, and its arguments; (None, []) of what is no operation."""
    if not (isinstance(nodo, dict) and "op" in nodo):
        return None, []
    if set(nodo) != {"op", "args"} or not isinstance(nodo["op"], str) or not isinstance(nodo["args"], list):
        raise FiltroInvalido("Cada operación de cql2-json lleva «op» (un texto) y «args» (una lista).")
    return nodo["op"].lower(), nodo["args"]


def _cuantos(args: list[Any], n: int, op: str) -> list[Any]:
    if len(args) != n:
        raise FiltroInvalido(f"«{op}» lleva {n} argumentos y llegaron {len(args)}.")
    return args


def _nombre(nodo: Any) -> str:
    return f"«{nodo['property']}»" if isinstance(nodo, dict) and "property" in nodo else f"«{str(nodo)[:40]}»"


def _decimal(parte: Any) -> Any:
    """Arithmetic in doubles: a product of whole numbers never overflows its column's type."""
    return Cast(parte, FloatField())
