"""Reports of the same damage at the desk: merge, part, and publish what people added."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from malla_vial import acciones
from malla_vial.duplicados import RADIO_DE_MESA_M, candidatos, colgados, personas
from malla_vial.estados import OBRAS_VIVAS
from malla_vial.forms.duplicados import FormularioFusion, FormularioPublicarAdhesion, FormularioSeparar
from malla_vial.gestion.comun import Solicitud, con_rol, hacer_y_volver
from malla_vial.models import Adhesion, Reporte


def contexto_de(request: Solicitud, reporte: Reporte) -> dict:
    """What `gestion/_duplicados.html` shows of a report."""
    caso = reporte.duplicado_de_id or reporte.pk
    cerca = []
    if reporte.geom:
        radio = max(reporte.tipo.radio_duplicados_m, RADIO_DE_MESA_M)
        cerca = candidatos(reporte.tipo, reporte.geom, usuario=request.user, excepto=reporte, radio_m=radio, cuantos=10)
    de_obras = Reporte.objects.filter(intervencion__estado__in=OBRAS_VIVAS)
    en_obra = set(de_obras.filter(pk__in=[c.reporte.pk for c in cerca]).values_list("pk", flat=True))
    return {
        "parecidos": [c for c in cerca if c.reporte.pk not in en_obra],
        "parecidos_en_obra": [c.reporte for c in cerca if c.reporte.pk in en_obra],
        "unidos": Reporte.objects.filter(pk__in=colgados(reporte)).select_related("tipo", "fundido_con"),
        "personas": personas([caso], request.user)[caso],
        "adhesiones": reporte.adhesiones.select_related("contacto").prefetch_related("fotos"),
        "respuestas": reporte.respuestas.select_related("pregunta"),
    }


@require_POST
@con_rol()
def fundir(request: Solicitud, codigo: str) -> HttpResponse:
    """Merge the chosen reports into this one."""
    original, form = _reporte(request, codigo), FormularioFusion(request.POST)
    return hacer_y_volver(
        request,
        codigo,
        form,
        acciones.fundir,
        "Los reportes quedaron unidos: quienes los mandaron leerán aquí lo que se responda.",
        original=original,
    )


@require_POST
@con_rol()
def separar(request: Solicitud, codigo: str) -> HttpResponse:
    """Part a report from its original; back to the page that asked."""
    separado, form = _reporte(request, codigo), FormularioSeparar(request.POST)
    vuelta = separado.duplicado_de.codigo if separado.duplicado_de and "desde_original" in request.POST else codigo
    return hacer_y_volver(
        request, vuelta, form, acciones.separar, f"{codigo} es de nuevo un caso aparte.", reporte=separado
    )


@require_POST
@con_rol()
def publicar_adhesion(request: Solicitud, codigo: str, numero: int) -> HttpResponse:
    adhesion = get_object_or_404(Adhesion, reporte=_reporte(request, codigo), pk=numero)
    form = FormularioPublicarAdhesion(request.POST)
    return hacer_y_volver(
        request, codigo, form, acciones.moderar_adhesion, "Publicación actualizada.", adhesion=adhesion
    )


def _reporte(request: Solicitud, codigo: str) -> Reporte:
    return get_object_or_404(Reporte.objects.para_gestion(request.user).select_related("duplicado_de"), codigo=codigo)
