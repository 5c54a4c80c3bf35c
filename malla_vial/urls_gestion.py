"""The desk: signed in, with the role that each view names in `con_rol`."""

from django.urls import path

from malla_vial import gestion

app_name = "gestion"
urlpatterns = [
    path("", gestion.bandeja, name="bandeja"),
    path("reportes/<str:codigo>", gestion.reporte, name="reporte"),
    path("reportes/<str:codigo>/estado", gestion.cambiar_estado, name="cambiar_estado"),
    path("reportes/<str:codigo>/nota", gestion.anotar, name="anotar"),
    path("reportes/<str:codigo>/publicacion", gestion.moderar, name="moderar"),
    path("reportes/<str:codigo>/pin", gestion.mover, name="mover"),
    path("obras", gestion.obras, name="obras"),
    path("obras/nueva", gestion.nueva_obra, name="nueva_obra"),
    path("obras/<str:codigo>", gestion.obra, name="obra"),
    path("obras/<str:codigo>/estado", gestion.mover_obra, name="mover_obra"),
]
