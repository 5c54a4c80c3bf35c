"""The public pages and their states, as a table; the pages without parameters find themselves in the service's own addresses."""

import urllib.request
from collections.abc import Iterator

from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from capas.errores import TITULOS, responder
from tests.servidor import consultar

AQUI = "lon=-75.2325&lat=4.4430"
CON_PARAMETROS = [
    f"/reportar?{AQUI}&tipo=hueco&direccion=Parque", f"/compartir?{AQUI}&tipo=hueco", f"/cartel?{AQUI}", f"/widget?{AQUI}&radio=3000",
    "/buscar?q=carrera+5", "/mapa/lista?capas=reportes", f"/riesgo/consulta?{AQUI}", f"/conectividad/cercanos?{AQUI}",
    "/reportes?codigo=no-es", "/ogc/api?f=html", "/ogc/processes?f=html", "/ogc/jobs?f=html", "/ogc/collections/reportes",
    "/ogc/collections/reportes/items?f=html&limit=20", "/ogc/collections/zonas-wifi/items/1?f=html", "/ogc/collections/reportes/queryables",
    "/ogc/processes/internet-cercano?f=html", "/ogc/processes/exposicion?f=html",
    "/datos/reportes", "/datos/relieve", "/datos/vias/descargar", "/metadatos/zonas-amenaza", "/metadatos/relieve",
    "/metadatos/comunas/conformidad", "/metadatos/tramos-viales/catalogo", "/metadatos/zonas-amenaza/producto",
    "/metadatos/relieve/producto", "/calidad/zonas-amenaza",
]  # fmt: skip
VACIAS = [
    "/buscar?q=xyzxyz", "/mapa/lista?capas=reportes&bbox=-75.9,4.0,-75.8,4.1", f"/widget?{AQUI}&radio=50",
    "/ogc/collections/reportes/items?f=html&bbox=-75.9,4.0,-75.8,4.1",
]  # fmt: skip
EQUIVOCADAS = [
    "/nada",
    "/reportes/IBG-NADA",
    "/compartir?lon=x&lat=1",
    "/widget?radio=0",
    "/cartel",
    "/enlaces/nada",
    "/baja/nada",
]
VIVAS = ("/", "/reportar")  # whose scripts go on writing after they are loaded


def publicas(sitio: str) -> list[str]:
    """Every page that anybody may open, with content, empty, and wrongly asked."""
    solas = [ruta for ruta in _sin_parametros() if _es_pagina(sitio + ruta)]
    return [*solas, *CON_PARAMETROS, *VACIAS, *EQUIVOCADAS, *_de_cada_estado()]


def _sin_parametros() -> Iterator[str]:
    def andar(patrones, antes: str) -> Iterator[str]:
        for patron in patrones:
            ruta = antes + str(patron.pattern)
            if isinstance(patron, URLPattern):
                yield f"/{ruta}"
            elif not ruta.startswith("admin"):
                yield from andar(patron.url_patterns, ruta)

    # /gestion/ asks everybody to sign in: its one page for everybody is that one
    return (
        r
        for r in andar(get_resolver().url_patterns, "")
        if "<" not in r and (r == "/gestion/entrar" or "gestion/" not in r)
    )


class _SinSeguir(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def _es_pagina(url: str) -> bool:
    peticion = urllib.request.Request(url, headers={"Accept": "text/html"})
    try:
        with urllib.request.build_opener(_SinSeguir).open(peticion, timeout=20) as respuesta:
            return respuesta.headers.get_content_type() == "text/html"
    except urllib.error.HTTPError as error:
        return error.headers.get_content_type() == "text/html" and error.code >= 400 and error.code != 405


def _de_cada_estado() -> list[str]:
    """The tracking page of one report in each state."""
    filas = consultar(
        "SELECT DISTINCT ON (estado) codigo FROM malla_vial_reporte WHERE visible AND geom IS NOT NULL ORDER BY estado, id"
    )
    return [f"/reportes/{codigo}" for (codigo,) in filas]


def de_error() -> dict[str, str]:
    """The page of every error that the service may give, by the address under which a test serves it."""
    peticion = RequestFactory().get("/", headers={"Accept": "text/html", "Host": "localhost"})
    return {f"/error-{codigo}": responder(peticion, codigo).content.decode() for codigo in TITULOS}
