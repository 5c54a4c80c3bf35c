"""Dataset layers: a schema of fields in the catalogue, a real table, and a model class built when it is needed."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.apps.registry import Apps
from django.contrib.gis.db import models as gis
from django.contrib.postgres.indexes import GistIndex
from django.db import connection, models, transaction

from capas.catalogo import Calidad, Capa, CapaDesconocida, Clase, Estilo, Origen
from capas.geometria import SRID_MAESTRO

if TYPE_CHECKING:
    from capas.models import Elemento

GEOMETRIAS = {
    "POINT": gis.PointField,
    "MULTILINESTRING": gis.MultiLineStringField,
    "MULTIPOLYGON": gis.MultiPolygonField,
}


def obtener(id_capa: str) -> Capa:
    """The dataset layer with that id, as its schema stands now. Raises CapaDesconocida."""
    from capas.models import CapaDatos

    version = CapaDatos.objects.filter(pk=id_capa).values_list("version", flat=True).first()
    if version is None:
        raise CapaDesconocida(f"No existe la capa «{id_capa}».")
    return _construir(id_capa, version, connection.settings_dict["NAME"])


def todas() -> Iterator[Capa]:
    from capas.models import CapaDatos

    for id_capa, version in CapaDatos.objects.order_by("orden", "pk").values_list("pk", "version"):
        yield _construir(id_capa, version, connection.settings_dict["NAME"])


@lru_cache(maxsize=500)
def _construir(id_capa: str, version: int, base: str) -> Capa:
    """A schema has one declaration per version (and database: tests have their own)."""
    from capas.models import CapaDatos

    registro = CapaDatos.objects.select_related("ficha").prefetch_related("campos").get(pk=id_capa)
    campos = list(registro.campos.all())
    publicos = tuple(c.nombre for c in campos if c.publico)
    ficha = registro.ficha
    return Capa(
        id=id_capa,
        modelo=modelo_de(registro),
        titulo=ficha.titulo,
        resumen=ficha.resumen,
        sector=ficha.sector,
        estilo=estilo_de(registro.estilo),
        origen=Origen(linaje=ficha.linaje, escala=ficha.escala, tema=ficha.tema, licencia=ficha.licencia),
        publicos=publicos,
        rotulo=registro.rotulo,
        roles=tuple(registro.roles),
        clave=registro.clave,
        busca=tuple(c.nombre for c in campos if c.buscable and c.publico),
        teselas=tuple(n for n in dict.fromkeys((registro.rotulo, registro.estilo.get("campo"))) if n in publicos),
        zoom_minimo=registro.zoom_minimo,
        orden=registro.orden,
        calidad=Calidad(**registro.calidad),
    )


def estilo_de(valores: Mapping[str, Any]) -> Estilo:
    clases = tuple(Clase(**clase) for clase in valores.get("clases", ()))
    return Estilo(**{"color": "#5b6770", **valores, "clases": clases})


def modelo_de(registro) -> "type[Elemento]":
    """A model class for the schema, in an app registry of its own: migrations and other layers never see it."""
    from capas.models import Elemento

    opciones = {
        "app_label": "datos",
        "apps": Apps(),
        "db_table": registro.tabla,
        "verbose_name": registro.ficha.titulo,
        "verbose_name_plural": registro.ficha.titulo,
        "indexes": [GistIndex(fields=["geom_web"], name=registro.tabla[:24] + "_web")],
        "constraints": [_con_nombre(c, registro.tabla + "_sana") for c in Elemento._meta.constraints],
        "ordering": ["id"],
    }
    atributos: dict[str, Any] = {
        "__module__": "capas.datos",
        "Meta": type("Meta", (), opciones),
        "geom": GEOMETRIAS[registro.geometria]("geometría", srid=SRID_MAESTRO),
        "__str__": lambda self: str(getattr(self, registro.rotulo, None) or self.pk),
    }
    for campo in registro.campos.all():
        atributos[campo.nombre] = _campo(campo, unico=campo.nombre == registro.clave)
    return type(registro.tabla.title().replace("_", ""), (Elemento,), atributos)


def _con_nombre(restriccion: models.BaseConstraint, nombre: str) -> models.BaseConstraint:
    copia = restriccion.clone()
    copia.name = nombre
    return copia


def _campo(campo, unico: bool) -> models.Field:
    comunes: dict[str, Any] = {
        "verbose_name": campo.titulo,
        "help_text": campo.descripcion,
        "null": not campo.obligatorio,
        "blank": not campo.obligatorio,
        "unique": unico,
    }
    if campo.dominio:
        comunes["choices"] = [(v, v) if not isinstance(v, list) else tuple(v) for v in campo.dominio]
    match campo.tipo:
        case "entero":
            return models.BigIntegerField(**comunes)
        case "decimal":
            return models.FloatField(**comunes)
        case "fecha":
            return models.DateField(**comunes)
        case "logico":
            return models.BooleanField(**comunes)
    return models.TextField(**comunes)


@transaction.atomic
def crear(ficha, campos: list[dict[str, Any]], **datos: Any) -> Capa:
    """Make a dataset layer: its record, its schema and its table.

    ficha: an unsaved FichaCapa; campos: keyword arguments of CampoDatos, in order; datos: those of CapaDatos.
    """
    from capas import publicacion
    from capas.models import CampoDatos, CapaDatos

    ficha.full_clean()
    ficha.save(force_insert=True)
    registro = CapaDatos(ficha=ficha, **datos)
    registro.full_clean(exclude=["ficha"])
    registro.save(force_insert=True)
    for orden, valores in enumerate(campos):
        campo = CampoDatos(capa=registro, orden=orden, **valores)
        campo.full_clean()
        campo.save()
    with connection.schema_editor() as editor:
        editor.create_model(modelo_de(registro))
    capa = obtener(ficha.pk)
    publicacion.preparar(capa)
    return capa


@transaction.atomic
def borrar(id_capa: str) -> None:
    """Drop a dataset layer with its table, its schema and its record."""
    from capas import sql_cambios
    from capas.models import FichaCapa

    capa = obtener(id_capa)
    sql_cambios.retirar(id_capa)
    with connection.schema_editor() as editor:
        editor.delete_model(capa.modelo)
    FichaCapa.objects.get(pk=id_capa).delete()
