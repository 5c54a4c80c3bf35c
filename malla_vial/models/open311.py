"""Who files reports by programme (Open311 GeoReport v2), and what came with each one."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now

from malla_vial.models.reportes import Movimiento, NotaInterna, Reporte


class LlaveOpen311(models.Model):
    """The key of an application that files reports; its text is shown once and only its hash is here."""

    nombre = models.CharField(
        "aplicación", max_length=80, help_text="Qué programa la usa, por ejemplo «Bot de Telegram»."
    )
    correo = models.EmailField(help_text="De quién responde por el programa.")
    huella = models.CharField(max_length=64, unique=True, editable=False)
    por_minuto = models.PositiveIntegerField("envíos por minuto", default=30, validators=[MinValueValidator(1)])
    por_dia = models.PositiveIntegerField("envíos por día", default=1000, validators=[MinValueValidator(1)])
    activa = models.BooleanField(default=True)
    jurisdicciones = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Vacío: todas las de este servicio."
    )
    en_nombre_de = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="llaves_open311",
        help_text="El funcionario con cuyos permisos puede mover reportes; sin él solo radica.",
    )
    creada = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "llave de Open311"
        verbose_name_plural = "llaves de Open311"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.nombre


def _ficha_nueva() -> str:
    return secrets.token_urlsafe(18)


class EnvioOpen311(models.Model):
    """How a report came: by which key, from which device, and the address of a photo still to be fetched."""

    class Medio(models.TextChoices):
        NINGUNO = "ninguno", "Sin foto"
        PENDIENTE = "pendiente", "Por traer"
        TRAIDO = "traido", "Traída"
        FALLIDO = "fallido", "No se pudo traer"

    reporte = models.OneToOneField(Reporte, models.CASCADE, related_name="envio_open311")
    llave = models.ForeignKey(LlaveOpen311, models.PROTECT, related_name="envios")
    token = models.CharField(max_length=32, unique=True, default=_ficha_nueva, editable=False)
    device_id = models.CharField(max_length=120, blank=True)
    account_id = models.CharField(max_length=120, blank=True)
    media_url = models.URLField(max_length=2000, blank=True)
    medio = models.CharField(max_length=10, choices=Medio, default=Medio.NINGUNO)
    motivo = models.CharField(max_length=300, blank=True, help_text="Por qué no se pudo traer la foto.")

    class Meta:
        verbose_name = "envío por Open311"


class ActualizacionOpen311(models.Model):
    """What another system told of a report, once: the same `update_id` of the same key is the same update."""

    llave = models.ForeignKey(LlaveOpen311, models.PROTECT, related_name="actualizaciones")
    update_id = models.CharField(max_length=120)
    movimiento = models.ForeignKey(Movimiento, models.CASCADE, null=True, related_name="+")
    nota = models.ForeignKey(NotaInterna, models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = "actualización por Open311"
        constraints = [models.UniqueConstraint(fields=["llave", "update_id"], name="actualizacion_una_vez")]

    def __str__(self) -> str:
        return f"nota-{self.nota_id}" if self.movimiento_id is None else str(self.movimiento_id)


class ListaDeServicios(models.Model):
    """The list of services as it was at some time; `vista_en` is the changeset that tells clients of another."""

    huella = models.CharField(max_length=64)
    vista_en = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "lista de servicios de Open311"
