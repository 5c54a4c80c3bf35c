"""The citizen's addresses: everybody."""

from django.urls import include, path

from malla_vial.views import atom, avisos, enlaces, fotos, fotos_subidas, peticiones, pqrsd, reportar, seguir

urlpatterns = [
    path("", include("malla_vial.compartir.urls")),
    path("reportar", reportar.reportar, name="reportar"),
    path("reportar/fotos", fotos_subidas.fotos_subidas, name="fotos_subidas"),
    path("reportar/ficha", fotos_subidas.ficha, name="ficha"),
    path("reportes", seguir.reportes, name="reportes"),
    path("reportes.atom", atom.DeUnaZona(), name="atom_reportes"),
    path("reportes/<str:codigo>.atom", atom.DeUnReporte(), name="atom_reporte"),
    path("reportes/<str:codigo>", seguir.reporte, name="reporte"),
    path("reportes/<str:codigo>/seguir", seguir.seguir, name="seguir_reporte"),
    path("reportes/<str:codigo>/arreglado", seguir.arreglado, name="arreglado"),
    path("suscribirse", avisos.suscribirse, name="suscribirse"),
    path("pqrsd", pqrsd.pqrsd, name="pqrsd"),
    path("peticiones/<str:radicado>", peticiones.peticion, name="peticion"),
    path("peticiones/<str:radicado>/constancia", peticiones.constancia, name="constancia"),
    path("peticiones/<str:radicado>/constancia.pdf", peticiones.constancia_pdf, name="constancia_pdf"),
    path("peticiones/<str:radicado>/completar", peticiones.completar, name="completar_peticion"),
    path("anexos/<uuid:id_anexo>", peticiones.anexo, name="anexo"),
    path("mis-reportes", avisos.mis_reportes, name="mis_reportes"),
    path("enlaces/<str:token>", enlaces.enlace, name="enlace"),
    path("baja/<str:token>", enlaces.baja, name="baja"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", fotos.foto, name="foto"),
]
