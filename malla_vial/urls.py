"""The citizen's addresses: everybody."""

from django.urls import path

from malla_vial import views

urlpatterns = [
    path("reportar", views.reportar, name="reportar"),
    path("reportes", views.reportes, name="reportes"),
    path("reportes/<str:codigo>", views.reporte, name="reporte"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", views.foto, name="foto"),
]
