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
def traslado(request: HttpRequest, enlace_firmado: str) -> HttpResponse:
    return render(request, "malla_vial/peticiones/traslado.html", _contexto(enlace_firmado))


@never_cache
@require_safe
def constancia_pdf(request: HttpRequest, enlace_firmado: str) -> HttpResponse:
    return en_pdf(request, _contexto(enlace_firmado))


@never_cache
@require_safe
def archivo(request: HttpRequest, enlace_firmado: str, id_anexo: uuid.UUID) -> FileResponse:
    hallado = _acto(enlace_firmado).peticion.anexos.filter(pk=id_anexo).first()
    if hallado is None:
        raise NoExiste("No encontramos ese archivo.")
    return descargar(hallado)


def _contexto(enlace_firmado: str) -> dict[str, Any]:
    acto = _acto(enlace_firmado)
    return {"enlace_firmado": enlace_firmado, "acto": acto, "peticion": acto.peticion, "suya": True}


def _acto(enlace_firmado: str) -> ActoPeticion:
    """The transfer of a link, while it stands: one that was opened again, or sent elsewhere since, is no longer theirs."""
    actos = ActoPeticion.objects.select_related("peticion__tipo", "peticion__dependencia", "peticion__contacto")
    hallado = actos.filter(
        pk=firmas.acto_de_traslado(enlace_firmado), acto=Acto.TRASLADAR, peticion__estado=EstadoPeticion.TRASLADADA
    ).first()
    if hallado is None or hallado.peticion.actos.filter(acto=Acto.TRASLADAR, pk__gt=hallado.pk).exists():
        raise NoExiste(
            "Este enlace no abre: se venció, o la petición volvió a la Alcaldía. Escriba a quien se la trasladó."
        )
    return hallado
