"""Layers that are just data: the schema of a dataset layer, the file of a raster."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from capas.catalogo import Calidad
from capas.models.ficha import FichaCapa

NOMBRE_COLUMNA = RegexValidator(r"^[a-z][a-z0-9_]{0,48}$", "Use minúsculas, números y guion bajo.")
_DE_JSON: dict[type, Any] = {bool: bool, str: str, float: (int, float), tuple: list, dict: dict}


def promesa_valida(promesa: Any) -> None:
    """What a dataset layer promises (`capas.catalogo.Calidad`), as JSON."""
    tipos = {clave: _DE_JSON[type(valor)] for clave, valor in asdict(Calidad()).items()}
    if not isinstance(promesa, dict) or set(promesa) - set(tipos):
        raise ValidationError("Es un objeto con: %(claves)s.", params={"claves": ", ".join(tipos)})
    for clave, valor in promesa.items():
        if not isinstance(valor, tipos[clave]):
            raise ValidationError("«%(clave)s» no es de su tipo.", params={"clave": clave})


class CapaDatos(models.Model):
    """A dataset layer: a layer that is just data. Its fields stand in `CampoDatos`, its rows in a table of its own."""

    class Geometria(models.TextChoices):
        PUNTO = "POINT", "Punto"
        LINEA = "MULTILINESTRING", "Línea"
        POLIGONO = "MULTIPOLYGON", "Polígono"

    ficha = models.OneToOneField(FichaCapa, models.CASCADE, primary_key=True, related_name="datos")
    geometria = models.CharField("geometría", max_length=16, choices=Geometria)
    rotulo = models.CharField("campo que la nombra", max_length=50)
    clave = models.CharField("campo clave", max_length=50, blank=True)
    estilo = models.JSONField(default=dict)
    roles = models.JSONField(default=list)
    zoom_minimo = models.PositiveSmallIntegerField(default=0)
    orden = models.PositiveSmallIntegerField(default=100)
    calidad = models.JSONField(
        default=dict,
        blank=True,
        validators=[promesa_valida],
        help_text='Lo que la capa promete, para medirlo: {"cobertura": true}, {"red": true}, {"territorio": "comuna"}…',
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "capa de datos"
        verbose_name_plural = "capas de datos"

    def __str__(self) -> str:
        return str(self.ficha)

    @property
    def tabla(self) -> str:
        return "datos_" + self.ficha_id.replace("-", "_")


class CampoDatos(models.Model):
    """One field of a dataset layer."""

    class Tipo(models.TextChoices):
        TEXTO = "texto", "Texto"
        ENTERO = "entero", "Número entero"
        DECIMAL = "decimal", "Número decimal"
        FECHA = "fecha", "Fecha"
        LOGICO = "logico", "Sí o no"

    capa = models.ForeignKey(CapaDatos, models.CASCADE, related_name="campos")
    nombre = models.CharField(max_length=50, validators=[NOMBRE_COLUMNA])
    titulo = models.CharField("título", max_length=100)
    descripcion = models.CharField("descripción", max_length=500, blank=True)
    tipo = models.CharField(max_length=8, choices=Tipo, default=Tipo.TEXTO)
    dominio = models.JSONField(default=list, blank=True, help_text="Lista de valores admitidos; vacía: cualquiera.")
    obligatorio = models.BooleanField(default=False)
    publico = models.BooleanField("público", default=True)
    buscable = models.BooleanField(default=False)
    orden = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "campo"
        ordering = ["orden", "id"]
        constraints = [models.UniqueConstraint(fields=["capa", "nombre"], name="campo_unico_por_capa")]

    def __str__(self) -> str:
        return self.titulo


class CapaRaster(models.Model):
    """A raster layer: a cloud-optimised GeoTIFF and how it is coloured (`capas/raster.py`)."""

    ficha = models.OneToOneField(FichaCapa, models.CASCADE, primary_key=True, related_name="raster")
    archivo = models.CharField(max_length=120, help_text="Nombre del GeoTIFF dentro de la carpeta de medios.")
    srid = models.PositiveIntegerField("código EPSG del archivo")
    bandas = models.PositiveSmallIntegerField()
    ancho = models.PositiveIntegerField("columnas")
    alto = models.PositiveIntegerField("filas")
    resolucion_m = models.FloatField("resolución en metros")
    extension = models.JSONField("extensión", help_text="[oeste, sur, este, norte] en grados.")
    minimo = models.FloatField("valor mínimo", null=True)
    maximo = models.FloatField("valor máximo", null=True)
    unidad = models.CharField(max_length=20, blank=True)
    continua = models.BooleanField("valores continuos", default=True, help_text="No: cada valor es una clase.")
    paleta = models.JSONField(default=list, help_text="[{valor, color, titulo}]; vacía: la imagen trae sus colores.")
    roles = models.JSONField(default=list)

    class Meta:
        verbose_name = "capa ráster"
        verbose_name_plural = "capas ráster"

    def __str__(self) -> str:
        return str(self.ficha)
