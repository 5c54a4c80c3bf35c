"""Kinds of damage in a citizen's words, and what is asked of each. Data: staff edit them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from malla_vial.models.peticiones import Dependencia

RADIO_MAXIMO_M = 500


class Dibujo(models.TextChoices):
    """The pictures of `static/img/danos.svg`."""

    HUECO = "hueco", "Hueco"
    HUNDIMIENTO = "hundimiento", "Hundimiento"
    GRIETAS = "grietas", "Grietas"
    TAPA = "tapa", "Tapa o rejilla"
    DERRUMBE = "derrumbe", "Derrumbe"
    INUNDACION = "inundacion", "Agua en la vía"
    SENAL = "senal", "Señal o semáforo"
    ANDEN = "anden", "Andén"
    ALUMBRADO = "alumbrado", "Alumbrado"
    OTRO = "otro", "Otro"


class DanoTecnico(models.TextChoices):
    """Damage types of asphalt pavements (inspection manual of INVIAS and Universidad Nacional, 2006) and of rural ways."""

    FL = "FL", "Fisura longitudinal"
    FT = "FT", "Fisura transversal"
    FB = "FB", "Fisura en bloque"
    PC = "PC", "Piel de cocodrilo"
    FML = "FML", "Fisura en medialuna"
    HUN = "HUN", "Hundimiento"
    AHU = "AHU", "Ahuellamiento"
    OND = "OND", "Ondulación"
    AB = "AB", "Abultamiento"
    BCH = "BCH", "Bache"
    PCH = "PCH", "Parche"
    DC = "DC", "Descascaramiento"
    DSU = "DSU", "Desgaste superficial"
    PA = "PA", "Pérdida de agregado"
    PU = "PU", "Pulimento del agregado"
    EX = "EX", "Exudación"
    AFI = "AFI", "Afloramiento de finos"
    AFA = "AFA", "Afloramiento de agua"
    OJO = "OJO", "Ojo de pescado"
    BANCA = "BANCA", "Pérdida de banca"
    DERR = "DERR", "Derrumbe"


class TipoDano(models.Model):
    """A kind of damage in a citizen's words: its picture, its hints, whom else to call and how far a duplicate may be."""

    codigo = models.SlugField("código", primary_key=True, max_length=20)
    nombre = models.CharField(max_length=40)
    descripcion = models.CharField("descripción", max_length=120)
    consejo = models.CharField(
        max_length=200, blank=True, help_text="Qué fotografiar o contar de este daño, en una frase."
    )
    dibujo = models.CharField(max_length=20, choices=Dibujo, default=Dibujo.OTRO)
    pide_tamano = models.BooleanField("pregunta el tamaño", default=True)
    pregunta_peligro = models.CharField(
        "pregunta de peligro", max_length=120, default="¿Puede causar un accidente?", help_text="Se responde sí o no."
    )
    freno = models.CharField(
        "antes de reportar",
        max_length=400,
        blank=True,
        help_text="Por ejemplo: «Las tapas del alcantarillado son del acueducto: llame al…».",
    )
    freno_telefono = models.CharField(
        "teléfono",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[#*+()\d -]{3,20}$", "Un teléfono lleva números, espacios y # * + ( ) -.")],
    )
    freno_detiene = models.BooleanField(
        "no recibir el reporte aquí", default=False, help_text="Sin marcar, solo aconseja y el reporte se recibe."
    )
    radio_duplicados_m = models.PositiveSmallIntegerField(
        "radio de duplicados (m)",
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(RADIO_MAXIMO_M)],
        help_text="Por la calle, hasta dónde se buscan reportes del mismo daño; 0 no los busca.",
    )
    afines = models.ManyToManyField(
        "self", blank=True, verbose_name="afines", help_text="Clases que también se buscan como duplicados de esta."
    )
    codigo_tecnico = models.CharField(
        "código técnico", max_length=6, choices=DanoTecnico, blank=True, help_text="Tipo de daño del manual del INVIAS."
    )
    dependencia = models.ForeignKey(
        Dependencia,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="A quién le llega; vacío: a la que recibe los reportes.",
    )
    orden = models.PositiveSmallIntegerField(default=0)
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "tipo de daño"
        verbose_name_plural = "tipos de daño"
        ordering = ["orden", "codigo"]

    def __str__(self) -> str:
        return self.nombre

    def clean(self) -> None:
        if self.freno_detiene and not self.freno:
            raise ValidationError({"freno": "Para no recibir el reporte hay que decir por qué y a quién llamar."})


class PreguntaDano(models.Model):
    """Something else that is asked of a kind; what Open311 GeoReport v2 calls an attribute of a service."""

    class Clase(models.TextChoices):
        TEXTO = "texto", "Texto libre"
        NUMERO = "numero", "Número"
        FECHA = "fecha", "Fecha"
        UNA = "una", "Una opción"
        VARIAS = "varias", "Varias opciones"

    CERRADAS = (Clase.UNA, Clase.VARIAS)
    DATATYPES = {
        Clase.TEXTO: "text",
        Clase.NUMERO: "number",
        Clase.FECHA: "datetime",
        Clase.UNA: "singlevaluelist",
        Clase.VARIAS: "multivaluelist",
    }

    tipo = models.ForeignKey(TipoDano, models.CASCADE, related_name="preguntas", verbose_name="tipo de daño")
    codigo = models.SlugField("código", max_length=30, help_text="No cambia: con él llegan las respuestas de otros.")
    texto = models.CharField("pregunta", max_length=160)
    ayuda = models.CharField(max_length=200, blank=True)
    clase = models.CharField(max_length=8, choices=Clase, default=Clase.UNA)
    obligatoria = models.BooleanField(default=False)
    orden = models.PositiveSmallIntegerField(default=0)
    valores = models.JSONField("opciones", default=list, blank=True)  # [{"key": …, "name": …}], as Open311 writes them
    activa = models.BooleanField(default=True, help_text="Sin marcar, ya no se pregunta; lo respondido se conserva.")

    class Meta:
        verbose_name = "pregunta"
        ordering = ["orden", "id"]
        constraints = [models.UniqueConstraint(fields=["tipo", "codigo"], name="pregunta_codigo_unico")]

    def __str__(self) -> str:
        return self.texto

    @property
    def cerrada(self) -> bool:
        """Answered by choosing: the answer is one of ours and holds no personal datum."""
        return self.clase in self.CERRADAS

    @property
    def datatype(self) -> str:
        return self.DATATYPES[self.Clase(self.clase)]

    @property
    def opciones(self) -> list[tuple[str, str]]:
        return [(valor["key"], valor["name"]) for valor in self.valores]

    def clean(self) -> None:
        if self.cerrada and len(self.valores) < 2:
            raise ValidationError({"valores": "Una pregunta de opciones lleva por lo menos dos."})
        if not self.cerrada and self.valores:
            raise ValidationError({"valores": "Solo las preguntas de opciones llevan opciones."})
        claves = [valor["key"] for valor in self.valores]
        if len(set(claves)) < len(claves):
            raise ValidationError({"valores": "Dos opciones llevan la misma clave."})

    def en_palabras(self, valor: Any) -> str:
        """An answer as a person reads it; a choice that is no longer offered, by its key."""
        nombres = dict(self.opciones)
        valores = valor if isinstance(valor, list) else [valor]
        return ", ".join(nombres.get(str(v), str(v)) for v in valores)
