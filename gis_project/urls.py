"""Every door of the service; who may pass each is said where it leads."""

from django.contrib import admin
from django.contrib.auth import views as cuentas
from django.urls import include, path
from django.views.generic import RedirectView

from capas import mapa
from capas.abiertos.descarga import descarga
from capas.abiertos.portatil import portatil
from capas.abiertos.vistas import catalogo
from capas.errores import responder
from capas.limites.vistas import Entrar
from gis_project import instalable, paginas
from gis_project.salud import salud

urlpatterns = [
    path("ogc/", include("capas.ogc.urls")),  # first, because it is asked most
    path("", mapa.mapa, name="mapa"),
    path("mapa/base.json", mapa.base_json, name="base_json"),
    path("mapa/base/<str:z>/<str:y>/<str:x>", mapa.tesela_base, name="tesela_base"),
    path("mapa/lista", mapa.lista, name="lista"),
    path("mapa/elemento/<str:capa>/<int:id_elemento>", mapa.elemento, name="elemento"),
    path("buscar", mapa.buscar, name="buscar"),
    path("", include("malla_vial.urls")),
    path("open311/", include("malla_vial.open311.urls")),
    path("open311", RedirectView.as_view(pattern_name="open311:portada")),
    path("riesgo/", include("riesgo.urls")),
    path("conectividad/", include("conectividad.urls")),
    path("servicios/", include("capas.servicios.urls")),
    path("datos/<str:capa>/mapa.html", portatil, name="mapa_portatil"),
    path("metadatos/", include("capas.metadatos.urls")),
    path("metadatos/", include("capas.metadatos.urls_catalogo")),
    path("calidad/", include("capas.calidad.urls")),
    path("datos/", include("capas.abiertos.urls")),
    path("datos/<str:capa>.<str:formato>", descarga, name="descarga"),
    path("data.json", catalogo, {"formato": "data.json"}, name="data_json"),
    path("gestion/", include("malla_vial.urls_gestion")),
    path(
        "gestion/entrar",
        Entrar.as_view(),
        name="entrar",
    ),
    path("gestion/salir", cuentas.LogoutView.as_view(), name="salir"),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/img/icono.svg")),
    path("sw.js", instalable.trabajador, name="trabajador"),
    path("manifest.webmanifest", instalable.manifiesto, name="manifiesto"),
    path("sin-red", instalable.sin_red, name="sin_red"),
    path("accesibilidad", paginas.accesibilidad, name="accesibilidad"),
    path("mapa-del-sitio", paginas.mapa_del_sitio, name="mapa_del_sitio"),
    path("salud", salud, name="salud"),
]


def sin_token_csrf(request, reason=""):
    """CSRF_FAILURE_VIEW."""
    return responder(
        request,
        403,
        "La página estuvo abierta mucho tiempo o vino de otro sitio. Vuelva atrás, recárguela y envíe de nuevo.",
    )


def _manejador(codigo: int):
    def manejar(request, exception=None):
        return responder(request, codigo)

    return manejar


handler400, handler403, handler404, handler500 = (_manejador(codigo) for codigo in (400, 403, 404, 500))
