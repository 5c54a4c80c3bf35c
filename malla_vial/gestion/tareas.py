"""How the tasks of every day went: what failed is tried again by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capas.models import TareaDiaria
from malla_vial.gestion.comun import Solicitud, con_rol


@require_safe
@con_rol()
def tareas(request: Solicitud) -> HttpResponse:
    contexto = {"tareas": TareaDiaria.objects.all(), "hoy": timezone.localdate()}
    return render(request, "malla_vial/gestion/tareas.html", contexto)
