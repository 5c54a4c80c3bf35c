"""A photo of a report, to those who may see it."""

import uuid

from django.db.models import Q
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from capas.errores import NoExiste
from malla_vial.models import Foto, Reporte
from malla_vial.views.propios import es_propio


@require_safe
def foto(request: HttpRequest, id_foto: uuid.UUID, tamano: str) -> FileResponse:
    """A photo, to those who may see it; never from a shared cache, so that hiding it hides it at once."""
    hallada = Foto.objects.visibles_para(request.user).filter(pk=id_foto).first() or _propia(request, id_foto)
    if hallada is None:
        raise NoExiste("No encontramos esa foto.")
    archivo = hallada.miniatura if tamano == "m" else hallada.archivo
    respuesta = FileResponse(archivo.open("rb"), content_type="image/jpeg")
    respuesta["Cache-Control"] = "private, no-cache"
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta


def _propia(request: HttpRequest, id_foto: uuid.UUID) -> Foto | None:
    """A photo that nobody looked at yet, to who sent it."""
    suyas = Foto.objects.using("default").filter(reporte__in=Reporte.objects.para_su_autor())
    hallada = suyas.filter(Q(publica=True) | Q(adhesion=None), pk=id_foto).select_related("reporte").first()
    return hallada if hallada and es_propio(request, hallada.reporte.codigo) else None
