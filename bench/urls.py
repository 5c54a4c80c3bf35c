"""The doors of the service, and the empty view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gis_project.urls import handler400, handler403, handler404, handler500  # noqa: F401
from gis_project.urls import urlpatterns as del_servicio


def vacia(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("vacia", vacia), *del_servicio]
