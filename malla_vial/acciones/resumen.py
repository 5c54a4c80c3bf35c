"""The daily digest: what happened in a street, a barrio or around a place, in one letter to each address."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib.gis.measure import D
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from malla_vial.acciones.avisos import RESUMEN, Enlace, encolar
from malla_vial.models import Movimiento, Reporte, Suscripcion

POR_ZONA = 25
ASENTADO = timedelta(minutes=10)  # what a long transaction dates now and commits later is left for tomorrow
HORA = 6


def resumir(ahora: datetime | None = None) -> int:
    """Queue the digests of the day, once each address a day; how many were queued."""
    ahora = ahora or timezone.now()
    hoy = timezone.localtime(ahora).replace(hour=0, minute=0, second=0, microsecond=0)
    zonas = Suscripcion.objects.vivas().exclude(clase=Suscripcion.Clase.REPORTE).filter(avisada_hasta__lt=hoy)
    zonas = zonas.select_related("via", "territorio").order_by("correo", "pk")
    return sum(_resumir_a(correo, list(suyas), ahora) for correo, suyas in groupby(zonas, lambda s: s.correo))


@transaction.atomic
def _resumir_a(correo: str, zonas: list[Suscripcion], ahora: datetime) -> bool:
    hasta, dichos = ahora - ASENTADO, set[int]()
    partes = [parte for zona in zonas if (parte := _parte(zona, hasta, dichos))]
    Suscripcion.objects.filter(pk__in=[zona.pk for zona in zonas]).update(avisada_hasta=hasta)
    if partes:
        _escribir(correo, partes, timezone.localtime(ahora))
    return bool(partes)


def _escribir(correo: str, partes: list[dict[str, Any]], dia: datetime) -> None:
    encolar(
        a=correo,
        asunto=f"Novedades de su zona, {dia:%d/%m/%Y}",
        plantilla=RESUMEN,
        contexto={"partes": partes},
        clave=f"resumen {dia:%Y%m%d}",
        enlaces=[Enlace("Ver o cambiar lo que sigo", ruta=reverse("mis_reportes"))],
    )


def _parte(zona: Suscripcion, hasta: datetime, dichos: set[int]) -> dict[str, Any] | None:
    """What a digest says of one area: its public moves since the last time, but for those that another area told."""
    pasos = Movimiento.objects.using("lectura").filter(reporte__in=en_zona(zona).values("pk")).exclude(pk__in=dichos)
    nuevos = pasos.filter(fecha__gt=zona.avisada_hasta, fecha__lte=hasta).select_related("reporte__tipo")
    columnas = ("a", "respuesta", "reporte__codigo", "reporte__direccion", "reporte__barrio", "reporte__tipo__nombre")
    hallados = list(nuevos.only(*columnas).order_by("id")[: POR_ZONA + 1])
    dichos.update(paso.pk for paso in hallados)
    contados = [_paso(paso) for paso in hallados[:POR_ZONA]]
    return {"que": zona.que, "pasos": contados, "hay_mas": len(hallados) > POR_ZONA} if hallados else None


def en_zona(zona: Suscripcion) -> QuerySet[Reporte]:
    """The public reports of an area."""
    reportes = Reporte.objects.using("lectura")
    if zona.clase == Suscripcion.Clase.VIA:
        return reportes.filter(tramo__via=zona.via_id)
    if zona.clase == Suscripcion.Clase.TERRITORIO:
        return reportes.filter(geom__intersects=zona.territorio.geom)  # type: ignore[union-attr]
    return reportes.filter(geom__dwithin=(zona.punto, D(m=zona.radio_m)))


def _paso(paso: Movimiento) -> dict[str, str]:
    reporte = paso.reporte
    return {
        "titulo": f"{reporte.tipo}, {reporte.direccion or reporte.barrio}: {paso.get_a_display().lower()}",
        "respuesta": paso.respuesta,
        "ruta": reverse("reporte", args=[reporte.codigo]),
    }
