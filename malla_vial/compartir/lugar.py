"""The place and the kind of damage that a link, a poster or a box of another site is about."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.gis.geos import Point
from django.http import HttpRequest
from django.urls import reverse

from capas.geometria import CoordenadaInvalida, a_maestro, punto
from capas.lugar import falta_lugar
from capas.sitio import base
from malla_vial.acciones.lugar import exigir_municipio
from malla_vial.direcciones import en_palabras
from malla_vial.models import TipoDano

DECIMALES = 6


@dataclass(frozen=True)
class Sitio:
    """A place (EPSG:4326) in words, and the kind of damage; `base` is the public address of the service."""

    punto: Point | None
    palabras: str
    tipo: TipoDano | None
    base: str

    @property
    def parametros(self) -> str:
        pares = {"lon": f"{self.punto.x:.{DECIMALES}f}", "lat": f"{self.punto.y:.{DECIMALES}f}"} if self.punto else {}
        pares |= {"direccion": self.palabras} if self.palabras else {}
        return urlencode(pares | ({"tipo": self.tipo.pk} if self.tipo else {}))

    @property
    def enlace(self) -> str:
        """The report with all this filled in."""
        return f"{self.base}{reverse('reportar')}" + (f"?{self.parametros}" if self.parametros else "")


def pedido(request: HttpRequest) -> Sitio:
    """Out of ?lon=&lat=&direccion=&tipo=, all optional. Raises CoordenadaInvalida, DatosInvalidos outside the municipality."""
    lon, lat = (request.GET.get(eje, "").strip().replace(",", ".") for eje in ("lon", "lat"))
    lugar = punto(lon, lat) if lon or lat else None
    if lugar:
        exigir_municipio(a_maestro(lugar))
    palabras = request.GET.get("direccion", "").replace("\x00", "").strip()[:200]
    return Sitio(lugar, palabras or (en_palabras(lugar) if lugar else ""), _tipo(request), base(request))


def con_lugar(request: HttpRequest) -> tuple[Sitio, Point]:
    """The same, and its place, which may not be missing. Raises CoordenadaInvalida."""
    sitio = pedido(request)
    if sitio.punto is None:
        raise CoordenadaInvalida(falta_lugar())
    return sitio, sitio.punto


def _tipo(request: HttpRequest) -> TipoDano | None:
    codigo = request.GET.get("tipo", "").replace("\x00", "")[:40]
    return TipoDano.objects.filter(pk=codigo, activo=True).first() if codigo else None
