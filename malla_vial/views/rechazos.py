"""How a citizen's form is refused, in the same words at every door: nothing of what was typed is lost."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from capas.errores import NoExiste, prefiere_html, responder
from capas.limites.balde import Agotado
from malla_vial.forms.reportar import CampoFotos

Pagina = Callable[[int], HttpResponse]  # the page of the form as it is now, with a status


def corregir(
    request: HttpRequest, form: Form, pagina: Pagina, faltan: Sequence[str] = (), **otros: Any
) -> HttpResponse:
    """The page with its errors for a person, a problem for a program.

    faltan: fingerprints of photos to send again. otros: more members of the problem.
    """
    estado = CampoFotos.codigo_http(form)
    if prefiere_html(request):
        return pagina(estado)
    errores = {campo: [str(mensaje) for mensaje in mensajes] for campo, mensajes in form.errors.items()}
    detalle = " ".join(mensaje for mensajes in errores.values() for mensaje in mensajes)
    return responder(request, estado, detalle, errores=errores, faltan=faltan, **otros)


def esperar(form: Form, error: Agotado, pagina: Pagina) -> HttpResponse:
    """Too many: the page again, and when to send it."""
    form.add_error(None, f"{error} Lo que escribió sigue aquí.")
    respuesta = pagina(429)
    respuesta["Retry-After"] = str(error.espera)
    return respuesta


def sin_reporte(codigo: str) -> NoExiste:
    return NoExiste(f"No hay un reporte con el código «{codigo[:20]}». Revise que esté bien escrito.")
