"""What the way of a report asks the server: the kinds of damage, and the reports that may tell the same one."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from capas.errores import PeticionInvalida, prefiere_html
from capas.geometria import punto
from capas.templatetags.palabras import hace
from malla_vial.duplicados import Candidato, candidatos
from malla_vial.models import PreguntaDano, Reporte, TipoDano

FRESCO_S = 300


@require_safe
def tipos(request: HttpRequest) -> HttpResponse:
    """Everything that is asked of each kind, for a form that is filled without a network."""
    vivos = TipoDano.objects.using("lectura").filter(activo=True)
    preguntas: dict[str, list[dict[str, Any]]] = {}
    for pregunta in PreguntaDano.objects.using("lectura").filter(activa=True):
        preguntas.setdefault(pregunta.tipo_id, []).append(_pregunta(pregunta))
    datos = [_tipo(tipo, preguntas.get(tipo.pk, [])) for tipo in vivos]
    cuerpo = {"tipos": datos, "tamanos": [{"key": k, "name": n} for k, n in Reporte.Tamano.choices]}
    respuesta = JsonResponse(cuerpo, json_dumps_params={"ensure_ascii": False})
    etag = f'W/"{hashlib.sha256(respuesta.content).hexdigest()[:24]}"'
    respuesta["ETag"], respuesta["Cache-Control"] = etag, f"public, max-age={FRESCO_S}"
    return get_conditional_response(request, etag=etag, response=respuesta) or respuesta


def _tipo(tipo: TipoDano, preguntas: list[dict[str, Any]]) -> dict[str, Any]:
    freno = {"texto": tipo.freno, "telefono": tipo.freno_telefono, "detiene": tipo.freno_detiene}
    return {
        "codigo": tipo.codigo,
        "nombre": tipo.nombre,
        "descripcion": tipo.descripcion,
        "consejo": tipo.consejo,
        "dibujo": f"{static('img/danos.svg')}#{tipo.dibujo}",
        "pide_tamano": tipo.pide_tamano,
        "pregunta_peligro": tipo.pregunta_peligro,
        "freno": freno if tipo.freno else None,
        "preguntas": preguntas,
    }


def _pregunta(pregunta: PreguntaDano) -> dict[str, Any]:
    campos = ("codigo", "texto", "ayuda", "clase", "obligatoria", "valores")
    return {campo: getattr(pregunta, campo) for campo in campos}


@never_cache
@require_safe
def parecidos(request: HttpRequest) -> HttpResponse:
    """?tipo=hueco&lon=-75.23&lat=4.44: at most five open reports near along the street, as JSON or as a piece of page."""
    tipo = TipoDano.objects.filter(pk=request.GET.get("tipo", "")[:20], activo=True).first()
    if tipo is None:
        raise PeticionInvalida("Falta «tipo», o no es una de las clases de daño de /reportar/tipos.json.")
    lugar = punto(request.GET.get("lon", ""), request.GET.get("lat", ""))
    hallados = candidatos(tipo, lugar)
    if prefiere_html(request):
        return render(request, "malla_vial/reportar/_candidatos.html", {"candidatos": hallados})
    return JsonResponse({"radio_m": tipo.radio_duplicados_m, "parecidos": [_parecido(c) for c in hallados]})


def _parecido(candidato: Candidato) -> dict[str, Any]:
    reporte, foto = candidato.reporte, candidato.foto
    return {
        "codigo": reporte.codigo,
        "tipo": reporte.tipo_id,
        "tipo_titulo": reporte.tipo.nombre,
        "dibujo": f"{static('img/danos.svg')}#{reporte.tipo.dibujo}",
        "metros": round(candidato.metros),
        "por_la_calle": candidato.por_la_calle,
        "estado": reporte.estado,
        "estado_titulo": reporte.get_estado_display(),
        "radicado_en": reporte.radicado_en.isoformat(),
        "hace": hace(reporte.radicado_en),
        "direccion": reporte.direccion,
        "barrio": reporte.barrio,
        "personas": candidato.personas,
        "foto": foto and {t: reverse("foto", args=[foto.pk, t]) for t in ("m", "g")},
        "url": reverse("reporte", args=[reporte.codigo]),
        "sumarme": reverse("sumarme", args=[reporte.codigo]),
    }
