"""The citizen's addresses: everybody."""

from django.urls import path

from malla_vial.views import fotos, reportar, seguir

urlpatterns = [
    path("reportar", reportar.reportar, name="reportar"),
    path("reportes", seguir.reportes, name="reportes"),
    path("reportes/<str:codigo>", seguir.reporte, name="reporte"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", fotos.foto, name="foto"),
]
