"""The doors of the feature catalogue (ISO 19110) and of the product specification (ISO 19131) of each layer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from capas.errores import NoExiste
from capas.lectura import etag, ficha_visible, si_cambio
from capas.metadatos import iso19110, pdf, producto
from capas.metadatos.catalogo_objetos import CatalogoObjetos, catalogo_de
from capas.models import FichaCapa
from capas.ogc import parametros
from capas.sitio import absoluta


@require_safe
def catalogo(request: HttpRequest, capa: str) -> HttpResponse:
    ficha, datos = _catalogo(request, capa)
    contexto = {"ficha": ficha, "catalogo": datos}
    return si_cambio(
        request, etag(request, "html", ficha), lambda: render(request, "metadatos/catalogo.html", contexto)
    )


@require_safe
def catalogo_xml(request: HttpRequest, capa: str) -> HttpResponse:
    ficha, datos = _catalogo(request, capa)
    url = absoluta(request, reverse("catalogo_objetos:catalogo_xml", args=[ficha.pk]))
    return si_cambio(
        request,
        etag(request, "xml", ficha),
        lambda: HttpResponse(iso19110.documento(datos, url), "application/xml; charset=utf-8"),
    )


@require_safe
def catalogo_pdf(request: HttpRequest, capa: str) -> HttpResponse:
    ficha, datos = _catalogo(request, capa)
    marca, contexto = etag(request, "pdf", ficha), {"ficha": ficha, "catalogo": datos}
    return si_cambio(
        request, marca, lambda: pdf.responder(request, marca, "metadatos/_catalogo.html", contexto, f"catalogo-{capa}")
    )


def _catalogo(request: HttpRequest, capa: str) -> tuple[FichaCapa, CatalogoObjetos]:
    parametros.revisar(request, set())
    ficha = ficha_visible(request, capa)
    if ficha.es_raster:
        raise NoExiste(
            f"«{ficha.titulo}» es una imagen: no tiene objetos que catalogar. "
            "Sus bandas y sus clases están en su hoja de producto."
        )
    return ficha, catalogo_de(ficha)


@require_safe
def hoja(request: HttpRequest, capa: str) -> HttpResponse:
    return _hoja(request, capa, "html", lambda marca, contexto: render(request, "metadatos/producto.html", contexto))


@require_safe
def hoja_pdf(request: HttpRequest, capa: str) -> HttpResponse:
    return _hoja(
        request,
        capa,
        "pdf",
        lambda marca, contexto: pdf.responder(request, marca, "metadatos/_producto.html", contexto, f"producto-{capa}"),
    )


def _hoja(
    request: HttpRequest, capa: str, formato: str, hacer: Callable[[str, dict[str, Any]], HttpResponse]
) -> HttpResponse:
    """A quality report may come after the revision it speaks of, so it is part of the mark."""
    parametros.revisar(request, set())
    ficha = ficha_visible(request, capa)
    informe = producto.informe_de(ficha)
    marca = etag(request, f"{formato}.{informe.pk if informe else 0}", ficha)
    return si_cambio(
        request,
        marca,
        lambda: hacer(marca, {"ficha": ficha, "secciones": producto.hoja(request, ficha, informe)}),
    )
