"""Reports as they are read: the last of each layer, and how each measure went before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from capas.consultas import puerta
from capas.models import FichaCapa, InformeCalidad

EN_TENDENCIA = 10

Tendencias = dict[tuple[str, str], list[float]]  # by code and field, the earliest first


def ultimos(fichas: Iterable[FichaCapa]) -> dict[str, InformeCalidad]:
    """The last report of each layer, by its id; through the door that gave the records."""
    fichas = list(fichas)
    informes = InformeCalidad.objects.using(fichas[0]._state.db if fichas else "lectura").filter(ficha__in=fichas)
    informes = informes.order_by("ficha_id", "-id").distinct("ficha_id").prefetch_related("medidas")
    return {informe.ficha_id: informe for informe in informes}


def de_capa(request: HttpRequest, ficha: FichaCapa) -> list[InformeCalidad]:
    """The last reports of a layer, the latest first, with their measures."""
    informes = InformeCalidad.objects.using(puerta(request.user, ficha.roles)).filter(ficha=ficha)
    return list(informes.prefetch_related("medidas")[:EN_TENDENCIA])


def tendencias(informes: Sequence[InformeCalidad]) -> Tendencias:
    """How the value of each measure went, report by report."""
    series: Tendencias = defaultdict(list)
    for informe in reversed(informes):
        for medida in informe.medidas.all():
            series[medida.codigo, medida.campo].append(medida.valor)
    return series
