"""The life of a job: asked for, run, finished or dismissed. A job that nobody runs any more says so."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from capas import errores
from capas.consultas import Usuario
from capas.models import Trabajo
from capas.permisos import ve_todo
from capas.procesos.registro import Proceso

PENDIENTES, POR_ORIGEN = 100, 5
DIAS = 7
ESPERA = timedelta(hours=1)  # what nobody takes up in this time, nobody will
Estado = Trabajo.Estado
VIVOS = (Estado.ACEPTADO, Estado.CORRIENDO)


class Saturado(Exception):
    """Too many jobs wait already: 429."""


errores.registrar(Saturado, 429)


class Descartado(Exception):
    """Who asked for the job wants it no more, or its time is over."""


def huella_de(direccion: str) -> str:
    """An address as it is kept: enough to count by, and nobody's address."""
    return hmac.new(settings.SECRET_KEY.encode(), f"origen {direccion}".encode(), hashlib.sha256).hexdigest()


def visibles_para(usuario: Usuario) -> QuerySet[Trabajo]:
    """The jobs a person may look into by their address: one's own, and those of nobody, whose id is the only key."""
    vigentes = Trabajo.objects.filter(vence__gt=timezone.now())
    if ve_todo(usuario):
        return vigentes
    return vigentes.filter(Q(usuario=None) | Q(usuario_id=usuario.pk)) if usuario.pk else vigentes.filter(usuario=None)


def listables_para(usuario: Usuario) -> QuerySet[Trabajo]:
    """The jobs a list may tell of: one's own; every one for the administration; none to who is nobody."""
    visibles = visibles_para(usuario)
    return visibles if ve_todo(usuario) else visibles.filter(usuario_id=usuario.pk) if usuario.pk else visibles.none()


def pedir(*, proceso: Proceso, entradas: dict[str, Any], usuario: Usuario, origen: str, en_documento: bool) -> Trabajo:
    """Keep a job and queue it, both or neither. The inputs were read already. Raises Saturado."""
    from capas.procesos.tareas import ejecutar

    abandonar_perdidos()
    pendientes = Trabajo.objects.filter(estado__in=VIVOS)
    if pendientes.count() >= PENDIENTES or pendientes.filter(origen=origen).count() >= POR_ORIGEN:
        raise Saturado(f"Hay demasiados trabajos en espera (hasta {POR_ORIGEN} por dirección). Vuelva en un minuto.")
    ahora = timezone.now()
    with transaction.atomic():
        trabajo = Trabajo.objects.create(
            proceso=proceso.id,
            entradas=entradas,
            en_documento=en_documento,
            usuario=usuario if isinstance(usuario, User) else None,
            origen=origen,
            creado=ahora,
            actualizado=ahora,
            vence=ahora + timedelta(days=DIAS),
        )
        ejecutar.enqueue(str(trabajo.pk))
    return trabajo


def empezar(id_trabajo: UUID | str) -> Trabajo:
    """Take up a job that waits. Raises Descartado for any other."""
    ahora = timezone.now()
    _mover(id_trabajo, [Estado.ACEPTADO], estado=Estado.CORRIENDO, iniciado=ahora)
    return Trabajo.objects.select_related("usuario").get(pk=id_trabajo)


def avanzar(trabajo: Trabajo, hechos: int, total: int) -> None:
    """Tell how far it is. Raises Descartado where nobody waits for it any more."""
    if timezone.now() > limite_de(trabajo):
        raise Descartado("El trabajo tardó más de lo que se admite. Pida una zona más pequeña o menos capas.")
    _mover(trabajo.pk, [Estado.CORRIENDO], progreso=min(99, 100 * hechos // max(total, 1)))


def terminar(trabajo: Trabajo, resultado: Any) -> None:
    _acabar(trabajo, Estado.TERMINADO, progreso=100, resultado=resultado)


def fallar(trabajo: Trabajo, mensaje: str) -> None:
    _acabar(trabajo, Estado.FALLIDO, mensaje=mensaje[:500])


def descartar(trabajo: Trabajo) -> Trabajo:
    """Stop a job, or throw its result away. The result goes at once; what runs stops at its next step."""
    _acabar(trabajo, Estado.DESCARTADO, desde=[e for e in Estado if e != Estado.DESCARTADO], resultado=None, mensaje="")
    trabajo.refresh_from_db()
    return trabajo


def limite_de(trabajo: Trabajo) -> datetime:
    return (trabajo.iniciado or trabajo.creado) + timedelta(seconds=settings.TRABAJO_SEGUNDOS)


def abandonar_perdidos() -> int:
    """Fail what its worker left behind and what no worker took up; how many there were."""
    ahora = timezone.now()
    quieto = ahora - timedelta(seconds=settings.TRABAJO_SEGUNDOS + 60)
    corriendo = Q(estado=Estado.CORRIENDO, iniciado__lt=quieto)
    esperando = Q(estado=Estado.ACEPTADO, creado__lt=ahora - ESPERA)
    mensaje = "Se interrumpió el proceso que lo atendía. Vuelva a pedirlo."
    return Trabajo.objects.filter(corriendo | esperando).update(
        estado=Estado.FALLIDO, mensaje=mensaje, terminado=ahora, actualizado=ahora
    )


def purgar() -> int:
    """Delete the jobs whose days are over, and what the queue kept of them; how many jobs there were."""
    ahora = timezone.now()
    DBTaskResult.objects.filter(enqueued_at__lt=ahora - timedelta(days=DIAS)).delete()
    return Trabajo.objects.filter(vence__lte=ahora).delete()[0]


def quien(trabajo: Trabajo) -> Usuario:
    """Whose eyes the job reads with: who asked for it, with the roles of today."""
    return trabajo.usuario if trabajo.usuario and trabajo.usuario.is_active else AnonymousUser()


def _acabar(trabajo: Trabajo, estado: Estado, desde: list[Estado] | None = None, **cambios: Any) -> None:
    _mover(trabajo.pk, desde or [Estado.CORRIENDO], estado=estado, terminado=timezone.now(), **cambios)


def _mover(pk: UUID | str, desde: list[Estado], **cambios: Any) -> None:
    """One statement from state to state, so that of two that move a job at once one finds it gone."""
    if not Trabajo.objects.filter(pk=pk, estado__in=desde).update(actualizado=timezone.now(), **cambios):
        raise Descartado("El trabajo ya no está en ese estado.")
