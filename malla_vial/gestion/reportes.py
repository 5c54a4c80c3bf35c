"""The inbox, and all that is known of a report and may be done with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capas.geometria import a_grados
from capas.models import TareaDiaria
from malla_vial import acciones, estados, permisos
from malla_vial.forms.bandeja import (
    FormularioBusqueda,
    FormularioEstado,
    FormularioModeracion,
    FormularioNota,
    FormularioPin,
)
from malla_vial.gestion.comun import (
    CERCA_M,
    EN_MAPA,
    POR_PAGINA,
    Solicitud,
    con_rol,
    entidades,
    hacer,
    hacer_y_volver,
    intentar,
    mapa,
)
from malla_vial.gestion.contacto import hay_contacto
from malla_vial.gestion.duplicados import contexto_de
from malla_vial.models import Reporte, Valoracion


@require_safe
@con_rol()
def bandeja(request: Solicitud) -> HttpResponse:
    """The inbox: the same filtered reports as a list and on a map."""
    form = FormularioBusqueda(request.GET)
    filtrados = form.aplicar(Reporte.objects.para_gestion(request.user)).select_related("tipo").order_by("-radicado_en")
    pagina = Paginator(filtrados, POR_PAGINA).get_page(request.GET.get("pagina"))
    consulta = request.GET.copy()
    consulta.pop("pagina", None)
    contexto = {
        "form": form,
        "pagina": pagina,
        "consulta": consulta.urlencode(),
        "tareas_fallidas": TareaDiaria.objects.filter(bien=False),
        "configuracion": mapa(request, filtrados[:EN_MAPA]),
    }
    return render(request, "malla_vial/gestion/bandeja.html", contexto)


def _reporte(request: Solicitud, codigo: str) -> Reporte:
    visibles = Reporte.objects.para_gestion(request.user)
    return get_object_or_404(visibles.select_related("tipo", "tramo", "intervencion", "duplicado_de"), codigo=codigo)


@require_safe
@con_rol()
def reporte(request: Solicitud, codigo: str) -> HttpResponse:
    """One report: all that is known of it and all that may be done with it."""
    return _pagina(request, _reporte(request, codigo), FormularioEstado())


def _pagina(request: Solicitud, hallado: Reporte, cambio: FormularioEstado) -> HttpResponse:
    """The page of a report, with what was being written to move it; 422 where that was refused."""
    punto = a_grados(hallado.geom) if hallado.geom else None
    pasos = estados.siguientes(hallado.estado, permisos.roles_de_flujo(request.user))
    cambio.ofrecer(pasos)
    contexto = {
        "reporte": hallado,
        "hay_contacto": hay_contacto(hallado.peticion),
        "ve_contacto": permisos.ve_contacto(request.user),
        "historia": hallado.movimientos.select_related("usuario"),
        "notas": hallado.notas.select_related("usuario"),
        "cambio": cambio,
        "pasos": pasos,
        "entidades": entidades(),
        "cerca": _cerca(hallado),
        **contexto_de(request, hallado),
        "valoraciones": Valoracion.objects.filter(cierre__reporte=hallado).order_by("-id"),
        "moderaciones": hallado.moderaciones.select_related("usuario"),
        "moderacion": FormularioModeracion(reporte=hallado),
        "pin": FormularioPin(initial={"lon": f"{punto.x:.6f}", "lat": f"{punto.y:.6f}"} if punto else None),
        "anotacion": FormularioNota(),
        "programa": permisos.programa_obras(request.user),
        "configuracion": mapa(request, [hallado], hallado.tramo),
    }
    return render(request, "malla_vial/gestion/reporte.html", contexto, status=422 if cambio.errors else 200)


def _cerca(hallado: Reporte) -> list[Reporte]:
    if not hallado.geom:
        return []
    return list(Reporte.objects.exclude(pk=hallado.pk).cerca_de(hallado.geom, CERCA_M).select_related("tipo")[:10])


@require_http_methods(["GET", "HEAD", "POST"])
@con_rol()
def cambiar_estado(request: Solicitud, codigo: str) -> HttpResponse:
    """Move it; what was written is kept where the move is refused, each error beside the field it is about.

    Whoever reloads that page by its address comes back to the report.
    """
    if request.method != "POST":
        return redirect("gestion:reporte", codigo)
    hallado, form = _reporte(request, codigo), FormularioEstado(request.POST)
    if intentar(form, lambda: acciones.cambiar_estado(reporte=hallado, usuario=request.user, **form.cleaned_data)):
        messages.success(request, "El reporte cambió de estado y su página pública ya lo cuenta.")
        return redirect("gestion:reporte", codigo)
    return _pagina(request, _reporte(request, codigo), form)


@require_POST
@con_rol()
def anotar(request: Solicitud, codigo: str) -> HttpResponse:
    hallado, form = _reporte(request, codigo), FormularioNota(request.POST)
    return hacer_y_volver(request, codigo, form, acciones.anotar, "Nota guardada.", reporte=hallado)


@require_POST
@con_rol()
def moderar(request: Solicitud, codigo: str) -> HttpResponse:
    hallado = _reporte(request, codigo)
    form = FormularioModeracion(request.POST, reporte=hallado)
    return hacer_y_volver(request, codigo, form, acciones.moderar, "Publicación actualizada.", reporte=hallado)


@require_POST
@con_rol()
def mover(request: Solicitud, codigo: str) -> HttpResponse:
    hallado, form = _reporte(request, codigo), FormularioPin(request.POST)
    hacer(
        request,
        form,
        lambda: acciones.mover_reporte(reporte=hallado, punto=form.punto, usuario=request.user),
        "El pin quedó en su sitio; barrio, comuna y tramo se buscaron de nuevo.",
    )
    return redirect("gestion:reporte", codigo)
