"""The stable addresses of whole layers: /datos/zonas-wifi.csv, /datos/relieve.tif."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from capas.errores import NoExiste, PeticionInvalida
from capas.lectura import elementos, etag, ficha_visible, si_cambio
from capas.ogc import imagenes, parametros
from capas.salidas import FORMATOS, descargar


@require_safe
def descarga(request: HttpRequest, capa: str, formato: str) -> HttpResponseBase:
    """A layer as a file: whole, or what the filters of the OGC API leave of it, in the CRS asked for."""
    ficha = ficha_visible(request, capa)
    posibles = ["tif"] if ficha.es_raster else FORMATOS
    if formato not in posibles:
        raise NoExiste(f"No hay descarga en «{formato[:20]}». Se admiten: {', '.join(posibles)}.")
    if request.GET.get("f", formato) != formato:
        raise PeticionInvalida(
            f"El formato lo dice la dirección: «.{formato}». Quite «f», o pida /datos/{ficha.pk}.<formato>."
        )
    if ficha.es_raster:
        return imagenes.descarga(request, ficha)
    peticion = parametros.leer(request, ficha.capa)

    def hacer() -> HttpResponseBase:
        limite = peticion.limite if "limit" in request.GET else None
        return descargar(ficha, peticion.para_archivo(elementos(request, ficha.capa)), formato, peticion.crs, limite)

    return si_cambio(request, etag(request, formato, ficha), hacer)
