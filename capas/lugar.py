"""«¿Qué hay aquí?»: the place that a consultation asks about."""

from django.conf import settings
from django.contrib.gis.geos import Point
from django.http import HttpRequest

from capas.errores import PeticionInvalida, prefiere_html
from capas.geometria import punto
from capas.ogc import parametros


def lugar_pedido(request: HttpRequest) -> Point | None:
    """The point (EPSG:4326) of ?lon=&lat=; None where a person opens the page without one."""
    parametros.revisar(request, {"lon", "lat", "f"})
    lon, lat = request.GET.get("lon", ""), request.GET.get("lat", "")
    if not lon and not lat and prefiere_html(request):
        return None
    if not lon or not lat:
        raise PeticionInvalida(falta_lugar())
    return punto(lon.strip().replace(",", "."), lat.strip().replace(",", "."))


def falta_lugar() -> str:
    """What is said to who asks about no place; the example is the middle of the map."""
    lon, lat = settings.CENTRO_MAPA
    return f"Faltan «lon» y «lat», en grados: ?lon={lon}&lat={lat}"
