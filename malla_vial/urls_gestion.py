"""The desk: signed in, with the role that each view names in `con_rol`."""

from django.urls import path

from malla_vial.gestion import contacto, correos, llaves, moderacion, obras, peticiones, reportes, valoraciones

app_name = "gestion"
urlpatterns = [
    path("", reportes.bandeja, name="bandeja"),
    path("reportes/<str:codigo>", reportes.reporte, name="reporte"),
    path("reportes/<str:codigo>/estado", reportes.cambiar_estado, name="cambiar_estado"),
    path("reportes/<str:codigo>/nota", reportes.anotar, name="anotar"),
    path("reportes/<str:codigo>/publicacion", reportes.moderar, name="moderar"),
    path("reportes/<str:codigo>/pin", reportes.mover, name="mover"),
    path("reportes/<str:codigo>/despues", valoraciones.despues, name="despues"),
    path("satisfaccion", valoraciones.satisfaccion, name="satisfaccion"),
    path("contacto/<str:radicado>", contacto.contacto, name="contacto"),
    path("peticiones", peticiones.lista, name="peticiones"),
    path("peticiones/<str:radicado>", peticiones.peticion, name="peticion"),
    path("peticiones/<str:radicado>/<slug:acto>", peticiones.actuar, name="acto"),
    path("por-revisar", moderacion.retenidos, name="retenidos"),
    path("por-revisar/<str:codigo>/soltar", moderacion.soltar, name="soltar"),
    path("por-revisar/<str:codigo>/rechazar", moderacion.rechazar, name="rechazar"),
    path("vetos/<int:pk>/levantar", moderacion.levantar_veto, name="levantar_veto"),
    path("fotos/<uuid:id_foto>/tapar", moderacion.tapar, name="tapar"),
    path("fotos/<uuid:id_foto>/original.jpg", moderacion.original, name="original"),
    path("llaves", llaves.llaves, name="llaves"),
    path("llaves/<int:pk>", llaves.conmutar, name="conmutar_llave"),
    path("correos", correos.correos, name="correos"),
    path("correos/<int:pk>/reintentar", correos.reintentar, name="reintentar_correo"),
    path("obras", obras.obras, name="obras"),
    path("obras/nueva", obras.nueva_obra, name="nueva_obra"),
    path("obras/<str:codigo>", obras.obra, name="obra"),
    path("obras/<str:codigo>/estado", obras.mover_obra, name="mover_obra"),
]
