"""A page as a PDF/UA file. WeasyPrint is loaded when one is asked for, and opens no address at all."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from capas.sitio import absoluta

UN_DIA = 24 * 3600
HOJA = "metadatos/pdf.html"


def responder(
    request: HttpRequest, marca: str, plantilla: str, contexto: dict[str, Any], nombre: str, hoja: str = HOJA
) -> HttpResponse:
    """The PDF of a template, kept under `marca`, the ETag of the answer."""
    contenido = cache.get_or_set(f"pdf:{marca}", lambda: escribir(request, plantilla, contexto, hoja), UN_DIA)
    respuesta = HttpResponse(contenido, "application/pdf")
    respuesta["Content-Disposition"] = f'inline; filename="{nombre}.pdf"'
    return respuesta


def escribir(request: HttpRequest, plantilla: str, contexto: dict[str, Any], hoja: str = HOJA) -> bytes:
    """hoja: the template of the whole document, that includes `cuerpo`, which is `plantilla`."""
    from PIL import ImageFile
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # weasyprint sets it for the whole process: half a photo would pass
    texto = render_to_string(hoja, contexto | {"cuerpo": plantilla}, request)
    nadie = URLFetcher(allowed_protocols=())
    documento = HTML(string=texto, base_url=absoluta(request, "/"), url_fetcher=nadie)
    return documento.write_pdf(pdf_variant="pdf/ua-1")
