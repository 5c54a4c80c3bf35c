"""Where a place is: by an address, a corner or a name, and what a point is called and who answers for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from capas.errores import PeticionInvalida, prefiere_html
from capas.lugar import falta_lugar, lugar_pedido
from capas.ogc import parametros
from malla_vial.direcciones import Hallado, Responsable, en_palabras, exacto, normalizar, responsable, ubicar

TEXTO_MAXIMO = 200


@require_safe
def lugares(request: HttpRequest) -> HttpResponse:
    """The places that ?q= may mean, best first, and `exacto`, the one point that it surely means; for a person, each
    carries on into a report."""
    parametros.revisar(request, {"q", "f"})
    texto = request.GET.get("q", "")
    if len(texto) > TEXTO_MAXIMO:
        raise PeticionInvalida(f"La dirección es demasiado larga: escriba hasta {TEXTO_MAXIMO} letras.")
    hallados = ubicar(texto, request.user) if texto.strip() else []
    if prefiere_html(request):
        filas = [(hallado, _reportar(hallado)) for hallado in hallados]
        return render(request, "malla_vial/lugares.html", {"texto": texto, "filas": filas})
    seguro = exacto(hallados)
    cuerpo = {
        "direccion": normalizar(texto).ladm(),
        "lugares": [_en_json(hallado) for hallado in hallados],
        "exacto": _en_json(seguro) if seguro else None,
    }
    return JsonResponse(cuerpo, json_dumps_params={"ensure_ascii": False})


def _reportar(hallado: Hallado) -> str:
    lugar = {"lon": f"{hallado.lon:.6f}", "lat": f"{hallado.lat:.6f}", "direccion": hallado.titulo}
    return f"{reverse('reportar')}?{urlencode(lugar)}"


def _en_json(hallado: Hallado) -> dict[str, Any]:
    campos = ("titulo", "detalle", "lon", "lat", "precision_m", "clase", "parecido", "extension", "barrio")
    return {campo: getattr(hallado, campo) for campo in campos} | {"reportar": _reportar(hallado)}


@require_safe
def en(request: HttpRequest) -> HttpResponse:
    """What a point is called, and who answers for it if that is not the municipality."""
    punto = lugar_pedido(request)
    if punto is None:
        raise PeticionInvalida(falta_lugar())
    lugar = {"lon": round(punto.x, 6), "lat": round(punto.y, 6), "en_palabras": en_palabras(punto)}
    quien = responsable(punto)
    if prefiere_html(request):
        return render(request, "malla_vial/lugar.html", lugar | {"responsable": quien})
    return JsonResponse(lugar | {"responsable": publico(quien)}, json_dumps_params={"ensure_ascii": False})


def publico(quien: Responsable | None) -> dict[str, Any] | None:
    """Who answers for a place, as a program reads it; None where it is the municipality."""
    if quien is None:
        return None
    campos = ("condicion", "nombre", "frase", "linea", "pagina", "afuera", "recibe_traslados")
    return {campo: getattr(quien, campo) for campo in campos}
