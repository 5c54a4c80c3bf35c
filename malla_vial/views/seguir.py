"""The citizen follows a report: the story in plain words."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capas.errores import DatosInvalidos, acepta_html
from capas.geometria import a_grados
from capas.sitio import absoluta
from malla_vial.acciones import avisos, dias_restantes, valorar
from malla_vial.acciones.valoracion import cierre_vigente
from malla_vial.estados import ABIERTOS, EN_PALABRAS, QUE_SIGUE, Estado
from malla_vial.forms.avisos import FormularioCorreo, FormularioValoracion
from malla_vial.forms.seguir import FormularioSeguimiento
from malla_vial.models import Foto, Intervencion, Movimiento, Peticion, Reporte
from malla_vial.permisos import SinPermiso
from malla_vial.views.caso import caso
from malla_vial.views.peticiones import del_reporte
from malla_vial.views.porteria import contar_carta, contar_intento
from malla_vial.views.propios import es_propio, propios, seguidos
from malla_vial.views.rechazos import sin_reporte
from malla_vial.views.relato import relatar, ultima_respuesta


@never_cache
@require_safe
def reportes(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in, and the reports sent from this browser."""
    form = FormularioSeguimiento(request.GET or None)
    if form.is_valid():
        return redirect("reporte", form.cleaned_data["codigo"].strip().upper())
    mios = Reporte.objects.para_su_autor().filter(codigo__in=propios(request)).select_related("tipo")
    sigo = Reporte.objects.using("lectura").filter(codigo__in=seguidos(request)).select_related("tipo")
    sigo = sigo.only("codigo", "estado", "direccion", "barrio", "radicado_en", "tipo__nombre")
    return render(request, "malla_vial/reportes.html", {"form": form, "mios": mios, "sigo": sigo})


@never_cache
@require_safe
def reporte(request: HttpRequest, codigo: str) -> HttpResponse:
    """The story of a report, in plain words."""
    propio = es_propio(request, codigo)
    hallado = Reporte.objects.seguibles_por(request.user, propio).filter(codigo=codigo).first()
    if hallado is None and _es_peticion(codigo, propio):
        return redirect("peticion", codigo)
    if hallado is None:
        raise sin_reporte(codigo)
    historia = list(Movimiento.objects.using(hallado._state.db).filter(reporte_id=hallado.pk).defer("usuario"))
    if not acepta_html(request):
        return JsonResponse(_en_json(hallado, historia))
    return render(request, "malla_vial/reporte.html", _contexto(request, hallado, historia, propio))


def _es_peticion(codigo: str, propio: bool) -> bool:
    """Whether a code without a report to show is that of a petition; to its author, also that of a report that is hidden."""
    peticiones = Peticion.objects.filter(radicado=codigo)
    return (peticiones if propio else peticiones.filter(reporte=None)).exists()


def _contexto(request: HttpRequest, hallado: Reporte, historia: list[Movimiento], propio: bool) -> dict[str, Any]:
    contada = relatar(hallado, historia)
    estado, direccion = Estado(hallado.estado), absoluta(request, reverse("reporte", args=[hallado.codigo]))
    return {
        "reporte": hallado,
        "descripcion": hallado.descripcion if propio else hallado.descripcion_publica,
        "historia": contada,
        "en_palabras": EN_PALABRAS[estado],
        **del_reporte(hallado, propio),
        "que_sigue": QUE_SIGUE[estado],
        "original": _original(hallado),
        "obra": _obra(hallado),
        "propio": propio,
        "recibido": propio and "recibido" in request.GET,
        **caso(request, hallado, propio),
        "direccion": direccion,
        "compartir": quote(f"{hallado.tipo}, {hallado.direccion or hallado.barrio}: así va el reporte. {direccion}"),
        "seguir": FormularioCorreo(),
        "valoracion": FormularioValoracion() if propio and _se_puede_valorar(hallado) else None,
        "abierto": estado in ABIERTOS,
        "respuesta": ultima_respuesta(contada),
        **_plazo(hallado),
        **_fotos(request, hallado, propio),
        **_lugar(hallado),
    }


def _lugar(hallado: Reporte) -> dict[str, float | None]:
    if hallado.geom is None:
        return {"lat": None, "lon": None}
    punto = a_grados(hallado.geom)
    return {"lon": round(punto.x, 6), "lat": round(punto.y, 6)}


