"""The citizen's own list, and what one follows: opened by a link, never by an account."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from capas.geometria import a_grados
from capas.models import UnidadTerritorial
from malla_vial.acciones import avisos
from malla_vial.forms.avisos import FormularioCorreo, FormularioZona
from malla_vial.models import Reporte, Suscripcion
from malla_vial.views.porteria import contar_carta
from malla_vial.views.propios import GALLETA_CORREO, correo_abierto


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mis_reportes(request: HttpRequest) -> HttpResponse:
    """The list of an address, to a browser that opened its link; a form that asks for the link, to any other."""
    if correo := correo_abierto(request):
        return _atender(request, correo) if request.method == "POST" else _lista(request, correo)
    if request.method == "POST":
        contar_carta(request)
    form = FormularioCorreo(request.POST or None)
    if form.is_valid():
        avisos.pedir_lista(form.cleaned_data["correo"])
    contexto = {"form": form, "enviado": form.is_valid()}
    return render(request, "malla_vial/avisos/mis_reportes.html", contexto, status=422 if form.errors else 200)


def _atender(request: HttpRequest, correo: str) -> HttpResponse:
    """Close the list in this browser, or stop following one of the things in it."""
    if "cerrar" in request.POST:
        respuesta = redirect("mis_reportes")
        respuesta.delete_cookie(GALLETA_CORREO)
        return respuesta
    dejada = request.POST.get("dejar", "")[:18]
    if dejada.isdecimal() and (suscripcion := _seguidas(correo).filter(pk=int(dejada)).first()):
        avisos.dar_de_baja(suscripcion)
    return _lista(request, correo)


def _lista(request: HttpRequest, correo: str) -> HttpResponse:
    reportes = Reporte.objects.para_su_autor().filter(suscripciones__correo=correo).select_related("tipo").distinct()
    contexto = {"correo": correo, "reportes": reportes, "suscripciones": _seguidas(correo)}
    return render(request, "malla_vial/avisos/mis_reportes.html", contexto)


def _seguidas(correo: str) -> QuerySet[Suscripcion]:
    return Suscripcion.objects.filter(correo=correo, baja_en=None).select_related("reporte", "via", "territorio")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suscribirse(request: HttpRequest) -> HttpResponse:
    """Ask for a daily digest of a street, a unit of territory or the surroundings of a place."""
    if request.method == "POST":
        contar_carta(request)
    form = FormularioZona(request.POST or None, initial=_inicial(request))
    if form.is_valid():
        avisos.pedir_seguir(form.cleaned_data["correo"], **form.a_que())
    contexto = {"form": form, "enviado": form.is_valid()}
    return render(request, "malla_vial/avisos/suscribirse.html", contexto, status=422 if form.errors else 200)


def _inicial(request: HttpRequest) -> dict[str, Any]:
    """What the page of a report already knows of its place."""
    pedido = {campo: request.GET.get(campo, "")[:120] for campo in ("lon", "lat", "calle")}
    publicos = Reporte.objects.using("lectura").only("codigo", "barrio", "geom")
    hallado = publicos.filter(codigo=request.GET.get("reporte", "")[:20]).first()
    if hallado is None:
        return pedido | {"radio_m": 500}
    lugar = a_grados(hallado.geom)
    unidad = UnidadTerritorial.objects.filter(
        nombre=hallado.barrio, nivel__in=(UnidadTerritorial.Nivel.BARRIO, UnidadTerritorial.Nivel.VEREDA)
    ).first()
    return {
        "lon": f"{lugar.x:.6f}",
        "lat": f"{lugar.y:.6f}",
        "territorio": unidad,
        "radio_m": 500,
        "codigo": hallado.codigo,
    }
