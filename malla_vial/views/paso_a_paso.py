"""The same seven steps a page at a time, for a browser without JavaScript: each one is a plain form, and a draft keeps it all."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from capas import busqueda
from capas.errores import DatosInvalidos, NoExiste
from capas.lectura import fichas_visibles
from malla_vial import acciones
from malla_vial.forms.reportar import FormularioReporte
from malla_vial.models import Borrador, Reporte
from malla_vial.pasos import PASOS, POR_NOMBRE, Paso, anterior, paso_de, siguiente
from malla_vial.views.reportar import PREVIOS, acuse
from malla_vial.vista_publica import vista

LUGARES = 6  # as many as a person reads


@require_POST
def empezar(request: HttpRequest) -> HttpResponse:
    """A new draft with what the link brought; `ir` names the step to begin with."""
    borrador = acciones.empezar_borrador({campo: request.POST.get(campo, "") for campo in PREVIOS})
    return _ir(borrador, POR_NOMBRE.get(request.POST.get("ir", ""), PASOS[1]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paso(request: HttpRequest, id_borrador: uuid.UUID, nombre: str) -> HttpResponse:
    actual = POR_NOMBRE.get(nombre)
    borrador = Borrador.objects.vigentes().filter(pk=id_borrador).first()
    if actual is None or actual.numero == 1:
        raise NoExiste("Ese paso del reporte no existe.")
    if borrador is None:
        return _sin_borrador(request, id_borrador)
    if request.method != "POST":
        return _mostrar(request, borrador, actual, FormularioReporte(initial=borrador.datos))
    return _recibir(request, borrador, actual)


def _sin_borrador(request: HttpRequest, id_borrador: uuid.UUID) -> HttpResponse:
    """A second tap on «Enviar» finds the report that the first one filed."""
    enviado = Reporte.objects.using("default").filter(clave=id_borrador, visible=True).first()
    if enviado is None:
        raise NoExiste("Este borrador venció. Empiece de nuevo en «Reportar un daño»: toma medio minuto.")
    return acuse(request, enviado)


def _recibir(request: HttpRequest, borrador: Borrador, actual: Paso) -> HttpResponse:
    datos = {campo: request.POST.get(campo, "").strip() for campo in actual.campos if campo != "foto"}
    acciones.guardar_en_borrador(borrador, datos | _hallado(request))
    ir = request.POST.get("ir", "")
    if ir == "atras":
        return _ir(borrador, anterior(actual))
    if ir == "sin_lugar":
        acciones.guardar_en_borrador(borrador, {"lon": "", "lat": ""})
        return _ir(borrador, actual)
    if ir == "buscar":
        return _mostrar(request, borrador, actual, FormularioReporte(initial=borrador.datos), buscar=True)
    if ir in POR_NOMBRE:
        return _ir(borrador, POR_NOMBRE[ir])
    return _avanzar(request, borrador, actual)


def _hallado(request: HttpRequest) -> dict[str, str]:
    """A place chosen from the search: «lon lat»."""
    lon, _, lat = request.POST.get("hallado", "").partition(" ")
    return {"lon": lon, "lat": lat} if lat else {}


def _avanzar(request: HttpRequest, borrador: Borrador, actual: Paso) -> HttpResponse:
    form = FormularioReporte(borrador.datos | {"clave": str(borrador.pk)})
    if actual is PASOS[-1]:
        return _enviar(request, borrador, form)
    if set(actual.campos) & form.errors.keys():
        return _mostrar(request, borrador, actual, form, 422)
    return _ir(borrador, siguiente(actual))


def _enviar(request: HttpRequest, borrador: Borrador, form: FormularioReporte) -> HttpResponse:
    if not form.is_valid():
        return _mostrar(request, borrador, paso_de(form.errors), form, 422)
    try:
        reporte = acciones.radicar_reporte(**form.para_radicar())
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return _mostrar(request, borrador, PASOS[-1], form, 422)
    borrador.delete()
    return acuse(request, reporte)


def _ir(borrador: Borrador, destino: Paso) -> HttpResponse:
    return redirect("paso", borrador.pk, destino.nombre)


def _mostrar(
    request: HttpRequest, borrador: Borrador, actual: Paso, form: FormularioReporte, estado: int = 200, buscar=False
) -> HttpResponse:
    contexto = {"form": form, "paso": actual, "pasos": PASOS, "borrador": borrador}
    contexto |= vista(borrador.datos) | {"errores": _errores(form, actual) if estado == 422 else []}
    if buscar:
        contexto |= {"buscado": True, "hallados": _buscar(request, borrador.datos.get("direccion", ""))}
    return render(request, "malla_vial/reportar/paso.html", contexto, status=estado)


def _buscar(request: HttpRequest, texto: str) -> list[busqueda.Hallazgo]:
    return busqueda.buscar(texto[: busqueda.TEXTO_MAXIMO], fichas_visibles(request), request.user)[:LUGARES]


def _errores(form: FormularioReporte, actual: Paso) -> list[dict[str, Any]]:
    """The errors of a step, each with the field to go to."""
    propios = [(campo, texto) for campo, textos in form.errors.items() if campo in actual.campos for texto in textos]
    return [{"texto": texto} for texto in form.non_field_errors()] + [
        {"texto": texto, "id": f"id_{campo}"} for campo, texto in propios
    ]
