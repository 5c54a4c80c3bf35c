"""The citizen reports a damage."""

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from capas.errores import DatosInvalidos, prefiere_html, responder
from capas.limites import quien
from capas.limites.balde import Agotado
from capas.mapa import configuracion
from malla_vial.acciones import FaltanFotos, radicar_reporte
from malla_vial.forms.reportar import FormularioReporte
from malla_vial.models import Reporte
from malla_vial.views import porteria
from malla_vial.views.propios import recordar_propio


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reportar(request: HttpRequest) -> HttpResponse:
    """The report form; a program that sends it asking for JSON gets JSON."""
    if request.method == "POST":
        porteria.contar_intento(request)
        return _radicar(request, FormularioReporte(request.POST, request.FILES))
    inicial = {campo: request.GET.get(campo, "")[:200] for campo in ("lon", "lat", "tipo", "direccion")}
    return _formulario(request, FormularioReporte(initial={**inicial, "clave": uuid.uuid4()}))


def _radicar(request: HttpRequest, form: FormularioReporte) -> HttpResponse:
    if not form.is_valid():
        return _corregir(request, form)
    try:
        reporte = radicar_reporte(**form.para_radicar(), envio=porteria.juzgar(request, form.cleaned_data["clave"]))
    except Agotado as error:
        return _esperar(request, form, error)
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return _corregir(request, form, faltan=error.huellas if isinstance(error, FaltanFotos) else [])
    respuesta = _acuse(request, reporte)
    recordar_propio(request, respuesta, reporte.codigo)
    quien.recordar(request, respuesta)
    return respuesta


def _formulario(request: HttpRequest, form: FormularioReporte, estado: int = 200) -> HttpResponse:
    base = configuracion(request)
    mapa = {campo: base[campo] for campo in ("centro", "zoom", "base", "mapa_base", "urls")}
    contexto = {"form": form, "mapa": mapa, "abierto": porteria.abierto()}
    respuesta = render(request, "malla_vial/reportar.html", contexto, status=estado)
    quien.recordar(request, respuesta)
    return respuesta


def _esperar(request: HttpRequest, form: FormularioReporte, error: Agotado) -> HttpResponse:
    """Too many: a person keeps what was typed, and is told when to send it again."""
    if not prefiere_html(request):
        raise error
    form.add_error(None, f"{error} Lo que escribió sigue aquí.")
    respuesta = _formulario(request, form, 429)
    respuesta["Retry-After"] = str(error.espera)
    return respuesta


def _acuse(request: HttpRequest, reporte: Reporte) -> HttpResponse:
    url = reverse("reporte", args=[reporte.codigo])
    if prefiere_html(request):
        return redirect(f"{url}?recibido=1")
    datos = {"codigo": reporte.codigo, "estado": reporte.estado, "url": request.build_absolute_uri(url)}
    return JsonResponse(datos, status=201, headers={"Location": url})


def _corregir(request: HttpRequest, form: FormularioReporte, faltan: Sequence[str] = ()) -> HttpResponse:
    """faltan: fingerprints of photos to send again."""
    if prefiere_html(request):
        return _formulario(request, form, 422)
    detalle = " ".join(str(mensaje) for mensajes in form.errors.values() for mensaje in mensajes)
    errores = {campo: [str(m) for m in mensajes] for campo, mensajes in form.errors.items()}
    return responder(request, 422, detalle, errores=errores, faltan=faltan)
