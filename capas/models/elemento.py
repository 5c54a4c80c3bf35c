"""What every feature of every layer has."""

from django.contrib.gis.db import models as gis
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models.functions import Now

from capas.consultas import ConsultaDeElementos
from capas.geometria import SRID_WEB, Generalizada, GeometriaSana


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
