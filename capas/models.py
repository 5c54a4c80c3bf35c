"""The platform's tables: the record of each layer, its revision, its trail, dataset layers and the territory."""

import uuid
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from capas.catalogo import LICENCIA_ABIERTA, SECTORES, Calidad, Capa, CapaDesconocida, obtener
from capas.consultas import ConsultaDeElementos, ConsultaDeFichas
from capas.geometria import SRID_MAESTRO, SRID_WEB, Generalizada, GeometriaSana
from capas.metadatos import codigos

SLUG = RegexValidator(r"^[a-z][a-z0-9-]{1,48}$", "Use minúsculas, números y guiones, por ejemplo «salones-comunales».")
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


class FichaCapa(models.Model):
    """The editable record of a layer: what staff may say of it, whether it is published, how it is classified."""

    class Clasificacion(models.TextChoices):
        """Ley 1712/2014, art. 6, 18 and 19."""

        PUBLICA = "publica", "Pública"
        CLASIFICADA = "clasificada", "Pública clasificada"
        RESERVADA = "reservada", "Pública reservada"

    id = models.SlugField("capa", primary_key=True, max_length=50, validators=[SLUG])
    titulo = models.CharField("título", max_length=120)
    resumen = models.TextField("resumen")
    sector = models.CharField(max_length=20, choices=list(SECTORES.items()))
    palabras_clave = models.CharField("palabras clave", max_length=300, blank=True)
    publicada = models.BooleanField(default=True)
    clasificacion = models.CharField(
        "clasificación", max_length=12, choices=Clasificacion, default=Clasificacion.PUBLICA
    )
    licencia = models.URLField(default=LICENCIA_ABIERTA, help_text="La dirección de la licencia con que se publica.")
    proposito = models.TextField(
        "propósito", blank=True, help_text="Para qué se hizo y qué preguntas responde, en una o dos frases."
    )
    limitaciones = models.TextField(
        "limitaciones de uso", blank=True, help_text="Para qué no sirve: lo que nadie debería decidir con esta capa."
    )
    linaje = models.TextField(
        "linaje",
        help_text="De dónde vienen los datos y qué se les hizo. Cada importación añade sola su renglón.",
    )
    escala = models.PositiveIntegerField(
        "escala (denominador)",
        default=5000,
        validators=[MinValueValidator(1)],
        help_text="El denominador: 5000 quiere decir 1:5.000.",
    )
    resolucion_m = models.FloatField(
        "resolución en metros",
        null=True,
        blank=True,
        validators=[MinValueValidator(0.001)],
        help_text="Solo si se conoce mejor que la escala: el detalle más pequeño que se distingue.",
    )
    exactitud_m = models.FloatField(
        "exactitud posicional en metros",
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="A cuánto del sitio verdadero puede estar un elemento (error medio cuadrático, ISO 19157).",
    )
    exactitud_temporal = models.CharField(
        max_length=200, blank=True, help_text="Qué tan de fiar son las fechas, por ejemplo «al día» o «al mes»."
    )
    tema = models.CharField("tema ISO 19115", max_length=40, choices=codigos.TEMAS, default="location")
    estado = models.CharField(max_length=20, choices=codigos.ESTADOS, default="onGoing")
    frecuencia = models.CharField(
        "frecuencia de mantenimiento", max_length=30, choices=codigos.FRECUENCIAS, default="asNeeded"
    )
    custodio = models.CharField(
        "dependencia custodia", max_length=120, blank=True, help_text="La dependencia que responde por la capa."
    )
    cargo = models.CharField(
        "cargo de quien responde", max_length=120, blank=True, help_text="El cargo, no el nombre de la persona."
    )
    correo = models.EmailField("correo de contacto", blank=True)
    telefono = models.CharField("teléfono de contacto", max_length=40, blank=True)
    creada = models.DateTimeField(db_default=Now(), editable=False)
    fecha_referencia = models.DateField(
        "fecha de referencia", null=True, blank=True, help_text="Cuándo se publicó o se levantó lo que muestra."
    )
    desde = models.DateField(
        "muestra el municipio desde",
        null=True,
        blank=True,
        help_text="Vacía: la calcula el sistema si la capa tiene fechas.",
    )
    hasta = models.DateField("hasta", null=True, blank=True, help_text="Vacía: hasta hoy.")

    objects = ConsultaDeFichas.as_manager()
    sello = ""  # of a record that is remembered (capas.lectura)

    class Meta:
        verbose_name = "ficha de capa"
        verbose_name_plural = "fichas de capas"
        ordering = ["sector", "titulo"]

    def __str__(self) -> str:
        return self.titulo

    def clean(self) -> None:
        if self.id == "catalogo":  # OGC API Records has the catalogue at that address
            raise ValidationError({"id": "«catalogo» es el nombre del catálogo mismo: elija otro."})
        if self.desde and self.hasta and self.hasta < self.desde:
            raise ValidationError({"hasta": "No puede ser antes de «desde»."})
        if self.id in ("api", "anoche"):
            raise ValidationError({"id": f"En /datos/{self.id} ya hay otra página: elija otro."})

    @property
    def abierta(self) -> bool:
        return self.publicada and self.clasificacion == self.Clasificacion.PUBLICA

    @cached_property
    def capa(self) -> Capa:
        return obtener(self.id)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that keep the layer, of features or of pixels."""
        try:
            return self.capa.roles
        except CapaDesconocida:
            return tuple(self.raster.roles)

    @property
    def numero_revision(self) -> int:
        return self.revision.numero if hasattr(self, "revision") else 0


class RevisionCapa(models.Model):
    """A number that any write to the layer bumps, whoever wrote; kept by `capas/sql/funciones.sql`."""

    ficha = models.OneToOneField(FichaCapa, models.CASCADE, primary_key=True, related_name="revision")
    numero = models.BigIntegerField("número", db_default=0)
    fecha = models.DateTimeField(db_default=Now())


class Toque(models.Model):
    """A write that is not committed yet; emptied at commit."""

    capa = models.CharField(max_length=50)
    transaccion = models.BigIntegerField()


class Cambio(models.Model):
    """The trail: one changed row of a layer, as it was before."""

    tabla = models.CharField(max_length=63)
    fila = models.BigIntegerField()
    operacion = models.CharField("operación", max_length=6)
    antes = models.JSONField(null=True)
    autor = models.CharField(max_length=150)
    rol = models.CharField(max_length=63)
    fecha = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tabla", "fila", "-fecha"], name="capas_cambio_fila"),
            models.Index(fields=["tabla", "fecha"], name="capas_cambio_fecha"),
        ]
        ordering = ["-id"]


class Elemento(models.Model):
    """What every feature of every layer has. A concrete layer adds `geom`, in EPSG:9377.

    The database keeps `geom_web`, for tiles, and `geom_baja`, for those that show the whole city.
    """

    id = models.BigAutoField(primary_key=True)
    geom_web = models.GeneratedField(
        expression=Transform("geom", SRID_WEB),
        output_field=gis.GeometryField(srid=SRID_WEB),
        db_persist=True,
        editable=False,
    )
    geom_baja = models.GeneratedField(
        expression=Generalizada(Transform("geom", SRID_WEB)),
        output_field=gis.GeometryField(srid=SRID_WEB),
        db_persist=True,
        editable=False,
    )
    actualizado_en = models.DateTimeField("actualizado", db_default=Now(), editable=False)

    objects = ConsultaDeElementos.as_manager()

    class Meta:
        abstract = True
        indexes = [GistIndex(fields=["geom_web"], name="%(class)s_geom_web")]
        constraints = [
            models.CheckConstraint(
                condition=GeometriaSana("geom"),
                name="%(class)s_geom_sana",
                violation_error_message="La geometría no es válida o está fuera de Colombia.",
            )
        ]


class UnidadTerritorial(Elemento):
    """A municipality, comuna, barrio, corregimiento, vereda or village, with its DIVIPOLA or cartographic code."""

    class Nivel(models.TextChoices):
        MUNICIPIO = "municipio", "Municipio"
        COMUNA = "comuna", "Comuna"
        BARRIO = "barrio", "Barrio"
        CORREGIMIENTO = "corregimiento", "Corregimiento"
        VEREDA = "vereda", "Vereda"
        CENTRO_POBLADO = "centro_poblado", "Centro poblado"

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


class Llave(models.Model):
    """A key by which a programme speaks for a person at /ogc; its text is shown once and only its hash is here."""

    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="llaves", verbose_name="persona")
    nombre = models.CharField(max_length=80, help_text="Para qué programa es, por ejemplo «QGIS de Infraestructura».")
    huella = models.CharField(max_length=64, unique=True, editable=False)
    creada = models.DateTimeField(db_default=Now(), editable=False)
    usada = models.DateTimeField("usada por última vez", null=True, editable=False)
    vence = models.DateTimeField()

    class Meta:
        verbose_name = "llave de la API"
        verbose_name_plural = "llaves de la API"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.nombre


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


class Trabajo(models.Model):
    """A process that runs by itself: what was asked, how far it is, what came out (`capas/procesos/trabajos.py`)."""

    class Estado(models.TextChoices):
        """The words of OGC 18-062r2, 7.12."""

        ACEPTADO = "accepted", "En espera"
        CORRIENDO = "running", "En curso"
        TERMINADO = "successful", "Terminado"
        FALLIDO = "failed", "Falló"
        DESCARTADO = "dismissed", "Descartado"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceso = models.CharField(max_length=50)
    entradas = models.JSONField()
    en_documento = models.BooleanField("resultado dentro de un documento", default=False)
    estado = models.CharField(max_length=10, choices=Estado, default=Estado.ACEPTADO)
    progreso = models.PositiveSmallIntegerField(default=0)
    mensaje = models.CharField(max_length=500, blank=True)
    resultado = models.JSONField(null=True)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="trabajos")
    origen = models.CharField(max_length=64, help_text="Huella de la dirección desde la que se pidió.")
    creado = models.DateTimeField()
    iniciado = models.DateTimeField(null=True)
    terminado = models.DateTimeField(null=True)
    actualizado = models.DateTimeField()
    vence = models.DateTimeField()

    class Meta:
        verbose_name = "trabajo"
        ordering = ["-creado", "id"]
        indexes = [models.Index(fields=["estado", "actualizado"], name="trabajo_estado")]

    def __str__(self) -> str:
        return f"{self.proceso} {self.id}"
