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
            "antes": next(iter(series[medida.codigo, medida.campo][-2:-1]), None),
        }
        for medida in informe.medidas.all()
    ]


def fila_de_lista(ficha: FichaCapa, informe: InformeCalidad | None) -> dict[str, Any]:
    """A layer in the table of all: its last report, how many measures it has and which do not conform."""
    medidas = list(informe.medidas.all()) if informe else []
    return {
        "ficha": ficha,
        "informe": informe,
        "medidas": len(medidas),
        "malas": [m for m in medidas if m.conforme is False],
    }


def resumen_json(ficha: FichaCapa, informe: InformeCalidad | None) -> dict[str, Any]:
    """What is measured, of what revision, whether it conforms and whether the layer has changed since."""
    resumen = {"capa": ficha.pk, "titulo": ficha.titulo, "revision": ficha.numero_revision, "medida": bool(informe)}
    if informe is None:
        return resumen
    return resumen | {
        "revision_medida": informe.revision,
        "al_dia": informe.revision == ficha.numero_revision,
        "fecha": informe.fecha,
        "elementos": informe.elementos,
        "conforme": informe.conforme,
        "fallas": sorted(informe.fallas),
    }


def informe_json(ficha: FichaCapa, informe: InformeCalidad | None, series: Tendencias) -> dict[str, Any]:
    """The whole report: its summary and each measure with its sample and how its value went."""
    medidas = informe.medidas.all() if informe else []
    return resumen_json(ficha, informe) | {
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
            for m in medidas
        ]
    }
