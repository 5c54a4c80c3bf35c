"""The pages that are of the site and of nobody's domain: accessibility, site map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gis_project import accesibilidad as declaracion


@require_safe
def accesibilidad(request: HttpRequest) -> HttpResponse:
    return render(request, "accesibilidad.html", {"declaracion": declaracion})


@require_safe
def mapa_del_sitio(request: HttpRequest) -> HttpResponse:
    return render(request, "mapa_del_sitio.html")
