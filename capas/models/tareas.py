"""What the platform does by itself once a day, and how it went."""

from django.db import models


class TareaDiaria(models.Model):
    """A command of every day: the last day on which it began, when it ended and what it said."""

    nombre = models.CharField(max_length=60, primary_key=True)
    dia = models.DateField("último día")
    termino = models.DateTimeField("terminó", null=True)
    bien = models.BooleanField(null=True)
    dijo = models.CharField("dijo", max_length=300, blank=True)

    class Meta:
        verbose_name = "tarea diaria"
        verbose_name_plural = "tareas diarias"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre
