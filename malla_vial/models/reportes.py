"""Citizens' reports, their photos, their history, and, apart, who sent them."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Now

from capas.geometria import SRID_MAESTRO
from capas.models import Elemento
from malla_vial.almacen import almacen_de_originales
from malla_vial.consultas import ConsultaDeFotos, ConsultaDeReportes
from malla_vial.estados import OBRAS_VIVAS, Estado
from malla_vial.models.danos import TipoDano
from malla_vial.models.obras import Intervencion
from malla_vial.models.peticiones import Peticion
from malla_vial.models.red import TramoVial


class Reporte(Elemento):
    """A citizen's report of damage. No personal datum stands here: see `Contacto`.

    Without `geom` nobody has placed it yet: only staff, under «por ubicar», and its reporter see it.
    The place in the reporter's words (`sena`) is never public. The text is public once staff approve it (`texto_aprobado`):
    the database makes the public column out of it, so that nobody can forget to.
    """

    class Tamano(models.TextChoices):
        MANO = "mano", "Como una mano"
        LLANTA = "llanta", "Como una llanta"
        MAS = "mas", "Más grande"

    class Origen(models.TextChoices):
        WEB = "web", "Página web"
        GESTION = "gestion", "Ventanilla"
        OPEN311 = "open311", "Open311"

    peticion = models.OneToOneField(
        Peticion, models.PROTECT, related_name="reporte", verbose_name="petición", editable=False
    )
    codigo = models.CharField(
        "código", max_length=20, unique=True, help_text="Número de radicado con que se sigue el reporte."
    )
    tipo = models.ForeignKey(
        TipoDano, models.PROTECT, verbose_name="tipo de daño", help_text="Clase de daño que eligió quien reportó."
    )
    tamano = models.CharField(
        "tamaño",
        max_length=6,
        choices=Tamano,
        blank=True,
        help_text="Tamaño del daño comparado con cosas que todos conocen.",
    )
    peligro = models.BooleanField(
        "representa peligro",
        null=True,
        blank=True,
        help_text="Si quien reportó cree que el daño puede causar un accidente. Vacío: no lo dijo.",
    )
    descripcion = models.TextField("descripción", blank=True, max_length=2000)
    direccion = models.CharField("dirección", max_length=200, blank=True, help_text="La del tramo; se busca sola.")
    sena = models.CharField(
        "seña", max_length=200, blank=True, help_text="Como la escribió quien reportó; no es pública."
    )
    estado = models.CharField(max_length=16, choices=Estado, default=Estado.RECIBIDO, help_text="En qué va el reporte.")
    radicado_en = models.DateTimeField("radicado", db_default=Now(), help_text="Momento en que se recibió el reporte.")
    hecho_en = models.DateTimeField(
        "escrito", null=True, blank=True, editable=False, help_text="Momento en que se escribió, si se envió después."
    )
    comuna = models.CharField(
        "comuna o corregimiento",
        max_length=100,
        blank=True,
        help_text="Comuna o corregimiento donde cae el punto; se busca sola.",
    )
    barrio = models.CharField(
        "barrio o vereda", max_length=100, blank=True, help_text="Barrio o vereda donde cae el punto; se busca solo."
    )
    tramo = models.ForeignKey(
        TramoVial,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reportes",
        help_text="Tramo vial más cercano al punto.",
    )
    medida = models.FloatField(
        "medida sobre el tramo (m)",
        null=True,
        blank=True,
        help_text="Metros desde el comienzo del tramo hasta el punto.",
    )
    intervencion = models.ForeignKey(
        Intervencion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reportes",
        help_text="Obra que atiende el daño.",
    )
    duplicado_de = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicados",
        help_text="Reporte que cuenta el mismo daño y en el que se sigue el caso.",
    )
    # With which staff merged it; `duplicado_de` is where that one ended up, so that nobody walks a chain.
    fundido_con = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    parece_de = models.CharField(
        "parece de", max_length=40, blank=True, editable=False, help_text="Clave de la entidad, hasta que se traslada."
    )
    visible = models.BooleanField(default=True, help_text="Un reporte oculto no aparece en ninguna página pública.")
    retenido = models.CharField(
        "espera una mirada", max_length=60, blank=True, editable=False, help_text="Códigos de `sospechas.Sospecha`."
    )
    texto_aprobado = models.BooleanField(default=False)
    descripcion_publica = models.GeneratedField(
        expression=Case(
            When(texto_aprobado=True, then=F("descripcion")), default=models.Value(""), output_field=models.TextField()
        ),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="descripción",
        help_text="Lo que escribió quien reportó, una vez revisado que no trae datos personales.",
    )
    origen = models.CharField(max_length=8, choices=Origen, default=Origen.WEB)
    clave = models.UUIDField("clave de idempotencia", unique=True, default=uuid.uuid4, editable=False)
    huella = models.CharField("huella del envío", max_length=64, editable=False, blank=True)
    geom = gis.PointField("ubicación", srid=SRID_MAESTRO, null=True, blank=True)

    objects = ConsultaDeReportes.as_manager()

    class Meta(Elemento.Meta):
        verbose_name = "reporte"
        ordering = ["-id"]
        indexes = [
            *Elemento.Meta.indexes,
            models.Index(fields=["estado", "-radicado_en"], name="reporte_estado_fecha"),
        ]

    def __str__(self) -> str:
        return self.codigo

    @property
    def en_obra(self) -> bool:
        """Whether it hangs on a work that is not over, and so moves with it."""
        return self.intervencion is not None and self.intervencion.estado in OBRAS_VIVAS


class Foto(models.Model):
    """A photo of a report, re-encoded and without metadata; public once staff have looked at it."""

    class Momento(models.TextChoices):
        ANTES = "antes", "Antes"
        DESPUES = "despues", "Después"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporte = models.ForeignKey(Reporte, models.CASCADE, related_name="fotos")
    adhesion = models.ForeignKey("Adhesion", models.SET_NULL, null=True, blank=True, related_name="fotos")
    archivo = models.FileField(upload_to="fotos/%Y/%m")
    miniatura = models.FileField(upload_to="fotos/%Y/%m")
    ancho = models.PositiveIntegerField()
    alto = models.PositiveIntegerField()
    huella = models.CharField("SHA-256 de los bytes enviados", max_length=64, blank=True, editable=False)
    publica = models.BooleanField("pública", default=False)
    original = models.FileField(
        upload_to="fotos/%Y/%m", storage=almacen_de_originales, blank=True, editable=False, help_text="Si se tapó algo."
    )
    sugerencias = models.JSONField(
        "zonas por tapar", null=True, editable=False, help_text="Vacío: nadie las ha buscado."
    )
    orden = models.PositiveSmallIntegerField(default=0)
    momento = models.CharField(max_length=7, choices=Momento, default=Momento.ANTES)

    objects = ConsultaDeFotos.as_manager()

    class Meta:
        ordering = ["orden"]


class Movimiento(models.Model):
    """One step in the life of a report: what the citizen reads as its history."""

    reporte = models.ForeignKey(Reporte, models.CASCADE, related_name="movimientos")
    de = models.CharField(max_length=16, choices=Estado, blank=True)
    a = models.CharField(max_length=16, choices=Estado)
    respuesta = models.TextField("respuesta pública", blank=True)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    fecha = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]


class NotaInterna(models.Model):
    """What staff write for staff."""

    reporte = models.ForeignKey(Reporte, models.CASCADE, related_name="notas")
    texto = models.TextField(max_length=4000)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    fecha = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
