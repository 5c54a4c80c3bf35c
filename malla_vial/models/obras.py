"""Works: what is done, where, when, by whom and for how much."""

from django.contrib.gis.db import models as gis
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from capas.geometria import SRID_MAESTRO
from capas.models import Elemento
from malla_vial.consultas import ConsultaDeIntervenciones
from malla_vial.estados import EstadoIntervencion
from malla_vial.models.red import TramoVial


class Intervencion(Elemento):
    """A programmed work on one or more segments."""

    class Tipo(models.TextChoices):
        RUTINARIO = "mantenimiento_rutinario", "Mantenimiento rutinario"
        PARCHEO = "parcheo", "Parcheo"
        BACHEO = "bacheo", "Bacheo"
        FRESADO = "fresado_y_reposicion", "Fresado y reposición"
        REHABILITACION = "rehabilitacion", "Rehabilitación"
        RECONSTRUCCION = "reconstruccion", "Reconstrucción"
        PLACA_HUELLA = "placa_huella", "Placa huella"
        DRENAJE = "drenaje", "Obras de drenaje"
        SENALIZACION = "senalizacion", "Señalización"

    codigo = models.CharField(
        "código",
        max_length=20,
        unique=True,
        editable=False,
        help_text="Número de la obra, que el sistema asigna al crearla.",
    )
    nombre = models.CharField(max_length=160, help_text="Cómo se llama la obra al hablar de ella.")
    tipo = models.CharField(
        max_length=24, choices=Tipo, help_text="Clase de intervención según lo que se hace a la vía."
    )
    estado = models.CharField(
        max_length=12,
        choices=EstadoIntervencion,
        default=EstadoIntervencion.PLANEADA,
        editable=False,
        help_text="En qué va la obra.",
    )
    fecha_inicio = models.DateField("inicio", null=True, blank=True, help_text="Día en que empieza o empezará la obra.")
    fecha_fin = models.DateField("fin", null=True, blank=True, help_text="Día en que termina o terminará la obra.")
    presupuesto = models.DecimalField(
        "presupuesto (COP)",
        max_digits=15,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Valor previsto de la obra, en pesos colombianos.",
    )
    contratista = models.CharField(
        max_length=160, blank=True, help_text="Quien ejecuta la obra: empresa, consorcio o dependencia."
    )
    descripcion = models.TextField("descripción", blank=True, help_text="Qué se hace en la obra y por qué.")
    geom = gis.MultiLineStringField("tramos intervenidos", srid=SRID_MAESTRO)

    objects = ConsultaDeIntervenciones.as_manager()

    class Meta(Elemento.Meta):
        verbose_name = "intervención"
        verbose_name_plural = "intervenciones"
        constraints = [
            *Elemento.Meta.constraints,
            models.CheckConstraint(
                condition=Q(fecha_fin__isnull=True)
                | Q(fecha_inicio__isnull=True)
                | Q(fecha_fin__gte=F("fecha_inicio")),
                name="intervencion_fechas",
                violation_error_message="La fecha de fin no puede ser anterior a la de inicio.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codigo}: {self.nombre}"


class TramoIntervenido(models.Model):
    """The stretch of a segment that a work covers, in metres from the segment's start."""

    intervencion = models.ForeignKey(Intervencion, models.CASCADE, related_name="tramos")
    tramo = models.ForeignKey(TramoVial, models.PROTECT, related_name="intervenciones")
    desde = models.FloatField("desde (m)", validators=[MinValueValidator(0)])
    hasta = models.FloatField("hasta (m)", validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = "tramo intervenido"
        verbose_name_plural = "tramos intervenidos"
        constraints = [
            models.UniqueConstraint(fields=["intervencion", "tramo"], name="tramo_una_vez"),
            models.CheckConstraint(
                condition=Q(hasta__gt=F("desde")),
                name="tramo_desde_hasta",
                violation_error_message="«Hasta» debe ser mayor que «desde».",
            ),
        ]
