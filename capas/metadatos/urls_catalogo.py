from django.urls import path

from capas.metadatos import vistas_catalogo as vistas

app_name = "catalogo_objetos"
urlpatterns = [
    path("<str:capa>/catalogo", vistas.catalogo, name="catalogo"),
    path("<str:capa>/catalogo.xml", vistas.catalogo_xml, name="catalogo_xml"),
    path("<str:capa>/catalogo.pdf", vistas.catalogo_pdf, name="catalogo_pdf"),
    path("<str:capa>/producto", vistas.hoja, name="producto"),
    path("<str:capa>/producto.pdf", vistas.hoja_pdf, name="producto_pdf"),
]
