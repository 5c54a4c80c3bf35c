"""Free public connectivity: WiFi zones, Vive Digital points and kiosks."""

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
    nombre = models.CharField(max_length=120, help_text="Nombre del parque, la plaza o el barrio donde está.")
    direccion = models.CharField(
        "dirección", max_length=160, blank=True, help_text="Dirección del punto de acceso, como la da el operador."
    )
    operador = models.CharField(max_length=100, blank=True, help_text="Proveedor del año, que también repara.")
    ambito = models.CharField(
        "ámbito",
        max_length=6,
        choices=Ambito,
        default=Ambito.URBANO,
        help_text="Si la zona está en suelo urbano o rural.",
    )
    radio_m = models.PositiveSmallIntegerField(
        "radio de cobertura (m)", default=100, help_text="Distancia en metros hasta donde la señal sirve al aire libre."
    )
    velocidad_mbps = models.PositiveSmallIntegerField(
        "velocidad (Mb/s)", null=True, blank=True, help_text="Velocidad de bajada contratada para la zona."
    )
    horario = models.CharField(
        max_length=100, default="24 horas, todos los días", help_text="Días y horas en que la zona presta servicio."
    )
    sesion_minutos = models.PositiveSmallIntegerField(
        "duración de la sesión (min)",
        default=60,
        help_text="Minutos que dura una conexión antes de pedir otra vez el ingreso.",
    )
    fecha_activacion = models.DateField(
        "fecha de activación", null=True, blank=True, help_text="Día en que la zona empezó a prestar servicio."
    )
    operativa = models.BooleanField(default=True, help_text="Si la zona presta servicio hoy.")
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

    codigo = models.CharField(
        "código", max_length=40, unique=True, help_text="Código con que el plan de TIC identifica el punto."
    )
    nombre = models.CharField(max_length=120, help_text="Nombre con que la gente conoce el punto.")
    tipo = models.CharField(
        max_length=12, choices=Tipo, help_text="Clase de punto según el programa nacional: de ella depende su dotación."
    )
    direccion = models.CharField("dirección", max_length=160, blank=True, help_text="Dirección del local.")
    horario = models.CharField(
        max_length=100, default="Lunes a sábado, horario laboral", help_text="Días y horas de atención."
    )
    operativo = models.BooleanField(default=True, help_text="Si el punto atiende hoy.")
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

    codigo = models.CharField(
        "código", max_length=40, unique=True, help_text="Código con que el plan de TIC identifica el kiosco."
    )
    nombre = models.CharField(max_length=120, help_text="Nombre con que la gente conoce el kiosco.")
    tipo = models.CharField(
        max_length=1, choices=Tipo, help_text="Clase de kiosco según el programa nacional: de ella depende su dotación."
    )
    sede = models.CharField(
        "sede educativa", max_length=160, blank=True, help_text="Sede educativa rural que lo aloja."
    )
    corregimiento = models.CharField(max_length=100, blank=True, help_text="Corregimiento donde está la sede.")
    horario = models.CharField(
        max_length=120,
        default="Mañanas para la escuela, tardes para toda la comunidad",
        help_text="Días y horas en que lo usan la escuela y la comunidad.",
    )
    operativo = models.BooleanField(default=True, help_text="Si el kiosco presta servicio hoy.")
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
