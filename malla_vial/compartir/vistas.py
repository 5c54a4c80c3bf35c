"""A page to make links, posters and boxes; the poster; the box; the picture of a place for social networks."""

from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from capas.errores import PeticionInvalida
from capas.metadatos import pdf
from malla_vial.compartir import lugar, plano
from malla_vial.compartir.cercanos import ultimos
from malla_vial.models import TipoDano

RADIO_M, RADIO_MAXIMO_M, UNA_HORA = 1000, 20_000, 3600


@require_safe
def compartir(request: HttpRequest) -> HttpResponse:
    """What other sites, walls and social networks may carry, made to measure."""
    sitio, radio = lugar.pedido(request), _radio(request)
    pares = {"lon": f"{sitio.punto.x:.6f}", "lat": f"{sitio.punto.y:.6f}", "radio": radio} if sitio.punto else {}
    recuadro = f"{sitio.base}/widget" + (f"?{urlencode(pares)}" if pares else "")
    contexto = {
        "sitio": sitio,
        "radio": radio,
        "tipos": TipoDano.objects.filter(activo=True),
        "whatsapp": f"https://wa.me/?text={quote(f'Reporte un daño en la vía: {sitio.enlace}')}",
        "recuadro": recuadro,
        "codigo": f'<iframe src="{recuadro}" title="Daños en las vías" width="100%" height="480" style="border:0" loading="lazy"></iframe>',
    }
    return render(request, "malla_vial/compartir/compartir.html", contexto)


@require_safe
def cartel(request: HttpRequest) -> HttpResponse:
    """A letter-size poster to print."""
    return render(request, "malla_vial/compartir/cartel.html", _cartel(request))


@require_safe
def cartel_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    contexto = _cartel(request)
    marca = f"cartel:{contexto['sitio'].enlace}"
    return pdf.responder(
        request, marca, "malla_vial/compartir/_cartel.html", contexto, "cartel", "malla_vial/compartir/pdf.html"
    )


def _cartel(request: HttpRequest) -> dict[str, Any]:
    sitio, punto = lugar.con_lugar(request)
    return {"sitio": sitio, "plano": plano.hacer(punto, 640, 360, 480), "qr": _qr(sitio.enlace)}


def _qr(texto: str) -> str:
    """An inline SVG, of modules alone: the text is in their pattern. Error correction Q bears a quarter of it torn or wet."""
    codigo = segno.make(texto, error="q", boost_error=False, micro=False)
    return codigo.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None, title="Código QR del enlace")


@require_safe
@cache_control(public=True, max_age=UNA_HORA)
def imagen(request: HttpRequest) -> HttpResponse:
    """The streets around a place, in the size that social networks ask for."""
    _, punto = lugar.con_lugar(request)
    return HttpResponse(plano.en_png(plano.hacer(punto, 1200, 630, 600)), content_type="image/png")


@require_safe
@xframe_options_exempt
@cache_control(public=True, max_age=60)
def widget(request: HttpRequest) -> HttpResponse:
    """A box for other sites: the last reports near a place and the way to file one. No cookie, and no script."""
    sitio, radio = lugar.pedido(request), _radio(request)
    contexto = {"sitio": sitio, "reportes": ultimos(sitio.punto, radio), "radio": radio}
    respuesta = render(request, "malla_vial/compartir/widget.html", contexto)
    respuesta["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    )
    return respuesta


def _radio(request: HttpRequest) -> int:
    texto = request.GET.get("radio", "") or str(RADIO_M)
    if not (texto.isascii() and texto.isdigit() and len(texto) < 7 and 50 <= int(texto) <= RADIO_MAXIMO_M):
        raise PeticionInvalida(f"«radio» va de 50 a {RADIO_MAXIMO_M} metros.")
    return int(texto)
