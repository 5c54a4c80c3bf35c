"""OGC API Features part 4 (20-002, draft): staff create, replace, correct and delete features, by session or by key."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Field
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt

from capas import acciones, geojson, permisos
from capas.catalogo import Capa
from capas.errores import DatosInvalidos, NoExiste, PeticionInvalida, responder
from capas.geometria import CRS84
from capas.lectura import etag_de_elemento, ficha_visible
from capas.models import FichaCapa
from capas.ogc import parametros, vistas
from capas.ogc.openapi import editable
from capas.ogc.respuesta import LECTURA
from capas.tipos import Tipo, tipo_de

TIPOS = {"application/geo+json", "application/json"}
PARCHES = {"application/merge-patch+json", "application/json"}


@csrf_exempt
def items(request: HttpRequest, capa: str) -> HttpResponseBase:
    return _repartir(request, capa, {"POST": _crear}, lambda: vistas.items(request, capa))


@csrf_exempt
def item(request: HttpRequest, capa: str, id_elemento: str) -> HttpResponseBase:
    escribir = {"PUT": _reemplazar, "PATCH": _corregir, "DELETE": _borrar}
    return _repartir(request, capa, escribir, lambda: vistas.item(request, capa, id_elemento), id_elemento)


def _repartir(
    request: HttpRequest, capa: str, escribir: dict[str, Callable], leer: Callable[[], HttpResponseBase], *args: str
) -> HttpResponseBase:
    if request.method in ("GET", "HEAD"):
        return leer()
    ficha = ficha_visible(request, capa)
    parametros.revisar(request, set())
    se_edita = not ficha.es_raster and editable(ficha.capa)
    suyo = se_edita and permisos.puede_editar(request.user, ficha.capa)
    if request.method == "OPTIONS":
        return HttpResponse(headers=_admitidos(escribir if suyo else {}))
    if request.method not in escribir or not se_edita:
        respuesta = responder(request, 405)
        respuesta["Allow"] = _admitidos(escribir if suyo else {})["Allow"]
        return respuesta
    return _negar(request, ficha.capa) or escribir[request.method](request, ficha, *args)


def _admitidos(escribir: dict[str, Callable]) -> dict[str, str]:
    """Which methods there are, and in what each of them is written (RFC 5789, 3.1; Accept-Post of the Linked Data Platform)."""
    cabeceras = {"Allow": ", ".join([*LECTURA, *escribir])}
    cabeceras |= {"Accept-Post": ", ".join(sorted(TIPOS))} if "POST" in escribir else {}
    return cabeceras | ({"Accept-Patch": ", ".join(sorted(PARCHES))} if "PATCH" in escribir else {})


def _negar(request: HttpRequest, capa: Capa) -> HttpResponse | None:
    """The refusal of whoever may not write; a session must bring its CSRF token, as in any form."""
    if not request.user.is_authenticated:
        respuesta = responder(request, 401, "Para cambiar una capa hace falta una sesión o una llave.")
        respuesta["WWW-Authenticate"] = "Bearer"
        return respuesta
    permisos.exigir_editar(request.user, capa)
    return CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, _repartir, (), {})


def _crear(request: HttpRequest, ficha: FichaCapa) -> HttpResponse:
    if fallo := _tipo_ajeno(request, TIPOS):
        return fallo
    geom, valores = _elemento(request, ficha.capa)
    nuevo = acciones.crear_elemento(capa=ficha.capa, usuario=_usuario(request), geom=geom, valores=valores)
    direccion = f"{vistas.raiz(request)}/collections/{ficha.pk}/items/{nuevo.pk}"
    return HttpResponse(status=201, headers={"Location": direccion})


def _reemplazar(request: HttpRequest, ficha: FichaCapa, id_elemento: str) -> HttpResponse:
    return _cambiar(request, ficha, id_elemento, TIPOS, acciones.reemplazar_elemento)


def _corregir(request: HttpRequest, ficha: FichaCapa, id_elemento: str) -> HttpResponse:
    return _cambiar(request, ficha, id_elemento, PARCHES, acciones.corregir_elemento)


def _cambiar(
    request: HttpRequest, ficha: FichaCapa, id_elemento: str, tipos: set[str], accion: Callable
) -> HttpResponse:
    if fallo := _tipo_ajeno(request, tipos):
        return fallo
    vigente = acciones.version_vigente(ficha.capa, pk := _id(ficha, id_elemento))
    if fallo := _sin_version(request):
        return fallo
    geom, valores = _elemento(request, ficha.capa, pk, parcial=accion is acciones.corregir_elemento)
    cambiado = accion(
        capa=ficha.capa,
        usuario=_usuario(request),
        id_elemento=pk,
        version=_leida(request, vigente),
        geom=geom,
        valores=valores,
    )
    marca = etag_de_elemento(request, "json", ficha, acciones.version_de(cambiado))
    return HttpResponse(status=204, headers={"ETag": marca})


def _borrar(request: HttpRequest, ficha: FichaCapa, id_elemento: str) -> HttpResponse:
    vigente = acciones.version_vigente(ficha.capa, pk := _id(ficha, id_elemento))
    if fallo := _sin_version(request):
        return fallo
    leida = _leida(request, vigente)
    acciones.borrar_elemento(capa=ficha.capa, usuario=_usuario(request), id_elemento=pk, version=leida)
    return HttpResponse(status=204)


def _tipo_ajeno(request: HttpRequest, tipos: set[str]) -> HttpResponse | None:
    if request.content_type in tipos:
        return None
    if not request.content_type:
        raise PeticionInvalida(f"Falta la cabecera Content-Type: {' o '.join(sorted(tipos))}.")
    return responder(request, 415, f"Envíe el cuerpo como {' o '.join(sorted(tipos))}.")


def _sin_version(request: HttpRequest) -> HttpResponse | None:
    """RFC 6585, 3: nobody overwrites what they have not read."""
    if request.headers.get("If-Match", "").strip() not in ("", "*"):
        return None
    return responder(request, 428, "Envíe en «If-Match» el ETag con que leyó el elemento.")


def _leida(request: HttpRequest, vigente: str) -> str:
    """The version in force if it is among those that the sender has read (RFC 9110, 13.1.1), or none.

    The last part of an ETag tells representations apart, and any of them will do.
    """
    leidas = {
        marca.removeprefix("W/").strip('"').rpartition(".")[0] for marca in parse_etags(request.headers["If-Match"])
    }
    return vigente if vigente in leidas else ""


def _usuario(request: HttpRequest) -> User:
    return cast(User, request.user)


def _id(ficha: FichaCapa, texto: str) -> int:
    if not (texto.isascii() and texto.isdigit() and len(texto) <= 18):
        raise NoExiste(f"La capa «{ficha.titulo}» no tiene un elemento «{texto[:40]}».")
    return int(texto)


# What a JSON value of each type is; a whole number may be written 2.0 (JSON Schema 2020-12, 6.1.1).
_DE_JSON: dict[Tipo, type | tuple[type, ...]] = {
    Tipo.LOGICO: bool,
    Tipo.ENTERO: int,
    Tipo.REAL: (int, float),
    Tipo.DECIMAL: (int, float),
}
_MIEMBROS = {"type", "id", "geometry", "properties", "bbox", "links"}


def _elemento(
    request: HttpRequest, capa: Capa, pk: int | None = None, parcial: bool = False
) -> tuple[GEOSGeometry | None, dict[str, Any]]:
    """(geometry, values by field) of the feature in the body; what is only for reading is left aside.

    pk: the id that the address says.
    parcial: the body says only what changes (RFC 7396).
    """
    cuerpo = parametros.objeto(request.body)
    _revisar(cuerpo, pk, parcial)
    valores = _propiedades(cuerpo, capa, parcial)
    crs = parametros.crs(request.headers.get("Content-Crs", CRS84.uri), "Content-Crs")
    if "geometry" not in cuerpo and parcial:
        return None, valores
    return geojson.geometria(cuerpo.get("geometry"), crs), valores


def _revisar(cuerpo: dict[str, Any], pk: int | None, parcial: bool) -> None:
    if "crs" in cuerpo:
        raise PeticionInvalida("El elemento no lleva «crs»: el sistema de referencia va en la cabecera Content-Crs.")
    if pk is not None and cuerpo.get("id", pk) not in (pk, str(pk)):
        raise PeticionInvalida("«id» no se cambia: es el de la dirección.")
    if cuerpo.get("type", "Feature" if parcial else None) != "Feature":
        raise PeticionInvalida("El cuerpo debe ser un «Feature» de GeoJSON.")
    if parcial and (ajenos := cuerpo.keys() - _MIEMBROS):
        raise PeticionInvalida(f"Un elemento no tiene «{', '.join(sorted(ajenos))[:100]}».")


def _propiedades(cuerpo: dict[str, Any], capa: Capa, parcial: bool) -> dict[str, Any]:
    valores = cuerpo.get("properties", {})
    if valores is None and not parcial:  # a Feature may say so (RFC 7946, 3.2)
        valores = {}
    if not isinstance(valores, dict):
        raise PeticionInvalida("«properties» es un objeto con el valor de cada campo.")
    if ajenas := valores.keys() - {campo.name for campo in capa.campos}:
        raise PeticionInvalida(
            f"La capa no recibe «{', '.join(sorted(ajenas))[:100]}». Recibe: {', '.join(c.name for c in capa.recibibles)}."
        )
    for campo in capa.recibibles:
        if not _es_de_su_tipo(campo, valores.get(campo.name)):
            raise DatosInvalidos(f"«{campo.name}»: {json.dumps(valores[campo.name])[:40]} no es de su tipo.")
    return valores


def _es_de_su_tipo(campo: Field, valor: Any) -> bool:
    if valor is None:
        return True
    tipo = tipo_de(campo)
    if tipo is Tipo.ENTERO and isinstance(valor, float):
        return valor.is_integer()
    return isinstance(valor, _DE_JSON.get(tipo, str)) and (tipo is Tipo.LOGICO or not isinstance(valor, bool))
