"""Risk consultation by place."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capas.errores import prefiere_html
from capas.lugar import lugar_pedido
from riesgo.consultas import AVISO, mensaje, zonas_en


@require_safe
def consulta(request: HttpRequest) -> HttpResponse:
    """Which hazard and risk zones hold a point, in plain words and labelled informativa."""
    punto = lugar_pedido(request)
    if punto is None:
        return render(request, "riesgo/consulta.html", {"aviso": AVISO})
    zonas = zonas_en(punto, request.user)
    if prefiere_html(request):
        contexto = {"punto": punto, "zonas": zonas, "mensaje": mensaje(zonas), "aviso": AVISO}
        return render(request, "riesgo/consulta.html", contexto)
    return JsonResponse(
        {
            "punto": [punto.x, punto.y],
            "caracter": "informativa",
            "aviso": AVISO,
            "mensaje": mensaje(zonas),
            "zonas": [
                {
                    "capa": z.capa,
                    "id": z.id,
                    "titulo": z.titulo,
                    "frase": z.frase,
                    "atributos": z.atributos,
                    **{nombre: valor for nombre, valor in z.propiedades.items() if nombre != "id"},
                }
                for z in zonas
            ],
        }
    )
