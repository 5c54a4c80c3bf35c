"""Changes to layers and their records, whatever door they come by."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import GEOSGeometry, MultiLineString, MultiPoint, MultiPolygon
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Field, ProtectedError, RestrictedError
from psycopg2.errors import UniqueViolation

from capas import geojson, permisos, postgis
from capas.catalogo import Capa
from capas.errores import DatosInvalidos, NoExiste, registrar
from capas.models import CapaDatos, Elemento, FichaCapa

_DATO = re.compile(r"\((.+?)\)=\((.*)\)")  # «(codigo)=(A-1)», in whatever language the database speaks


@contextmanager
def cambio(usuario: User | None) -> Iterator[None]:
    """A transaction that the trail of changes knows the author of."""
    with transaction.atomic():
        postgis.firmar(usuario.get_username() if usuario else "")
        yield


class Cambiado(Exception):
    """The feature is no longer what the sender saw: 412."""


class EnUso(Exception):
    """Other things hang on the feature: 409."""


registrar(Cambiado, 412)
registrar(EnUso, 409)


def version_de(elemento: Elemento) -> str:
    """What a sender must show to change a feature: which one, and when it was last written."""
    return version(elemento.pk, elemento.actualizado_en)


def version(id_elemento: int, escrito: datetime) -> str:
    return f"{id_elemento}.{int(escrito.timestamp() * 1_000_000)}"


def version_vigente(capa: Capa, id_elemento: int) -> str:
    """The version of a feature as it is now. Raises NoExiste."""
    return version_de(_hallado(capa, id_elemento, capa.modelo.objects))


def crear_elemento(*, capa: Capa, usuario: User, geom: GEOSGeometry | None, valores: dict[str, Any]) -> Elemento:
    """A new feature. Raises PermissionDenied, DatosInvalidos."""
    _exigir(usuario, capa)
    with cambio(usuario):
        return _guardar(capa, capa.modelo(), geom, valores)


def reemplazar_elemento(
    *, capa: Capa, usuario: User, id_elemento: int, version: str, geom: GEOSGeometry | None, valores: dict[str, Any]
) -> Elemento:
    """All that a feature may receive, anew: what is not given goes back to its default. Raises also NoExiste, Cambiado."""
    de_nuevo = {campo.name: campo.get_default() for campo in capa.recibibles}
    return _cambiar(capa, usuario, id_elemento, version, geom, de_nuevo | valores)


def corregir_elemento(
    *, capa: Capa, usuario: User, id_elemento: int, version: str, geom: GEOSGeometry | None, valores: dict[str, Any]
) -> Elemento:
    """Only what is given; without `geom` the feature stays where it is. Raises also NoExiste, Cambiado."""
    return _cambiar(capa, usuario, id_elemento, version, geom, valores)


def borrar_elemento(*, capa: Capa, usuario: User, id_elemento: int, version: str) -> None:
    """Raises PermissionDenied, NoExiste, Cambiado, EnUso."""
    _exigir(usuario, capa)
    with cambio(usuario):
        elemento = _bloquear(capa, id_elemento, version)
        try:
            elemento.delete()
        except (ProtectedError, RestrictedError) as error:
            raise EnUso("Otros registros dependen de este elemento: bórrelos o muévalos antes.") from error


# Whether a layer is published, and how it is classified, is not for those who describe it.
RESERVADOS_DE_FICHA = {"id", "publicada", "clasificacion"}


def version_de_ficha(ficha: FichaCapa) -> str:
    """What a sender must show to change a record: a mark of all that it says."""
    valores = {campo.attname: getattr(ficha, campo.attname) for campo in ficha._meta.concrete_fields}
    return hashlib.sha256(repr(sorted(valores.items())).encode()).hexdigest()[:24]


def editar_ficha(*, id_capa: str, usuario: User, version: str, valores: dict[str, Any]) -> FichaCapa:
    """Put right what staff say of a layer: fields of FichaCapa by name, those not given stay.

    Raises NoExiste, PermissionDenied, Cambiado, DatosInvalidos.
    """
    with cambio(usuario):
        ficha = FichaCapa.objects.select_for_update().filter(pk=id_capa).first()
        if ficha is None:
            raise NoExiste(f"No existe la capa «{id_capa}».")
        permisos.exigir_editar(usuario, ficha)
        if reservados := RESERVADOS_DE_FICHA & valores.keys():
            raise PermissionDenied(
                f"Con la ficha no se cambia «{', '.join(sorted(reservados))}»: lo decide quien publica la capa."
            )
        if version_de_ficha(ficha) != version:
            raise Cambiado(
                "Otra persona cambió esta ficha mientras usted la editaba: ábrala de nuevo y repita el cambio."
            )
        return _guardar_ficha(ficha, valores)


def _guardar_ficha(ficha: FichaCapa, valores: dict[str, Any]) -> FichaCapa:
    for nombre, valor in valores.items():
        setattr(ficha, nombre, valor)
    try:
        ficha.full_clean()
    except ValidationError as error:
        raise DatosInvalidos(_en_palabras(error)) from error
    ficha.save()
    CapaDatos.objects.filter(pk=ficha.pk).update(version=F("version") + 1)  # its declaration is made of the record
    return ficha


def _exigir(usuario: User, capa: Capa) -> None:
    permisos.exigir_editar(usuario, capa)
    if not capa.importable:
        raise PermissionDenied(
            f"La capa «{capa.titulo}» no se edita: sus elementos nacen de las acciones de la página."
        )


def _cambiar(capa: Capa, usuario: User, id_elemento: int, version: str, geom, valores: dict[str, Any]) -> Elemento:
    _exigir(usuario, capa)
    with cambio(usuario):
        elemento = _bloquear(capa, id_elemento, version)
        if geom is None and not valores:  # nothing to change: whoever read it has still read it
            return elemento
        return _guardar(capa, elemento, geom if geom is not None else elemento.geom, valores)


def _bloquear(capa: Capa, id_elemento: int, version: str) -> Any:
    elemento = _hallado(capa, id_elemento, capa.modelo.objects.select_for_update(of=("self",)))
    if version_de(elemento) != version:
        raise Cambiado("El elemento cambió después de que usted lo leyó: léalo de nuevo y repita el cambio.")
    return elemento


def _hallado(capa: Capa, id_elemento: int, entre: Any) -> Any:
    elemento = entre.filter(pk=id_elemento).first()
    if elemento is None:
        raise NoExiste(f"La capa «{capa.titulo}» no tiene un elemento «{id_elemento}».")
    return elemento


def _guardar(capa: Capa, elemento: Any, geom: GEOSGeometry | None, valores: dict[str, Any]) -> Elemento:
    elemento.geom = _del_tipo(capa, geom)
    for campo in capa.recibibles:
        if campo.name in valores:
            setattr(elemento, campo.attname, _de_campo(campo, valores[campo.name]))
    try:
        elemento.full_clean()
        with transaction.atomic():
            elemento.save()
            elemento.refresh_from_db(fields=["actualizado_en"])  # the database writes it
    except ValidationError as error:
        raise DatosInvalidos(_en_palabras(error)) from error
    except IntegrityError as error:
        raise DatosInvalidos(_choque(error)) from error
    return elemento


def _choque(error: IntegrityError) -> str:
    """What the database refused although the model let it by: somebody wrote the same at the same time, above all."""
    diagnostico = error.__cause__.diag  # type: ignore[union-attr]
    if isinstance(error.__cause__, UniqueViolation) and (dato := _DATO.search(diagnostico.message_detail or "")):
        return f"Ya hay un elemento con «{dato[1]}» = «{dato[2]}»: cambie el dato, o corrija ese elemento."
    return f"Los datos no cumplen la regla «{diagnostico.constraint_name}» de la capa: lea el elemento de nuevo y corríjalos."


def _del_tipo(capa: Capa, geom: GEOSGeometry | None) -> GEOSGeometry:
    """The geometry in EPSG:9377 as the layer keeps it: a single part is a multiple one of one part."""
    if geom is None:
        raise DatosInvalidos("El elemento necesita «geometry».")
    simple = capa.tipo.removeprefix("MULTI")
    if geom.geom_type.upper() not in (capa.tipo, simple):
        raise DatosInvalidos(f"La capa «{capa.titulo}» lleva {capa.tipo} y llegó {geom.geom_type.upper()}.")
    geom = geojson.en_maestro(geom)
    return _multiple(geom) if geom.geom_type.upper() != capa.tipo else geom


def _multiple(geom: GEOSGeometry) -> GEOSGeometry:
    clases = {"Point": MultiPoint, "LineString": MultiLineString, "Polygon": MultiPolygon}
    return clases[geom.geom_type](geom, srid=geom.srid)


def _de_campo(campo: Field, valor: Any) -> Any:
    if isinstance(valor, (dict, list)) or (isinstance(valor, str) and "\x00" in valor):
        raise DatosInvalidos(f"«{campo.name}» lleva un solo valor, sin caracteres nulos.")
    return "" if valor is None and not campo.null and campo.empty_strings_allowed else valor


def _en_palabras(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"«{nombre}»: {' '.join(textos)}" for nombre, textos in error.message_dict.items())
