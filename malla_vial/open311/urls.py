"""Open311: who wants to write a programme begins at the front page; programmes begin at discovery."""

from django.urls import path

from malla_vial.open311 import portada, vistas

app_name = "open311"
urlpatterns = [
    path("", portada.portada, name="portada"),
    path("discovery.<str:formato>", vistas.descubrir, name="descubrir"),
    path("v2/discovery.<str:formato>", vistas.descubrir),
    path("v2/services.<str:formato>", vistas.lista_de_servicios, name="servicios"),
    path("v2/services/<str:codigo>.<str:formato>", vistas.servicio, name="servicio"),
    path("v2/requests.<str:formato>", vistas.reportes, name="reportes"),
    path("v2/requests/<str:codigo>.<str:formato>", vistas.reporte, name="reporte"),
    path("v2/tokens/<str:token>.<str:formato>", vistas.numero_de, name="token"),
    path("v2/servicerequestupdates.<str:formato>", vistas.actualizaciones, name="actualizaciones"),
]
