"""The citizen's addresses: everybody."""

from django.urls import include, path

from malla_vial.views import (
    danos,
    fotos,
    fotos_subidas,
    lugares,
    paso_a_paso,
    peticiones,
    pqrsd,
    privacidad,
    reportar,
    sumarse,
)

urlpatterns = [
    path("lugares", lugares.lugares, name="lugares"),
    path("lugares/en", lugares.en, name="lugar"),
    path("", include("malla_vial.compartir.urls")),
    path("", include("malla_vial.urls_avisos")),
    path("reportar", reportar.reportar, name="reportar"),
    path("reportar/fotos", fotos_subidas.fotos_subidas, name="fotos_subidas"),
    path("reportar/ficha", fotos_subidas.ficha, name="ficha"),
    path("reportar/tipos.json", danos.tipos, name="tipos_de_dano"),
    path("reportar/parecidos", danos.parecidos, name="parecidos"),
    path("reportar/sumarme", sumarse.sin_red, name="sumarse_sin_red"),
    path("privacidad", privacidad.aviso, name="privacidad"),
    path("privacidad/borrar", privacidad.borrar, name="borrar_datos"),
    path("privacidad/borrar/propios", privacidad.borrar_propios, name="borrar_propios"),
    path("privacidad/<str:version>", privacidad.aviso, name="privacidad_version"),
    path("reportar/empezar", paso_a_paso.empezar, name="empezar"),
    path("reportar/lugar", reportar.lugar, name="lugar_publico"),
    path("reportar/recibido/<str:codigo>", reportar.recibido, name="recibido"),
    path("reportar/<uuid:id_borrador>/foto-<int:orden>.jpg", paso_a_paso.miniatura, name="foto_borrador"),
    path("reportar/<uuid:id_borrador>/<slug:nombre>", paso_a_paso.paso, name="paso"),
    path("reportes/<str:codigo>/sumarme", sumarse.sumarme, name="sumarme"),
    path("pqrsd", pqrsd.pqrsd, name="pqrsd"),
    path("peticiones/<str:radicado>", peticiones.peticion, name="peticion"),
    path("peticiones/<str:radicado>/constancia", peticiones.constancia, name="constancia"),
    path("peticiones/<str:radicado>/constancia.pdf", peticiones.constancia_pdf, name="constancia_pdf"),
    path("peticiones/<str:radicado>/completar", peticiones.completar, name="completar_peticion"),
    path("anexos/<uuid:id_anexo>", peticiones.anexo, name="anexo"),
    path("fotos/<uuid:id_foto>-<str:tamano>.jpg", fotos.foto, name="foto"),
]
