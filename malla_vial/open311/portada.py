"""The page for those who write programmes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capas.sitio import base
from malla_vial.open311 import ejemplos, servicios
from malla_vial.open311.parametros import DIAS, PAGINA


@require_safe
def portada(request: HttpRequest) -> HttpResponse:
    lista = servicios.lista()
    lon, lat = settings.CENTRO_MAPA
    valores = {
        "SITIO": base(request),
        "LON": f"{lon}",
        "LAT": f"{lat}",
        "SERVICIO": (lista or [{}])[0].get("service_code", ""),
    }
    contexto = {
        "servicios": lista,
        "ejemplos": [
            {"titulo": titulo, "explica": explica, "texto": ejemplos.leer(archivo, **valores)}
            for archivo, (titulo, explica) in ejemplos.TITULOS.items()
        ],
        "jurisdiccion": settings.JURISDICCIONES_OPEN311[0],
        "dias": DIAS,
        "pagina": PAGINA,
        "base": base(request),
    }
    return render(request, "malla_vial/open311/portada.html", contexto)
