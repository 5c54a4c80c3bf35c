"""What makes the site an application on a phone: its manifest, its service worker, and the page that says there is no network."""

import functools
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capas.errores import NoExiste

ENTRADAS = tuple(f"static/js/paginas/{pagina}.js" for pagina in ("reportar", "sitio", "cola", "sumarse"))
SUELTAS = ("sitio.css", "mapa.css", "img/danos.svg", "img/icono.svg")


@require_safe
@cache_control(no_cache=True)
def trabajador(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root because that is its scope."""
    return HttpResponse(_armar(), content_type="text/javascript")


@functools.cache
def _armar() -> str:
    """Its script, under a line that says what this build is made of: another build is another file for the browser."""
    codigo = _leer("sw.js")
    piezas = [*map(static, SUELTAS), *piezas_de(json.loads(_leer("piezas.json"))["outputs"])]
    construccion = {
        "version": hashlib.sha256(json.dumps([piezas, codigo]).encode()).hexdigest()[:12],
        "piezas": piezas,
        "cascara": reverse("reportar"),
        "sinRed": reverse("sin_red"),
        "sumarse": reverse("sumarse_sin_red"),
        "tipos": [reverse("tipos_de_dano")],
    }
    return f"const CONSTRUCCION = {json.dumps(construccion)};\n{codigo}"


def _leer(nombre: str) -> str:
    ruta = finders.find(nombre)
    if ruta is None:
        raise NoExiste(f"Falta construir {nombre}: npm run construir.")
    return Path(ruta).read_text()


def piezas_de(salidas: dict[str, Any]) -> Iterator[str]:
    """Every script that the report may come to need, the map's too: the entries and what they import."""
    por_ver = [ruta for ruta, salida in salidas.items() if salida.get("entryPoint") in ENTRADAS]
    vistas = set(por_ver)
    while por_ver:
        ruta = por_ver.pop()
        nombre = ruta.removeprefix("var/frente/")
        # A page names an entry by its hash; an entry names its parts as they were built.
        yield static(nombre) if "entryPoint" in salidas[ruta] and "/" not in nombre else settings.STATIC_URL + nombre
        nuevas = {i["path"] for i in salidas[ruta]["imports"] if i["path"] in salidas} - vistas
        vistas |= nuevas
        por_ver += sorted(nuevas)


@require_safe
@cache_control(public=True, max_age=86400)
def manifiesto(request: HttpRequest) -> JsonResponse:
    """W3C Web Application Manifest."""
    datos = {
        "id": "/",
        "name": f"Reportes viales de {settings.MUNICIPIO}",
        "short_name": settings.MUNICIPIO,
        "description": f"Reporte daños en las vías de {settings.MUNICIPIO}, con o sin conexión, y siga su arreglo.",
        "lang": "es-CO",
        "start_url": reverse("reportar"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f8f6f2",
        "theme_color": settings.COLOR_ACENTO,
        "icons": [
            {"src": static("img/icono.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/icono-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("img/icono-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("img/icono-mascara.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": "Reportar un daño", "url": reverse("reportar")},
            {"name": "Seguir un reporte", "url": reverse("reportes")},
        ],
    }
    return JsonResponse(datos, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=3600)
def sin_red(request: HttpRequest) -> HttpResponse:
    """What a person sees instead of a page that the phone does not have."""
    return render(request, "sin_red.html")
