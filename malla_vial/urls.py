"""The citizen's addresses: everybody."""

from django.urls import include, path

from malla_vial.views import avisos, enlaces, fotos, fotos_subidas, lugares, reportar, seguir

urlpatterns = [
    path("lugares", lugares.lugares, name="lugares"),
    path("lugares/en", lugares.en, name="lugar"),
    path("", include("malla_vial.compartir.urls")),
    path("reportar", reportar.reportar, name="reportar"),
    path("reportar/fotos", fotos_subidas.fotos_subidas, name="fotos_subidas"),
    path("reportar/ficha", fotos_subidas.ficha, name="ficha"),
    path("reportes", seguir.reportes, name="reportes"),
    path("reportes/<str:codigo>", seguir.reporte, name="reporte"),
    path("mis-reportes", avisos.mis_reportes, name="mis_reportes"),
    path("enlaces/<str:token>", enlaces.enlace, name="enlace"),
    path("baja/<str:token>", enlaces.baja, name="baja"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", fotos.foto, name="foto"),
]
