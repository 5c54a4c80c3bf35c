"""What every public door does first: find the layer this person may see, and answer 304 if nothing changed."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import ProgrammingError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from capas import postgis
from capas.catalogo import Capa, CapaDesconocida, todas
from capas.consultas import Usuario, puerta
from capas.models import FichaCapa

UN_DIA = 24 * 3600
T = TypeVar("T")
R = TypeVar("R", bound=HttpResponseBase)


def ficha_visible(request: HttpRequest, id_capa: str) -> FichaCapa:
    """The record of a layer. A private layer and one that never was raise the same CapaDesconocida."""
    ficha = _de_cualquiera(id_capa) if request.user.is_anonymous else _ficha(request.user, id_capa)
    if ficha is None:
        raise CapaDesconocida(f"No existe la capa «{id_capa}».")
    return ficha


def _ficha(usuario: Usuario, id_capa: str) -> FichaCapa | None:
    return FichaCapa.objects.visibles_para(usuario).filter(pk=id_capa).first()


_recordadas: dict[str, FichaCapa] = {}


def _de_cualquiera(id_capa: str) -> FichaCapa | None:
    """The record that anybody may see, remembered while its stamp in the database is the same: one short question."""
    sello = postgis.sello("lectura", id_capa)
    if sello is None:
        return None
    ficha = recordada(id_capa, sello) or _ficha(AnonymousUser(), id_capa)
    if ficha:
        ficha.sello = sello
        _recordadas[id_capa] = ficha
    return ficha


def recordada(id_capa: str, sello: str | None) -> FichaCapa | None:
    """The record that is remembered with this stamp."""
    ficha = _recordadas.get(id_capa)
    return ficha if ficha and sello and ficha.sello == sello else None


def ultima_recordada(id_capa: str) -> FichaCapa | None:
    """The record that this process remembers, whatever its stamp: whoever uses it asks for the stamp in the same question."""
    return _recordadas.get(id_capa)


def con_ficha(
    request: HttpRequest, id_capa: str, preguntar: Callable[[FichaCapa], tuple[str | None, T]]
) -> tuple[FichaCapa, T]:
    """The record of a layer and the answer to one question about it, which also gives the layer's stamp: where the record
    is remembered and the stamp is still its own, nothing else is asked. Raises CapaDesconocida."""
    ficha = _recordadas.get(id_capa)
    if ficha and request.user.is_anonymous:
        with suppress(ProgrammingError), postgis.a_salvo("lectura"):  # a layer just closed refuses its columns
            sello, respuesta = preguntar(ficha)
            if sello == ficha.sello:
                return ficha, respuesta
    ficha = ficha_visible(request, id_capa)
    return ficha, preguntar(ficha)[1]


def fichas_visibles(request: HttpRequest) -> list[FichaCapa]:
    """The records of every layer this person may see, in the order of the map."""
    return fichas_para(request.user)


def fichas_para(usuario: Usuario) -> list[FichaCapa]:
    """The same, for work that is done later and has no request."""
    return fichas_e_imagenes_para(usuario)[0]


def fichas_e_imagenes_para(usuario: Usuario) -> tuple[list[FichaCapa], list[FichaCapa]]:
    """The records of the layers of features, in the order of the map, and of the raster layers, by one question."""
    fichas = {ficha.pk: ficha for ficha in FichaCapa.objects.visibles_para(usuario)}
    return [fichas[capa.id] for capa in todas() if capa.id in fichas], [f for f in fichas.values() if f.es_raster]


def todas_visibles(request: HttpRequest) -> list[FichaCapa]:
    """The records of every layer this person may see, images at the end."""
    fichas, imagenes = fichas_e_imagenes_para(request.user)
    return fichas + imagenes


def etag(request: HttpRequest, formato: str, *fichas: FichaCapa) -> str:
    """Weak, and made of revisions: the same layers, address, format and reader give the same answer."""
    return marca(request.get_full_path(), formato, [puerta(request.user, ficha.roles) for ficha in fichas], fichas)


def marca(ruta: str, formato: str, puertas: list[str], fichas: Sequence[FichaCapa]) -> str:
    huella = hashlib.sha256(f"{ruta}|{formato}|{settings.VERSION}|{puertas}".encode()).hexdigest()[:16]
    return 'W/"' + ".".join(f"{ficha.pk}-{ficha.numero_revision}" for ficha in fichas) + f'.{huella}"'


def etag_de_elemento(request: HttpRequest, formato: str, ficha: FichaCapa, version: str) -> str:
    """Weak, and of one feature: it changes with it and with nothing else, so that an editor may show it back in If-Match."""
    return marca_de_elemento(request.get_full_path(), formato, puerta(request.user, ficha.roles), ficha, version)


def marca_de_elemento(ruta: str, formato: str, puerta_: str, ficha: FichaCapa, version: str) -> str:
    huella = marca(ruta, formato, [puerta_], [ficha]).rpartition(".")[2]
    return f'W/"{version}.{huella}'


def si_cambio(request: HttpRequest, marca: str, hacer: Callable[[], R], vigencia: str = "no-cache") -> R | HttpResponse:
    """304 if the client has this very answer, else what `hacer` makes, marked."""
    condicional = get_conditional_response(request, etag=marca)
    respuesta = hacer() if condicional is None or condicional.status_code == 412 else condicional
    respuesta["ETag"] = marca
    patch_vary_headers(respuesta, ["Accept", "Cookie"])
    ambito = "private" if request.user.is_authenticated else "public"
    respuesta["Cache-Control"] = f"{ambito}, {vigencia}"
    return respuesta


def por_revision(ficha: FichaCapa, queryset: QuerySet, que: str, calcular: Callable[[], T]) -> T:
    """A value kept until the layer changes: per layer, revision, door and filter."""
    try:
        consulta, parametros = postgis.compilar(queryset.order_by())
    except EmptyResultSet:
        return calcular()
    return guardar(ficha, que, f"{consulta}|{parametros}|{queryset.db}", calcular)


def guardar(ficha: FichaCapa, que: str, pregunta: str, calcular: Callable[[], T]) -> T:
    """A value kept per layer, revision and question."""
    huella = hashlib.sha256(pregunta.encode()).hexdigest()
    return cast(T, cache.get_or_set(f"{que}:{ficha.pk}:{ficha.numero_revision}:{huella}", calcular, UN_DIA))


def elementos(request: HttpRequest, capa: Capa) -> QuerySet:
    """The features of a layer that this person may see."""
    return capa.modelo.objects.visibles_para(request.user, capa.roles)


def visible_para(usuario: Usuario, id_capa: str) -> bool:
    """Whether this person may see the layer at all."""
    return FichaCapa.objects.visibles_para(usuario).filter(pk=id_capa).exists()
