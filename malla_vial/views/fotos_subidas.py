"""The door of the photos that travel ahead of their report, and the token that a report kept on a phone needs."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capas.errores import PeticionInvalida
from capas.limites import quien
from malla_vial import acciones
from malla_vial.forms.reportar import FormularioFoto
from malla_vial.views import porteria


@never_cache
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def fotos_subidas(request: HttpRequest) -> HttpResponse:
    """POST clave, foto: keep it. GET ?clave=: which are here. DELETE ?clave=&huella=: forget one. Always JSON."""
    if request.method == "POST":
        return _recibir(request)
    clave = _clave(request.GET.get("clave", ""))
    if request.method == "DELETE":
        acciones.quitar_foto(clave=clave, huella=request.GET.get("huella", ""))
    return JsonResponse({"clave": str(clave), "huellas": acciones.huellas_de(clave)})


def _recibir(request: HttpRequest) -> HttpResponse:
    porteria.contar_intento(request)
    form = FormularioFoto(request.POST, request.FILES)
    if not form.is_valid():
        raise PeticionInvalida("Envíe «clave» (un UUID) y «foto» (un archivo), como multipart/form-data.")
    clave = form.cleaned_data["clave"]
    huella = acciones.adelantar_foto(clave=clave, archivo=form.cleaned_data["foto"], cliente=quien.origen(request))
    return JsonResponse({"clave": str(clave), "huella": huella}, status=201)


def _clave(texto: str) -> uuid.UUID:
    try:
        return uuid.UUID(texto)
    except ValueError:
        raise PeticionInvalida("«clave» es el UUID del borrador.") from None


@never_cache
@require_safe
def token_csrf(request: HttpRequest) -> JsonResponse:
    """A fresh CSRF token. Only pages of this origin can read the answer, so it opens nothing to others."""
    return JsonResponse({"ficha": get_token(request)})
