"""What applications do through their keys: file a report, tell what became of it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from capas.errores import DatosInvalidos, registrar
from capas.llaves import huella
from malla_vial import permisos
from malla_vial.acciones.radicacion import guardar_fotos, radicar_reporte
from malla_vial.acciones.reportes import anotar, bloquear, cambiar_estado
from malla_vial.estados import TransicionProhibida
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import ActualizacionOpen311, EnvioOpen311, LlaveOpen311, Reporte


class Excedido(Exception):
    """A key sent more than its rate allows: 429. `espera`: seconds until it may send again."""

    def __init__(self, mensaje: str, espera: int) -> None:
        super().__init__(mensaje)
        self.espera = espera


registrar(Excedido, 429)


def crear_llave(*, usuario: User, texto: str, **datos: Any) -> LlaveOpen311:
    """Keep the hash of a new key. Raises permisos.SinPermiso.

    texto: the key itself, which whoever calls shows once and forgets; datos: fields of LlaveOpen311.
    """
    permisos.exigir_llaves(usuario)
    return LlaveOpen311.objects.create(huella=huella(texto), **datos)


def conmutar_llave(*, llave: LlaveOpen311, activa: bool, usuario: User) -> None:
    permisos.exigir_llaves(usuario)
    LlaveOpen311.objects.filter(pk=llave.pk).update(activa=activa)


def gastar(llave: LlaveOpen311) -> None:
    """Count one sending of a key, in one statement, so that two processes cannot both take the last one. Raises Excedido."""
    ahora = timezone.now()
    minuto = ahora.replace(second=0, microsecond=0)
    dia = timezone.localtime(ahora).replace(hour=0, minute=0, second=0, microsecond=0)
    caben = _cabe("minuto", minuto, "por_minuto") & _cabe("dia", dia, "por_dia")
    contada = LlaveOpen311.objects.filter(caben, pk=llave.pk).update(
        en_el_minuto=_siguiente("minuto", minuto), minuto=minuto, en_el_dia=_siguiente("dia", dia), dia=dia
    )
    if not contada:
        _rechazar(llave, ahora, minuto, dia)


def _cabe(lapso: str, desde: datetime, tope: str) -> Q:
    nuevo = Q(**{lapso: None}) | Q(**{f"{lapso}__lt": desde})
    return (nuevo & Q(**{f"{tope}__gt": 0})) | Q(**{f"en_el_{lapso}__lt": F(tope)})


def _siguiente(lapso: str, desde: datetime) -> Case:
    return Case(When(**{lapso: desde}, then=F(f"en_el_{lapso}") + 1), default=Value(1))


def _rechazar(llave: LlaveOpen311, ahora: datetime, minuto: datetime, dia: datetime) -> None:
    llave.refresh_from_db()
    del_dia = llave.dia == dia and llave.en_el_dia >= llave.por_dia
    hasta = dia + timedelta(days=1) if del_dia else minuto + timedelta(minutes=1)
    tope = f"{llave.por_dia} por día" if del_dia else f"{llave.por_minuto} por minuto"
    raise Excedido(
        f"La llave ya hizo los envíos que tiene permitidos: {tope}.", int((hasta - ahora).total_seconds()) + 1
    )


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
        cuantas = reporte.fotos.count()
        if cuantas >= POR_REPORTE:
            raise DatosInvalidos(f"El reporte ya tiene {POR_REPORTE} fotos.")
        guardar_fotos(reporte, [foto], desde=cuantas)
        EnvioOpen311.objects.filter(pk=envio.pk).update(medio=EnvioOpen311.Medio.TRAIDO, motivo="")


def desistir_de_foto(*, envio: EnvioOpen311, motivo: str) -> None:
    """The photo did not come; staff read why."""
    EnvioOpen311.objects.filter(pk=envio.pk).update(medio=EnvioOpen311.Medio.FALLIDO, motivo=motivo[:300])


def actualizar_por_llave(
    *, llave: LlaveOpen311, reporte: Reporte, update_id: str, estado: str = "", descripcion: str = ""
) -> ActualizacionOpen311:
    """What another system tells of a report: a move along the table of states, else an internal note. Told twice, done once.

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
