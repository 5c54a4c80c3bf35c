"""The citizen follows a report: the story in plain words."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from capas.errores import NoExiste, acepta_html
from capas.geometria import a_grados
from malla_vial.estados import EN_PALABRAS, Estado
from malla_vial.forms.seguir import FormularioSeguimiento
from malla_vial.models import Foto, Intervencion, Movimiento, Peticion, Reporte
from malla_vial.views.peticiones import del_reporte
from malla_vial.views.propios import propios


@never_cache
@require_safe
def reportes(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in, and the reports sent from this browser."""
    form = FormularioSeguimiento(request.GET or None)
    if form.is_valid():
        return redirect("reporte", form.cleaned_data["codigo"].strip().upper())
    mios = Reporte.objects.para_su_autor().filter(codigo__in=propios(request)).select_related("tipo")
    return render(request, "malla_vial/reportes.html", {"form": form, "mios": mios})


@never_cache
@require_safe
def reporte(request: HttpRequest, codigo: str) -> HttpResponse:
    """The story of a report, in plain words."""
    propio = codigo in propios(request)
    hallado = Reporte.objects.seguibles_por(request.user, propio).filter(codigo=codigo).first()
    if hallado is None and Peticion.objects.filter(radicado=codigo, reporte=None).exists():
        return redirect("peticion", codigo)
    if hallado is None:
        raise NoExiste(f"No hay un reporte con el código «{codigo[:20]}». Revise que esté bien escrito.")
    historia = list(Movimiento.objects.using(hallado._state.db).filter(reporte_id=hallado.pk).defer("usuario"))
    if not acepta_html(request):
        return JsonResponse(_en_json(hallado, historia))
    return render(request, "malla_vial/reporte.html", _contexto(request, hallado, historia, propio))


def _contexto(request: HttpRequest, hallado: Reporte, historia: list[Movimiento], propio: bool) -> dict[str, Any]:
    punto = a_grados(hallado.geom) if hallado.geom else None
    obra = (
        Intervencion.objects.using("lectura")
        .filter(reportes=hallado.pk)
        .only("codigo", "nombre", "estado", "fecha_inicio", "fecha_fin")
        .first()
    )
    fotos = (
        Foto.objects.using("default").filter(reporte_id=hallado.pk)
        if propio
        else Foto.objects.visibles_para(request.user).filter(reporte_id=hallado.pk)
    )
    return {
        "reporte": hallado,
        "descripcion": hallado.descripcion if propio else hallado.descripcion_publica,
        "historia": historia,
        "en_palabras": EN_PALABRAS[Estado(hallado.estado)],
        **del_reporte(hallado, historia, propio),
        "fotos": fotos,
        "obra": obra,
        "propio": propio,
        "recibido": propio and "recibido" in request.GET,
        "lon": round(punto.x, 6) if punto else None,
        "lat": round(punto.y, 6) if punto else None,
    }


def _en_json(hallado: Reporte, historia: list[Movimiento]) -> dict[str, Any]:
    return {
        "codigo": hallado.codigo,
        "tipo": hallado.tipo_id,
        "estado": hallado.estado,
        "direccion": hallado.direccion,
        "radicado_en": hallado.radicado_en.isoformat(),
        "historia": [{"a": m.a, "respuesta": m.respuesta, "fecha": m.fecha.isoformat()} for m in historia],
    }
