"""Works: the list, a new one out of reports, one and its moves."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from malla_vial import acciones, estados, permisos
from malla_vial.forms.obras import FormularioIntervencion, FormularioPasoDeObra, FormularioSacarDeObra
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol, hacer, intentar
from malla_vial.models import Intervencion, Reporte


@require_safe
@con_rol()
def obras(request: Solicitud) -> HttpResponse:
    lista = Intervencion.objects.para_gestion(request.user).order_by("-id")
    return render(
        request,
        "malla_vial/gestion/obras.html",
        {"pagina": Paginator(lista, POR_PAGINA).get_page(request.GET.get("pagina"))},
    )


@con_rol(permisos.programa_obras)
def nueva_obra(request: Solicitud) -> HttpResponse:
    """A work out of one or several reports: /gestion/obras/nueva?reporte=IBG-…&reporte=IBG-…"""
    if request.method != "POST":
        form = _obra_de(request.user, request.GET.getlist("reporte")[:50])
        return render(request, "malla_vial/gestion/nueva_obra.html", {"form": form})
    form = FormularioIntervencion(request.POST)
    programar = partial(acciones.programar_intervencion, usuario=request.user)
    if obra := intentar(form, lambda: programar(**form.para_programar())):
        messages.success(request, f"Intervención {obra.codigo} creada.")
        return redirect("gestion:obra", obra.codigo)
    return render(request, "malla_vial/gestion/nueva_obra.html", {"form": form}, status=422)


def _obra_de(usuario: User, codigos: list[str]) -> FormularioIntervencion:
    """The form filled from the reports: their segments whole, and a name after the first."""
    elegidos = list(Reporte.objects.para_gestion(usuario).filter(codigo__in=codigos).select_related("tramo"))
    tramos = dict.fromkeys(r.tramo.codigo for r in elegidos if r.tramo)
    inicial = {
        "reportes": " ".join(r.codigo for r in elegidos),
        "tramos": "\n".join(tramos),
        "nombre": f"Arreglo de {elegidos[0].direccion}"[:160] if elegidos and elegidos[0].direccion else "",
    }
    return FormularioIntervencion(initial=inicial)


@require_safe
@con_rol()
def obra(request: Solicitud, codigo: str) -> HttpResponse:
    hallada = get_object_or_404(Intervencion.objects.para_gestion(request.user), codigo=codigo)
    contexto = {
        "obra": hallada,
        "tramos": hallada.tramos.select_related("tramo"),
        "reportes": hallada.reportes.select_related("tipo"),
        "pasos": [estados.EstadoIntervencion(a) for a in estados.TRANSICIONES_INTERVENCION[hallada.estado]],
        "programa": permisos.programa_obras(request.user),
        "sueltos": acciones.SALEN_DE_OBRA,
    }
    return render(request, "malla_vial/gestion/obra.html", contexto)


@require_POST
@con_rol(permisos.programa_obras)
def mover_obra(request: Solicitud, codigo: str) -> HttpResponse:
    hallada = get_object_or_404(Intervencion.objects.para_gestion(request.user), codigo=codigo)
    form = FormularioPasoDeObra(request.POST)
    hacer(
        request,
        form,
        lambda: acciones.mover_intervencion(obra=hallada, a=form.cleaned_data["a"], usuario=request.user),
        lambda hecho: f"La intervención cambió de estado. {_siguieron(hecho[1])}",
    )
    return redirect("gestion:obra", codigo)


def _siguieron(cuantos: int) -> str:
    if not cuantos:
        return "Ningún reporte cambió con ella."
    return "Un reporte la siguió." if cuantos == 1 else f"{cuantos} reportes la siguieron."


@require_POST
@con_rol(permisos.programa_obras)
def sacar_reporte(request: Solicitud, codigo: str) -> HttpResponse:
    """Take one of its reports out of a work."""
    hallada = get_object_or_404(Intervencion.objects.para_gestion(request.user), codigo=codigo)
    form = FormularioSacarDeObra(request.POST, obra=hallada)
    hacer(
        request,
        form,
        lambda: acciones.desvincular_reporte(reporte=form.cleaned_data["reporte"], usuario=request.user),
        "El reporte salió de la intervención; sigue en el estado en que estaba.",
    )
    return redirect("gestion:obra", codigo)
