"""The outbox at the desk: what waits, what could not be delivered, and why."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from malla_vial.acciones import envio
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol
from malla_vial.models import Correo


@require_safe
@con_rol()
def correos(request: Solicitud) -> HttpResponse:
    estado = request.GET.get("estado", "")
    cuantos = dict(Correo.objects.order_by().values_list("estado").annotate(Count("pk")))
    elegidos = Correo.objects.filter(estado=estado) if estado in Correo.Estado.values else Correo.objects.all()
    contexto = {
        "pagina": Paginator(elegidos, POR_PAGINA).get_page(request.GET.get("pagina")),
        "estados": [(valor, etiqueta, cuantos.get(valor, 0)) for valor, etiqueta in Correo.Estado.choices],
        "elegido": estado,
        "consulta": f"estado={estado}" if estado else "",
    }
    return render(request, "malla_vial/gestion/correos.html", contexto)


@require_POST
@con_rol()
def reintentar(request: Solicitud, pk: int) -> HttpResponse:
    envio.reintentar(correo=get_object_or_404(Correo, pk=pk), usuario=request.user)
    return redirect("gestion:correos")
