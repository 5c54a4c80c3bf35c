"""What people said once their case was closed, and the photos of how it was left."""

import statistics
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from malla_vial import acciones
from malla_vial.forms.reportar import CampoFotos
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol, hacer_y_volver
from malla_vial.models import Reporte, TipoDano, Valoracion

UN_ANO = timedelta(days=365)


class FormularioDespues(forms.Form):
    fotos = CampoFotos(label="Fotos de cómo quedó")


@require_POST
@con_rol()
def despues(request: Solicitud, codigo: str) -> HttpResponse:
    """The photos of after, from whoever attended the case."""
    hallado = get_object_or_404(Reporte.objects.para_gestion(request.user), codigo=codigo)
    form = FormularioDespues(request.POST, request.FILES)
    return hacer_y_volver(
        request,
        codigo,
        form,
        acciones.agregar_despues,
        "Las fotos de cómo quedó ya están en la página del reporte.",
        reporte=hallado,
    )


@require_safe
@con_rol()
def satisfaccion(request: Solicitud) -> HttpResponse:
    """The last year, by kind of damage: how many said that it was fixed, and the median of the satisfaction. No names."""
    ultimas = Valoracion.objects.filter(creada_en__gt=timezone.now() - UN_ANO).order_by("-id")
    dichas = list(ultimas.values_list("cierre__reporte__tipo", "arreglado", "satisfaccion"))
    por_tipo = [(tipo.nombre, _resumen([d for d in dichas if d[0] == tipo.pk])) for tipo in TipoDano.objects.all()]
    contexto = {
        "total": _resumen(dichas),
        "por_tipo": [(nombre, resumen) for nombre, resumen in por_tipo if resumen["n"]],
        "pagina": Paginator(ultimas.select_related("cierre__reporte__tipo"), POR_PAGINA).get_page(
            request.GET.get("pagina")
        ),
    }
    return render(request, "malla_vial/gestion/satisfaccion.html", contexto)


def _resumen(dichas: list[tuple[str, bool, int | None]]) -> dict[str, Any]:
    puntajes = [puntaje for _, _, puntaje in dichas if puntaje is not None]
    return {
        "n": len(dichas),
        "arreglados": sum(arreglado for _, arreglado, _ in dichas),
        "puntajes": len(puntajes),
        "mediana": statistics.median(puntajes) if puntajes else None,
    }
