"""The record of each layer, its revision and its trail."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from capas import codigos
from capas.catalogo import LICENCIA_ABIERTA, SECTORES, Capa, CapaDesconocida, obtener
from capas.consultas import ConsultaDeFichas

SLUG = RegexValidator(r"^[a-z][a-z0-9-]{1,48}$", "Use minúsculas, números y guiones, por ejemplo «salones-comunales».")


class FichaCapa(models.Model):
    """The editable record of a layer: what staff may say of it, whether it is published, how it is classified."""

    class Clasificacion(models.TextChoices):
        """Ley 1712/2014, art. 6, 18 and 19."""

        PUBLICA = "publica", "Pública"
        CLASIFICADA = "clasificada", "Pública clasificada"
        RESERVADA = "reservada", "Pública reservada"

    id = models.SlugField("capa", primary_key=True, max_length=50, validators=[SLUG])
    titulo = models.CharField("título", max_length=120)
    resumen = models.TextField("resumen")
    sector = models.CharField(max_length=20, choices=list(SECTORES.items()))
    palabras_clave = models.CharField("palabras clave", max_length=300, blank=True)
    publicada = models.BooleanField(default=True)
    clasificacion = models.CharField(
        "clasificación", max_length=12, choices=Clasificacion, default=Clasificacion.PUBLICA
    )
    licencia = models.URLField(default=LICENCIA_ABIERTA, help_text="La dirección de la licencia con que se publica.")
    proposito = models.TextField(
        "propósito", blank=True, help_text="Para qué se hizo y qué preguntas responde, en una o dos frases."
    )
    limitaciones = models.TextField(
        "limitaciones de uso", blank=True, help_text="Para qué no sirve: lo que nadie debería decidir con esta capa."
    )
    linaje = models.TextField(
        "linaje",
        help_text="De dónde vienen los datos y qué se les hizo. Cada importación añade sola su renglón.",
    )
    escala = models.PositiveIntegerField(
        "escala (denominador)",
        default=5000,
        validators=[MinValueValidator(1)],
        help_text="El denominador: 5000 quiere decir 1:5.000.",
    )
    resolucion_m = models.FloatField(
        "resolución en metros",
        null=True,
        blank=True,
        validators=[MinValueValidator(0.001)],
        help_text="Solo si se conoce mejor que la escala: el detalle más pequeño que se distingue.",
    )
    exactitud_m = models.FloatField(
        "exactitud posicional en metros",
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="A cuánto del sitio verdadero puede estar un elemento (error medio cuadrático, ISO 19157).",
    )
    exactitud_temporal = models.CharField(
        max_length=200, blank=True, help_text="Qué tan de fiar son las fechas, por ejemplo «al día» o «al mes»."
    )
    tema = models.CharField("tema ISO 19115", max_length=40, choices=codigos.TEMAS, default="location")
    estado = models.CharField(max_length=20, choices=codigos.ESTADOS, default="onGoing")
    frecuencia = models.CharField(
        "frecuencia de mantenimiento", max_length=30, choices=codigos.FRECUENCIAS, default="asNeeded"
    )
    custodio = models.CharField(
        "dependencia custodia", max_length=120, blank=True, help_text="La dependencia que responde por la capa."
    )
    cargo = models.CharField(
        "cargo de quien responde", max_length=120, blank=True, help_text="El cargo, no el nombre de la persona."
    )
    correo = models.EmailField("correo de contacto", blank=True)
    telefono = models.CharField("teléfono de contacto", max_length=40, blank=True)
    creada = models.DateTimeField(db_default=Now(), editable=False)
    fecha_referencia = models.DateField(
        "fecha de referencia", null=True, blank=True, help_text="Cuándo se publicó o se levantó lo que muestra."
    )
    desde = models.DateField(
        "muestra el municipio desde",
        null=True,
        blank=True,
        help_text="Vacía: la calcula el sistema si la capa tiene fechas.",
    )
    hasta = models.DateField("hasta", null=True, blank=True, help_text="Vacía: hasta hoy.")

    objects = ConsultaDeFichas.as_manager()
    sello = ""  # of a record that is remembered (capas.lectura)

    class Meta:
        verbose_name = "ficha de capa"
        verbose_name_plural = "fichas de capas"
        ordering = ["sector", "titulo"]

    def __str__(self) -> str:
        return self.titulo

    def clean(self) -> None:
        if self.id == "catalogo":  # OGC API Records has the catalogue at that address
            raise ValidationError({"id": "«catalogo» es el nombre del catálogo mismo: elija otro."})
        if self.desde and self.hasta and self.hasta < self.desde:
            raise ValidationError({"hasta": "No puede ser antes de «desde»."})
        if self.id in ("api", "anoche"):
            raise ValidationError({"id": f"En /datos/{self.id} ya hay otra página: elija otro."})

    @property
    def ritmo(self) -> codigos.Ritmo:
        """How often it is kept; of one that nobody knows, as of an irregular one."""
        return codigos.RITMOS.get(self.frecuencia, codigos.RITMOS["irregular"])

    @property
    def abierta(self) -> bool:
        return self.publicada and self.clasificacion == self.Clasificacion.PUBLICA

    @cached_property
    def capa(self) -> Capa:
        return obtener(self.id)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that keep the layer, of features or of pixels."""
        try:
            return self.capa.roles
        except CapaDesconocida:
            return tuple(self.raster.roles)

    @property
    def numero_revision(self) -> int:
        return self.revision.numero if hasattr(self, "revision") else 0

    @property
    def actualizada(self) -> dt.datetime:
        """The last change of the data or of the record."""
        return self.revision.fecha if hasattr(self, "revision") else self.creada

    @property
    def es_raster(self) -> bool:
        """Whether the layer is an image; `visibles_para` brings the answer with the record."""
        return hasattr(self, "raster")

    @property
    def palabras(self) -> list[str]:
        return [palabra.strip() for palabra in self.palabras_clave.split(",") if palabra.strip()]

    @property
    def responsable(self) -> str:
        return self.custodio or settings.ENTIDAD

    @property
    def correo_publico(self) -> str:
        return self.correo or settings.CORREO_ENTIDAD


class RevisionCapa(models.Model):
    """A number that any write to the layer bumps, whoever wrote; kept by `capas/sql/funciones.sql`."""

    ficha = models.OneToOneField(FichaCapa, models.CASCADE, primary_key=True, related_name="revision")
    numero = models.BigIntegerField("número", db_default=0)
    fecha = models.DateTimeField(db_default=Now())


class Toque(models.Model):
    """A write that is not committed yet; emptied at commit."""

    capa = models.CharField(max_length=50)
    transaccion = models.BigIntegerField()


class Cambio(models.Model):
    """The trail: one changed row of a layer, as it was before."""

    tabla = models.CharField(max_length=63)
    fila = models.BigIntegerField()
    operacion = models.CharField("operación", max_length=6)
    antes = models.JSONField(null=True)
    autor = models.CharField(max_length=150)
    rol = models.CharField(max_length=63)
    fecha = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tabla", "fila", "-fecha"], name="capas_cambio_fila"),
            models.Index(fields=["tabla", "fecha"], name="capas_cambio_fecha"),
        ]
        ordering = ["-id"]
