"""Photos that travel ahead of their report, while the person goes on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

POR_REPORTE = 3


class FotoSubida(models.Model):
    """A cleaned photo waiting for the report of the same `clave`, which takes it; nobody sees it meanwhile.

    What no report takes is gone after FOTOS_SUELTAS_HORAS. `orden` is unique and bounded, so that no race keeps a fourth.
    """

    clave = models.UUIDField("clave del borrador")
    huella = models.CharField("SHA-256 de los bytes enviados", max_length=64)
    orden = models.PositiveSmallIntegerField()
    archivo = models.FileField(upload_to="fotos/%Y/%m")
    miniatura = models.FileField(upload_to="fotos/%Y/%m")
    ancho = models.PositiveIntegerField()
    alto = models.PositiveIntegerField()
    cliente = models.CharField("huella de la dirección de origen", max_length=64)
    subida_en = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "foto adelantada"
        verbose_name_plural = "fotos adelantadas"
        ordering = ["clave", "orden"]
        constraints = [
            models.UniqueConstraint(fields=["clave", "huella"], name="foto_subida_una_vez"),
            models.UniqueConstraint(fields=["clave", "orden"], name="foto_subida_orden"),
            models.CheckConstraint(condition=Q(orden__lt=POR_REPORTE), name="foto_subida_hasta_tres"),
        ]
        indexes = [models.Index(fields=["cliente", "subida_en"], name="foto_subida_cliente")]
