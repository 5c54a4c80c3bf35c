"""What the views of the desk share: who may enter, the map of a page, an action and how it went."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from capas.errores import DatosInvalidos
from capas.geometria import a_grados
from capas.mapa import fondo
from malla_vial import estados, permisos
from malla_vial.models import EntidadResponsable, Reporte, TramoVial

POR_PAGINA, EN_MAPA, CERCA_M = 25, 500, 50
Hecho = TypeVar("Hecho")


class Solicitud(HttpRequest):
    """A request that `con_rol` let in: somebody signed in."""

    user: User


def con_rol(permite: Callable[..., bool] = permisos.atiende_reportes) -> Callable:
    """Signed in, and with a role that `permite`; 403 in plain words otherwise."""

    def decorar(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @login_required
        @wraps(vista)
        def protegida(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not permite(request.user):
                raise permisos.SinPermiso("Su cuenta no atiende esto. Pida a Administración el rol que le corresponde.")
            return vista(request, *args, **kwargs)

        return protegida

    return decorar


def mapa(request: HttpRequest, reportes, tramo: TramoVial | None = None) -> dict[str, Any]:
    return fondo(request) | {
        "reportes": [_en_mapa(reporte, reporte.geom) for reporte in reportes if reporte.geom],
        "tramo": tramo and _geojson(tramo),
    }


def _geojson(tramo: TramoVial) -> str:
    return tramo.geom.transform(4326, clone=True).geojson


def _en_mapa(reporte: Reporte, lugar: Point) -> dict[str, Any]:
    punto = a_grados(lugar)
    return {
        "id": reporte.pk,
        "codigo": reporte.codigo,
        "titulo": f"{reporte.tipo}, {reporte.direccion or reporte.barrio}, {reporte.get_estado_display().lower()}",
        "estado": reporte.estado,
        "estado_titulo": reporte.get_estado_display(),
        "centro": [round(punto.x, 6), round(punto.y, 6)],
        "href": reverse("gestion:reporte", args=[reporte.codigo]),
    }


def entidades() -> list[EntidadResponsable]:
    """Those that are offered to who transfers something; another may be written."""
    return list(EntidadResponsable.objects.order_by("nombre").distinct("nombre"))


def intentar(form: BaseForm, accion: Callable[[], Hecho]) -> Hecho | None:
    """What an action gives once its form is in order; None where the form or the action refuses, and then the form says why.

    A form that knows which field a refusal is about has `rehusar(error)`.
    """
    if not form.is_valid():
        return None
    try:
        return accion()
    except (DatosInvalidos, estados.TransicionProhibida, permisos.SinPermiso) as error:
        getattr(form, "rehusar", lambda error: form.add_error(None, str(error)))(error)
        return None


def hacer(request: HttpRequest, form: BaseForm, accion: Callable[[], Any], exito: str | Callable[[Any], str]) -> None:
    """Run an action and tell how it went in the next page; what it refuses is said in its own words.

    exito: what is said when it was done, which may depend on what the action gave.
    """
    hecho = intentar(form, accion)
    for mensajes in form.errors.values():
        messages.error(request, " ".join(str(mensaje) for mensaje in mensajes))
    if not form.errors:
        messages.success(request, exito if isinstance(exito, str) else exito(hecho))


def hacer_y_volver(
    request: Solicitud, codigo: str, form, accion: Callable[..., Any], exito: str, **sobre: Any
) -> HttpResponse:
    """Run an action about `sobre`, with what the form says and signed by who asks; then the page of the report."""
    hacer(request, form, lambda: accion(usuario=request.user, **sobre, **form.cleaned_data), exito)
    return redirect("gestion:reporte", codigo)
