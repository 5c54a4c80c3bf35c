"""The pages of quality: every layer in one table, one layer in all its measures, and «medir ahora»."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from capas import permisos
from capas.calidad import acciones, consultas, documentos, grafico
from capas.lectura import ficha_visible, todas_visibles
from capas.ogc import parametros

SEGUNDOS_EN_LA_PAGINA = 15  # for each measure: somebody waits


@require_safe
@vary_on_headers("Accept")
def lista(request: HttpRequest) -> HttpResponse:
    """Every layer this person may see: conforms or not, when and of which revision it was measured."""
    parametros.revisar(request, {"f"})
    fichas = todas_visibles(request)
    informes = consultas.ultimos(fichas)
    if parametros.formato(request) == "html":
        filas = [documentos.fila_de_lista(ficha, informes.get(ficha.pk)) for ficha in fichas]
        return render(request, "calidad/lista.html", {"filas": filas})
    return JsonResponse({"capas": [documentos.resumen_json(ficha, informes.get(ficha.pk)) for ficha in fichas]})


@require_safe
@vary_on_headers("Accept")
def capa(request: HttpRequest, capa: str) -> HttpResponse:
    """Every measure of the last report, with where it fails and how it went before."""
    parametros.revisar(request, {"f"})
    ficha = ficha_visible(request, capa)
    informes = consultas.de_capa(request, ficha)
    informe, series = informes[0] if informes else None, consultas.tendencias(informes)
    if parametros.formato(request) != "html":
        return JsonResponse(documentos.informe_json(ficha, informe, series))
    filas = documentos.en_filas(ficha, informe, series) if informe else []
    contexto = {
        "ficha": ficha,
        "informe": informe,
        "filas": filas,
        "malas": [fila for fila in filas if fila["medida"].conforme is False],
        "barras": grafico.barras(informes) if len(informes) > 1 else [],
        "puede_medir": permisos.puede_editar(request.user, ficha),
    }
    return render(request, "calidad/capa.html", contexto)


@require_POST
@login_required
def medir_ahora(request: HttpRequest, capa: str) -> HttpResponse:
    ficha = ficha_visible(request, capa)
    permisos.exigir_editar(request.user, ficha)
    informe = acciones.medir(ficha, segundos=SEGUNDOS_EN_LA_PAGINA)
    messages.success(
        request, f"«{ficha.titulo}» quedó medida: {informe.elementos} {'píxeles' if ficha.es_raster else 'elementos'}."
    )
    return redirect("calidad:capa", ficha.pk)
