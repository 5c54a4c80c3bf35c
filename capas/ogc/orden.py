"""Sorting by properties, with pages that follow by key: no feature twice, none skipped, however far the page is."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Field, OrderBy, Q, QuerySet

from capas.catalogo import Capa
from capas.errores import PeticionInvalida
from capas.ogc.valores import entero
from capas.ogc.valores import valor as de_texto

CRITERIOS_MAXIMOS = 5


@dataclass(frozen=True)
class Orden:
    """By which fields, and where the last page ended. Ties fall by id; a null comes last, up or down."""

    criterios: tuple[tuple[Field, bool], ...] = ()  # (field, whether it descends)
    ultimos: tuple[Any, ...] = ()
    cursor: int = 0

    def aplicar(self, queryset: QuerySet) -> QuerySet:
        """The features after the cursor, in order."""
        return queryset.filter(self._siguientes()).order_by(*[_criterio(*c) for c in self.criterios], "id")

    def _siguientes(self) -> Q:
        if not (self.criterios and self.cursor):
            return Q(id__gt=self.cursor)
        condicion, iguales = Q(), Q()
        for (campo, baja), valor in zip(self.criterios, self.ultimos, strict=True):
            condicion |= iguales & _despues(campo.attname, baja, valor)
            iguales &= Q(**{f"{campo.attname}__isnull": True} if valor is None else {campo.attname: valor})
        return condicion | (iguales & Q(id__gt=self.cursor))

    def marca(self, id_ultimo: int, feature: str) -> str:
        """What `cursor` says for the page after this feature (its GeoJSON text)."""
        if not self.criterios:
            return str(id_ultimo)
        propiedades = json.loads(feature, parse_float=str)["properties"] | {"id": id_ultimo}
        valores = [propiedades[campo.name] for campo, _ in self.criterios]
        return base64.urlsafe_b64encode(json.dumps([*valores, id_ultimo]).encode()).decode()


def _criterio(campo: Field, baja: bool) -> OrderBy:
    return OrderBy(F(campo.attname), descending=baja, nulls_last=True)


def _despues(nombre: str, baja: bool, valor: Any) -> Q:
    if valor is None:
        return Q(pk__in=[])
    return Q(**{f"{nombre}__{'lt' if baja else 'gt'}": valor}) | Q(**{f"{nombre}__isnull": True})


def ordenables(capa: Capa) -> dict[str, Field]:
    """What `sortby` may name: the public fields and the id."""
    return {"id": capa.campo("id"), **{campo.name: campo for campo in capa.campos}}


def leer(sortby: str, cursor: str, capa: Capa) -> Orden:
    """`sortby=nombre,-fecha` (`+`, that a URL turns into a space, is the default). Raises PeticionInvalida."""
    if not sortby:
        return Orden(cursor=_entero(cursor))
    criterios = tuple(_leer_criterio(parte, capa) for parte in sortby.split(","))
    if len(criterios) > CRITERIOS_MAXIMOS:
        raise PeticionInvalida(f"«sortby» lleva hasta {CRITERIOS_MAXIMOS} propiedades.")
    if cursor == "0":
        return Orden(criterios)
    *ultimos, id_ultimo = _abrir(cursor, len(criterios) + 1)
    return Orden(
        criterios, tuple(_valor(c, v) for (c, _), v in zip(criterios, ultimos, strict=True)), _entero(str(id_ultimo))
    )


def _leer_criterio(parte: str, capa: Capa) -> tuple[Field, bool]:
    nombre = parte.strip().removeprefix("+").removeprefix("-")
    campos = ordenables(capa)
    if nombre not in campos:
        raise PeticionInvalida(f"«sortby» no admite «{nombre[:60]}». Se ordena por: {', '.join(campos)}.")
    return campos[nombre], parte.strip().startswith("-")


def _abrir(cursor: str, cuantos: int) -> list[Any]:
    try:
        valores = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, RecursionError, binascii.Error):
        valores = None
    if not isinstance(valores, list) or len(valores) != cuantos or any(isinstance(v, (dict, list)) for v in valores):
        raise PeticionInvalida("«cursor» no es de esta consulta: siga el enlace «next» de la página anterior.")
    return valores


def _valor(campo: Field, valor: Any) -> Any:
    return None if valor is None else de_texto(campo, str(valor))


def _entero(cursor: str) -> int:
    return entero(cursor, "cursor", 0)
