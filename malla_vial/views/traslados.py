"""A petition as the entity to which it was transferred receives it: whole, read only, behind the link of its letter."""

import uuid
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from capas.errores import NoExiste
from malla_vial.acciones import firmas
from malla_vial.estados_peticion import Acto, EstadoPeticion
from malla_vial.models import ActoPeticion
from malla_vial.views.peticiones import descargar, en_pdf


@never_cache
@require_safe
def traslado(request: HttpRequest, ficha: str) -> HttpResponse:
    return render(request, "malla_vial/peticiones/traslado.html", _contexto(ficha))


@never_cache
@require_safe
def constancia_pdf(request: HttpRequest, ficha: str) -> HttpResponse:
    return en_pdf(request, _contexto(ficha))


@never_cache
@require_safe
def archivo(request: HttpRequest, ficha: str, id_anexo: uuid.UUID) -> FileResponse:
    hallado = _acto(ficha).peticion.anexos.filter(pk=id_anexo).first()
    if hallado is None:
        raise NoExiste("No encontramos ese archivo.")
    return descargar(hallado)


def _contexto(ficha: str) -> dict[str, Any]:
    acto = _acto(ficha)
    return {"ficha_traslado": ficha, "acto": acto, "peticion": acto.peticion, "suya": True}


def _acto(ficha: str) -> ActoPeticion:
    """The transfer of a link, while it stands: one that was opened again, or sent elsewhere since, is no longer theirs."""
    actos = ActoPeticion.objects.select_related("peticion__tipo", "peticion__dependencia", "peticion__contacto")
    hallado = actos.filter(
        pk=firmas.acto_de_traslado(ficha), acto=Acto.TRASLADAR, peticion__estado=EstadoPeticion.TRASLADADA
    ).first()
    if hallado is None or hallado.peticion.actos.filter(acto=Acto.TRASLADAR, pk__gt=hallado.pk).exists():
        raise NoExiste(
            "Este enlace no abre: se venció, o la petición volvió a la Alcaldía. Escriba a quien se la trasladó."
        )
    return hallado
