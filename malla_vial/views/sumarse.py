"""«Es este: sumarme»: a page of its own, which works without JavaScript, and the door of programs."""

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capas.errores import DatosInvalidos, prefiere_html
from capas.limites.balde import Agotado
from capas.sitio import absoluta
from malla_vial.acciones import sumarse
from malla_vial.duplicados import personas
from malla_vial.forms.sumarse import FormularioSumarse
from malla_vial.models import Adhesion, Reporte
from malla_vial.views import porteria
from malla_vial.views.propios import propios, recordar_seguido, seguidos
from malla_vial.views.rechazos import corregir, esperar, sin_reporte


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sumarme(request: HttpRequest, codigo: str) -> HttpResponse:
    """Join a report. A program that asks for JSON gets 201 {codigo, personas, url, recibido}."""
    reporte = _publico(codigo)
    if request.method != "POST":
        return _pagina(request, reporte, FormularioSumarse(initial={"clave": uuid.uuid4()}))
    porteria.contar_intento(request)
    form = FormularioSumarse(request.POST, request.FILES)
    pagina = partial(_pagina, request, reporte, form)
    if not form.is_valid():
        return corregir(request, form, pagina)
    conocida = bool({codigo} & {*propios(request), *seguidos(request)})
    try:
        envio = porteria.juzgar(request, form.cleaned_data["clave"])
        adhesion = sumarse(reporte=reporte, repetida=conocida, envio=envio, **form.para_sumarse())
    except Agotado as error:
        if not prefiere_html(request):
            raise
        return esperar(form, error, pagina)
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return corregir(request, form, pagina, getattr(error, "huellas", ()))
    return _acuse(request, adhesion)


@never_cache
@require_safe
def sin_red(request: HttpRequest) -> HttpResponse:
    """The same form for any report, as a phone keeps it: its script reads in the address which one it is."""
    return render(request, "malla_vial/reportar/sumarse_sin_red.html", {"form": FormularioSumarse()})


def _publico(codigo: str) -> Reporte:
    """A report that anybody may see; of one that was merged, its original must be seen too, for it is what is joined."""
    publicos = Reporte.objects.using("lectura")
    hallado = publicos.filter(codigo=codigo).only("codigo", "duplicado_de").first()
    original = hallado and hallado.duplicado_de_id
    if hallado is None or (original and not publicos.filter(pk=original).exists()):
        raise sin_reporte(codigo)
    return Reporte.objects.select_related("tipo", "duplicado_de").get(pk=hallado.pk)


def _acuse(request: HttpRequest, adhesion: Adhesion) -> HttpResponse:
    caso = adhesion.reporte
    url = reverse("reporte", args=[caso.codigo])
    recibido = f"{url}?sumado=1"
    datos = {"codigo": caso.codigo, "personas": personas([caso.pk])[caso.pk]}
    datos |= {"url": absoluta(request, url), "recibido": recibido}
    respuesta = redirect(recibido) if prefiere_html(request) else JsonResponse(datos, status=201)
    recordar_seguido(request, respuesta, caso.codigo)
    return respuesta


def _pagina(request: HttpRequest, reporte: Reporte, form: FormularioSumarse, estado: int = 200) -> HttpResponse:
    caso = reporte.duplicado_de or reporte
    contexto = {"reporte": caso, "form": form, "personas": personas([caso.pk])[caso.pk]}
    return render(request, "malla_vial/reportar/sumarse.html", contexto, status=estado)
