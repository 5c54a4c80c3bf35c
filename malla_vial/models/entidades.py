"""Who answers for a way that is not the municipality's. Data: staff edit them."""

from django.db import models
from django.db.models import Case, Value, When


def clave_de(condicion: str, codigo: str = "") -> str:
    """By what an entity is known, though nobody has written it in the table: «nacion», «municipio_vecino 73124»."""
    return f"{condicion} {codigo}".strip()


class EntidadResponsable(models.Model):
    """An entity that answers for damages of others, and what a citizen is told of it."""

    class Condicion(models.TextChoices):
        """Why a place is not the municipality's: the owner of its way in the inventory, or where it lies."""

        NACION = "nacion", "Vía de la nación"
        DEPARTAMENTO = "departamento", "Vía del departamento"
        PRIVADO = "privado", "Vía privada"
        VECINO = "municipio_vecino", "En un municipio vecino"
        FUERA = "fuera", "Fuera del municipio, sin saber en cuál"
        OTRA = "otra", "Otra entidad competente"

    condicion = models.CharField("condición", max_length=16, choices=Condicion)
    codigo = models.CharField(
        "código del municipio",
        max_length=20,
        blank=True,
        help_text="DIVIPOLA de un municipio vecino; una clave corta de otra entidad; en los demás casos, vacío.",
    )
    nombre = models.CharField(max_length=160)
    linea = models.CharField(
        "línea de atención", max_length=60, blank=True, help_text="Como se marca, por ejemplo #767."
    )
    buzon = models.EmailField(
        "correo para traslados",
        blank=True,
        help_text="El que la entidad le confirmó para recibir traslados. Vacío: cada traslado lo envía una persona.",
    )
    recibe_traslados = models.GeneratedField(
        expression=Case(When(buzon="", then=Value(False)), default=Value(True)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    pagina = models.URLField("página", blank=True)
    frase = models.CharField(
        max_length=300, help_text="Lo que lee la persona: por qué no es del municipio y quién responde."
    )

    class Meta:
        verbose_name = "entidad responsable"
        verbose_name_plural = "entidades responsables"
        ordering = ["condicion", "codigo"]
        constraints = [
            models.UniqueConstraint(
                fields=["condicion", "codigo"],
                name="entidad_una_por_condicion",
                violation_error_message="Ya hay una entidad para esa condición y ese municipio.",
            )
        ]

    def __str__(self) -> str:
        return self.nombre

    @property
    def clave(self) -> str:
        return clave_de(self.condicion, self.codigo)

    @property
    def falta_buzon(self) -> bool:
        """Whether its transfers wait for a person, and need not. Of nobody in particular there is no address."""
        return not self.recibe_traslados and self.condicion not in (self.Condicion.PRIVADO, self.Condicion.FUERA)

    @classmethod
    def con_buzon(cls, nombre: str) -> "EntidadResponsable | None":
        """The entity of a name, as people write it, that left an address for transfers."""
        return cls.objects.filter(nombre__iexact=nombre.strip(), recibe_traslados=True).first()
