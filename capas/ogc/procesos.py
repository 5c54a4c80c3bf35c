"""OGC API Processes: the list, each process, and running it at once or as a job."""

import json
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.gis.geos import GeometryCollection, GEOSGeometry
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from capas import mapa
from capas.errores import DemasiadoGrande, PeticionInvalida, prefiere_html, responder
from capas.lectura import fichas_visibles
from capas.ogc import parametros, procesos_documentos, procesos_peticion
from capas.ogc.procesos_peticion import FORMULARIO, JSON, Peticion
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato
from capas.origen import direccion_de
from capas.procesos import registro, tablas, trabajos
from capas.procesos.registro import Contexto, Proceso

LIMITE_DE_LISTA = 1_000
A_LA_VEZ, ESPERA_EN_VIVO, SEGUNDOS_EN_VIVO = 2, 2.0, 20
_lugares = threading.BoundedSemaphore(A_LA_VEZ)


@de_lectura
def lista(request: HttpRequest) -> HttpResponse:
    parametros.revisar(request, {"f", "limit", "cursor"})
    formato, limite = parametros.formato(request), limite_de(request)
    desde = request.GET.get("cursor", "")
    hallados = [p for p in registro.todos() if p.id > desde]
    siguiente = consulta_de(request, cursor=hallados[limite - 1].id) if len(hallados) > limite else ""
    datos = procesos_documentos.lista(raiz(request), hallados[:limite], formato, consulta_de(request), siguiente)
    return documento(request, datos, formato, "procesos")


def limite_de(request: HttpRequest) -> int:
    return min(parametros.entero(request.GET.get("limit", "100"), "limit", 1), LIMITE_DE_LISTA)


def consulta_de(request: HttpRequest, **cambios: str) -> str:
    """The query of this very page, without the format that `con_formatos` adds."""
    otros = {nombre: valor for nombre, valor in request.GET.items() if nombre != "f"} | cambios
    return f"?{urlencode(otros)}" if otros else ""


@de_lectura
def proceso(request: HttpRequest, id_proceso: str) -> HttpResponse:
    formato, elegido = solo_formato(request), registro.obtener(id_proceso)
    datos = procesos_documentos.proceso(raiz(request), elegido, formato)
    return documento(request, datos, formato, "proceso", **(_pagina(request, elegido) if formato == "html" else {}))


def _pagina(request: HttpRequest, elegido: Proceso) -> dict[str, Any]:
    """What the form of a process shows beside the document."""
    ejemplos = {nombre: json.dumps(entrada.ejemplo()) for nombre, entrada in elegido.entradas.items()}
    campos = [(nombre, entrada, ejemplos[nombre]) for nombre, entrada in elegido.entradas.items()]
    return {
        "proceso": elegido,
        "campos": campos,
        "fichas": fichas_visibles(request),
        "centro": settings.CENTRO_MAPA,
        "orden": json.dumps({"inputs": elegido.ejemplo()}),
        "configuracion": _mapa(request),
    }


def _mapa(request: HttpRequest) -> dict[str, Any]:
    return mapa.fondo(request) | {"extension": mapa.extension(request)}


@csrf_exempt
@require_POST
def ejecucion(request: HttpRequest, id_proceso: str) -> HttpResponse:
    """Run a process: at once, or as a job with `Prefer: respond-async`."""
    solo_formato(request)
    elegido = registro.obtener(id_proceso)
    de_pagina = request.content_type == FORMULARIO and prefiere_html(request)
    if not (de_pagina or request.content_type == JSON):
        return responder(request, 415, f"Envíe la petición como {JSON}.")
    if negada := sin_token_csrf(request):
        return negada
    peticion = procesos_peticion.leer(request, elegido)
    elegido.leer(peticion.entradas, request.user)
    if peticion.como_trabajo:
        return _encargar(request, elegido, peticion)
    return _al_instante(request, elegido, peticion)


def sin_token_csrf(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a form, or of a session, without its CSRF token. A programme without cookies has nothing to abuse."""
    de_programa = request.method == "DELETE" or request.content_type == JSON
    if de_programa and not request.user.is_authenticated:
        return None
    return CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, HttpResponse, (), {})


def _encargar(request: HttpRequest, elegido: Proceso, peticion: Peticion) -> HttpResponse:
    trabajo = trabajos.pedir(
        proceso=elegido,
        entradas=peticion.entradas,
        usuario=request.user,
        origen=trabajos.huella_de(direccion_de(request)),
        en_documento=peticion.en_documento,
    )
    if parametros.formato(request) == "html":
        return HttpResponseRedirect(reverse("ogc:trabajo", args=[trabajo.pk]) + "?f=html", status=303)
    datos = procesos_documentos.estado(raiz(request), trabajo, "json")
    cabeceras = {"Location": f"{raiz(request)}/jobs/{trabajo.pk}", "Preference-Applied": "respond-async"}
    return HttpResponse(json.dumps(datos, ensure_ascii=False), content_type=JSON, status=201, headers=cabeceras)


def _al_instante(request: HttpRequest, elegido: Proceso, peticion: Peticion) -> HttpResponse:
    """Few at once in each process of the server, so that the rest of the site goes on."""
    if not _lugares.acquire(timeout=ESPERA_EN_VIVO):
        return responder(request, 503, "Hay muchos análisis en curso. Espere un momento o pídalo como trabajo.")
    try:
        valor = elegido.ejecutar(peticion.entradas, Contexto(request.user, _con_plazo()))
    finally:
        _lugares.release()
    return mostrar(request, elegido, peticion.entradas, valor, peticion.en_documento)


def _con_plazo() -> Any:
    fin = time.monotonic() + SEGUNDOS_EN_VIVO

    def avanzar(hechos: int, total: int) -> None:
        if time.monotonic() > fin:
            raise DemasiadoGrande("El análisis tarda más de lo que se espera aquí: pídalo como trabajo.")

    return avanzar


def mostrar(
    request: HttpRequest, elegido: Proceso, crudas: dict[str, Any], valor: Any, en_documento: bool
) -> HttpResponse:
    """A result: a page for a person; for a programme the value itself, or the results document."""
    if parametros.formato(request) == "html":
        respuesta = render(request, "ogc/resultado.html", _pagina_de_resultado(request, elegido, crudas, valor))
    else:
        datos = procesos_documentos.resultado(elegido, valor) if en_documento else valor
        tipo = JSON if en_documento else elegido.salida.tipo
        respuesta = HttpResponse(json.dumps(datos, ensure_ascii=False), content_type=tipo)
    respuesta["Cache-Control"] = "no-store"
    return respuesta


def _pagina_de_resultado(request: HttpRequest, elegido: Proceso, crudas: dict[str, Any], valor: Any) -> dict[str, Any]:
    lugares = tablas.geometrias(valor)
    with suppress(PeticionInvalida):  # the feature that a job was asked about may be gone
        leidas = elegido.leer(crudas, request.user).values()
        lugares += [lugar for lugar in leidas if isinstance(lugar, GEOSGeometry)]
    todos = GeometryCollection(lugares) if lugares else None
    resultado = {"geometria": json.loads(todos.json), "caja": todos.extent} if todos else None
    return {
        "proceso": elegido,
        "lectura": tablas.leer(elegido.salida.esquema, valor),
        "de_trabajo": request.method != "POST",
        "configuracion": _mapa(request) | {"resultado": resultado} if resultado else None,
    }
