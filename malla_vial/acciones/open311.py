"""What applications do through their keys: file a report, tell what became of it."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from capas.errores import DatosInvalidos
from capas.limites import balde
from capas.limites.balde import Ritmo
from capas.llaves import huella
from malla_vial import permisos
from malla_vial.acciones.fotos import escribir
from malla_vial.acciones.radicacion import radicar_reporte
from malla_vial.acciones.reportes import anotar, bloquear, cambiar_estado
from malla_vial.estados import TransicionProhibida
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import ActualizacionOpen311, EnvioOpen311, Foto, LlaveOpen311, Reporte


def crear_llave(*, usuario: User, texto: str, **datos: Any) -> LlaveOpen311:
    """Keep the hash of a new key. Raises permisos.SinPermiso.

    texto: the key itself, which whoever calls shows once and forgets.
    datos: fields of LlaveOpen311.
    """
    permisos.exigir_llaves(usuario)
    return LlaveOpen311.objects.create(huella=huella(texto), **datos)


def conmutar_llave(*, llave: LlaveOpen311, activa: bool, usuario: User) -> None:
    permisos.exigir_llaves(usuario)
    LlaveOpen311.objects.filter(pk=llave.pk).update(activa=activa)


def gastar(llave: LlaveOpen311) -> None:
    """Count one sending of a key against its budgets, which every process shares. Raises Agotado."""
    balde.cobrar(f"open311:{llave.pk}:minuto", Ritmo(cabe=llave.por_minuto, por_hora=llave.por_minuto * 60))
    balde.cobrar(f"open311:{llave.pk}:dia", Ritmo(cabe=llave.por_dia, por_hora=llave.por_dia / 24))


def radicar_por_llave(
    *,
    llave: LlaveOpen311,
    clave: uuid.UUID,
    media_url: str = "",
    device_id: str = "",
    account_id: str = "",
    **reporte: Any,
) -> EnvioOpen311:
    """File a report with the citizen's own action, and keep how it came. The same `clave` twice is the same report.

    reporte: the arguments of `radicar_reporte`. Raises what it raises.
    """
    with transaction.atomic():
        radicado = radicar_reporte(clave=clave, origen=Reporte.Origen.OPEN311, **reporte)
        traer = bool(media_url) and settings.OPEN311_TRAE_FOTOS
        envio, _ = EnvioOpen311.objects.get_or_create(
            reporte=radicado,
            defaults={
                "llave": llave,
                "device_id": device_id,
                "account_id": account_id,
                "media_url": media_url,
                "medio": EnvioOpen311.Medio.PENDIENTE if traer else EnvioOpen311.Medio.NINGUNO,
            },
        )
    return envio


def anexar_foto(*, envio: EnvioOpen311, foto: FotoLimpia) -> None:
    """The photo that was fetched, on the report it belongs to; once."""
    with transaction.atomic():
        reporte = bloquear(envio.reporte)
        puestas = list(reporte.fotos.values_list("huella", flat=True))
        if len(puestas) >= POR_REPORTE:
            raise DatosInvalidos(f"El reporte ya tiene {POR_REPORTE} fotos.")
        if foto.huella not in puestas:
            Foto.objects.create(
                reporte=reporte, orden=len(puestas), publica=settings.FOTOS_INMEDIATAS, **escribir(foto)
            )
        EnvioOpen311.objects.filter(pk=envio.pk).update(medio=EnvioOpen311.Medio.TRAIDO, motivo="")


def desistir_de_foto(*, envio: EnvioOpen311, motivo: str) -> None:
    """The photo did not come; staff read why."""
    EnvioOpen311.objects.filter(pk=envio.pk).update(medio=EnvioOpen311.Medio.FALLIDO, motivo=motivo[:300])


def actualizar_por_llave(
    *, llave: LlaveOpen311, reporte: Reporte, update_id: str, estado: str = "", descripcion: str = ""
) -> ActualizacionOpen311:
    """Write down what another system tells of a report: a move along the table of states, or an internal note.

    The same `update_id` twice is done once.
    Raises permisos.SinPermiso, TransicionProhibida, DatosInvalidos.
    """
    usuario = llave.en_nombre_de
    if usuario is None or not permisos.atiende_reportes(usuario):
        raise permisos.SinPermiso("Esta llave radica reportes, pero no los actualiza.")
    with transaction.atomic():
        LlaveOpen311.objects.select_for_update().get(pk=llave.pk)
        if previa := ActualizacionOpen311.objects.filter(llave=llave, update_id=update_id).first():
            return previa
        hecha = ActualizacionOpen311(llave=llave, update_id=update_id)
        if estado and estado != bloquear(reporte).estado:
            cambiado = cambiar_estado(reporte=reporte, a=estado, usuario=usuario, respuesta=descripcion)
            hecha.movimiento = cambiado.movimientos.latest("id")
        elif descripcion:
            hecha.nota = anotar(reporte=reporte, texto=descripcion, usuario=usuario)
        else:
            raise TransicionProhibida("El reporte ya está en ese estado y la actualización no dice nada más.")
        hecha.save(force_insert=True)
    return hecha
