"""The citizen files a petition that is no report of damage."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from capas.errores import DatosInvalidos
from capas.limites import quien
from capas.limites.balde import Agotado
from malla_vial.acciones import radicar_peticion
from malla_vial.direcciones.opciones import coordenadas_de, lugares
from malla_vial.forms.pqrsd import FormularioPQRSD
from malla_vial.views import porteria
from malla_vial.views.propios import recordar_propio
from malla_vial.views.rechazos import esperar

TRAMPA = "Deje vacío el campo que no se ve: pudo llenarlo su navegador. Aquí ya está vacío: envíe de nuevo."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pqrsd(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        porteria.contar_intento(request)
        enviado = request.POST.copy()
        enviado.update(coordenadas_de(enviado.get("hallado", "")))
        if enviado.get("ir") == "buscar":
            return _buscar(request, enviado)
        return _radicar(request, FormularioPQRSD(enviado, request.FILES))
    inicial = {campo: request.GET.get(campo, "")[:200] for campo in ("lon", "lat", "tipo", "lugar", "asunto")}
    return _formulario(request, FormularioPQRSD(initial={**inicial, "canal": "codigo", "clave": uuid.uuid4()}))


def _radicar(request: HttpRequest, form: FormularioPQRSD) -> HttpResponse:
    if porteria.en_la_trampa(request):  # a petition cannot be held, as a report is
        form.add_error(None, TRAMPA)
    if not form.is_valid():
        return _formulario(request, form, 422)
    try:
        porteria.frenar(request)
        peticion = radicar_peticion(**form.para_radicar())
    except Agotado as error:
        return esperar(form, error, partial(_formulario, request, form))
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return _formulario(request, form, 422)
    respuesta = redirect("constancia", peticion.radicado)
    recordar_propio(request, respuesta, peticion.radicado)
    quien.recordar(request, respuesta)
    return respuesta


def _buscar(request: HttpRequest, enviado: QueryDict) -> HttpResponse:
    """The page again, with what was typed and the places that it may mean."""
    hallados = lugares(enviado.get("lugar", ""), request.user)
    return _formulario(request, FormularioPQRSD(initial=enviado.dict()), buscado=True, hallados=hallados)


def _formulario(request: HttpRequest, form: FormularioPQRSD, estado: int = 200, **mas: Any) -> HttpResponse:
    return render(request, "malla_vial/peticiones/pqrsd.html", {"form": form} | mas, status=estado)
