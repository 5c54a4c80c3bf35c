"""A report as the page and the machine read it."""

from itertools import zip_longest
from typing import Any

from django.urls import reverse

from capas.calidad import grafico
from capas.calidad.consultas import Tendencias
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad

GRUPOS = {
    "Completeness": "Completitud",
    "Consistency": "Consistencia lógica",
    "Positional": "Exactitud de posición",
    "Temporal": "Calidad temporal",
    "Attribute": "Exactitud temática",
}
ACERCAMIENTO = 18


def grupo(medida: MedidaCalidad) -> str:
    """The quality element of ISO 19157 in words, from the DQ_ class."""
    temporal = "Temporal" if medida.elemento == "DQ_TemporalConsistency" else ""
    return next((titulo for clave, titulo in GRUPOS.items() if clave in (temporal or medida.elemento)), medida.elemento)


def muestra(ficha: FichaCapa, medida: MedidaCalidad) -> list[dict[str, Any]]:
    """[{id?, elemento?, lugar, mapa}] of the features and places that fail, as addresses."""
    return [
        {
            **({"id": id_, "elemento": reverse("ogc:item", args=[ficha.pk, id_])} if id_ is not None else {}),
            "lugar": lugar,
            "mapa": f"{reverse('mapa')}#{ACERCAMIENTO}/{lugar[1]:.5f}/{lugar[0]:.5f}/{ficha.pk}/@",
        }
        for id_, lugar in zip_longest(medida.ids[: len(medida.lugares)], medida.lugares)
    ]


def en_filas(ficha: FichaCapa, informe: InformeCalidad, series: Tendencias) -> list[dict[str, Any]]:
    """Each measure with what a page shows beside it."""
    return [
        {
            "medida": medida,
            "grupo": grupo(medida),
            "muestra": muestra(ficha, medida),
            "linea": grafico.linea(series[medida.codigo, medida.campo]),
            "antes": (series[medida.codigo, medida.campo][-2:-1] or [None])[0],
        }
        for medida in informe.medidas.all()
    ]


def informe_json(ficha: FichaCapa, informe: InformeCalidad | None, series: Tendencias) -> dict[str, Any]:
    """The report as JSON: what is measured, of what revision, and whether the layer has changed since."""
    if informe is None:
        return {"capa": ficha.pk, "titulo": ficha.titulo, "revision": ficha.numero_revision, "medida": False}
    return {
        "capa": ficha.pk,
        "titulo": ficha.titulo,
        "revision": ficha.numero_revision,
        "medida": True,
        "revision_medida": informe.revision,
        "al_dia": informe.revision == ficha.numero_revision,
        "fecha": informe.fecha,
        "elementos": informe.elementos,
        "conforme": informe.conforme,
        "fallas": informe.fallas,
        "medidas": [
            {
                "codigo": m.codigo,
                "medida_iso19157": m.medida,
                "elemento": m.elemento,
                "nombre": m.nombre,
                "campo": m.campo or None,
                "valor": m.valor,
                "total": m.total,
                "unidad": m.unidad,
                "umbral": m.umbral,
                "conforme": m.conforme,
                "muestra": muestra(ficha, m),
                "tendencia": series[m.codigo, m.campo],
            }
            for m in informe.medidas.all()
        ],
    }
