from django.urls import path

from capas.servicios import vistas

app_name = "servicios"
urlpatterns = [
    path("", vistas.portada, name="portada"),
    path("wms", vistas.wms, name="wms"),
    path("wfs", vistas.wfs, name="wfs"),
    path("csw", vistas.csw, name="csw"),
]
