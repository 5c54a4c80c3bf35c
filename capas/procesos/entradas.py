"""What a process takes: each kind of input says its JSON Schema and reads an untrusted value by the same rule."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

from capas import geojson
from capas.catalogo import CapaDesconocida, obtener
from capas.consultas import Usuario
from capas.errores import PeticionInvalida
from capas.geometria import PAIS_GRADOS, SRID_GEOGRAFICO, CoordenadaInvalida
from capas.lectura import fichas_para, visible_para
from capas.models import FichaCapa

VERTICES_MAXIMOS = 5_000
CAPAS_MAXIMAS = 40
_REFERENCIA = re.compile(r"/ogc/collections/([a-z][a-z0-9-]{1,48})/items/(\d{1,18})(?:\?f=json)?")


@dataclass(frozen=True, kw_only=True)
class Entrada(ABC):
    """One input. Without `obligatoria`, what is not sent is `defecto`, already read."""

    titulo: str
    descripcion: str = ""
    obligatoria: bool = True
    defecto: Any = None
    control = "texto"  # the form field that asks for it

    @property
    def maximo_de_veces(self) -> int:
        return 1

    @abstractmethod
    def esquema(self) -> dict[str, Any]:
        """The JSON Schema of its value."""

    @abstractmethod
    def leer(self, valor: Any, usuario: Usuario) -> Any:
        """The typed value. Raises PeticionInvalida, CoordenadaInvalida, DemasiadoGrande."""

    @abstractmethod
    def ejemplo(self) -> Any:
        """A value that serves, as a request sends it."""

    def recibir(self, nombre: str, crudas: Mapping[str, Any], usuario: Usuario) -> Any:
        """What a request sent under a name, bare or as a qualified value ({"value": …}, OGC 18-062r2, 7.11.2.3)."""
        valor = crudas.get(nombre)
        if isinstance(valor, dict) and "value" in valor:
            valor = valor["value"]
        if valor is None:
            if self.obligatoria:
                raise PeticionInvalida(f"Falta la entrada «{nombre}»: {self.titulo.lower()}.")
            return self.defecto
        try:
            return self.leer(valor, usuario)
        except (PeticionInvalida, CoordenadaInvalida) as error:
            raise PeticionInvalida(f"La entrada «{nombre}» no sirve. {error}") from error


@dataclass(frozen=True, kw_only=True)
class Numero(Entrada):
    minimo: float
    maximo: float
    entero: bool = False
    unidad: str = ""
    control = "numero"

    def esquema(self) -> dict[str, Any]:
        tipo = "integer" if self.entero else "number"
        limites = {"minimum": self.minimo, "maximum": self.maximo}
        return {"type": tipo, **limites} | ({"default": self.defecto} if self.defecto is not None else {})

    def leer(self, valor: Any, usuario: Usuario) -> float | int:
        if type(valor) not in (int, float):
            raise PeticionInvalida(f"Debe ser un número{' entero' if self.entero else ''}.")
        if not self.minimo <= valor <= self.maximo:  # nor does NaN pass
            raise PeticionInvalida(f"Debe estar entre {self.minimo:g} y {self.maximo:g}.")
        if self.entero and valor != int(valor):
            raise PeticionInvalida("Debe ser un número entero.")
        return int(valor) if self.entero else valor

    def ejemplo(self) -> float:
        return self.defecto or min(max(self.minimo, 500), self.maximo)


@dataclass(frozen=True, kw_only=True)
class Opcion(Entrada):
    """One of some values. opciones: value -> what a person reads."""

    opciones: Mapping[str, str]
    control = "opcion"

    def esquema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.opciones)}

    def leer(self, valor: Any, usuario: Usuario) -> str:
        if not isinstance(valor, str) or valor not in self.opciones:
            raise PeticionInvalida(f"Debe ser uno de: {', '.join(self.opciones)}.")
        return valor

    def ejemplo(self) -> str:
        return next(iter(self.opciones))


@dataclass(frozen=True, kw_only=True)
class Capas(Entrada):
    """Vector layers by their id; a private one is no layer. Read as their records, in the order of the map."""

    control = "capas"
    obligatoria: bool = False

    @property
    def maximo_de_veces(self) -> int:
        return CAPAS_MAXIMAS

    def esquema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,48}$"}

    def leer(self, valor: Any, usuario: Usuario) -> list[FichaCapa]:
        ids = valor if isinstance(valor, list) else [valor]
        if not ids or len(ids) > CAPAS_MAXIMAS or not all(isinstance(i, str) for i in ids):
            raise PeticionInvalida(f"Debe ser una lista de una a {CAPAS_MAXIMAS} capas.")
        fichas = {ficha.pk: ficha for ficha in fichas_para(usuario)}
        for id_capa in ids:
            if id_capa not in fichas:
                raise PeticionInvalida(f"No existe la capa «{id_capa[:60]}».")
        return [ficha for id_capa, ficha in fichas.items() if id_capa in ids]

    def ejemplo(self) -> list[str]:
        return ["barrios"]


@dataclass(frozen=True, kw_only=True)
class Geometria(Entrada):
    """A GeoJSON geometry in CRS84 inside the country, or a link to a feature of this same API. Read as EPSG:4326."""

    tipos: tuple[str, ...] = field(default=("Polygon", "MultiPolygon"))
    control = "geometria"

    def esquema(self) -> dict[str, Any]:
        coordenadas = {"type": "array", "minItems": 1}
        tipos: dict[str, Any] = {"type": {"type": "string", "enum": list(self.tipos)}, "coordinates": coordenadas}
        geometria = {"type": "object", "required": ["type", "coordinates"], "properties": tipos}
        return {**geometria, "format": "geojson-geometry", "contentMediaType": "application/geo+json"}

    def leer(self, valor: Any, usuario: Usuario) -> GEOSGeometry:
        if isinstance(valor, dict) and "href" in valor:
            return self._de_referencia(valor["href"], usuario)
        if isinstance(valor, dict) and valor.get("type") == "Feature":
            valor = valor.get("geometry")
        self._admitir(valor.get("type") if isinstance(valor, dict) else None)
        lugar = geojson.geometria(valor, vertices=VERTICES_MAXIMOS)
        oeste, sur, este, norte = PAIS_GRADOS
        x0, y0, x1, y1 = lugar.extent
        if x0 < oeste or y0 < sur or x1 > este or y1 > norte:
            raise PeticionInvalida("Está fuera de Colombia: use longitud y latitud en grados (CRS84).")
        return lugar

    def ejemplo(self) -> dict[str, Any]:
        """A square of about a kilometre around the centre of the map."""
        lon, lat = settings.CENTRO_MAPA
        lados = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        return {
            "type": "Polygon",
            "coordinates": [[[round(lon + 0.005 * x, 4), round(lat + 0.005 * y, 4)] for x, y in lados]],
        }

    def _admitir(self, tipo: Any) -> None:
        if tipo not in self.tipos:
            raise PeticionInvalida(f"Debe ser una geometría de GeoJSON: {', '.join(self.tipos)}.")

    def _de_referencia(self, href: Any, usuario: Usuario) -> GEOSGeometry:
        """A link is never opened: it names a feature of this API, which is read here with the asker's own rights."""
        hallada = _REFERENCIA.fullmatch(href) if isinstance(href, str) else None
        if hallada is None:
            raise PeticionInvalida("Un enlace solo puede ser a un elemento de esta API: /ogc/collections/…/items/….")
        id_capa, id_elemento = hallada.groups()
        lugar = _geometria_de(id_capa, int(id_elemento), usuario)
        self._admitir(lugar.geom_type)
        return lugar


def _geometria_de(id_capa: str, id_elemento: int, usuario: Usuario) -> GEOSGeometry:
    fallo = PeticionInvalida(f"La capa «{id_capa}» no tiene un elemento «{id_elemento}».")
    try:
        capa = obtener(id_capa)
    except CapaDesconocida as error:
        raise fallo from error
    if not visible_para(usuario, id_capa):
        raise fallo
    lugar = capa.modelo.objects.visibles_para(usuario, capa.roles).filter(pk=id_elemento).values_list("geom", flat=True)
    if not lugar:
        raise fallo
    return lugar[0].transform(SRID_GEOGRAFICO, clone=True)


@dataclass(frozen=True, kw_only=True)
class Punto(Geometria):
    tipos: tuple[str, ...] = ("Point",)
    control = "punto"

    def ejemplo(self) -> dict[str, Any]:
        return {"type": "Point", "coordinates": list(settings.CENTRO_MAPA)}
