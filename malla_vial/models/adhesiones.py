"""What hangs on a report beside its own story: answers to the questions of its kind, and the people who joined it."""

import uuid

from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from malla_vial.models.danos import PreguntaDano
from malla_vial.models.reportes import Reporte


class RespuestaDano(models.Model):
    """What the person who reported answered. Public if it was chosen among ours, or once the text is approved."""

    reporte = models.ForeignKey(Reporte, models.CASCADE, related_name="respuestas")
    pregunta = models.ForeignKey(PreguntaDano, models.PROTECT, related_name="respuestas")
    valor = models.JSONField()  # text, number, ISO date, key, or list of keys
    publica = models.BooleanField("pública", default=False)

    class Meta:
        ordering = ["pregunta__orden", "id"]
        constraints = [models.UniqueConstraint(fields=["reporte", "pregunta"], name="respuesta_unica")]

    def __str__(self) -> str:
        return self.pregunta.en_palabras(self.valor)


class Adhesion(models.Model):
    """«Es este: sumarme»: somebody else tells the same damage. Text and photos are public once staff have looked at them."""

    reporte = models.ForeignKey(Reporte, models.CASCADE, related_name="adhesiones")
    texto = models.TextField(blank=True, max_length=2000)
    texto_aprobado = models.BooleanField(default=False)
    texto_publico = models.GeneratedField(
        expression=Case(When(texto_aprobado=True, then=F("texto")), default=Value(""), output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    repetida = models.BooleanField(default=False, help_text="Quien se suma ya había reportado o se había sumado.")
    fecha = models.DateTimeField(db_default=Now())
    clave = models.UUIDField("clave de idempotencia", unique=True, default=uuid.uuid4, editable=False)
    huella = models.CharField("huella del envío", max_length=64, editable=False)

    class Meta:
        verbose_name = "adhesión"
        verbose_name_plural = "adhesiones"
        ordering = ["id"]


class ContactoAdhesion(models.Model):
    """Whom to tell what becomes of it, given freely and with notice (Ley 1581/2012); apart from what is public."""

    adhesion = models.OneToOneField(Adhesion, models.CASCADE, related_name="contacto")
    nombre = models.CharField(max_length=120, blank=True)
    correo = models.EmailField(blank=True)
    telefono = models.CharField("teléfono", max_length=30, blank=True)
    aviso_version = models.CharField("versión del aviso de privacidad", max_length=20, blank=True)
    acepto_en = models.DateTimeField("aceptó el aviso de privacidad", null=True, default=timezone.now)

    class Meta:
        verbose_name = "contacto de quien se suma"
