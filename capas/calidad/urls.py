from django.urls import path

from capas.calidad import vistas

app_name = "calidad"
urlpatterns = [
    path("", vistas.lista, name="lista"),
    path("<str:capa>", vistas.capa, name="capa"),
    path("<str:capa>/medir", vistas.medir_ahora, name="medir"),
]
