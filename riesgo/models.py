"""Hazard and risk zoning, after Decreto 1807/2014 (compiled in D. 1077/2015) and the LADM_COL POT extension."""

from django.contrib.gis.db import models as gis
from django.core.validators import MaxLengthValidator
from django.db import models

from capas.geometria import SRID_MAESTRO
from capas.models import Elemento


class Fenomeno(models.TextChoices):
    MOVIMIENTOS_EN_MASA = "Movimientos_En_Masa", "Movimientos en masa"
    AVENIDA_TORRENCIAL = "Avenida_Torrencial", "Avenida torrencial"
    INUNDACION = "Inundacion", "Inundación"
    INCENDIOS_FORESTALES = "Incendios_Forestales", "Incendios forestales"
    TSUNAMI = "Tsunami", "Tsunami"
    VOLCANICO = "Volcanico", "Volcánico"
    HURACANES = "Huracanes", "Huracanes"
    SISMICA = "Sismica", "Sísmica"
    EROSION_COSTERA = "Erosion_Costera", "Erosión costera"
    VENDAVALES = "Vendavales", "Vendavales"
    TECNOLOGICO = "Tecnologico", "Tecnológico"
    OTRO = "Otro", "Otro"
    SIN_DETERMINAR = "Sin_Determinar", "Sin determinar"


class Categoria(models.TextChoices):
    ALTA = "Alta", "Alta"
    MEDIA = "Media", "Media"
    BAJA = "Baja", "Baja"


class NivelEstudio(models.TextChoices):
    BASICO = "basico", "Básico"
    DETALLADO = "detallado", "Detallado"


class Zonificacion(Elemento):
    """What every zone of a study has: the phenomenon, and the study and the act that say so."""

    codigo = models.CharField(
        "código", max_length=40, unique=True, help_text="Identificador de la zona dentro del inventario municipal."
    )
    fenomeno = models.CharField(
        "fenómeno",
        max_length=22,
        choices=Fenomeno,
        help_text="Fenómeno que amenaza la zona, de la lista de LADM_COL POT.",
    )
    categoria = models.CharField(
        "categoría", max_length=5, choices=Categoria, help_text="Grado de la amenaza que asigna el estudio."
    )
    nivel_estudio = models.CharField(
        "nivel del estudio",
        max_length=9,
        choices=NivelEstudio,
        default=NivelEstudio.BASICO,
        help_text="Si el estudio es básico o detallado (Decreto 1077 de 2015).",
    )
    estudio = models.CharField(max_length=300, help_text="Título del estudio que delimita la zona.")
    escala = models.PositiveIntegerField(
        "escala (denominador)", help_text="5000 en suelo urbano y de expansión, 25000 en rural."
    )
    fecha_estudio = models.DateField(
        "fecha del estudio", null=True, blank=True, help_text="Día en que se entregó el estudio."
    )
    responsable = models.CharField(
        "responsable del estudio", max_length=200, blank=True, help_text="Entidad o profesional que firma el estudio."
    )
    acto_tipo = models.CharField(
        "tipo de acto",
        max_length=40,
        blank=True,
        help_text="Clase de acto que adopta el estudio: acuerdo, decreto o resolución.",
    )
    acto_numero = models.CharField(
        "número de acto", max_length=40, blank=True, help_text="Número del acto que adopta el estudio."
    )
    acto_fecha = models.DateField("fecha del acto", null=True, blank=True, help_text="Día en que se expidió el acto.")
    vigencia_desde = models.DateField(
        "vigente desde", null=True, blank=True, help_text="Primer día en que la zona rige; vacío: no se conoce."
    )
    vigencia_hasta = models.DateField(
        "vigente hasta", null=True, blank=True, help_text="Último día en que la zona rige; vacío: sigue vigente."
    )
    descripcion = models.TextField(
        "descripción", blank=True, help_text="Lo que el estudio dice de la zona y no cabe en los demás campos."
    )
    geom = gis.MultiPolygonField("zona", srid=SRID_MAESTRO)

    class Meta(Elemento.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_fenomeno_display()}, {self.get_categoria_display().lower()} ({self.codigo})"

    @property
    def acto(self) -> str:
        """The act in words: «Decreto 0823 de 2014»; empty where none is known."""
        if not self.acto_numero:
            return ""
        return f"{self.acto_tipo} {self.acto_numero}" + (f" de {self.acto_fecha.year}" if self.acto_fecha else "")


class ZonaAmenaza(Zonificacion):
    """ZonificacionAmenaza of LADM_COL POT."""

    class Meta(Zonificacion.Meta):
        verbose_name = "zona de amenaza"
        verbose_name_plural = "zonas de amenaza"


class AreaCondicionRiesgo(Zonificacion):
    """AreaCondicionRiesgo of LADM_COL POT: hazard alta where there are buildings, ways, facilities or services."""

    class Priorizacion(models.TextChoices):
        CORTO = "Corto_Plazo", "Corto plazo"
        MEDIANO = "Mediano_Plazo", "Mediano plazo"
        LARGO = "Largo_Plazo", "Largo plazo"

    class Medida(models.TextChoices):
        ESTUDIOS_DETALLADOS = "Estudios_Detallados", "Estudios detallados"
        RESTRICCION = "Restriccion_O_Condicionamiento_Uso", "Restricción o condicionamiento del uso"
        MONITOREO = "Monitoreo", "Monitoreo"
        ALERTA_TEMPRANA = "Sistema_De_Alerta_Temprana", "Sistema de alerta temprana"
        PREPARACION = "Preparacion_Y_Respuesta", "Preparación y respuesta"
        OBRAS = "Estudios_Disenios_Y_Obras", "Estudios, diseños y obras"
        FORTALECIMIENTO = "Fortalecimiento_Institucional", "Fortalecimiento institucional"
        APROPIACION = "Apropiacion_Comunitaria", "Apropiación comunitaria"
        OTRO = "Otro", "Otra"

    class Mitigabilidad(models.TextChoices):
        MITIGABLE = "mitigable", "Mitigable"
        NO_MITIGABLE = "no_mitigable", "No mitigable"
        SIN_DETERMINAR = "sin_determinar", "Sin determinar"

    priorizacion = models.CharField(
        "priorización",
        max_length=13,
        choices=Priorizacion,
        help_text="Plazo en que se debe actuar, según el plan de ordenamiento.",
    )
    medida_intervencion = models.CharField(
        "medida de intervención",
        max_length=34,
        choices=Medida,
        help_text="Medida que se toma para reducir o controlar el riesgo.",
    )
    medida_detalle = models.TextField(
        "detalle de la medida",
        blank=True,
        validators=[MaxLengthValidator(500)],
        help_text="En qué consiste la medida, en 500 caracteres a lo sumo.",
    )
    mitigabilidad = models.CharField(
        max_length=14,
        choices=Mitigabilidad,
        default=Mitigabilidad.SIN_DETERMINAR,
        help_text="Si el riesgo se puede reducir con obras o medidas viables.",
    )

    class Meta(Zonificacion.Meta):
        verbose_name = "área con condición de riesgo"
        verbose_name_plural = "áreas con condición de riesgo"
