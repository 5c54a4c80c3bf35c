"""Makers of what tests need: one feature of any layer, a report, a work, a photo."""

import io
import itertools
import uuid
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Field
from PIL import Image

from capas.catalogo import Capa, declaradas
from capas.models import Barrio, Comuna, FichaCapa, Municipio
from gis_project.demostracion import FIXTURES
from malla_vial import acciones
from malla_vial.models import Dependencia, TipoDano, TramoVial

DE_DATOS = sorted(ruta.stem for ruta in (FIXTURES / "esquemas").glob("*.json"))
CAPAS = [capa.id for capa in declaradas()] + DE_DATOS  # every layer there is, declared or made of a file
CENTRO = Point(-75.2322, 4.4389, srid=4326)
ESTE, NORTE = 4752388.904, 2048868.316  # the same in EPSG:9377
_serie = itertools.count(1)


def geometria(tipo: str, dx: float = 0, dy: float = 0, lado: float = 100) -> GEOSGeometry:
    """A small geometry of a type around the centre, in EPSG:9377, moved by metres."""
    x, y = ESTE + dx, NORTE + dy
    caja = f"({x} {y}, {x + lado} {y}, {x + lado} {y + lado}, {x} {y + lado}, {x} {y})"
    textos = {
        "POINT": f"POINT ({x} {y})",
        "LINESTRING": f"LINESTRING ({x} {y}, {x + lado} {y})",
        "MULTILINESTRING": f"MULTILINESTRING (({x} {y}, {x + lado} {y}))",
        "MULTIPOLYGON": f"MULTIPOLYGON (({caja}))",
    }
    return GEOSGeometry(textos[tipo], srid=9377)


def _valor(campo: Field, n: int) -> Any:
    if campo.choices:
        return campo.flatchoices[0][0]
    tipo = campo.get_internal_type()
    if tipo in ("CharField", "TextField", "SlugField"):
        return f"{campo.name}-{n}"
    return 1 if "Integer" in tipo or tipo in ("FloatField", "DecimalField") else None


def elemento(capa: Capa, dx: float = 0, dy: float = 0, lado: float = 100, **valores: Any):
    """One feature of any layer, with its required fields filled from the declaration."""
    n = next(_serie)
    if capa.id == "reportes":
        return reporte(dx=dx, dy=dy, **valores)
    campos = [c for c in capa.modelo._meta.concrete_fields if c.name in {f.name for f in capa.campos} or c.unique]
    obligatorios = {
        c.attname: _valor(c, n)
        for c in campos
        if not c.is_relation
        and not c.primary_key
        and not c.has_default()
        and not c.null
        and not hasattr(c, "expression")
    }
    nuevo = capa.modelo(geom=geometria(capa.tipo, dx, dy, lado), **(obligatorios | valores))
    nuevo.clean()
    nuevo.save()
    return nuevo


def cerrar(id_capa: str) -> None:
    """Make a layer one that only its keepers see."""
    ficha = FichaCapa.objects.get(pk=id_capa)
    ficha.clasificacion = FichaCapa.Clasificacion.RESERVADA
    ficha.save()


def municipio(lado: float = 40_000) -> Municipio:
    """A square municipality around the centre, with a comuna and a barrio."""
    for modelo, nombre, ancho in (
        (Municipio, "Ibagué", lado),
        (Comuna, "Centro", lado / 4),
        (Barrio, "La Pola", lado / 8),
    ):
        modelo.objects.create(
            codigo=f"{nombre}-1", nombre=nombre, geom=geometria("MULTIPOLYGON", -ancho / 2, -ancho / 2, ancho)
        )
    return Municipio.objects.get()


def tramo(dx: float = 0, dy: float = 0, largo: float = 100, **valores: Any) -> TramoVial:
    n = next(_serie)
    return TramoVial.objects.create(
        codigo=f"73001U{n:05}", nombre=f"Carrera {n}", geom=geometria("LINESTRING", dx, dy, largo), **valores
    )


TIPOS = {
    "hueco": 25, "hundimiento": 40, "grietas": 60, "tapa": 15, "derrumbe": 100, "inundacion": 80, "senal": 20, "otro": 25,
}  # fmt: skip


def tipos_de_dano() -> None:
    """The kinds that the migrations seed, with the metres of their duplicates; a test that empties the tables takes them away."""
    for codigo, radio in TIPOS.items():
        valores = {"nombre": codigo.capitalize(), "dibujo": codigo, "radio_duplicados_m": radio}
        TipoDano.objects.get_or_create(codigo=codigo, defaults=valores)


def reporte(dx: float = 0, dy: float = 0, **valores: Any):
    """A report filed by the citizen's own action."""
    directos = {"visible", "texto_aprobado", "estado"}
    punto = Point(ESTE + dx, NORTE + dy, srid=9377)
    radicado = acciones.radicar_reporte(
        **{
            "tipo": TipoDano.objects.get_or_create(codigo="hueco", defaults={"nombre": "Hueco"})[0],
            "punto": punto,
            "clave": uuid.uuid4(),
            "descripcion": "Un hueco hondo",
        }
        | {k: v for k, v in valores.items() if k not in directos}
    )
    for campo in directos & valores.keys():
        setattr(radicado, campo, valores[campo])
    radicado.save()
    return radicado


def foto(
    ancho: int = 400, alto: int = 300, formato: str = "JPEG", nombre: str = "foto.jpg", **opciones: Any
) -> io.BytesIO:
    """A photo as a phone sends it."""
    archivo = io.BytesIO()
    Image.effect_noise((ancho, alto), 60).convert("RGB").save(archivo, formato, **opciones)
    archivo.seek(0)
    archivo.name = nombre
    return archivo


def formulario(**cambios: Any) -> dict[str, Any]:
    """What the report form sends."""
    return {
        "clave": str(uuid.uuid4()),
        "tipo": "hueco",
        "lon": "-75.2322",
        "lat": "4.4389",
        "descripcion": "Un hueco hondo",
        "tamano": "llanta",
    } | cambios


def dependencia(codigo: str) -> Dependencia:
    return Dependencia.objects.get(pk=codigo)
