"""A layer as a map in one file, that needs nobody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from capas.errores import PeticionInvalida
from capas.lectura import elementos, etag, ficha_visible, fichas_visibles, si_cambio
from capas.mapa import de_base
from capas.ogc import parametros
from capas.salidas import mapa_portatil


@require_safe
def portatil(request: HttpRequest, capa: str) -> HttpResponse:
    """The layer, or what a filter leaves of it, over a faint base map: /datos/zonas-wifi/mapa.html"""
    ficha = ficha_visible(request, capa)
    peticion = parametros.leer(request, ficha.capa)
    if "crs" in request.GET:
        raise PeticionInvalida("Un mapa no admite «crs»: siempre va en la proyección de la web.")
    queryset = peticion.para_archivo(elementos(request, ficha.capa))
    base = de_base({otra.pk: otra for otra in fichas_visibles(request) if otra.pk != ficha.pk})
    contexto = [(otra, elementos(request, otra.capa)) for otra in base]
    limite = peticion.limite if "limit" in request.GET else None

    def hacer() -> HttpResponse:
        contenido = mapa_portatil.hacer(ficha, queryset, contexto, limite)
        nombre = f'attachment; filename="mapa-{ficha.pk}.html"'
        return HttpResponse(contenido, content_type="text/html; charset=utf-8", headers={"Content-Disposition": nombre})

    return si_cambio(request, etag(request, "mapa", ficha, *base), hacer)
