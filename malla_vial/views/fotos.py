"""A photo of a report, to those who may see it."""

import uuid

from django.db.models import Q
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from capas.errores import NoExiste
from malla_vial.models import Foto, Reporte
from malla_vial.views.propios import propios


@require_safe
def foto(request: HttpRequest, id_foto: uuid.UUID, tamano: str) -> FileResponse:
    """A photo, to those who may see it; never from a shared cache, so that hiding it hides it at once."""
    hallada = Foto.objects.visibles_para(request.user).filter(pk=id_foto).first()
    if hallada is None:
        hallada = (
            Foto.objects.using("default")
            .filter(pk=id_foto, reporte__in=Reporte.objects.para_su_autor())
            .filter(Q(publica=True) | Q(adhesion=None), reporte__codigo__in=propios(request))
            .first()
        )
    if hallada is None:
        raise NoExiste("No encontramos esa foto.")
    archivo = hallada.miniatura if tamano == "m" else hallada.archivo
    respuesta = FileResponse(archivo.open("rb"), content_type="image/jpeg")
    respuesta["Cache-Control"] = "private, no-cache"
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta
