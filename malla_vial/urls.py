"""The citizen's addresses: everybody."""

from django.urls import path

from malla_vial.views import fotos, fotos_subidas, reportar, seguir

urlpatterns = [
    path("reportar", reportar.reportar, name="reportar"),
    path("reportar/fotos", fotos_subidas.fotos_subidas, name="fotos_subidas"),
    path("reportar/ficha", fotos_subidas.ficha, name="ficha"),
    path("reportes", seguir.reportes, name="reportes"),
    path("reportes/<str:codigo>", seguir.reporte, name="reporte"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", fotos.foto, name="foto"),
]
