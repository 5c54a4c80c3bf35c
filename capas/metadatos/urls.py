from django.urls import path

from capas.metadatos import vistas

app_name = "metadatos"
urlpatterns = [
    path("", vistas.indice, name="indice"),
    path("<str:capa>.xml", vistas.xml, name="xml"),
    path("<str:capa>", vistas.ficha, name="ficha"),
    path("<str:capa>/editar", vistas.editar, name="editar"),
    path("<str:capa>/conformidad", vistas.conformidad, name="conformidad"),
]