def _plazo(hallado: Reporte) -> dict[str, Any]:
    """The petition that the report is, and the working days left to answer it."""
    publicas = ("radicado", "estado", "vence_el", "cerrada_en", "dependencia__nombre")
    peticiones = Peticion.objects.using(hallado._state.db).select_related("dependencia").only(*publicas)
    peticion = peticiones.filter(radicado=hallado.codigo).first()
    return {"peticion": peticion, "faltan": peticion and dias_restantes(peticion)}


def _fotos(request: HttpRequest, hallado: Reporte, propio: bool) -> dict[str, list[Foto]]:
    """The photos of before and of after: to who sent the report also their own, to anybody else those that were looked at."""
    suyas = Foto.objects.using("default").filter(Q(publica=True) | Q(adhesion=None))
    visibles = suyas if propio else Foto.objects.visibles_para(request.user)
    fotos = list(visibles.filter(reporte_id=hallado.pk))
    return {
        momento: [f for f in fotos if f.momento == momento and (f.publica or momento == Foto.Momento.ANTES)]
        for momento in Foto.Momento.values
    }


def _obra(hallado: Reporte) -> Intervencion | None:
    obras = Intervencion.objects.using("lectura").filter(reportes=hallado.pk)
    return obras.only("codigo", "nombre", "estado", "fecha_inicio", "fecha_fin").first()


def _original(hallado: Reporte) -> str:
    """The code of the report that tells the same damage, if anybody may see it."""
    if hallado.estado != Estado.DUPLICADO:
        return ""
    original = Reporte.objects.filter(duplicados=hallado.pk).values_list("pk", flat=True).first()
    return Reporte.objects.using("lectura").filter(pk=original).values_list("codigo", flat=True).first() or ""


def _se_puede_valorar(hallado: Reporte) -> bool:
    return hallado.estado == Estado.RESUELTO and cierre_vigente(hallado) is not None


@never_cache
@require_POST
def seguir(request: HttpRequest, codigo: str) -> HttpResponse:
    """Follow a report by mail: nothing goes to the address before its owner says yes."""
    contar_carta(request)
    hallado, form = _publico(request, codigo), FormularioCorreo(request.POST)
    if form.is_valid():
        avisos.pedir_seguir(form.cleaned_data["correo"], reporte=hallado)
        messages.success(request, "Le enviamos un correo. Abra el enlace que trae y empezará a seguir este reporte.")
    else:
        messages.error(request, "Ese correo no está bien escrito: revíselo y vuelva a intentarlo.")
    return redirect("reporte", codigo)


@never_cache
@require_POST
def arreglado(request: HttpRequest, codigo: str) -> HttpResponse:
    """«¿Quedó arreglado?», from the browser that filed the report."""
    contar_intento(request)
    hallado, form = _publico(request, codigo), FormularioValoracion(request.POST)
    if not es_propio(request, codigo):
        raise SinPermiso(
            "Aquí solo responde quien envió el reporte, desde el mismo navegador. Desde otro, con el enlace del correo que "
            "recibió al cerrarse el caso, si dejó uno."
        )
    if not form.is_valid():
        messages.error(request, "Díganos sí o no, y oprima de nuevo el botón.")
        return redirect("reporte", codigo)
    try:
        valorar(reporte=hallado, quien=avisos.correo_propio(hallado) or "quien reportó", **form.cleaned_data)
    except DatosInvalidos as error:
        messages.error(request, str(error))
    else:
        messages.success(request, form.gracias)
    return redirect("reporte", codigo)


def _publico(request: HttpRequest, codigo: str) -> Reporte:
    """A report that this person may see, to act upon."""
    visibles = Reporte.objects.seguibles_por(request.user, es_propio(request, codigo))
    hallado = visibles.filter(codigo=codigo).values_list("pk", flat=True).first()
    if hallado is None:
        raise sin_reporte(codigo)
    return Reporte.objects.get(pk=hallado)


def _en_json(hallado: Reporte, historia: list[Movimiento]) -> dict[str, Any]:
    return {
        "codigo": hallado.codigo,
        "tipo": hallado.tipo_id,
        "estado": hallado.estado,
        "direccion": hallado.direccion,
        "radicado_en": hallado.radicado_en.isoformat(),
        "historia": [{"a": m.a, "respuesta": m.respuesta, "fecha": m.fecha.isoformat()} for m in historia],
    }
