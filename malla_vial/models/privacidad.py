"""Ley 1581 of 2012 in tables: the notice that people accept, who looked at a contact, what was covered, what was erased."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from malla_vial.models.peticiones import Peticion
from malla_vial.models.reportes import Foto


class ConsultaDeAvisos(models.QuerySet):
    def vigente(self) -> "AvisoPrivacidad | None":
        """The notice in force: the last one whose day has come."""
        return self.filter(rige_desde__lte=timezone.localdate()).order_by("-rige_desde", "-pk").first()


class AvisoPrivacidad(models.Model):
    """A version of the privacy notice, with what Decreto 1377/2013 art. 15 asks of it. Data: staff write it.

    A consent names its version: one that somebody accepted is not edited, another is written.
    """

    version = models.CharField("versión", max_length=20, unique=True)
    rige_desde = models.DateField()
    finalidad = models.TextField(help_text="Para qué se usan los datos, en palabras de todos.")
    datos = models.TextField("qué datos", help_text="Cuáles se piden, cuáles son opcionales y cuáles se publican.")
    derechos = models.TextField(help_text="Artículo 8 de la Ley 1581 de 2012.")
    conservacion = models.TextField("conservación", help_text="Cuánto tiempo se guardan y qué pasa después.")
    canales = models.TextField(help_text="Cómo se ejercen los derechos y quién responde.")

    objects = ConsultaDeAvisos.as_manager()

    class Meta:
        verbose_name = "aviso de privacidad"
        verbose_name_plural = "avisos de privacidad"
        ordering = ["-rige_desde"]

    def __str__(self) -> str:
        return self.version


class MiradaContacto(models.Model):
    """Somebody of the staff looked at who filed a petition."""

    peticion = models.ForeignKey(Peticion, models.CASCADE, related_name="miradas")
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    fecha = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]


class Redaccion(models.Model):
    """What was covered of a photo, each time; the last is what is published."""

    foto = models.ForeignKey(Foto, models.CASCADE, related_name="redacciones")
    zonas = models.JSONField(help_text="[{x, y, ancho, alto}] en porcentaje de la foto; ninguna: se destapó.")
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    fecha = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]


class BorradoDatos(models.Model):
    """That personal data were erased: of which filing, why and how many of each kind. Never the data."""

    class Motivo(models.TextChoices):
        CONSERVACION = "conservacion", "Se cumplió el tiempo de conservación"
        TITULAR = "titular", "Lo pidió la persona"

    radicado = models.CharField(max_length=20, db_index=True)
    motivo = models.CharField(max_length=12, choices=Motivo)
    borrado = models.JSONField(help_text="Clase de dato → cuántos.")
    fecha = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "borrado de datos personales"
        verbose_name_plural = "borrados de datos personales"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.radicado}, {self.get_motivo_display().lower()}"
