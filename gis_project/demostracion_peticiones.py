"""The petitions of the demonstration, and the dates of those that its reports opened."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from malla_vial import acciones
from malla_vial.estados_peticion import ABIERTAS
from malla_vial.models import ActoPeticion, Dependencia, Peticion, Reporte, TipoPeticion


def radicar_peticiones(filas: list[dict[str, Any]]) -> None:
    """File those of the file, each so many days ago, with the act that the file gives it."""
    for dependencia in Dependencia.objects.filter(correo=""):
        Dependencia.objects.filter(pk=dependencia.pk).update(correo=f"{dependencia.pk}@ejemplo.gov.co")
    for numero, fila in enumerate(filas):
        peticion = acciones.radicar_peticion(
            tipo=TipoPeticion.objects.get(pk=fila["tipo"]),
            asunto=fila["asunto"],
            texto=f"{fila['texto']} (Demostración)",
            direccion=fila.get("lugar", ""),
            clave=uuid.uuid5(uuid.NAMESPACE_OID, f"demostracion-peticion-{numero}"),
        )
        _atender(peticion, fila)
        fechar_peticion(peticion, timezone.now() - timedelta(days=fila["dias"]))


def _atender(peticion: Peticion, fila: dict[str, Any]) -> None:
    datos = {"peticion": peticion, "texto": fila["dice"], "usuario": User.objects.get(username="atencion")}
    match fila["acto"]:
        case "responder":
            acciones.responder(**datos)
        case "trasladar":
            acciones.trasladar(entidad=fila["entidad"], **datos)
        case "pedir":
            acciones.pedir_informacion(**datos)


def fechar_peticion(peticion: Peticion, inicio) -> None:
    """As if it had been received then; what was done with it, a third of the way to today, or with its report."""
    vence = acciones.vencimiento(peticion.tipo, inicio)
    reporte = Reporte.objects.filter(peticion=peticion).first()
    ultimo = reporte.movimientos.last() if reporte else None
    hecho = ultimo.fecha if ultimo else inicio + (timezone.now() - inicio) / 3
    Peticion.objects.filter(pk=peticion.pk).update(recibida_en=inicio, vence_el=vence)
    Peticion.objects.filter(pk=peticion.pk).exclude(estado__in=ABIERTAS).update(cerrada_en=hecho)
    tarde = timezone.localtime(hecho).date() > vence
    ActoPeticion.objects.filter(peticion=peticion).update(fecha=hecho, vence_el=vence, fuera_de_termino=tarde)
