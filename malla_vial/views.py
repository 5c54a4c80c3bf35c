"""The citizen's pages: report, follow, photos."""

import uuid
from typing import Any

from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capas.errores import DatosInvalidos, NoExiste, prefiere_html, responder
from capas.geometria import a_grados
from capas.mapa import configuracion
from malla_vial.acciones import radicar_reporte
from malla_vial.estados import EN_PALABRAS, Estado
from malla_vial.forms import FormularioReporte, FormularioSeguimiento
from malla_vial.models import Foto, Intervencion, Movimiento, Reporte

GALLETA, PROPIOS_MAXIMO, UN_ANO = "mis_reportes", 20, 365 * 24 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reportar(request: HttpRequest) -> HttpResponse:
    """The report form; a program that sends it asking for JSON gets JSON."""
    if request.method == "POST":
        return _radicar(request, FormularioReporte(request.POST, request.FILES))
    inicial = {campo: request.GET.get(campo, "")[:200] for campo in ("lon", "lat", "tipo", "direccion")}
    return _formulario(request, FormularioReporte(initial={**inicial, "clave": uuid.uuid4()}))


def _radicar(request: HttpRequest, form: FormularioReporte) -> HttpResponse:
    if not form.is_valid():
        return _corregir(request, form)
    try:
        reporte = radicar_reporte(**form.para_radicar())
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return _corregir(request, form)
    respuesta = _acuse(request, reporte)
    codigos = list(dict.fromkeys([reporte.codigo, *propios(request)]))[:PROPIOS_MAXIMO]
    seguro = request.is_secure()
    respuesta.set_signed_cookie(
        GALLETA, ",".join(codigos), max_age=UN_ANO, httponly=True, samesite="Lax", secure=seguro
    )
    return respuesta


def _formulario(request: HttpRequest, form: FormularioReporte, estado: int = 200) -> HttpResponse:
    base = configuracion(request)
    mapa = {campo: base[campo] for campo in ("centro", "zoom", "base", "mapa_base", "urls")}
    return render(request, "malla_vial/reportar.html", {"form": form, "mapa": mapa}, status=estado)


def _acuse(request: HttpRequest, reporte: Reporte) -> HttpResponse:
    url = reverse("reporte", args=[reporte.codigo])
    if prefiere_html(request):
        return redirect(f"{url}?recibido=1")
    datos = {"codigo": reporte.codigo, "estado": reporte.estado, "url": request.build_absolute_uri(url)}
    return JsonResponse(datos, status=201, headers={"Location": url})


def _corregir(request: HttpRequest, form: FormularioReporte) -> HttpResponse:
    if prefiere_html(request):
        return _formulario(request, form, 422)
    detalle = " ".join(str(mensaje) for mensajes in form.errors.values() for mensaje in mensajes)
    errores = {campo: [str(m) for m in mensajes] for campo, mensajes in form.errors.items()}
    return responder(request, 422, detalle, errores=errores)


def propios(request: HttpRequest) -> list[str]:
    """The codes that were filed from this browser."""
    try:
        return (request.get_signed_cookie(GALLETA, "", max_age=UN_ANO) or "").split(",")
    except signing.BadSignature:
        return []


@never_cache
@require_safe
def reportes(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in, and the reports sent from this browser."""
    form = FormularioSeguimiento(request.GET or None)
    if form.is_valid():
        return redirect("reporte", form.cleaned_data["codigo"].strip().upper())
    mios = Reporte.objects.using("default").filter(codigo__in=propios(request), visible=True).select_related("tipo")
    return render(request, "malla_vial/reportes.html", {"form": form, "mios": mios})


@never_cache
@require_safe
def reporte(request: HttpRequest, codigo: str) -> HttpResponse:
    """The story of a report, in plain words."""
    propio = codigo in propios(request)
    hallado = Reporte.objects.seguibles_por(request.user, propio).filter(codigo=codigo).first()
    if hallado is None:
        raise NoExiste(f"No hay un reporte con el código «{codigo[:20]}». Revise que esté bien escrito.")
    historia = list(Movimiento.objects.using(hallado._state.db).filter(reporte_id=hallado.pk).defer("usuario"))
    if not prefiere_html(request):
        return JsonResponse(_en_json(hallado, historia))
    return render(request, "malla_vial/reporte.html", _contexto(request, hallado, historia, propio))


def _contexto(request: HttpRequest, hallado: Reporte, historia: list[Movimiento], propio: bool) -> dict[str, Any]:
    punto = a_grados(hallado.geom)
    obra = (
        Intervencion.objects.using("lectura")
        .filter(reportes=hallado.pk)
        .only("codigo", "nombre", "estado", "fecha_inicio", "fecha_fin")
        .first()
    )
    fotos = (
        Foto.objects.using("default").filter(reporte_id=hallado.pk)
        if propio
        else Foto.objects.visibles_para(request.user).filter(reporte_id=hallado.pk)
    )
    return {
        "reporte": hallado,
        "descripcion": hallado.descripcion if propio else hallado.descripcion_publica,
        "historia": historia,
        "en_palabras": EN_PALABRAS[Estado(hallado.estado)],
        "fotos": fotos,
        "obra": obra,
        "propio": propio,
        "recibido": propio and "recibido" in request.GET,
        "lon": round(punto.x, 6),
        "lat": round(punto.y, 6),
    }


def _en_json(hallado: Reporte, historia: list[Movimiento]) -> dict[str, Any]:
    return {
        "codigo": hallado.codigo,
        "tipo": hallado.tipo_id,
        "estado": hallado.estado,
        "direccion": hallado.direccion,
        "radicado_en": hallado.radicado_en.isoformat(),
        "historia": [{"a": m.a, "respuesta": m.respuesta, "fecha": m.fecha.isoformat()} for m in historia],
    }


@require_safe
def foto(request: HttpRequest, id_foto: uuid.UUID, tamano: str) -> FileResponse:
    """A photo, to those who may see it; never from a shared cache, so that hiding it hides it at once."""
    hallada = Foto.objects.visibles_para(request.user).filter(pk=id_foto).first()
    if hallada is None:
        hallada = (
            Foto.objects.using("default")
            .filter(pk=id_foto, reporte__codigo__in=propios(request), reporte__visible=True)
            .first()
        )
    if hallada is None:
        raise NoExiste("No encontramos esa foto.")
    archivo = hallada.miniatura if tamano == "m" else hallada.archivo
    respuesta = FileResponse(archivo.open("rb"), content_type="image/jpeg")
    respuesta["Cache-Control"] = "private, no-cache"
    respuesta["X-Content-Type-Options"] = "nosniff"
    return respuesta
