"""The citizen's addresses: everybody."""

from django.urls import path

from malla_vial.views import danos, fotos, reportar, seguir, sumarse

urlpatterns = [
    path("reportar", reportar.reportar, name="reportar"),
    path("reportar/tipos.json", danos.tipos, name="tipos_de_dano"),
    path("reportar/parecidos", danos.parecidos, name="parecidos"),
    path("reportes", seguir.reportes, name="reportes"),
    path("reportes/<str:codigo>", seguir.reporte, name="reporte"),
    path("reportes/<str:codigo>/sumarme", sumarse.sumarme, name="sumarme"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", fotos.foto, name="foto"),
]
