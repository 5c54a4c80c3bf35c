"""What a report's page tells beside its own story: what was answered, who else told it, and the case it is followed in."""

from typing import Any

from django.http import HttpRequest

from malla_vial.duplicados import personas
from malla_vial.estados import ABIERTOS
from malla_vial.models import Adhesion, Movimiento, Reporte, RespuestaDano
from malla_vial.views.propios import seguidos


def caso(request: HttpRequest, reporte: Reporte, propio: bool) -> dict[str, Any]:
    """The context of `malla_vial/reportar/_caso.html`. A merged report tells the story of its original as well."""
    puerta, seguido = reporte._state.db, reporte.codigo in seguidos(request)
    raiz = reporte.duplicado_de_id or reporte.pk
    respuestas = RespuestaDano.objects.using(puerta).filter(reporte_id=reporte.pk).select_related("pregunta")
    agregados = Adhesion.objects.using(puerta).filter(reporte_id=reporte.pk).exclude(texto_publico="")
    return {
        "respuestas": respuestas if propio else respuestas.filter(publica=True),
        "agregados": agregados.only("texto_publico", "fecha"),
        "personas": personas([raiz], request.user)[raiz],
        "se_puede_sumar": reporte.estado in ABIERTOS and not propio and not seguido,
        "sumado": seguido and "sumado" in request.GET,
        **_original(reporte),
    }


def _original(reporte: Reporte) -> dict[str, Any]:
    """The case that goes on elsewhere: whoever waits here reads there what is answered."""
    if not reporte.duplicado_de_id:
        return {}
    puerta = Reporte.objects.using("lectura").only("codigo", "estado")
    original = puerta.filter(pk=reporte.duplicado_de_id).first()
    pasos = Movimiento.objects.using("lectura").filter(reporte_id=reporte.duplicado_de_id).defer("usuario")
    return {"caso_original": original, "historia_del_original": pasos if original else []}
