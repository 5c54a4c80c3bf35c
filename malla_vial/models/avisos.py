"""Who wants to hear of what, the mail that waits to go, the links that open once, and what people say of the outcome.

Personal data: none of these tables is open to `lectura`.
"""

from django.contrib.gis.db import models as gis
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from capas.geometria import SRID_MAESTRO
from capas.models import UnidadTerritorial
from malla_vial.consultas import ConsultaDeSuscripciones, ConsultaDeValoraciones
from malla_vial.models.red import Via
from malla_vial.models.reportes import Movimiento, Reporte


def correo_normal(correo: str) -> str:
    """An address as it is compared: who writes it with capitals is the same person."""
    return correo.strip().lower()


class Correo(models.Model):
    """A letter of the outbox, queued in the transaction of what it tells and put in words when it goes.

    Its links are made then too, so that no token ever stands in the database: only hashes, in `EnlaceUnico`.
    """

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Espera"
        ENVIADO = "enviado", "Enviado"
        FALLIDO = "fallido", "No se pudo entregar"

    clave = models.CharField(
        max_length=64, unique=True, editable=False, help_text="Un suceso escribe una vez a cada uno."
    )
    a = models.EmailField("para", blank=True)
    asunto = models.CharField(max_length=200)
    plantilla = models.SlugField(max_length=40)
    contexto = models.JSONField(default=dict)
    enlaces = models.JSONField(default=list)
    suscripcion = models.ForeignKey("Suscripcion", models.SET_NULL, null=True, blank=True, related_name="correos")
    estado = models.CharField(max_length=9, choices=Estado, default=Estado.PENDIENTE)
    creado_en = models.DateTimeField(db_default=Now())
    intentos = models.PositiveSmallIntegerField(default=0)
    proximo_intento = models.DateTimeField("próximo intento", db_default=Now())
    enviado_en = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["proximo_intento"], name="correo_por_enviar", condition=Q(estado="pendiente")),
            models.Index(fields=["estado", "-id"], name="correo_estado"),
        ]

    def __str__(self) -> str:
        return f"{self.asunto} ({self.get_estado_display()})"


class Suscripcion(models.Model):
    """An address that asked to hear of a report, a street, a unit of territory, or what is around a point."""

    class Clase(models.TextChoices):
        REPORTE = "reporte", "Un reporte"
        VIA = "via", "Una calle"
        TERRITORIO = "territorio", "Un barrio, vereda, comuna o corregimiento"
        RADIO = "radio", "Alrededor de un punto"

    correo = models.EmailField()
    clase = models.CharField(max_length=10, choices=Clase)
    reporte = models.ForeignKey(Reporte, models.CASCADE, null=True, blank=True, related_name="suscripciones")
    via = models.ForeignKey(Via, models.CASCADE, null=True, blank=True, related_name="+")
    territorio = models.ForeignKey(UnidadTerritorial, models.CASCADE, null=True, blank=True, related_name="+")
    punto = gis.PointField(srid=SRID_MAESTRO, null=True, blank=True)
    radio_m = models.PositiveIntegerField("radio (m)", null=True, blank=True)
    propia = models.BooleanField("de quien reportó", default=False)
    creada_en = models.DateTimeField(db_default=Now())
    confirmada_en = models.DateTimeField(null=True, blank=True)
    baja_en = models.DateTimeField(null=True, blank=True)
    avisada_hasta = models.DateTimeField("contada hasta", db_default=Now())

    objects = ConsultaDeSuscripciones.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["correo", "clase", "reporte", "via", "territorio", "punto", "radio_m"],
                name="suscripcion_una_vez",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="suscripcion_a_algo",
                condition=Q(clase="reporte", reporte__isnull=False)
                | Q(clase="via", via__isnull=False)
                | Q(clase="territorio", territorio__isnull=False)
                | Q(clase="radio", punto__isnull=False, radio_m__range=(50, 5000)),
            ),
        ]

    def __str__(self) -> str:
        return self.que

    @property
    def que(self) -> str:
        """What it follows, in words."""
        if self.clase == self.Clase.REPORTE:
            return f"el reporte {self.reporte.codigo}"  # type: ignore[union-attr]
        if self.clase == self.Clase.RADIO:
            return f"los reportes a menos de {self.radio_m} m del punto que marcó"
        return f"los reportes de {self.via.nombre if self.via else self.territorio}"


class EnlaceUnico(models.Model):
    """A link that a letter carries: what it is for, for whom and until when. Of its token, only the SHA-256."""

    class Proposito(models.TextChoices):
        CONFIRMAR = "confirmar", "Confirmar el correo"
        BAJA = "baja", "Dejar de seguir"
        MIS_REPORTES = "mis_reportes", "Mis reportes"
        ARREGLADO = "arreglado", "¿Quedó arreglado?"
        BORRAR = "borrar", "Borrar los datos"

    huella = models.CharField(max_length=64, unique=True, editable=False)
    proposito = models.CharField(max_length=12, choices=Proposito)
    correo = models.EmailField()
    suscripcion = models.ForeignKey(Suscripcion, models.CASCADE, null=True, related_name="enlaces")
    reporte = models.ForeignKey(Reporte, models.CASCADE, null=True, related_name="+")
    creado_en = models.DateTimeField(db_default=Now())
    vence = models.DateTimeField(db_index=True)
    usado_en = models.DateTimeField(null=True)


class Valoracion(models.Model):
    """What a person says of a closed case: whether it was fixed, and how well it was attended. It bears no name."""

    cierre = models.ForeignKey(Movimiento, models.CASCADE, related_name="valoraciones")
    quien = models.CharField(
        max_length=64, editable=False, help_text="Huella de quien responde, para contarlo una vez."
    )
    arreglado = models.BooleanField()
    satisfaccion = models.PositiveSmallIntegerField(
        "satisfacción", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    palabras = models.TextField(max_length=1000, blank=True)
    creada_en = models.DateTimeField(db_default=Now())

    objects = ConsultaDeValoraciones.as_manager()

    class Meta:
        verbose_name = "valoración"
        verbose_name_plural = "valoraciones"
        constraints = [
            models.UniqueConstraint(fields=["cierre", "quien"], name="valoracion_una_vez"),
            models.CheckConstraint(
                condition=Q(satisfaccion__isnull=True) | Q(satisfaccion__range=(1, 5)), name="satisfaccion_1_a_5"
            ),
        ]
