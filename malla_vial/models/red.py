"""Ways and segments. Field domains follow the national road inventory (SINC, Ley 1228/2008 art. 10; Res. 1067/2015)."""

from django.contrib.gis.db import models as gis
from django.contrib.gis.db.models.functions import Length
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models

from capas.geometria import SRID_MAESTRO
from capas.models import Elemento
from malla_vial.consultas import ConsultaDeTramos


class Jerarquia(models.TextChoices):
    """Hierarchy of the POT (LADM_COL POT)."""

    PRINCIPAL = "urbana_principal", "Urbana principal"
    SECUNDARIA = "urbana_secundaria", "Urbana secundaria"
    LOCAL = "urbana_local", "Urbana local"
    PEATONAL = "peatonal", "Peatonal"
    CICLORRUTA = "ciclorruta", "Ciclorruta"
    RURAL_1 = "rural_primer_orden", "Rural de primer orden"
    RURAL_2 = "rural_segundo_orden", "Rural de segundo orden"
    RURAL_3 = "rural_tercer_orden", "Rural de tercer orden"


class ClaseVia(models.TextChoices):
    """Clase de vía principal of LADM ExtDireccion."""

    AVENIDA_CALLE = "Avenida_Calle", "Avenida calle"
    AVENIDA_CARRERA = "Avenida_Carrera", "Avenida carrera"
    AVENIDA = "Avenida", "Avenida"
    AUTOPISTA = "Autopista", "Autopista"
    CIRCUNVALAR = "Circunvalar", "Circunvalar"
    CALLE = "Calle", "Calle"
    CARRERA = "Carrera", "Carrera"
    DIAGONAL = "Diagonal", "Diagonal"
    TRANSVERSAL = "Transversal", "Transversal"
    CIRCULAR = "Circular", "Circular"
    OTRA = "Otra", "Otra"


class Via(Elemento):
    """A named way, whole: what a person calls «la Carrera 5»."""

    codigo = models.CharField(
        "código", max_length=25, unique=True, help_text="Identificador de la vía completa en el inventario vial."
    )
    nombre = models.CharField(max_length=120, default="Sin nombre", help_text="Nombre oficial o popular de la vía.")
    clase = models.CharField(
        "clase de vía",
        max_length=16,
        choices=ClaseVia,
        default=ClaseVia.OTRA,
        help_text="Clase de vía principal de la nomenclatura urbana (LADM_COL).",
    )
    jerarquia = models.CharField(
        "jerarquía",
        max_length=20,
        choices=Jerarquia,
        default=Jerarquia.LOCAL,
        help_text="Lugar de la vía en el sistema vial del plan de ordenamiento.",
    )
    geom = gis.MultiLineStringField("eje", srid=SRID_MAESTRO)

    class Meta(Elemento.Meta):
        verbose_name = "vía"

    def __str__(self) -> str:
        return self.nombre


def _medida(etiqueta: str, minimo: float, maximo: float, ayuda: str) -> models.FloatField:
    limites = [MinValueValidator(minimo), MaxValueValidator(maximo)]
    return models.FloatField(etiqueta, null=True, blank=True, validators=limites, help_text=ayuda)


