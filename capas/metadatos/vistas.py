"""The record of each layer for people and harvesters, the form where staff keep it, and whether the layer conforms."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capas import acciones, permisos
from capas.acciones import Cambiado
from capas.errores import DatosInvalidos
from capas.lectura import elementos, etag, ficha_visible, si_cambio, todas_visibles
from capas.metadatos import iso19139, silueta
from capas.metadatos.conformidad import PREGUNTAS, Respuesta, evaluar
from capas.metadatos.forms import FormularioFicha
from capas.metadatos.puntaje import puntuar
from capas.metadatos.registro import Registro
from capas.models import FichaCapa
from capas.ogc.documentos import ISO19139
from capas.sitio import base


@require_safe
def indice(request: HttpRequest) -> HttpResponse:
    """Every layer with its score and its six answers."""
    filas = list(_filas(request))
    medio = round(sum(puntaje.puntos for _, puntaje, _ in filas) / len(filas)) if filas else 0
    plenas = sum(all(respuesta.cumple for respuesta in respuestas) for _, _, respuestas in filas)
    contexto = {"filas": filas, "medio": medio, "plenas": plenas, "preguntas": PREGUNTAS}
    return render(request, "metadatos/indice.html", contexto)


def _filas(request: HttpRequest) -> Iterator[tuple]:
    for ficha in todas_visibles(request):
        registro = _registro(request, ficha)
        yield ficha, puntuar(registro), _respuestas(request, registro)


def _registro(request: HttpRequest, ficha: FichaCapa) -> Registro:
    return Registro.de(ficha, base(request), request.user)


def _respuestas(request: HttpRequest, registro: Registro) -> list[Respuesta]:
    return evaluar(registro, None if registro.es_raster else elementos(request, registro.ficha.capa))


@require_safe
def ficha(request: HttpRequest, capa: str) -> HttpResponse:
    registro = _registro(request, ficha_visible(request, capa))
    contexto = {
        "registro": registro,
        "ficha": registro.ficha,
        "puntaje": puntuar(registro),
        "mapa": silueta.dibujar(registro.caja, request.user) if registro.elementos != 0 else None,
        "edita": permisos.tiene_rol(request.user, registro.ficha.roles),
    }
    return render(request, "metadatos/ficha.html", contexto)


@require_safe
def xml(request: HttpRequest, capa: str) -> HttpResponse:
    """ISO 19139. Its mark holds the address and the quality report too, which change it and are no revision."""
    registro = _registro(request, ficha_visible(request, capa))
    informe = registro.calidad.id if registro.calidad else 0
    marca = etag(request, f"{ISO19139}|{registro.sitio}|{informe}", registro.ficha)
    return si_cambio(request, marca, lambda: HttpResponse(iso19139.xml(registro), content_type=ISO19139))


@require_safe
def conformidad(request: HttpRequest, capa: str) -> HttpResponse:
    registro = _registro(request, ficha_visible(request, capa))
    respuestas = _respuestas(request, registro)
    contexto = {
        "ficha": registro.ficha,
        "puntaje": puntuar(registro),
        "respuestas": respuestas,
        "cumplidas": sum(respuesta.cumple for respuesta in respuestas),
        "edita": permisos.tiene_rol(request.user, registro.ficha.roles),
    }
    return render(request, "metadatos/conformidad.html", contexto)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def editar(request: HttpRequest, capa: str) -> HttpResponse:
    """The form, for the roles that keep the layer; to the rest a private layer is no layer."""
    visible = ficha_visible(request, capa)
    permisos.exigir_editar(request.user, visible)
    if request.method == "POST":
        return _guardar(request, visible)
    return _formulario(request, visible, FormularioFicha(instance=visible))


def _guardar(request: HttpRequest, visible: FichaCapa) -> HttpResponse:
    form = FormularioFicha(request.POST, instance=FichaCapa.objects.get(pk=visible.pk))
    if not form.is_valid():
        return _formulario(request, visible, form, 422)
    datos: dict[str, Any] = {
        "usuario": request.user,
        "version": form.cleaned_data["version"],
        "valores": form.valores(),
    }
    try:
        acciones.editar_ficha(id_capa=visible.pk, **datos)
    except (Cambiado, DatosInvalidos) as error:
        form.add_error(None, str(error))
        return _formulario(request, visible, form, 412 if isinstance(error, Cambiado) else 422)
    messages.success(request, "La ficha quedó guardada y ya se ve en la página pública.")
    return redirect("metadatos:editar", visible.pk)


def _formulario(request: HttpRequest, visible: FichaCapa, form: FormularioFicha, codigo: int = 200) -> HttpResponse:
    registro = _registro(request, visible)
    puntaje = puntuar(registro)
    contexto = {
        "ficha": visible,
        "form": form,
        "grupos": list(form.por_grupos(puntaje)),
        "registro": registro,
        "puntaje": puntaje,
    }
    return render(request, "metadatos/editar.html", contexto, status=codigo)
