"""WMS 1.3.0 and WFS 2.0 by MapServer, which runs behind these views; CSW 2.0.2 and WMTS 1.0.0 by packages of their own."""

import hashlib
from collections.abc import Callable
from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from capas.errores import prefiere_html
from capas.servicios import mapserver, peticion, respuesta, valores
from capas.servicios.csw import operaciones
from capas.servicios.peticion import ExcepcionOgc
from capas.servicios.proceso import correr
from capas.servicios.wmts import operaciones as teselas
from capas.sitio import base

_INFORMES = {
    "WFS": 'version="2.0.0" xml:lang="es-CO" xmlns:ows="http://www.opengis.net/ows/1.1"',
    "CSW": 'version="1.2.0" language="es-CO" xmlns:ows="http://www.opengis.net/ows"',
    "WMTS": 'version="1.0.0" xml:lang="es-CO" xmlns:ows="http://www.opengis.net/ows/1.1"',
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def wms(request: HttpRequest) -> HttpResponseBase:
    return _con_excepciones(request, "WMS", lambda: _servir(request, "WMS"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def wfs(request: HttpRequest) -> HttpResponseBase:
    return _con_excepciones(request, "WFS", lambda: _servir(request, "WFS"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def csw(request: HttpRequest) -> HttpResponseBase:
    return _con_excepciones(request, "CSW", lambda: operaciones.servir(request))


@require_safe
def wmts(request: HttpRequest) -> HttpResponseBase:
    return _con_excepciones(request, "WMTS", lambda: teselas.servir(request))


@require_safe
def wmts_capacidades(request: HttpRequest) -> HttpResponseBase:
    return _o_informe("WMTS", lambda: teselas.capacidades_de(request))


@require_safe
def wmts_tesela(request: HttpRequest, **parametros: str) -> HttpResponseBase:
    """By address, where what does not exist is a 404."""
    respuesta = _o_informe("WMTS", lambda: teselas.tesela(request, parametros | {"format": "image/png"}))
    respuesta.status_code = 404 if respuesta.status_code == 400 else respuesta.status_code
    return respuesta


@require_safe
def portada(request: HttpRequest) -> HttpResponse:
    """The addresses to copy into QGIS or ArcGIS."""
    return render(request, "servicios/portada.html", {"base": base(request), "fichas": mapserver.fichas_abiertas()})


def _con_excepciones(request: HttpRequest, servicio: str, hacer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if request.method != "POST" and not request.GET and prefiere_html(request):
        return redirect("servicios:portada")
    return _o_informe(servicio, hacer)


def _o_informe(servicio: str, hacer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return hacer()
    except ExcepcionOgc as excepcion:
        return _informe(servicio, excepcion)
    except ConnectionError as corte:  # the clock ended it before its answer was whole
        return _informe(servicio, ExcepcionOgc("NoApplicableCode", str(corte), estado=503))


def _informe(servicio: str, excepcion: ExcepcionOgc) -> HttpResponse:
    """An exception report of the standard (OGC 06-042 annex E.2, OGC 06-121r3 and 05-008 clause 8)."""
    texto, codigo, donde = escape(str(excepcion)), excepcion.codigo, escape(excepcion.donde)
    if servicio == "WMS":
        cuerpo = (
            '<ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc">'
            f'<ServiceException code="{codigo}" locator="{donde}">{texto}</ServiceException></ServiceExceptionReport>'
        )
    else:
        cuerpo = (
            f"<ows:ExceptionReport {_INFORMES[servicio]}>"
            f'<ows:Exception exceptionCode="{codigo}" locator="{donde}"><ows:ExceptionText>{texto}</ows:ExceptionText>'
            "</ows:Exception></ows:ExceptionReport>"
        )
    informe = HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{cuerpo}', "text/xml; charset=UTF-8", excepcion.estado
    )
    informe["Cache-Control"] = "no-store"
    if excepcion.estado == 503:
        informe["Retry-After"] = "5"
    return informe


def _servir(request: HttpRequest, servicio: str) -> HttpResponseBase:
    xml = b""
    parametros = peticion.leer(request, servicio)
    if servicio == "WFS" and request.method == "POST" and "request" not in parametros:
        xml = valores.leer_xml(request.body)
    if not xml and "request" not in parametros:
        raise ExcepcionOgc("MissingParameterValue", "Falta «request»: diga qué pide (GetCapabilities…).", "request")
    if servicio == "WMS":
        valores.revisar_wms(parametros)
        parametros = peticion.norte_primero(parametros)
    elif not xml:
        valores.revisar_wfs(parametros)
    clave, carpeta = mapserver.mapa_al_dia(mapserver.fichas_abiertas(), base(request))
    marca = f'W/"{clave}.{hashlib.sha256(repr(parametros).encode()).hexdigest()[:16]}"'
    if not xml and (igual := get_conditional_response(request, etag=marca)):
        return igual
    servida = _correr(request, carpeta, parametros, xml)
    if servida.status_code == 200 and not xml:
        servida["ETag"], servida["Cache-Control"] = marca, "public, no-cache"
    return servida


def _correr(request: HttpRequest, carpeta, parametros: dict[str, str], xml: bytes) -> HttpResponseBase:
    """MapServer's answer, streamed; its exceptions are a 400, as OGC 06-121r3 (8.6) has it and clients take it."""
    corrida = correr(request, carpeta, parametros, xml)
    if not corrida.cabeceras.get("content-type"):
        corrida.close()
        raise ExcepcionOgc(
            "NoApplicableCode", "El mapa tardó demasiado: pida un área o unas capas menores.", estado=503
        )
    tipo = corrida.cabeceras["content-type"]
    estado = int(corrida.cabeceras.get("status", "200")[:3])
    raiz = respuesta.raiz(corrida.primero)
    if estado == 200 and raiz.endswith("ExceptionReport"):
        estado = 400
    if estado != 200 or raiz == "schema" or raiz.endswith("Capabilities"):
        return HttpResponse(respuesta.en_norma(b"".join(corrida), raiz), tipo, estado)
    cuerpo = respuesta.SinVacios(corrida) if raiz == "FeatureCollection" else corrida
    return StreamingHttpResponse(cuerpo, content_type=tipo, status=estado)
