"""Who may have sent what, as hashes; who is not welcome for a time; and what staff decided about showing each report."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from malla_vial.models.reportes import Foto, Reporte


class Remitente(models.Model):
    """Hashes (HMAC) by which the sender of a report is known again; erased with the personal data."""

    reporte = models.OneToOneField(Reporte, models.CASCADE, related_name="remitente")
    navegador = models.CharField(max_length=64, blank=True)
    correo = models.CharField(max_length=64, blank=True)
    telefono = models.CharField(max_length=64, blank=True)

    def marcas(self) -> dict[str, str]:
        """Kind of mark → hash, of those there are."""
        todas = {"navegador": self.navegador, "correo": self.correo, "telefono": self.telefono}
        return {clase: marca for clase, marca in todas.items() if marca}


class Conocido(models.Model):
    """A sender of whom staff approved something."""

    marca = models.CharField(max_length=64, primary_key=True)
    desde = models.DateTimeField(db_default=Now())


class ConsultaDeVetos(models.QuerySet):
    def vigentes(self):
        return self.filter(vence__gt=timezone.now())


class Veto(models.Model):
    """A sender whose reports wait for a person to look at them, and why, and until when. The sender is not told."""

    class Clase(models.TextChoices):
        NAVEGADOR = "navegador", "Navegador"
        CORREO = "correo", "Correo"
        TELEFONO = "telefono", "Teléfono"

    marca = models.CharField(max_length=64, unique=True)
    clase = models.CharField(max_length=10, choices=Clase)
    motivo = models.CharField(max_length=300)
    reporte = models.ForeignKey(Reporte, models.SET_NULL, null=True, related_name="vetos")
    puesto_por = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    puesto_en = models.DateTimeField(db_default=Now())
    vence = models.DateTimeField()

    objects = ConsultaDeVetos.as_manager()

    class Meta:
        ordering = ["-id"]


class Moderacion(models.Model):
    """One decision about what is shown of a report. Each has its contrary, so that none is final."""

    class Que(models.TextChoices):
        RETENIDO = "retenido", "Quedó retenido"
        SOLTADO = "soltado", "Se soltó: es un reporte de verdad"
        RECHAZADO = "rechazado", "Se dejó oculto: no es un reporte"
        MOSTRADO = "mostrado", "Se mostró el reporte"
        OCULTADO = "ocultado", "Se ocultó el reporte"
        TEXTO_SI = "texto_si", "Se publicó el texto"
        TEXTO_NO = "texto_no", "Se retiró el texto"
        FOTO_SI = "foto_si", "Se publicó la foto"
        FOTO_NO = "foto_no", "Se retiró la foto"
        TAPADA = "tapada", "Se taparon partes de la foto"
        DESTAPADA = "destapada", "Se quitaron los tapados de la foto"
        VETADO = "vetado", "Se vetó a quien lo envió"
        VETO_LEVANTADO = "veto_no", "Se levantó el veto"

    reporte = models.ForeignKey(Reporte, models.CASCADE, related_name="moderaciones")
    foto = models.ForeignKey(Foto, models.SET_NULL, null=True, blank=True)
    que = models.CharField("qué", max_length=10, choices=Que)
    motivo = models.CharField(max_length=300, blank=True)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, help_text="Nadie: el sistema.")
    fecha = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
