"""Following: the page of a report, its feeds, what the links of letters open, and one's own list."""

from django.urls import path

from malla_vial.views import atom, avisos, enlaces, seguir

urlpatterns = [
    path("reportes", seguir.reportes, name="reportes"),
    path("reportes.atom", atom.DeUnaZona(), name="atom_reportes"),
    path("reportes/<str:codigo>.atom", atom.DeUnReporte(), name="atom_reporte"),
    path("reportes/<str:codigo>", seguir.reporte, name="reporte"),
    path("reportes/<str:codigo>/seguir", seguir.seguir, name="seguir_reporte"),
    path("reportes/<str:codigo>/arreglado", seguir.arreglado, name="arreglado"),
    path("suscribirse", avisos.suscribirse, name="suscribirse"),
    path("mis-reportes", avisos.mis_reportes, name="mis_reportes"),
    path("enlaces/<str:token>", enlaces.enlace, name="enlace"),
    path("baja/<str:token>", enlaces.baja, name="baja"),
]
