"""The kinds of damage as Open311 services, and their questions as attributes."""

import datetime as dt
import hashlib
import json
from typing import Any

from malla_vial.models import ListaDeServicios, PreguntaDano, Reporte, TipoDano

GRUPO = "Vías"
_PROPIOS: list[dict[str, Any]] = [
    {
        "code": "tamano",
        "datatype": "singlevaluelist",
        "description": "¿De qué tamaño es?",
        "datatype_description": "Uno de los valores.",
        "values": [{"key": clave, "name": nombre} for clave, nombre in Reporte.Tamano.choices],
    },
    {
        "code": "peligro",
        "datatype": "singlevaluelist",
        "description": "¿Puede causar un accidente?",
        "datatype_description": "si o no.",
        "values": [{"key": "si", "name": "Sí"}, {"key": "no", "name": "No"}],
    },
]


def activos() -> list[TipoDano]:
    return list(TipoDano.objects.using("lectura").filter(activo=True).order_by("orden", "codigo"))


def lista() -> list[dict[str, Any]]:
    return [_en_lista(tipo) for tipo in activos()]


def _en_lista(tipo: TipoDano) -> dict[str, Any]:
    return {
        "service_code": tipo.codigo,
        "service_name": tipo.nombre,
        "description": tipo.descripcion,
        "metadata": bool(atributos(tipo)),
        "type": "realtime",
        "keywords": ", ".join((tipo.nombre.lower(), "vía", "calle", "daño")),
        "group": GRUPO,
    }


def definicion(tipo: TipoDano) -> dict[str, Any]:
    return {"service_code": tipo.codigo, "attributes": atributos(tipo)}


def _preguntas(tipo: TipoDano) -> list[dict[str, Any]]:
    """What staff ask of this kind besides (`PreguntaDano`)."""
    activas = PreguntaDano.objects.using("lectura").filter(tipo_id=tipo.pk, activa=True)
    return [
        {
            "code": pregunta.codigo,
            "datatype": pregunta.datatype,
            "required": pregunta.obligatoria,
            "description": pregunta.texto,
            "datatype_description": pregunta.ayuda or pregunta.get_clase_display(),
            "values": pregunta.valores,
        }
        for pregunta in activas
    ]


def atributos(tipo: TipoDano) -> list[dict[str, Any]]:
    """What may be told of a damage of this kind, in the order in which to ask."""
    return [
        {
            "variable": True,
            "code": atributo["code"],
            "datatype": atributo["datatype"],
            "required": atributo.get("required", False),
            "datatype_description": atributo["datatype_description"],
            "order": orden,
            "description": atributo["description"],
            "values": atributo["values"],
        }
        for orden, atributo in enumerate([*_PROPIOS, *_preguntas(tipo)], 1)
    ]


def cambiados_en() -> dt.datetime:
    """When the list of services, or what is asked in one of them, was first seen as it is now."""
    todo = json.dumps([[_en_lista(tipo), definicion(tipo)] for tipo in activos()], sort_keys=True)
    huella = hashlib.sha256(todo.encode()).hexdigest()
    ultima = ListaDeServicios.objects.order_by("-id").first()
    if ultima is None or ultima.huella != huella:
        ultima = ListaDeServicios.objects.create(huella=huella)
        ultima.refresh_from_db()
    return ultima.vista_en
