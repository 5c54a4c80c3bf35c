"""Reporting from elsewhere."""

from django.urls import path

from malla_vial.compartir import vistas

urlpatterns = [
    path("compartir", vistas.compartir, name="compartir"),
    path("compartir/lugar.png", vistas.imagen, name="imagen_de_lugar"),
    path("cartel", vistas.cartel, name="cartel"),
    path("cartel.pdf", vistas.cartel_pdf, name="cartel_pdf"),
    path("widget", vistas.widget, name="widget"),
]
