"""The feature catalogue of a layer (ISO 19110:2005 with its amendment of 2011), read off its declaration."""

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CharField, Field, ForeignKey, TextField
from django.utils import timezone
from django.utils.formats import number_format

from capas.catalogo import Capa
from capas.models import FichaCapa
from capas.tipos import Tipo, real, tipo_de

# ISO 19103 names, which valueType takes, and what a person calls them.
_TIPOS = {
    Tipo.LOGICO: ("Boolean", "Sí o no"),
    Tipo.INSTANTE: ("DateTime", "Fecha y hora"),
    Tipo.FECHA: ("Date", "Fecha"),
    Tipo.ENTERO: ("Integer", "Número entero"),
    Tipo.REAL: ("Real", "Número decimal"),
    Tipo.DECIMAL: ("Decimal", "Número decimal"),
    Tipo.TEXTO: ("CharacterString", "Texto"),
}
# OGC's name of a geometry, as ISO 19107 calls it and as a person does.
GEOMETRIAS = {
    "POINT": ("GM_Point", "Punto"),
    "LINESTRING": ("GM_Curve", "Línea"),
    "POLYGON": ("GM_Surface", "Polígono"),
    "MULTIPOINT": ("GM_MultiPoint", "Puntos"),
    "MULTILINESTRING": ("GM_MultiCurve", "Líneas"),
    "MULTIPOLYGON": ("GM_MultiSurface", "Polígonos"),
}
_UNIDAD = re.compile(r"\(([^()]{1,12})\)$")
_NO_SON_UNIDADES = {"denominador"}


@dataclass(frozen=True)
class Valor:
    """One of the values that an attribute admits (FC_ListedValue)."""

    codigo: str
    nombre: str


@dataclass(frozen=True)
class Atributo:
    """A property of the features (FC_FeatureAttribute). `minimo` of its cardinality is 0 or 1; the maximum is 1."""

    nombre: str
    titulo: str
    definicion: str
    tipo: str
    tipo_en_palabras: str
    minimo: int
    longitud: int | None = None
    unidad: str = ""
    restricciones: tuple[str, ...] = ()
    valores: tuple[Valor, ...] = ()

    @property
    def cardinalidad(self) -> str:
        return f"{self.minimo}..1"


@dataclass(frozen=True)
class CatalogoObjetos:
    """A catalogue of one feature type: the layer. version: the layer's revision; fecha: the day of that revision."""

    capa: str
    nombre: str
    definicion: str
    alcance: str
    version: str
    fecha: dt.date
    productor: str
    correo: str
    geometria: str
    restricciones: tuple[str, ...]
    atributos: tuple[Atributo, ...]


def catalogo_de(ficha: FichaCapa) -> CatalogoObjetos:
    """The catalogue of a layer of features. Raises CapaDesconocida for a raster."""
    capa = ficha.capa
    return CatalogoObjetos(
        capa=ficha.pk,
        nombre=ficha.titulo,
        definicion=ficha.resumen,
        alcance=f"{ficha.get_sector_display()}. {settings.MUNICIPIO}.",
        version=str(ficha.numero_revision),
        fecha=timezone.localtime(ficha.actualizada).date(),
        productor=ficha.responsable,
        correo=ficha.correo,
        geometria=GEOMETRIAS[capa.tipo][1],
        restricciones=_restricciones_de(capa),
        atributos=(_IDENTIDAD, _localizacion(capa), *(atributo(campo) for campo in capa.campos)),
    )


_IDENTIDAD = Atributo(
    "id", "Identificador", "Número que identifica el objeto en este sistema.", "Integer", "Número entero", 1
)


def _localizacion(capa: Capa) -> Atributo:
    tipo, en_palabras = GEOMETRIAS[capa.tipo]
    titulo = str(capa.geometria.verbose_name).capitalize()
    definicion = "Dónde está el objeto: su geometría en EPSG:9377 (MAGNA-SIRGAS / Origen-Nacional)."
    return Atributo("geom", titulo, definicion, tipo, en_palabras, 1)


def _restricciones_de(capa: Capa) -> tuple[str, ...]:
    unica = (f"No hay dos objetos con el mismo valor de «{capa.clave}».",) if capa.clave else ()
    return ("La geometría es válida, no está vacía y cae dentro de Colombia.", *unica)


def atributo(campo: Field) -> Atributo:
    """One public field, with its domain."""
    tipo, en_palabras = _TIPOS[tipo_de(campo)]
    return Atributo(
        nombre=campo.name,
        titulo=str(campo.verbose_name).capitalize(),
        definicion=str(campo.help_text),
        tipo=tipo,
        tipo_en_palabras=en_palabras,
        minimo=0 if _puede_faltar(campo) else 1,
        longitud=real(campo).max_length,
        unidad=_unidad(campo),
        restricciones=tuple(_restricciones(campo)),
        valores=tuple(Valor(str(valor), str(nombre)) for valor, nombre in campo.flatchoices if valor not in (None, "")),
    )


def _puede_faltar(campo: Field) -> bool:
    """An empty text is no value either."""
    return campo.null or (campo.blank and isinstance(real(campo), CharField | TextField))


def _unidad(campo: Field) -> str:
    """The unit that the name says at its end: «ancho de carril (m)»."""
    hallada = _UNIDAD.search(str(campo.verbose_name))
    return hallada[1] if hallada and hallada[1] not in _NO_SON_UNIDADES else ""


def _restricciones(campo: Field):
    if campo.unique:
        yield "No se repite."
    if isinstance(campo, ForeignKey):
        yield f"Es el identificador de: {campo.target_field.model._meta.verbose_name}."
    # `validators` would bring the range of the column's type too, which is no rule of the domain
    for validador in campo.deconstruct()[3].get("validators", ()):
        palabra = {MinValueValidator: "Desde", MaxValueValidator: "Hasta"}.get(type(validador))
        if palabra:
            yield f"{palabra} {number_format(validador.limit_value, use_l10n=True)}."
