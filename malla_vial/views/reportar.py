"""The citizen reports a damage: the whole report in one page, and the one-shot door of programs and of the queue."""

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capas.errores import DatosInvalidos, NoExiste, prefiere_html
from capas.geometria import punto
from capas.limites import quien
from capas.limites.balde import Agotado
from capas.mapa import fondo
from capas.sitio import absoluta
from malla_vial.acciones import FueraDelMunicipio, radicar_reporte
from malla_vial.forms.reportar import FormularioReporte
from malla_vial.models import Reporte
from malla_vial.pasos import PASOS
from malla_vial.views import porteria
from malla_vial.views.lugares import publico
from malla_vial.views.propios import propios, recordar_propio
from malla_vial.views.rechazos import corregir, esperar
from malla_vial.vista_publica import sitio_de, vista

PREVIOS = ("lon", "lat", "tipo", "direccion")  # what a link may bring


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reportar(request: HttpRequest) -> HttpResponse:
    """Every step in one page; a program that sends it asking for JSON gets JSON."""
    if request.method == "POST":
        porteria.contar_intento(request)
        return _radicar(request, FormularioReporte(request.POST, request.FILES))
    inicial = {campo: request.GET.get(campo, "")[:200] for campo in PREVIOS}
    return _pagina(request, FormularioReporte(initial={**inicial, "clave": uuid.uuid4()}))


def _radicar(request: HttpRequest, form: FormularioReporte) -> HttpResponse:
    pagina = partial(_pagina, request, form)
    if not form.is_valid():
        return corregir(request, form, pagina)
    try:
        reporte = radicar_reporte(**form.para_radicar(), envio=porteria.juzgar(request, form.cleaned_data["clave"]))
    except Agotado as error:
        if not prefiere_html(request):
            raise
        return esperar(form, error, pagina)
    except FueraDelMunicipio as error:
        form.queda_afuera(error)
        return corregir(request, form, pagina, responsable=publico(error.responsable))
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return corregir(request, form, pagina, getattr(error, "huellas", ()))
    return acuse(request, reporte)


def _pagina(request: HttpRequest, form: FormularioReporte, estado: int = 200) -> HttpResponse:
    """Without errors only the first step is in sight until the page's script moves it; with errors, all of them."""
    mapa = fondo(request) | {"urls": {"buscar": reverse("buscar")}}
    escrito = {campo: form[campo].value() or "" for campo in form.fields if campo != "foto"}
    contexto = {"form": form, "mapa": mapa, "pasos": PASOS, "en_una": True, "abierto": porteria.abierto()}
    respuesta = render(request, "malla_vial/reportar/todo.html", contexto | vista(escrito), status=estado)
    quien.recordar(request, respuesta)
    return respuesta


def acuse(request: HttpRequest, reporte: Reporte) -> HttpResponse:
    """The answer to a report that was filed: its receipt for a person, its number for a program."""
    url, recibido = reverse("reporte", args=[reporte.codigo]), reverse("recibido", args=[reporte.codigo])
    if prefiere_html(request):
        respuesta: HttpResponse = redirect(recibido)
    else:
        datos = {"codigo": reporte.codigo, "estado": reporte.estado}
        datos |= {"url": absoluta(request, url), "recibido": recibido}
        respuesta = JsonResponse(datos, status=201, headers={"Location": url})
    recordar_propio(request, respuesta, reporte.codigo)
    quien.recordar(request, respuesta)
    return respuesta


@never_cache
@require_safe
def recibido(request: HttpRequest, codigo: str) -> HttpResponse:
    """The receipt, for the browser that sent the report."""
    reportes = Reporte.objects.para_su_autor().select_related("tipo", "peticion")
    hallado = reportes.filter(codigo=codigo).first()
    if hallado is None or codigo not in propios(request):
        raise NoExiste(
            "Este recibo solo se ve en el teléfono que envió el reporte. Con el número se sigue en «Seguir un reporte»."
        )
    enlace = absoluta(request, reverse("reporte", args=[codigo]))
    mensaje = f"Reporté un daño en la vía: {hallado.tipo}. Se sigue aquí: {enlace}"
    contexto = {"reporte": hallado, "enlace": enlace, "mensaje": mensaje}
    return render(request, "malla_vial/reportar/recibido.html", contexto)


@require_safe
def lugar(request: HttpRequest) -> HttpResponse:
    """A place in the words that will be published, or who answers there. JSON {direccion, sector, palabras, aviso}."""
    sitio = sitio_de(punto(request.GET.get("lon", ""), request.GET.get("lat", "")))
    datos = {"direccion": sitio.direccion, "sector": sitio.sector, "aviso": sitio.aviso, "palabras": sitio.en_palabras}
    return JsonResponse(datos)
