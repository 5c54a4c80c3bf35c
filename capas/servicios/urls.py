from django.urls import path

from capas.servicios import vistas

app_name = "servicios"
urlpatterns = [
    path("", vistas.portada, name="portada"),
    path("wms", vistas.wms, name="wms"),
    path("wfs", vistas.wfs, name="wfs"),
    path("csw", vistas.csw, name="csw"),
    path("wmts", vistas.wmts, name="wmts"),
    path("wmts/1.0.0/WMTSCapabilities.xml", vistas.wmts_capacidades, name="wmts_capacidades"),
    path(
        "wmts/1.0.0/<slug:layer>/<slug:style>/<slug:tilematrixset>/<slug:tilematrix>/<slug:tilerow>/<slug:tilecol>.png",
        vistas.wmts_tesela,
        name="wmts_tesela",
    ),
]
