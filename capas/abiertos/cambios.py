"""/datos/<layer>/cambios?desde=: what a copy of the layer must do to be up to date again."""

import csv
import datetime as dt
import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capas import sql_cambios, sql_elementos
from capas.consultas import puerta
from capas.errores import NoExiste, PeticionInvalida
from capas.lectura import elementos, etag, ficha_visible, si_cambio
from capas.models import FichaCapa
from capas.ogc import parametros
from capas.salidas.columnas import hora_local
from capas.salidas.texto import Eco, cabecera, filas, inocuo
from capas.sitio import absoluta

FORMATOS = {"json": "application/json", "csv": "text/csv"}
LIMITE, LIMITE_MAXIMO = 1_000, 10_000
HOLGURA = dt.timedelta(minutes=10)  # a long import is dated by its beginning: whoever asks again starts a bit earlier
Cambio = tuple[int, str, dt.datetime]


@require_safe
def cambios(request: HttpRequest, capa: str) -> HttpResponse:
    """Created, changed and gone features since a moment, by id; what exists comes as it is now."""
    parametros.revisar(request, {"desde", "f", "limit", "cursor", "crs"})
    formato = parametros.uno_de(request, FORMATOS)
    ficha, momento = ficha_visible(request, capa), _desde(request)
    if ficha.es_raster:
        raise NoExiste(f"«{ficha.titulo}» es una imagen: no tiene cambios por elemento.")
    responder = _csv if formato == "csv" else _json
    return si_cambio(request, etag(request, formato, ficha), lambda: responder(request, ficha, momento))


def _desde(request: HttpRequest) -> dt.datetime:
    texto, momento = request.GET.get("desde", ""), None
    with suppress(PeticionInvalida):
        momento = None if "/" in texto else parametros.extremos(f"{texto}/..")[0]
    if momento is None:
        raise PeticionInvalida("«desde» necesita una fecha, por ejemplo desde=2026-11-01 o desde=2026-11-01T08:00:00Z.")
    return momento


def _pagina(request: HttpRequest, ficha: FichaCapa, momento: dt.datetime, por_defecto: int) -> tuple[list[Cambio], str]:
    """The changes of this page, and the address of the next one."""
    limite = min(parametros.entero(request.GET.get("limit", str(por_defecto)), "limit", 1), LIMITE_MAXIMO)
    ultimo = parametros.entero(request.GET.get("cursor", "0"), "cursor", 0)
    alias = puerta(request.user, ficha.capa.roles)
    hallados = sql_cambios.desde(alias, ficha.capa, momento, ultimo, limite + 1)
    if len(hallados) <= limite:
        return hallados, ""
    consulta = urlencode({**request.GET.dict(), "cursor": hallados[limite - 1][0]})
    return hallados[:limite], absoluta(request, f"{request.path}?{consulta}")


def _json(request: HttpRequest, ficha: FichaCapa, momento: dt.datetime) -> HttpResponse:
    hallados, siguiente = _pagina(request, ficha, momento, LIMITE)
    sistema = parametros.crs(request.GET.get("crs", parametros.CRS84.uri), "crs")
    vivos = elementos(request, ficha.capa).filter(id__in=_vivos(hallados))
    features = dict(sql_elementos.de_queryset(ficha.capa, vivos, sistema))
    documento: dict[str, Any] = {
        "capa": ficha.pk,
        "revision": ficha.numero_revision,
        "desde": hora_local(momento),
        "preguntar_desde": hora_local(timezone.now() - HOLGURA),
        "cuantos": len(hallados),
        "siguiente": siguiente or None,
        "cambios": [
            {
                "id": id_,
                "operacion": operacion,
                "fecha": hora_local(fecha),
                "elemento": json.loads(features[id_]) if id_ in features else None,
            }
            for id_, operacion, fecha in hallados
        ],
    }
    return JsonResponse(documento, json_dumps_params={"ensure_ascii": False})


def _csv(request: HttpRequest, ficha: FichaCapa, momento: dt.datetime) -> HttpResponse:
    hallados, siguiente = _pagina(request, ficha, momento, LIMITE_MAXIMO)
    sistema = parametros.crs(request.GET.get("crs", parametros.CRS84.uri), "crs")
    vivos = elementos(request, ficha.capa).filter(id__in=_vivos(hallados))
    valores = {fila[0]: fila[1:] for fila in filas(ficha.capa, vivos, sistema)}
    escritor, (identidad, *columnas) = csv.writer(Eco()), cabecera(ficha.capa)
    lineas = [escritor.writerow([identidad, "operacion", "fecha", *columnas])]
    for id_, operacion, fecha in hallados:
        lineas.append(escritor.writerow([id_, operacion, hora_local(fecha), *map(inocuo, valores.get(id_, []))]))
    respuesta = HttpResponse(lineas, content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = f'attachment; filename="{ficha.pk}-cambios.csv"'
    if siguiente:
        respuesta["Link"] = f'<{siguiente}>; rel="next"'
    return respuesta


def _vivos(hallados: list[Cambio]) -> list[int]:
    return [id_ for id_, operacion, _ in hallados if operacion != "borrado"]
