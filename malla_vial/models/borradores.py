"""A report that somebody without JavaScript is still writing. Its random number is its only key."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class ConsultaDeBorradores(models.QuerySet):
    def vigentes(self):
        return self.filter(actualizado_en__gte=limite())

    def vencidos(self):
        return self.filter(actualizado_en__lt=limite())


def limite():
    return timezone.now() - timedelta(hours=settings.BORRADOR_HORAS)


class Borrador(models.Model):
    """Fields as they were typed, by name. The key is also the idempotency key of the report that it becomes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    datos = models.JSONField(default=dict)
    creado_en = models.DateTimeField(auto_now_add=True)
    actualizado_en = models.DateTimeField(auto_now=True, db_index=True)

    objects = ConsultaDeBorradores.as_manager()

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
