"""What waits for a glance, who is banned, and what is covered of a photo."""

import uuid

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capas.errores import NoExiste
from malla_vial import acciones, detector, sospechas
from malla_vial.acciones import redaccion
from malla_vial.forms.moderacion import FormularioRechazo, FormularioZonas
from malla_vial.forms.peticiones import FormularioVacio
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol, hacer
from malla_vial.models import Foto, Reporte, Veto
from malla_vial.redaccion import Zona

FILAS_VACIAS = 2


@require_safe
@con_rol()
def retenidos(request: Solicitud) -> HttpResponse:
    """Reports that looked odd, oldest first: whoever sent one of them in good faith is waiting."""
    lista = Reporte.objects.para_gestion(request.user).exclude(retenido="").select_related("tipo", "remitente")
    pagina = Paginator(lista.prefetch_related("fotos").order_by("id"), POR_PAGINA).get_page(request.GET.get("pagina"))
    filas = [(reporte, sospechas.en_palabras(reporte.retenido)) for reporte in pagina]
    contexto = {
        "pagina": pagina,
        "filas": filas,
        "vetos": Veto.objects.vigentes().select_related("puesto_por", "reporte"),
    }
    return render(request, "malla_vial/gestion/retenidos.html", contexto)


def _retenido(request: Solicitud, codigo: str) -> Reporte:
    return get_object_or_404(Reporte.objects.para_gestion(request.user), codigo=codigo)


@require_POST
@con_rol()
def soltar(request: Solicitud, codigo: str) -> HttpResponse:
    hallado, form = _retenido(request, codigo), FormularioVacio(request.POST)
    hacer(
        request,
        form,
        lambda: acciones.soltar(reporte=hallado, usuario=request.user),
        f"{codigo} ya está en el mapa; su texto y sus fotos esperan su aprobación.",
    )
    return redirect("gestion:retenidos")


@require_POST
@con_rol()
def rechazar(request: Solicitud, codigo: str) -> HttpResponse:
    hallado, form = _retenido(request, codigo), FormularioRechazo(request.POST)
    hacer(
        request,
        form,
        lambda: acciones.rechazar(reporte=hallado, usuario=request.user, **form.cleaned_data),
        f"{codigo} queda oculto. Falta cerrarlo con una respuesta, como a toda petición.",
    )
    return redirect("gestion:retenidos")


@require_POST
@con_rol()
def levantar_veto(request: Solicitud, pk: int) -> HttpResponse:
    veto = get_object_or_404(Veto, pk=pk)
    acciones.levantar_veto(veto=veto, usuario=request.user)
    return redirect("gestion:retenidos")


@con_rol()
@require_http_methods(["GET", "HEAD", "POST"])
def tapar(request: Solicitud, id_foto: uuid.UUID) -> HttpResponse:
    """The photo as it was taken, and the rectangles that are covered in the one that is published."""
    foto = _foto(request, id_foto)
    if request.method == "POST":
        form = FormularioZonas(request.POST)
        hacer(
            request,
            form,
            lambda: redaccion.tapar_foto(foto=foto, usuario=request.user, **form.cleaned_data),
            "La foto que se publica ya es la nueva.",
        )
        return redirect("gestion:tapar", id_foto)
    redaccion.encargar_sugerencias(foto)
    return render(request, "malla_vial/gestion/tapar.html", _contexto(foto))


def _contexto(foto: Foto) -> dict:
    tapadas = redaccion.zonas_de(foto)
    sugeridas = [] if tapadas else [Zona(**zona) for zona in foto.sugerencias or []]
    return {
        "foto": foto,
        "zonas": tapadas or sugeridas,
        "vacias": range(FILAS_VACIAS),
        "sugeridas": len(sugeridas),
        "buscando": detector.disponible() and foto.sugerencias is None,
        "detector": detector.disponible(),
        "historia": foto.redacciones.select_related("usuario"),
    }


@require_safe
@con_rol()
def original(request: Solicitud, id_foto: uuid.UUID) -> FileResponse:
    """The photo as it was taken, to the desk and to nobody else."""
    foto = _foto(request, id_foto)
    respuesta = FileResponse((foto.original or foto.archivo).open("rb"), content_type="image/jpeg")
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta


def _foto(request: Solicitud, id_foto: uuid.UUID) -> Foto:
    foto = Foto.objects.select_related("reporte").filter(pk=id_foto).first()
    if foto is None:
        raise NoExiste("No encontramos esa foto.")
    return foto
