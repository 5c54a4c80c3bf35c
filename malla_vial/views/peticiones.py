"""A petition as who made it follows it: where it is, its receipt, its files, and what it still lacks."""

import uuid
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capas.errores import NoExiste
from capas.metadatos.pdf import escribir
from capas.sitio import absoluta
from malla_vial import acciones, estados_peticion
from malla_vial.acciones import firmas
from malla_vial.estados_peticion import EstadoPeticion
from malla_vial.forms.pqrsd import FormularioCompletar
from malla_vial.models import Anexo, Peticion, Reporte
from malla_vial.views.porteria import contar_intento
from malla_vial.views.propios import es_propio, recordar_propio


@never_cache
@require_safe
def peticion(request: HttpRequest, radicado: str) -> HttpResponse:
    """Where a petition is. Its number is a secret of who filed it, and shows what the city said; its text and files,
    only its own browser, its link or who attends to it. That of a report is on the report's page, while it has one."""
    hallada = _hallar(radicado)
    if hasattr(hallada, "reporte") and not _sin_pagina_de_reporte(request, hallada):
        respuesta: HttpResponse = redirect("reporte", radicado)
    else:
        respuesta = _pagina(request, hallada, FormularioCompletar())
    if _llave(request, hallada):
        recordar_propio(request, respuesta, radicado)
    return respuesta


def _sin_pagina_de_reporte(request: HttpRequest, hallada: Peticion) -> bool:
    """Whether its report was hidden: who sent it still reads here what the city answers."""
    a_la_vista = Reporte.objects.para_su_autor().filter(peticion=hallada).exists()
    return not a_la_vista and es_propia(request, hallada)


def _pagina(request: HttpRequest, hallada: Peticion, form: FormularioCompletar, estado: int = 200) -> HttpResponse:
    propia = es_propia(request, hallada)
    actos = hallada.actos.all() if propia else hallada.actos.exclude(acto__in=estados_peticion.DE_QUIEN_PIDE)
    contexto = {
        "peticion": hallada,
        "propia": propia,
        "actos": actos,
        "en_palabras": estados_peticion.EN_PALABRAS[EstadoPeticion(hallada.estado)],
        "form": form,
        "hoy": timezone.localdate(),
        "quedan": hallada.dias_restantes(timezone.localdate()),
    }
    return render(request, "malla_vial/peticiones/peticion.html", contexto, status=estado)


def del_reporte(hallado: Reporte, propio: bool) -> dict[str, Any]:
    """What its author needs on the page of a report to complete its petition."""
    return {"peticion_propia": hallado.peticion, "form": FormularioCompletar()} if propio else {}


def _hallar(radicado: str) -> Peticion:
    hallada = Peticion.objects.select_related("tipo", "dependencia", "contacto").filter(radicado=radicado).first()
    if hallada is None:
        raise NoExiste(f"No hay una petición con el código «{radicado[:20]}». Revise que esté bien escrito.")
    return hallada


def es_propia(request: HttpRequest, hallada: Peticion) -> bool:
    """Whether who asks filed it, as far as a cookie, an open list or a link can tell, or attends to it."""
    return _suya(request, hallada) or Peticion.objects.para_gestion(request.user).filter(pk=hallada.pk).exists()


def _suya(request: HttpRequest, hallada: Peticion) -> bool:
    return es_propio(request, hallada.radicado) or _llave(request, hallada)


def _llave(request: HttpRequest, hallada: Peticion) -> bool:
    return firmas.es_firma(hallada.radicado, request.GET.get("llave", ""))


def _propia_o_nada(request: HttpRequest, radicado: str) -> Peticion:
    hallada = _hallar(radicado)
    if not es_propia(request, hallada):
        raise NoExiste("La constancia y los archivos los ve solo quien hizo la petición.")
    return hallada


@never_cache
@require_safe
def constancia(request: HttpRequest, radicado: str) -> HttpResponse:
    """The receipt: number, date and hour, kind, due date, what was received and who answers."""
    return render(request, "malla_vial/peticiones/constancia.html", _de_constancia(request, radicado))


@never_cache
@require_safe
def constancia_pdf(request: HttpRequest, radicado: str) -> HttpResponse:
    return en_pdf(request, _de_constancia(request, radicado))


def en_pdf(request: HttpRequest, contexto: dict[str, Any]) -> HttpResponse:
    """The receipt as a PDF. contexto: what its template shows."""
    radicado = contexto["peticion"].radicado
    contexto = contexto | {"ficha": {"titulo": f"Constancia de radicación {radicado}"}}
    respuesta = HttpResponse(escribir(request, "malla_vial/peticiones/_constancia.html", contexto), "application/pdf")
    respuesta["Content-Disposition"] = f'inline; filename="constancia-{radicado}.pdf"'
    return respuesta


def _de_constancia(request: HttpRequest, radicado: str) -> dict[str, Any]:
    """Who attends to it sees no contact here, nor the link that would show it: their desk does, and writes each look down."""
    hallada = _propia_o_nada(request, radicado)
    reporte, suya = getattr(hallada, "reporte", None), _suya(request, hallada)
    return {
        "suya": suya,
        "peticion": hallada,
        "reporte": reporte,
        "cuantas_fotos": reporte.fotos.count() if reporte else 0,
        "enlace": absoluta(request, firmas.ruta_propia(hallada.radicado)) if suya else "",
    }


@never_cache
@require_safe
def anexo(request: HttpRequest, id_anexo: uuid.UUID) -> FileResponse:
    """A file of a petition, always as a download: a PDF of somebody unknown never opens inside our pages."""
    hallado = Anexo.objects.select_related("peticion").filter(pk=id_anexo).first()
    if hallado is None or not es_propia(request, hallado.peticion):
        raise NoExiste("No encontramos ese archivo.")
    return descargar(hallado)


def descargar(hallado: Anexo) -> FileResponse:
    """The bytes, under a name and a kind of ours."""
    nombre = f"{hallado.peticion.radicado}-{str(hallado.pk)[:8]}.{hallado.tipo}"
    tipo = "application/pdf" if hallado.tipo == Anexo.Tipo.PDF else "image/jpeg"
    respuesta = FileResponse(hallado.archivo.open("rb"), as_attachment=True, filename=nombre, content_type=tipo)
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return respuesta


@never_cache
@require_POST
def completar(request: HttpRequest, radicado: str) -> HttpResponse:
    """What was missing, or one more month to bring it."""
    contar_intento(request)
    hallada = _propia_o_nada(request, radicado)
    if "ampliar" in request.POST:
        acciones.ampliar_plazo(peticion=hallada)
        return redirect("peticion", radicado)
    form = FormularioCompletar(request.POST, request.FILES)
    if not form.is_valid():
        return _pagina(request, hallada, form, 422)
    datos = form.cleaned_data
    acciones.aportar(peticion=hallada, texto=datos["texto"], anexos=datos["anexo"])
    return redirect("peticion", radicado)
