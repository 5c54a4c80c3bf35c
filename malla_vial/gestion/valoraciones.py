"""What people said once their case was closed, and the photos of how it was left."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from malla_vial import acciones
from malla_vial.forms.reportar import FormularioDespues
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol, hacer_y_volver
from malla_vial.models import Reporte, Valoracion

UN_ANO = timedelta(days=365)


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
    contexto = {
        "total": ultimas.resumen(),
        "por_tipo": ultimas.resumen_por_tipo(),
        "pagina": Paginator(ultimas.select_related("cierre__reporte__tipo"), POR_PAGINA).get_page(
            request.GET.get("pagina")
        ),
    }
    return render(request, "malla_vial/gestion/satisfaccion.html", contexto)
