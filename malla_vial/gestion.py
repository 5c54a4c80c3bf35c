"""The desk of those who answer: inbox, a report, works. Every view here is behind `con_rol`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capas.errores import DatosInvalidos
from capas.geometria import a_grados
from capas.mapa import configuracion
from malla_vial import acciones, estados, forms, permisos
from malla_vial.models import Intervencion, Reporte, TramoVial

POR_PAGINA, EN_MAPA, CERCA_M = 25, 500, 50


def con_rol(permite: Callable[..., bool] = permisos.atiende_reportes) -> Callable:
    """Signed in, and with a role that `permite`; 403 in plain words otherwise."""

    def decorar(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @login_required
        @wraps(vista)
        def protegida(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not permite(request.user):
                raise permisos.SinPermiso("Su cuenta no atiende reportes. Pida el rol de Infraestructura o Planeación.")
            return vista(request, *args, **kwargs)

        return protegida

    return decorar


@require_safe
@con_rol()
def bandeja(request: HttpRequest) -> HttpResponse:
    """The inbox: the same filtered reports as a list and on a map."""
    form = forms.FormularioBusqueda(request.GET)
    filtrados = form.aplicar(Reporte.objects.para_gestion(request.user)).select_related("tipo").order_by("-radicado_en")
    pagina = Paginator(filtrados, POR_PAGINA).get_page(request.GET.get("pagina"))
    consulta = request.GET.copy()
    consulta.pop("pagina", None)
    contexto = {
        "form": form,
        "pagina": pagina,
        "consulta": consulta.urlencode(),
        "configuracion": _mapa(request, filtrados[:EN_MAPA]),
    }
    return render(request, "malla_vial/gestion/bandeja.html", contexto)


def _mapa(request: HttpRequest, reportes, tramo: TramoVial | None = None) -> dict[str, Any]:
    base = configuracion(request)
    return {
        "centro": base["centro"],
        "zoom": base["zoom"],
        "base": base["base"],
        "mapa_base": base["mapa_base"],
        "reportes": [_en_mapa(reporte) for reporte in reportes],
        "tramo": tramo and _geojson(tramo),
    }


def _geojson(tramo: TramoVial) -> str:
    return tramo.geom.transform(4326, clone=True).geojson


def _en_mapa(reporte: Reporte) -> dict[str, Any]:
    punto = a_grados(reporte.geom)
    return {
        "id": reporte.pk,
        "codigo": reporte.codigo,
        "titulo": f"{reporte.tipo}, {reporte.direccion or reporte.barrio}, {reporte.get_estado_display().lower()}",
        "estado": reporte.estado,
        "estado_titulo": reporte.get_estado_display(),
        "centro": [round(punto.x, 6), round(punto.y, 6)],
        "href": reverse("gestion:reporte", args=[reporte.codigo]),
    }


def _reporte(request: HttpRequest, codigo: str) -> Reporte:
    visibles = Reporte.objects.para_gestion(request.user)
    return get_object_or_404(visibles.select_related("tipo", "tramo", "intervencion", "duplicado_de"), codigo=codigo)


@require_safe
@con_rol()
def reporte(request: HttpRequest, codigo: str) -> HttpResponse:
    """One report: all that is known of it and all that may be done with it."""
    hallado = _reporte(request, codigo)
    punto = a_grados(hallado.geom)
    pasos = estados.siguientes(hallado.estado, permisos.roles_de_flujo(request.user))
    contexto = {
        "reporte": hallado,
        "contacto": getattr(hallado, "contacto", None),
        "historia": hallado.movimientos.select_related("usuario"),
        "notas": hallado.notas.select_related("usuario"),
        "pasos": [(paso, [estados.NECESIDADES[que] for que in paso.exige]) for paso in pasos],
        "cerca": Reporte.objects.exclude(pk=hallado.pk).cerca_de(hallado.geom, CERCA_M).select_related("tipo")[:10],
        "moderacion": forms.FormularioModeracion(reporte=hallado),
        "lon": f"{punto.x:.6f}",
        "lat": f"{punto.y:.6f}",
        "programa": permisos.programa_obras(request.user),
        "configuracion": _mapa(request, [hallado], hallado.tramo),
    }
    return render(request, "malla_vial/gestion/reporte.html", contexto)


def _hacer(request: HttpRequest, form, accion: Callable[[], Any], exito: str) -> None:
    """Run an action and tell how it went; what it refuses is said in its own words."""
    if not form.is_valid():
        for mensajes in form.errors.values():
            messages.error(request, " ".join(str(mensaje) for mensaje in mensajes))
        return
    try:
        accion()
    except (DatosInvalidos, estados.TransicionProhibida, permisos.SinPermiso) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, exito)


@require_POST
@con_rol()
def cambiar_estado(request: HttpRequest, codigo: str) -> HttpResponse:
    hallado, form = _reporte(request, codigo), forms.FormularioEstado(request.POST)
    _hacer(
        request,
        form,
        lambda: acciones.cambiar_estado(reporte=hallado, usuario=request.user, **form.cleaned_data),
        "El reporte cambió de estado y su página pública ya lo cuenta.",
    )
    return redirect("gestion:reporte", codigo)


@require_POST
@con_rol()
def anotar(request: HttpRequest, codigo: str) -> HttpResponse:
    hallado, form = _reporte(request, codigo), forms.FormularioNota(request.POST)
    _hacer(
        request,
        form,
        lambda: acciones.anotar(reporte=hallado, usuario=request.user, **form.cleaned_data),
        "Nota guardada.",
    )
    return redirect("gestion:reporte", codigo)


@require_POST
@con_rol()
def moderar(request: HttpRequest, codigo: str) -> HttpResponse:
    hallado = _reporte(request, codigo)
    form = forms.FormularioModeracion(request.POST, reporte=hallado)
    _hacer(
        request,
        form,
        lambda: acciones.moderar(reporte=hallado, usuario=request.user, **form.cleaned_data),
        "Publicación actualizada.",
    )
    return redirect("gestion:reporte", codigo)


@require_POST
@con_rol()
def mover(request: HttpRequest, codigo: str) -> HttpResponse:
    hallado, form = _reporte(request, codigo), forms.FormularioPin(request.POST)
    _hacer(
        request,
        form,
        lambda: acciones.mover_reporte(reporte=hallado, punto=form.punto, usuario=request.user),
        "El pin quedó en su sitio; barrio, comuna y tramo se buscaron de nuevo.",
    )
    return redirect("gestion:reporte", codigo)


@require_safe
@con_rol()
def obras(request: HttpRequest) -> HttpResponse:
    lista = Intervencion.objects.para_gestion(request.user).order_by("-id")
    return render(
        request,
        "malla_vial/gestion/obras.html",
        {"pagina": Paginator(lista, POR_PAGINA).get_page(request.GET.get("pagina"))},
    )


@con_rol(permisos.programa_obras)
def nueva_obra(request: HttpRequest) -> HttpResponse:
    """A work out of one or several reports: /gestion/obras/nueva?reporte=IBG-…&reporte=IBG-…"""
    form = (
        forms.FormularioIntervencion(request.POST)
        if request.method == "POST"
        else _obra_de(request.GET.getlist("reporte")[:50])
    )
    if request.method == "POST" and form.is_valid():
        try:
            obra = acciones.programar_intervencion(usuario=request.user, **form.para_programar())
        except DatosInvalidos as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Intervención {obra.codigo} creada.")
            return redirect("gestion:obra", obra.codigo)
    return render(request, "malla_vial/gestion/nueva_obra.html", {"form": form}, status=422 if form.errors else 200)


def _obra_de(codigos: list[str]) -> forms.FormularioIntervencion:
    """The form filled from the reports: their segments whole, and a name after the first."""
    elegidos = list(Reporte.objects.filter(codigo__in=codigos).select_related("tramo"))
    tramos = dict.fromkeys(r.tramo.codigo for r in elegidos if r.tramo)
    inicial = {
        "reportes": " ".join(r.codigo for r in elegidos),
        "tramos": "\n".join(tramos),
        "nombre": f"Arreglo de {elegidos[0].direccion}"[:160] if elegidos and elegidos[0].direccion else "",
    }
    return forms.FormularioIntervencion(initial=inicial)


@require_safe
@con_rol()
def obra(request: HttpRequest, codigo: str) -> HttpResponse:
    hallada = get_object_or_404(Intervencion.objects.para_gestion(request.user), codigo=codigo)
    contexto = {
        "obra": hallada,
        "tramos": hallada.tramos.select_related("tramo"),
        "reportes": hallada.reportes.select_related("tipo"),
        "pasos": [estados.EstadoIntervencion(a) for a in estados.TRANSICIONES_INTERVENCION[hallada.estado]],
        "programa": permisos.programa_obras(request.user),
    }
    return render(request, "malla_vial/gestion/obra.html", contexto)


@require_POST
@con_rol(permisos.programa_obras)
def mover_obra(request: HttpRequest, codigo: str) -> HttpResponse:
    hallada = get_object_or_404(Intervencion.objects.para_gestion(request.user), codigo=codigo)
    form = forms.FormularioPasoDeObra(request.POST)
    _hacer(
        request,
        form,
        lambda: acciones.mover_intervencion(obra=hallada, a=form.cleaned_data["a"], usuario=request.user),
        "La intervención cambió de estado y sus reportes la siguieron.",
    )
    return redirect("gestion:obra", codigo)
