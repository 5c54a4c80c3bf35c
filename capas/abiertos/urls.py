from django.urls import path

from capas.abiertos import cambios, vistas

app_name = "datos"
urlpatterns = [
    path("", vistas.portal, name="portal"),
    path("api", vistas.api, name="api"),
    path("catalogo.ttl", vistas.catalogo, {"formato": "ttl"}, name="catalogo_ttl"),
    path("catalogo.jsonld", vistas.catalogo, {"formato": "jsonld"}, name="catalogo_jsonld"),
    path("atom.xml", vistas.catalogo, {"formato": "atom"}, name="atom"),
    path("anoche/<slug:capa>.<slug:formato>", vistas.de_anoche, name="anoche"),
    path("<slug:capa>.csv-metadata.json", vistas.ficha_de_csv, name="ficha_de_csv"),
    path("<slug:capa>", vistas.conjunto, name="conjunto"),
    path("<slug:capa>/descargar", vistas.parte, name="parte"),
    path("<slug:capa>/cambios", cambios.cambios, name="cambios"),
]
