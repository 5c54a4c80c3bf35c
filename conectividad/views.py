"""The nearest public internet."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capas.errores import prefiere_html
from capas.lugar import lugar_pedido
from conectividad.consultas import cercanos as lugares_cercanos
from conectividad.consultas import mensaje


@require_safe
def cercanos(request: HttpRequest) -> HttpResponse:
    """The nearest WiFi zones, Vive Digital points and kiosks, with distance."""
    punto = lugar_pedido(request)
    if punto is None:
        return render(request, "conectividad/cercanos.html")
    lugares = lugares_cercanos(punto, request.user)
    if prefiere_html(request):
        return render(
            request, "conectividad/cercanos.html", {"punto": punto, "lugares": lugares, "mensaje": mensaje(lugares)}
        )
    campos = ("capa", "id", "titulo", "frase", "distancia_m", "distancia", "centro")
    return JsonResponse(
        {
            "punto": [punto.x, punto.y],
            "mensaje": mensaje(lugares),
            "lugares": [{campo: getattr(lugar, campo) for campo in campos} for lugar in lugares],
        }
    )
