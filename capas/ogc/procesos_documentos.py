"""The documents of OGC API Processes 1.0 (OGC 18-062r2), as plain dictionaries."""

from collections.abc import Mapping
from typing import Any

from capas.models import Trabajo
from capas.ogc.documentos import REL, con_formatos, enlace
from capas.procesos.entradas import Entrada
from capas.procesos.registro import Proceso
from capas.tiempo import en_utc

CONTROL = ["sync-execute", "async-execute", "dismiss"]


def resumen(base: str, proceso: Proceso) -> dict[str, Any]:
    url = f"{base}/processes/{proceso.id}"
    return {
        "id": proceso.id,
        "title": proceso.titulo,
        "description": proceso.descripcion,
        "keywords": list(proceso.palabras_clave),
        "version": proceso.version,
        "jobControlOptions": CONTROL,
        "outputTransmission": ["value"],
        "links": [
            enlace(url, "self", titulo=proceso.titulo),
            enlace(f"{url}?f=html", "alternate", "text/html", "La página del proceso"),
        ],
    }


def lista(base: str, procesos: list[Proceso], formato: str, consulta: str, siguiente: str) -> dict[str, Any]:
    enlaces = con_formatos(f"{base}/processes{consulta}", formato=formato)
    if siguiente:
        enlaces.append(enlace(f"{base}/processes{siguiente}", "next", titulo="Los que siguen"))
    return {"processes": [resumen(base, proceso) for proceso in procesos], "links": enlaces}


def proceso(base: str, proceso: Proceso, formato: str) -> dict[str, Any]:
    url = f"{base}/processes/{proceso.id}"
    salida = proceso.salida
    return resumen(base, proceso) | {
        "inputs": {nombre: _entrada(suya) for nombre, suya in proceso.entradas.items()},
        "outputs": {
            salida.nombre: {"title": salida.titulo, "schema": {**salida.esquema, "contentMediaType": salida.tipo}}
        },
        "links": [
            *con_formatos(url, formato=formato),
            enlace(f"{url}/execution", f"{REL}execute", titulo="Para ejecutarlo"),
        ],
    }


def _entrada(entrada: Entrada) -> dict[str, Any]:
    veces = entrada.maximo_de_veces
    return {
        "title": entrada.titulo,
        "description": entrada.descripcion or entrada.titulo,
        "schema": entrada.esquema(),
        "minOccurs": int(entrada.obligatoria),
        "maxOccurs": veces,
    }


def resultado(proceso: Proceso, valor: Any) -> dict[str, Any]:
    """The results document (7.13): an object is a qualified value."""
    return {proceso.salida.nombre: {"value": valor, "mediaType": proceso.salida.tipo}}


def estado(base: str, trabajo: Trabajo, formato: str = "") -> dict[str, Any]:
    """statusInfo (7.12); with `formato`, as a document of its own."""
    url = f"{base}/jobs/{trabajo.pk}"
    enlaces = con_formatos(url, formato=formato or "json")
    if trabajo.estado == Trabajo.Estado.TERMINADO:
        enlaces.append(enlace(f"{url}/results", f"{REL}results", titulo="El resultado"))
    fechas: Mapping[str, Any] = {
        "created": trabajo.creado,
        "started": trabajo.iniciado,
        "finished": trabajo.terminado,
        "updated": trabajo.actualizado,
    }
    return {
        "processID": trabajo.proceso,
        "type": "process",
        "jobID": str(trabajo.pk),
        "status": trabajo.estado,
        "progress": trabajo.progreso,
        **({"message": trabajo.mensaje} if trabajo.mensaje else {}),
        **{nombre: en_utc(momento) for nombre, momento in fechas.items() if momento},
        "links": enlaces,
    }


def trabajos(base: str, hallados: list[Trabajo], formato: str, consulta: str, siguiente: str) -> dict[str, Any]:
    enlaces = con_formatos(f"{base}/jobs{consulta}", formato=formato)
    if siguiente:
        enlaces.append(enlace(f"{base}/jobs{siguiente}", "next", titulo="Los que siguen"))
    return {"jobs": [estado(base, trabajo) for trabajo in hallados], "links": enlaces}
