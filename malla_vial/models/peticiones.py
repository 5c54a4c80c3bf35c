"""The petition, which every report is, the office that answers it and, apart, who filed it."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.utils import timezone

from capas.geometria import SRID_MAESTRO
from capas.permisos import ROLES
from malla_vial import plazos
from malla_vial.consultas import ConsultaDePeticiones
from malla_vial.estados_peticion import ABIERTAS, Acto, EstadoPeticion


class Dependencia(models.Model):
    """An office that answers petitions. Data: staff edit it."""

    codigo = models.SlugField("código", primary_key=True, max_length=30)
    nombre = models.CharField(max_length=120)
    correo = models.EmailField(blank=True, help_text="Adonde llegan los recordatorios de lo que está por vencer.")
    superior = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, help_text="A quien se le avisa lo que se venció."
    )
    rol = models.CharField(
        max_length=20,
        blank=True,
        choices=list(ROLES.items()),
        help_text="Quiénes atienden sus peticiones; vacío: solo Atención al ciudadano.",
    )
    activa = models.BooleanField(default=True)

    class Meta:
        ordering = ["nombre"]

    def __str__(self) -> str:
        return self.nombre


class TipoPeticion(models.Model):
    """A kind of petition and its term. Data, because the law changes (Ley 1755/2015 art. 14)."""

    codigo = models.SlugField("código", primary_key=True, max_length=20)
    nombre = models.CharField(max_length=60)
    descripcion = models.CharField("descripción", max_length=160)
    dias_habiles = models.PositiveSmallIntegerField("término (días hábiles)")
    dependencia = models.ForeignKey(
        Dependencia, models.PROTECT, verbose_name="dependencia que la recibe", related_name="+"
    )
    en_formulario = models.BooleanField("se ofrece en el formulario PQRSD", default=True)
    orden = models.PositiveSmallIntegerField(default=0)
    activo = models.BooleanField(default=True)

    class Meta:
        verbose_name = "tipo de petición"
        verbose_name_plural = "tipos de petición"
        ordering = ["orden", "codigo"]

    def __str__(self) -> str:
        return self.nombre


class DiaNoHabil(models.Model):
    """A day on which the city does not work and the country does: a local feast, a day off by decree."""

    dia = models.DateField("día", primary_key=True)
    motivo = models.CharField(max_length=160, help_text="La norma que lo dice, por ejemplo el decreto municipal.")

    class Meta:
        verbose_name = "día no hábil local"
        verbose_name_plural = "días no hábiles locales"
        ordering = ["dia"]

    def __str__(self) -> str:
        return f"{self.dia}: {self.motivo}"

    @classmethod
    def todos(cls) -> frozenset[dt.date]:
        return frozenset(cls.objects.values_list("dia", flat=True))


class Peticion(models.Model):
    """What somebody asked the city in writing, and its clock. No personal datum stands here: see `Contacto`."""

    class Canal(models.TextChoices):
        CORREO = "correo", "A mi correo electrónico"
        DIRECCION = "direccion", "A mi dirección física"
        CODIGO = "codigo", "La consulto yo con el código"

    radicado = models.CharField(max_length=20, unique=True, help_text="El mismo código del reporte, si es de un daño.")
    tipo = models.ForeignKey(TipoPeticion, models.PROTECT)
    asunto = models.CharField(max_length=160)
    texto = models.TextField(max_length=10_000, blank=True, help_text="Vacío si es un reporte, que trae el suyo.")
    canal = models.CharField("canal de respuesta", max_length=10, choices=Canal, default=Canal.CODIGO)
    direccion = models.CharField("lugar de los hechos", max_length=200, blank=True)
    geom = gis.PointField("lugar de los hechos", srid=SRID_MAESTRO, null=True, blank=True)
    dependencia = models.ForeignKey(Dependencia, models.PROTECT, related_name="peticiones")
    estado = models.CharField(max_length=12, choices=EstadoPeticion, default=EstadoPeticion.EN_TRAMITE)
    recibida_en = models.DateTimeField("recibida")
    vence_el = models.DateField("vence", help_text="Último día hábil para responder.")
    completar_hasta = models.DateField(
        "plazo para completarla", null=True, blank=True, help_text="Último día de quien la hizo, si le falta algo."
    )
    le_quedaban = models.PositiveSmallIntegerField(
        "días hábiles que le quedaban", null=True, blank=True, help_text="Cuando se detuvo el término."
    )
    cerrada_en = models.DateTimeField("cerrada", null=True, blank=True)
    clave = models.UUIDField("clave de idempotencia", unique=True, default=uuid.uuid4, editable=False)
    huella = models.CharField("huella del envío", max_length=64, editable=False, blank=True)

    objects = ConsultaDePeticiones.as_manager()

    class Meta:
        verbose_name = "petición"
        verbose_name_plural = "peticiones"
        ordering = ["-id"]
        indexes = [models.Index(fields=["estado", "vence_el"], name="peticion_por_vencer")]

    def __str__(self) -> str:
        return self.radicado

    def dias_restantes(self, hoy: dt.date) -> int:
        """Working days left; negative once it is overdue."""
        return plazos.habiles_entre(hoy, self.vence_el, DiaNoHabil.todos())

    @property
    def que_pide(self) -> str:
        """Its words: a report keeps its own."""
        return self.reporte.descripcion if hasattr(self, "reporte") else self.texto

    @property
    def abierta(self) -> bool:
        return self.estado in ABIERTAS


class ActoPeticion(models.Model):
    """What was done with a petition, by whom and when: its file, which is only added to."""

    peticion = models.ForeignKey(Peticion, models.CASCADE, related_name="actos")
    acto = models.CharField(max_length=12, choices=Acto)
    dice = models.TextField(max_length=10_000, blank=True, help_text="Lo lee quien hizo la petición.")
    entidad = models.CharField("entidad competente", max_length=160, blank=True)
    movimiento = models.OneToOneField(
        "Movimiento",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="acto",
        help_text="El del reporte que este acto es ante la ley, y que ya lo cuenta.",
    )
    vence_el = models.DateField("vence desde entonces")
    fuera_de_termino = models.BooleanField("fuera de término", default=False)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    fecha = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "acto"
        ordering = ["id"]


class Anexo(models.Model):
    """A file that came with a petition. A photo is re-encoded as ours; a PDF is kept as it came and only ever downloaded."""

    class Tipo(models.TextChoices):
        PDF = "pdf", "PDF"
        FOTO = "jpg", "Foto"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peticion = models.ForeignKey(Peticion, models.CASCADE, related_name="anexos")
    archivo = models.FileField(upload_to="anexos/%Y/%m")
    tipo = models.CharField(max_length=3, choices=Tipo)
    huella = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField()
    fecha = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["fecha", "id"]


class Recordatorio(models.Model):
    """That an office was told of a petition, once for each due date: `vigilar_plazos` may run as often as it likes."""

    class Clase(models.TextChoices):
        TRES_DIAS = "3", "Vence en tres días hábiles o menos"
        UN_DIA = "1", "Vence en un día hábil o menos"
        VENCIDA = "vencida", "Vencida"
        SIN_COMPLETAR = "desistir", "No la completaron a tiempo: procede el desistimiento"

    peticion = models.ForeignKey(Peticion, models.CASCADE, related_name="recordatorios")
    clase = models.CharField(max_length=8, choices=Clase)
    por = models.DateField("por la fecha")
    fecha = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["peticion", "clase", "por"], name="recordatorio_una_vez")]


class Contacto(models.Model):
    """Who to answer, given freely and with notice (Ley 1581/2012). Apart from the petition, under its own permission."""

    peticion = models.OneToOneField(Peticion, models.CASCADE, related_name="contacto")
    nombre = models.CharField("nombre o razón social", max_length=120, blank=True)
    correo = models.EmailField(blank=True)
    telefono = models.CharField("teléfono", max_length=30, blank=True)
    documento = models.CharField("documento de identidad o NIT", max_length=30, blank=True)
    direccion = models.CharField("dirección de notificación", max_length=200, blank=True)
    aviso_version = models.CharField("versión del aviso de privacidad", max_length=20, blank=True)
    acepto_en = models.DateTimeField("aceptó el aviso de privacidad", null=True, default=timezone.now)
    puerta = models.CharField("por dónde lo aceptó", max_length=10, default="web")

    class Meta:
        verbose_name = "contacto"
        permissions = [("ver_contacto", "Ve quién envió una petición")]
