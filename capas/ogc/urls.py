"""Who may read what: everybody, through the role `lectura`; a private layer is a 404 here like one that never was."""

from django.urls import path

from capas.ogc import edicion, teselas, vistas

app_name = "ogc"
_coleccion = "collections/<str:capa>"
_web = f"{_coleccion}/tiles/WebMercatorQuad"

urlpatterns = [
    path("", vistas.portada, name="portada"),
    path("conformance", vistas.conformidad, name="conformidad"),
    path("api", vistas.api, name="api"),
    path("collections", vistas.colecciones, name="colecciones"),
    path(_coleccion, vistas.coleccion, name="coleccion"),
    path(f"{_coleccion}/schema", vistas.esquema, {"uso": "schema"}, name="esquema"),
    path(f"{_coleccion}/queryables", vistas.esquema, {"uso": "queryables"}, name="consultables"),
    path(f"{_coleccion}/sortables", vistas.esquema, {"uso": "sortables"}, name="ordenables"),
    path(f"{_coleccion}/items", edicion.items, name="items"),
    path(f"{_coleccion}/items/<str:id_elemento>", edicion.item, name="item"),
    path(f"{_coleccion}/tiles", teselas.de_coleccion, name="teselas"),
    path(_web, teselas.tileset_web, name="tileset"),
    path(f"{_web}/<str:z>/<str:y>/<str:x>", teselas.tesela, name="tesela"),
    path("tileMatrixSets", teselas.esquemas, name="esquemas"),
    path("tileMatrixSets/WebMercatorQuad", teselas.esquema, name="esquema_web"),
]
