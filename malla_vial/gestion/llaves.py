"""The keys of Open311: who has one, a new one (shown once), on and off."""

import secrets

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from malla_vial import permisos
from malla_vial.acciones.open311 import conmutar_llave, crear_llave
from malla_vial.forms.llaves import FormularioLlave
from malla_vial.gestion.comun import Solicitud, con_rol
from malla_vial.models import LlaveOpen311


@require_http_methods(["GET", "HEAD", "POST"])
@con_rol(permisos.administra_llaves)
def llaves(request: Solicitud) -> HttpResponse:
    """The text of a new key is in the answer to its form and nowhere else."""
    form, texto = FormularioLlave(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        texto = secrets.token_urlsafe(32)
        crear_llave(usuario=request.user, texto=texto, **form.cleaned_data)
        form = FormularioLlave()
    contexto = {
        "form": form,
        "texto": texto,
        "llaves": LlaveOpen311.objects.select_related("en_nombre_de").annotate(cuantos=Count("envios")),
    }
    return render(request, "malla_vial/gestion/llaves.html", contexto, status=422 if form.errors else 200)


@require_POST
@con_rol(permisos.administra_llaves)
def conmutar(request: Solicitud, pk: int) -> HttpResponse:
    llave = get_object_or_404(LlaveOpen311, pk=pk)
    activa = "activar" in request.POST
    conmutar_llave(llave=llave, activa=activa, usuario=request.user)
    messages.success(request, f"La llave de «{llave}» quedó {'activa' if activa else 'revocada'}.")
    return redirect("gestion:llaves")
