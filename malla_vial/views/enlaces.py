"""What the links of our letters open. Opening one does nothing, for mail scanners open them all; its button does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from capas.errores import DatosInvalidos, NoExiste
from malla_vial import acciones
from malla_vial.acciones import avisos, enlaces
from malla_vial.forms.avisos import FormularioValoracion
from malla_vial.models import EnlaceUnico
from malla_vial.views import privacidad
from malla_vial.views.propios import correo_abierto, recordar_correo

P = EnlaceUnico.Proposito


@dataclass(frozen=True)
class Cambio:
    """A link that makes one change: what is asked, what the button says, what is answered once and again."""

    hacer: Callable[[EnlaceUnico], None]
    pregunta: str
    boton: str
    hecho: str
    despues: str


def _confirmar(enlace: EnlaceUnico) -> None:
    if enlace.suscripcion:
        avisos.confirmar(enlace.suscripcion)


def _dar_de_baja(enlace: EnlaceUnico) -> None:
    """Of what the letter was about; of every digest, where it was one."""
    if enlace.suscripcion:
        avisos.dar_de_baja(enlace.suscripcion)
    else:
        avisos.dar_de_baja_resumenes(enlace.correo)


CAMBIOS = {
    P.CONFIRMAR: Cambio(
        _confirmar,
        "Confirme su correo",
        "Sí, avísenme",
        "Listo, su correo quedó confirmado",
        "Le escribiremos cuando haya novedades. Cada correo trae cómo dejar de recibirlos.",
    ),
    P.BAJA: Cambio(
        _dar_de_baja,
        "¿Dejar de recibir estos correos?",
        "No me escriban más de esto",
        "Listo, no le escribiremos más de esto",
        "El caso sigue su curso y su página sigue abierta.",
    ),
}


def _con_enlace(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address of the page is a key: no other site learns it, no cache keeps it, no search engine lists it."""

    def protegida(request: HttpRequest, token: str) -> HttpResponse:
        respuesta = vista(request, enlaces.mirar(token))
        respuesta["Referrer-Policy"] = "same-origin"
        respuesta["X-Robots-Tag"] = "noindex"
        return respuesta

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(protegida))


@_con_enlace
def enlace(request: HttpRequest, hallado: EnlaceUnico) -> HttpResponse:
    if hallado.proposito == P.MIS_REPORTES:
        return _abrir_lista(request, hallado)
    if hallado.proposito == P.BORRAR:
        return privacidad.por_enlace(request, hallado)
    if hallado.proposito == P.ARREGLADO:
        return _valorar(request, hallado)
    return _cambiar(request, hallado)


@csrf_exempt  # RFC 8058: the button of a mail program posts here without cookies; the token is all the right there is
@_con_enlace
def baja(request: HttpRequest, hallado: EnlaceUnico) -> HttpResponse:
    if hallado.proposito != P.BAJA:
        raise NoExiste("Este enlace no es para dejar de recibir correos: oprima el que está al final de cada uno.")
    return _cambiar(request, hallado)


def _pagina(request: HttpRequest, titulo: str, texto: str, **mas: Any) -> HttpResponse:
    return render(request, "malla_vial/avisos/enlace.html", {"titulo": titulo, "texto": texto, **mas})


def _cambiar(request: HttpRequest, hallado: EnlaceUnico) -> HttpResponse:
    suscripcion, cambio = hallado.suscripcion, CAMBIOS[P(hallado.proposito)]
    if request.method != "POST":
        que = suscripcion.que if suscripcion else "los resúmenes diarios de su zona"
        return _pagina(request, cambio.pregunta, f"Se trata de {que}.", boton=cambio.boton)
    with transaction.atomic():
        if enlaces.usar(hallado) or hallado.proposito == P.BAJA:  # whoever asks again not to be written to is not
            cambio.hacer(hallado)
    return _pagina(request, cambio.hecho, cambio.despues, reporte=suscripcion and suscripcion.reporte)


def _abrir_lista(request: HttpRequest, hallado: EnlaceUnico) -> HttpResponse:
    """Once, in one browser, for the two hours that the link lives."""
    abierta = correo_abierto(request) == hallado.correo
    if hallado.usado_en and not abierta:
        return _ya_usado(request)
    if request.method != "POST":
        texto = "La lista queda abierta en este navegador hasta dos horas después de haberla pedido."
        return _pagina(request, "Mis reportes", texto, boton="Abrir la lista")
    if not enlaces.usar(hallado) and not abierta:
        return _ya_usado(request)
    respuesta = redirect("mis_reportes")
    recordar_correo(request, respuesta, hallado.correo, hallado.vence)
    return respuesta


def _ya_usado(request: HttpRequest) -> HttpResponse:
    texto = "Cada enlace abre la lista una sola vez. Pida otro y le llega enseguida."
    return _pagina(request, "Este enlace ya se usó", texto, pedir=True)


def _valorar(request: HttpRequest, hallado: EnlaceUnico) -> HttpResponse:
    reporte, form = hallado.reporte, FormularioValoracion(request.POST or None)
    if reporte is None:
        raise NoExiste("Ese reporte ya no existe.")
    if not form.is_valid():
        texto = f"Sobre el reporte {reporte.codigo}: {reporte.tipo}, {reporte.direccion or reporte.barrio}."
        return _pagina(request, "¿Quedó arreglado?", texto, valoracion=form, reporte=reporte)
    enlaces.usar(hallado)
    try:
        acciones.valorar(reporte=reporte, quien=hallado.correo, **form.cleaned_data)
    except DatosInvalidos as error:
        return _pagina(request, "Ya no se puede responder", str(error), reporte=reporte)
    return _pagina(request, "Gracias por contarnos", form.gracias, reporte=reporte)
