"""Kinds of damage, in a citizen's words. Data: staff edit them."""

from django.db import models


class TipoDano(models.Model):
    """A kind of damage in a citizen's words. Data: staff edit it."""

    codigo = models.SlugField("código", primary_key=True, max_length=20)
    nombre = models.CharField(max_length=40)
    descripcion = models.CharField("descripción", max_length=120)
    orden = models.PositiveSmallIntegerField(default=0)
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "tipo de daño"
        verbose_name_plural = "tipos de daño"
        ordering = ["orden", "codigo"]

    def __str__(self) -> str:
        return self.nombre
