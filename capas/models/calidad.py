"""What was measured of a layer (ISO 19157)."""

from django.db import models
from django.db.models.functions import Now

from capas.models.ficha import FichaCapa


class InformeCalidad(models.Model):
    """The quality of one revision of a layer, as measured (ISO 19157); earlier ones stay, so that a trend is seen."""

    ficha = models.ForeignKey(FichaCapa, models.CASCADE, related_name="informes")
    revision = models.BigIntegerField("revisión")
    fecha = models.DateTimeField(db_default=Now())
    elementos = models.PositiveIntegerField("elementos medidos")
    fallas = models.JSONField(default=dict, help_text="Medidas que no se pudieron hacer: código y motivo.")

    class Meta:
        verbose_name = "informe de calidad"
        verbose_name_plural = "informes de calidad"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["ficha", "revision"], name="un_informe_por_revision")]

    def __str__(self) -> str:
        return f"{self.ficha}, revisión {self.revision}"

    @property
    def conforme(self) -> bool:
        """Every measure with a threshold is within it, and none failed."""
        return not self.fallas and all(medida.conforme is not False for medida in self.medidas.all())


class MedidaCalidad(models.Model):
    """One measure of a report: which, how much, whether it is enough, and a sample of the features at fault."""

    informe = models.ForeignKey(InformeCalidad, models.CASCADE, related_name="medidas")
    codigo = models.SlugField("código", help_text="El nombre de la medida en este sistema, por ejemplo «traslapes».")
    medida = models.CharField("medida ISO 19157", max_length=10, help_text="Identificador de la medida en ISO 19157.")
    elemento = models.CharField(max_length=60, help_text="Elemento de calidad, por ejemplo DQ_TopologicalConsistency.")
    nombre = models.CharField(max_length=200)
    campo = models.CharField(max_length=50, blank=True)
    valor = models.FloatField()
    total = models.FloatField(null=True, help_text="De cuántos: elementos, metros o metros cuadrados.")
    unidad = models.CharField(max_length=20, blank=True)
    umbral = models.FloatField(null=True)
    conforme = models.BooleanField(null=True)
    ids = models.JSONField(default=list, help_text="Muestra de los elementos que fallan.")
    lugares = models.JSONField(default=list, help_text="Muestra de los sitios que fallan: [longitud, latitud].")

    class Meta:
        verbose_name = "medida de calidad"
        verbose_name_plural = "medidas de calidad"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.nombre
