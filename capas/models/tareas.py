"""What the platform does by itself once a day, and how it went."""

from django.core.management import get_commands, load_command_class
from django.db import models


class TareaDiaria(models.Model):
    """A command of every day: the last day on which it began, when it ended, whether it went well (None: it is running, or was cut
    off) and what it said."""

    nombre = models.CharField(max_length=60, primary_key=True)
    dia = models.DateField("último día")
    termino = models.DateTimeField("terminó", null=True)
    bien = models.BooleanField(null=True)
    dijo = models.CharField("dijo", max_length=300, blank=True)
    intentos = models.PositiveSmallIntegerField("intentos ese día", default=0)

    class Meta:
        verbose_name = "tarea diaria"
        verbose_name_plural = "tareas diarias"
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre

    @property
    def que_hace(self) -> str:
        """As its command says it; of one that is no more, its name."""
        app = get_commands().get(self.nombre)
        return load_command_class(app, self.nombre).help if app else self.nombre
