"""Free public connectivity (strategic IT plan of Ibagué, PETIC 2019-2023): WiFi zones, Vive Digital points and kiosks."""

from typing import Any

from django.contrib.gis.db import models as gis
from django.db import models

from capas.geometria import SRID_MAESTRO
from capas.models import Elemento


class ZonaWifi(Elemento):
    """A zone of free WiFi, as published nationally (MinTIC): one row per access point."""

    class Ambito(models.TextChoices):
        URBANO = "urbano", "Urbano"
        RURAL = "rural", "Rural"

    codigo = models.CharField(
        "código de la zona", max_length=40, unique=True, help_text="Empieza por el código DANE del municipio."
    )
    nombre = models.CharField(max_length=120)
    direccion = models.CharField("dirección", max_length=160, blank=True)
    operador = models.CharField(max_length=100, blank=True, help_text="Proveedor del año, que también repara.")
    ambito = models.CharField("ámbito", max_length=6, choices=Ambito, default=Ambito.URBANO)
    radio_m = models.PositiveSmallIntegerField("radio de cobertura (m)", default=100)
    velocidad_mbps = models.PositiveSmallIntegerField("velocidad (Mb/s)", null=True, blank=True)
    horario = models.CharField(max_length=100, default="24 horas, todos los días")
    sesion_minutos = models.PositiveSmallIntegerField("duración de la sesión (min)", default=60)
    fecha_activacion = models.DateField("fecha de activación", null=True, blank=True)
    operativa = models.BooleanField(default=True)
    geom = gis.PointField("ubicación", srid=SRID_MAESTRO)

    class Meta(Elemento.Meta):
        verbose_name = "zona WiFi"
        verbose_name_plural = "zonas WiFi"

    def __str__(self) -> str:
        return self.nombre


class PuntoViveDigital(Elemento):
    class Tipo(models.TextChoices):
        TRADICIONAL = "tradicional", "Tradicional"
        PLUS = "plus", "Plus"
        LAB = "lab", "Lab"

    codigo = models.CharField("código", max_length=40, unique=True)
    nombre = models.CharField(max_length=120)
    tipo = models.CharField(max_length=12, choices=Tipo)
    direccion = models.CharField("dirección", max_length=160, blank=True)
    horario = models.CharField(max_length=100, default="Lunes a sábado, horario laboral")
    operativo = models.BooleanField(default=True)
    geom = gis.PointField("ubicación", srid=SRID_MAESTRO)

    class Meta(Elemento.Meta):
        verbose_name = "Punto Vive Digital"
        verbose_name_plural = "Puntos Vive Digital"

    def __str__(self) -> str:
        return self.nombre


class KioscoViveDigital(Elemento):
    """A kiosk in a rural school. What each type has is in `DOTACION`."""

    class Tipo(models.TextChoices):
        A = "A", "A: 2 computadores, 1 línea telefónica"
        B = "B", "B: 4 computadores, 2 líneas, impresora monocromática"
        C = "C", "C: 6 computadores, 2 líneas, impresora a color, TV y DVD"

    codigo = models.CharField("código", max_length=40, unique=True)
    nombre = models.CharField(max_length=120)
    tipo = models.CharField(max_length=1, choices=Tipo)
    sede = models.CharField("sede educativa", max_length=160, blank=True)
    corregimiento = models.CharField(max_length=100, blank=True)
    horario = models.CharField(max_length=120, default="Mañanas para la escuela, tardes para toda la comunidad")
    operativo = models.BooleanField(default=True)
    geom = gis.PointField("ubicación", srid=SRID_MAESTRO)

    class Meta(Elemento.Meta):
        verbose_name = "Kiosco Vive Digital"
        verbose_name_plural = "Kioscos Vive Digital"

    def __str__(self) -> str:
        return self.nombre


DOTACION: dict[str, dict[str, Any]] = {
    "A": {"computadores": 2, "lineas": 1, "servicios": ("internet", "telefonía")},
    "B": {"computadores": 4, "lineas": 2, "servicios": ("internet", "telefonía", "fax", "escáner", "copias")},
    "C": {"computadores": 6, "lineas": 2, "servicios": ("internet", "telefonía", "fax", "escáner", "copias")},
}
