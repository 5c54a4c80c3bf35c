"""Who may read what: everybody, through the role `lectura`; a private layer is a 404 here like one that never was."""

from django.urls import path

from capas.ogc import catalogo, conjunto, edicion, estilos, imagenes, procesos, teselas, trabajos, vistas
from capas.ogc.documentos import CATALOGO

app_name = "ogc"
_coleccion = "collections/<str:capa>"
_catalogo = f"collections/{CATALOGO}"
_web = f"{_coleccion}/tiles/WebMercatorQuad"
_imagen = f"{_coleccion}/map/tiles/WebMercatorQuad"

urlpatterns = [
    path("", vistas.portada, name="portada"),
    path("conformance", vistas.conformidad, name="conformidad"),
    path("api", vistas.api, name="api"),
    path("collections", vistas.colecciones, name="colecciones"),
    path(_catalogo, catalogo.ver_coleccion, name="catalogo"),
    path(f"{_catalogo}/items", catalogo.items, name="registros"),
    path(f"{_catalogo}/items/<str:id_registro>", catalogo.item, name="registro"),
    path(f"{_catalogo}/queryables", catalogo.campos, {"uso": "queryables"}),
    path(f"{_catalogo}/sortables", catalogo.campos, {"uso": "sortables"}),
    path(f"{_coleccion}/items", edicion.items, name="items"),
    path(f"{_coleccion}/items/<str:id_elemento>", edicion.item, name="item"),
    path(_coleccion, vistas.coleccion, name="coleccion"),
    path(f"{_coleccion}/schema", vistas.esquema, {"uso": "schema"}, name="esquema"),
    path(f"{_coleccion}/queryables", vistas.esquema, {"uso": "queryables"}, name="consultables"),
    path(f"{_coleccion}/sortables", vistas.esquema, {"uso": "sortables"}, name="ordenables"),
    path(f"{_coleccion}/tiles", teselas.de_coleccion, name="teselas"),
    path(_web, teselas.tileset_web, name="tileset"),
    path(f"{_web}/<str:z>/<str:y>/<str:x>", teselas.tesela, name="tesela"),
    path(f"{_coleccion}/map/tiles", imagenes.tilesets, name="imagenes"),
    path(_imagen, imagenes.tileset, name="imagen"),
    path(f"{_imagen}/<str:z>/<str:y>/<str:x>", imagenes.tesela, name="tesela_imagen"),
    path("tiles", conjunto.tilesets, name="conjunto"),
    path("tiles/WebMercatorQuad", conjunto.tileset, name="tileset_conjunto"),
    path("tiles/WebMercatorQuad/<str:z>/<str:y>/<str:x>", conjunto.tesela, name="tesela_conjunto"),
    path("styles", estilos.lista, name="estilos"),
    path("styles/<str:capa>", estilos.estilo, name="estilo"),
    path("processes", procesos.lista, name="procesos"),
    path("processes/<str:id_proceso>", procesos.proceso, name="proceso"),
    path("processes/<str:id_proceso>/execution", procesos.ejecucion, name="ejecucion"),
    path("jobs", trabajos.lista, name="trabajos"),
    path("jobs/<str:id_trabajo>", trabajos.trabajo, name="trabajo"),
    path("jobs/<str:id_trabajo>/results", trabajos.resultado, name="resultado"),
    path("tileMatrixSets", teselas.esquemas, name="esquemas"),
    path("tileMatrixSets/WebMercatorQuad", teselas.esquema, name="esquema_web"),
]