class TramoVial(Elemento):
    """A segment from corner to corner: the ledger on which reports, works and costs stand by measure in metres."""

    class TipoRed(models.IntegerChoices):
        PRIMARIA = 1, "Primaria"
        SECUNDARIA = 2, "Secundaria"
        TERCIARIA = 3, "Terciaria"
        URBANA = 4, "Urbana"

    class TipoEje(models.IntegerChoices):
        SENCILLA = 1, "Calzada sencilla"
        DOBLE = 2, "Doble calzada"
        GLORIETA = 3, "Glorieta"
        RAMAL_UNICO = 4, "Ramal único"
        RAMAL_DOBLE = 5, "Ramal doble"

    class Sentido(models.IntegerChoices):
        AB = 1, "De A a B"
        BA = 2, "De B a A"
        DOBLE = 3, "Doble sentido"
        NO_APLICA = 4, "No aplica"

    class Categoria(models.IntegerChoices):
        PRIMERA = 1, "Primera"
        SEGUNDA = 2, "Segunda"
        TERCERA = 3, "Tercera"
        NO_APLICA = 4, "No aplica"

    class Superficie(models.IntegerChoices):
        DESTAPADO = 1, "Destapado"
        AFIRMADO = 2, "Afirmado"
        ASFALTO = 3, "Pavimento asfáltico"
        TRATAMIENTO = 4, "Tratamiento superficial"
        RIGIDO = 5, "Pavimento rígido"
        PLACA_HUELLA = 6, "Placa huella"
        ARTICULADO = 7, "Articulado"
        OTRO = 8, "Otro"

    class Terreno(models.IntegerChoices):
        ESCARPADO = 1, "Escarpado"
        MONTANOSO = 2, "Montañoso"
        ONDULADO = 3, "Ondulado"
        PLANO = 4, "Plano"

    class Condicion(models.IntegerChoices):
        BUENO = 1, "Bueno"
        REGULAR = 2, "Regular"
        MALO = 3, "Malo"
        PESIMO = 4, "Pésimo"
        INTRANSITABLE = 5, "Intransitable"

    class Propietario(models.TextChoices):
        NACION = "nacion", "Nación"
        DEPARTAMENTO = "departamento", "Departamento"
        MUNICIPIO = "municipio", "Municipio"
        PRIVADO = "privado", "Privado"

    codigo = models.CharField(
        "código de vía",
        max_length=25,
        unique=True,
        validators=[MinLengthValidator(4)],
        help_text="Código del tramo en el inventario nacional de carreteras (SINC).",
    )
    via = models.ForeignKey(
        Via,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tramos",
        verbose_name="vía",
        help_text="Vía completa de la que el tramo es parte.",
    )
    nombre = models.CharField(max_length=160, help_text="Nombre de la vía y las esquinas entre las que va el tramo.")
    tipo_red = models.PositiveSmallIntegerField(
        "tipo de red",
        choices=TipoRed,
        default=TipoRed.URBANA,
        help_text="Red a la que pertenece el tramo, según quién la administra.",
    )
    tipo_eje = models.PositiveSmallIntegerField(
        "tipo de eje", choices=TipoEje, default=TipoEje.SENCILLA, help_text="Forma de la calzada que el eje representa."
    )
    sentido = models.PositiveSmallIntegerField(
        choices=Sentido,
        default=Sentido.DOBLE,
        help_text="Sentido en que circulan los vehículos, respecto al trazado del eje.",
    )
    categoria = models.PositiveSmallIntegerField(
        "categoría",
        choices=Categoria,
        default=Categoria.NO_APLICA,
        help_text="Categoría de la carretera en el inventario nacional (SINC).",
    )
    jerarquia = models.CharField(
        "jerarquía",
        max_length=20,
        choices=Jerarquia,
        default=Jerarquia.LOCAL,
        help_text="Lugar del tramo en el sistema vial del plan de ordenamiento.",
    )
    propietario = models.CharField(
        max_length=12, choices=Propietario, default=Propietario.MUNICIPIO, help_text="Quién responde por la vía."
    )
    tipo_superficie = models.PositiveSmallIntegerField(
        "superficie",
        choices=Superficie,
        default=Superficie.ASFALTO,
        help_text="Material de la capa por la que se rueda.",
    )
    tipo_terreno = models.PositiveSmallIntegerField(
        "terreno", choices=Terreno, default=Terreno.PLANO, help_text="Relieve que el tramo atraviesa."
    )
    pendiente = _medida("pendiente (%)", -45, 45, "Inclinación media a lo largo del eje; negativa si baja.")
    estado = models.PositiveSmallIntegerField(
        "estado de la vía",
        choices=Condicion,
        null=True,
        blank=True,
        help_text="Condición de la superficie en la última evaluación; vacío: sin evaluar.",
    )
    fecha_estado = models.DateField(
        "fecha del estado", null=True, blank=True, help_text="Día de la última evaluación del estado."
    )
    numero_carriles = models.PositiveSmallIntegerField(
        "carriles", null=True, blank=True, help_text="Cuántos carriles tiene la calzada."
    )
    ancho_carril = _medida("ancho de carril (m)", 0, 10, "Ancho medio de un carril.")
    ancho_berma = _medida("ancho de berma (m)", 0, 6, "Ancho medio de la berma.")
    ancho_cuneta = _medida("ancho de cuneta (m)", 0, 4, "Ancho medio de la cuneta.")
    ancho_separador = _medida("ancho de separador (m)", 0, 50, "Ancho medio del separador central.")
    ruta_bus = models.BooleanField(
        "pasa ruta de bus", default=False, help_text="Si por el tramo pasa al menos una ruta de transporte público."
    )
    geom = gis.LineStringField("eje", srid=SRID_MAESTRO)
    longitud = models.GeneratedField(
        expression=Length("geom"),
        output_field=models.FloatField("longitud (m)"),
        db_persist=True,
        verbose_name="longitud (m)",
        help_text="Longitud del eje en EPSG:9377, que el sistema calcula.",
    )

    objects = ConsultaDeTramos.as_manager()

    class Meta(Elemento.Meta):
        verbose_name = "tramo vial"
        verbose_name_plural = "tramos viales"

    def __str__(self) -> str:
        return self.nombre
