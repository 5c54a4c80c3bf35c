"""The territory: one table, and each level of it a layer."""

from django.contrib.gis.db import models as gis
from django.db import models

from capas.consultas import ConsultaDeElementos
from capas.geometria import SRID_MAESTRO
from capas.models.elemento import Elemento


class UnidadTerritorial(Elemento):
    """A municipality, comuna, barrio, corregimiento, vereda or village, with its DIVIPOLA or cartographic code."""

    class Nivel(models.TextChoices):
        MUNICIPIO = "municipio", "Municipio"
        COMUNA = "comuna", "Comuna"
        BARRIO = "barrio", "Barrio"
        CORREGIMIENTO = "corregimiento", "Corregimiento"
        VEREDA = "vereda", "Vereda"
        CENTRO_POBLADO = "centro_poblado", "Centro poblado"
        MUNICIPIO_VECINO = "municipio_vecino", "Municipio"

    nivel = models.CharField(max_length=16, choices=Nivel, editable=False)
    codigo = models.CharField("código", max_length=20, help_text="Código DIVIPOLA o de la cartografía oficial.")
    nombre = models.CharField(max_length=100, help_text="Nombre oficial de la unidad.")
    padre = models.CharField("pertenece a", max_length=20, blank=True, help_text="Código de la unidad que la contiene.")
    geom = gis.MultiPolygonField("geometría", srid=SRID_MAESTRO)

    class Meta(Elemento.Meta):
        constraints = [
            *Elemento.Meta.constraints,
            models.UniqueConstraint(
                fields=["nivel", "codigo"], name="unidad_nivel_codigo", violation_error_message="Ese código ya existe."
            ),
        ]
        ordering = ["nivel", "codigo"]

    NIVEL = ""  # set by the proxies, so that each level is a layer like any other

    def __str__(self) -> str:
        return self.nombre

    def clean(self) -> None:
        self.nivel = self.NIVEL or self.nivel

    def save(self, *args, **kwargs) -> None:
        self.clean()
        super().save(*args, **kwargs)


class DeNivel(models.Manager.from_queryset(ConsultaDeElementos)):
    """The units of the level of its model."""

    def get_queryset(self):
        return super().get_queryset().filter(nivel=self.model.NIVEL)


class Municipio(UnidadTerritorial):
    NIVEL = UnidadTerritorial.Nivel.MUNICIPIO
    objects = DeNivel()

    class Meta:
        proxy = True
        verbose_name_plural = "municipio"


class Comuna(UnidadTerritorial):
    NIVEL = UnidadTerritorial.Nivel.COMUNA
    objects = DeNivel()

    class Meta:
        proxy = True


class Barrio(UnidadTerritorial):
    NIVEL = UnidadTerritorial.Nivel.BARRIO
    objects = DeNivel()

    class Meta:
        proxy = True


class Corregimiento(UnidadTerritorial):
    NIVEL = UnidadTerritorial.Nivel.CORREGIMIENTO
    objects = DeNivel()

    class Meta:
        proxy = True


class Vereda(UnidadTerritorial):
    NIVEL = UnidadTerritorial.Nivel.VEREDA
    objects = DeNivel()

    class Meta:
        proxy = True


class CentroPoblado(UnidadTerritorial):
    NIVEL = UnidadTerritorial.Nivel.CENTRO_POBLADO
    objects = DeNivel()

    class Meta:
        proxy = True
        verbose_name_plural = "centros poblados"


class MunicipioVecino(UnidadTerritorial):
    """Of its own level: what is in a neighbour's land is not in the municipality."""

    NIVEL = UnidadTerritorial.Nivel.MUNICIPIO_VECINO
    objects = DeNivel()

    class Meta:
        proxy = True
        verbose_name = "municipio vecino"
        verbose_name_plural = "municipios vecinos"
