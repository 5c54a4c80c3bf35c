"""What the city did with the reports of the demonstration: the works, and the answers that no work brings about."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.utils import timezone
from tqdm import tqdm

from malla_vial import acciones
from malla_vial.estados import Estado
from malla_vial.models import Reporte, TramoVial


def programar(filas: list[dict[str, Any]], reportes: list[tuple[Reporte, dict[str, Any]]]) -> None:
    """The works, each with its reports, moved to where the file says they are."""
    usuario = User.objects.get(username="infraestructura")
    hoy = timezone.localdate()
    for numero, fila in enumerate(tqdm(filas, desc="Intervenciones", unit="obra")):
        inicio = hoy + timedelta(days=fila["inicia_en_dias"])
        tramos = TramoVial.objects.filter(codigo__in=fila["tramos"])
        obra = acciones.programar_intervencion(
            trechos=[acciones.Trecho(tramo) for tramo in tramos],
            reportes=[reporte for reporte, datos_ in reportes if datos_["intervencion"] == numero],
            usuario=usuario,
            fecha_inicio=inicio,
            fecha_fin=inicio + timedelta(days=fila["duracion_dias"]),
            **{campo: fila[campo] for campo in ("nombre", "tipo", "presupuesto", "contratista", "descripcion")},
        )
        for paso in _pasos_de_obra(fila["estado"]):
            acciones.mover_intervencion(obra=obra, a=paso, usuario=usuario)


def _pasos_de_obra(estado: str) -> Iterable[str]:
    pasos = {
        "planeada": (),
        "programada": ("programada",),
        "en_ejecucion": ("programada", "en_ejecucion"),
        "suspendida": ("programada", "en_ejecucion", "suspendida"),
        "terminada": ("programada", "en_ejecucion", "terminada"),
        "cancelada": ("cancelada",),
    }
    return pasos[estado]


def atender(reportes: list[tuple[Reporte, dict[str, Any]]], caminos: dict[str, list[tuple[str, str]]]) -> None:
    """Bring every report that no work moved to the state of the file.

    caminos: state -> the states on the way to it, each with what is answered.
    """
    usuario = User.objects.get(username="infraestructura")
    for reporte, fila in reportes:
        reporte.refresh_from_db()
        pasos = caminos.get(fila["estado"], [])
        hechos = [a for a, _ in pasos].index(reporte.estado) + 1 if reporte.estado in dict(pasos) else 0
        if not hechos and reporte.estado != Estado.RECIBIDO:
            continue
        for a, respuesta in pasos[hechos:]:
            de = _gemelo(reporte, reportes) if a == Estado.DUPLICADO else None
            acciones.cambiar_estado(reporte=reporte, a=a, usuario=usuario, respuesta=respuesta, original=de)


def _gemelo(reporte: Reporte, reportes: list[tuple[Reporte, dict[str, Any]]]) -> Reporte:
    """The nearest report of the same kind that nobody answered yet."""
    libres = [otro for otro, fila in reportes if fila["estado"] == Estado.RECIBIDO and otro.tipo_id == reporte.tipo_id]
    return Reporte.objects.filter(pk__in=[otro.pk for otro in libres]).cerca_de(cast(Point, reporte.geom), 50_000)[0]
