"""What programmes leave here: their keys and their jobs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Llave(models.Model):
    """A key by which a programme speaks for a person at /ogc; its text is shown once and only its hash is here."""

    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="llaves", verbose_name="persona")
    nombre = models.CharField(max_length=80, help_text="Para qué programa es, por ejemplo «QGIS de Infraestructura».")
    huella = models.CharField(max_length=64, unique=True, editable=False)
    creada = models.DateTimeField(db_default=Now(), editable=False)
    usada = models.DateTimeField("usada por última vez", null=True, editable=False)
    vence = models.DateTimeField()

    class Meta:
        verbose_name = "llave de la API"
        verbose_name_plural = "llaves de la API"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.nombre


class Trabajo(models.Model):
    """A process that runs by itself: what was asked, how far it is, what came out (`capas/procesos/trabajos.py`)."""

    class Estado(models.TextChoices):
        """The words of OGC 18-062r2, 7.12."""

        ACEPTADO = "accepted", "En espera"
        CORRIENDO = "running", "En curso"
        TERMINADO = "successful", "Terminado"
        FALLIDO = "failed", "Falló"
        DESCARTADO = "dismissed", "Descartado"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceso = models.CharField(max_length=50)
    entradas = models.JSONField()
    en_documento = models.BooleanField("resultado dentro de un documento", default=False)
    estado = models.CharField(max_length=10, choices=Estado, default=Estado.ACEPTADO)
    progreso = models.PositiveSmallIntegerField(default=0)
    mensaje = models.CharField(max_length=500, blank=True)
    resultado = models.JSONField(null=True)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="trabajos")
    origen = models.CharField(max_length=64, help_text="Huella de la dirección desde la que se pidió.")
    creado = models.DateTimeField()
    iniciado = models.DateTimeField(null=True)
    terminado = models.DateTimeField(null=True)
    actualizado = models.DateTimeField()
    vence = models.DateTimeField()

    class Meta:
        verbose_name = "trabajo"
        ordering = ["-creado", "id"]
        indexes = [models.Index(fields=["estado", "actualizado"], name="trabajo_estado")]

    def __str__(self) -> str:
        return f"{self.proceso} {self.id}"
