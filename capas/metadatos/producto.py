"""The data product specification of a layer (ISO 19131:2007, clauses 7 to 16), from its record and its declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format

from capas.codigos import FRECUENCIAS, TEMAS
from capas.geometria import SISTEMAS
from capas.lectura import elementos, por_revision
from capas.metadatos import leyenda
from capas.metadatos.catalogo_objetos import GEOMETRIAS
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad
from capas.ogc import documentos

_ENTREGAS = ("items", "enclosure", "service")
_REFERENCIAS = {
    4326: "WGS 84",
    4686: "MAGNA-SIRGAS",
    3857: "WGS 84 / Pseudo-Mercator",
    9377: "MAGNA-SIRGAS / Origen-Nacional",
}


@dataclass(frozen=True)
class Dato:
    nombre: str
    valor: str
    enlace: str = ""


@dataclass(frozen=True)
class Seccion:
    """One clause of the specification. `muestras` only in that of portrayal."""

    titulo: str
    datos: tuple[Dato, ...]
    muestras: tuple[leyenda.Muestra, ...] = ()


def informe_de(ficha: FichaCapa) -> InformeCalidad | None:
    """The last quality report of a layer."""
    return InformeCalidad.objects.filter(ficha_id=ficha.pk).prefetch_related("medidas").first()


def hoja(request: HttpRequest, ficha: FichaCapa, informe: InformeCalidad | None) -> list[Seccion]:
    """The specification, clause by clause. `ficha` is one that this person may see."""
    coleccion = documentos.coleccion(request, ficha)
    es_imagen = ficha.es_raster
    if es_imagen:
        contenido, muestras = _de_imagen(ficha), leyenda.de_raster(ficha.raster)
    else:
        contenido, muestras = _de_objetos(request, ficha), leyenda.de_capa(ficha.capa)
    clausulas = {
        "Visión general": _vision(ficha),
        "Alcance": _alcance(coleccion["extent"]),
        "Identificación": _identificacion(ficha, "Ráster" if es_imagen else "Vectorial"),
        "Contenido y estructura": contenido,
        "Sistema de referencia": _referencia(ficha, coleccion["crs"]),
        "Calidad": _calidad(ficha, informe),
        "Captura y linaje": [Dato("Linaje", ficha.linaje)],
        "Mantenimiento": _mantenimiento(ficha),
        "Representación": [Dato("Estilo", "SLD 1.0", reverse("ogc:estilo", args=[ficha.pk]) + "?f=sld")],
        "Entrega": [Dato(e["title"], e["type"], e["href"]) for e in coleccion["links"] if e["rel"] in _ENTREGAS],
        "Metadatos": _metadatos(ficha, es_imagen),
    }
    return [
        Seccion(titulo, tuple(datos), tuple(muestras) if titulo == "Representación" else ())
        for titulo, datos in clausulas.items()
    ]


def _vision(ficha: FichaCapa) -> Iterator[Dato]:
    yield Dato("Producto", ficha.titulo)
    yield Dato("Descripción", ficha.resumen)
    yield Dato("Versión", f"Revisión {ficha.numero_revision}, del {_dia(ficha.actualizada)}")
    yield Dato("Idioma", "Español")
    yield Dato("Responsable", ficha.responsable)
    yield Dato("Contacto", ficha.correo_publico)


def _alcance(extension: dict[str, Any]) -> Iterator[Dato]:
    oeste, sur, este, norte = (number_format(v, 4) for v in extension["spatial"]["bbox"][0])
    yield Dato("Nivel", "Conjunto de datos completo")
    yield Dato("Extensión en grados", f"Oeste {oeste}; sur {sur}; este {este}; norte {norte}")
    desde, hasta = extension.get("temporal", {}).get("interval", [[None, None]])[0]
    if desde and hasta:
        yield Dato("Extensión en el tiempo", f"Del {desde[:10]} al {hasta[:10]}")


def _identificacion(ficha: FichaCapa, representacion: str) -> Iterator[Dato]:
    yield Dato("Identificador", ficha.pk)
    yield Dato("Sector", ficha.get_sector_display())
    yield Dato("Tema (ISO 19115)", TEMAS.get(ficha.tema, ficha.tema))
    if ficha.palabras_clave:
        yield Dato("Palabras clave", ficha.palabras_clave)
    yield Dato("Representación espacial", representacion)
    yield Dato("Escala", f"1:{intcomma(ficha.escala)}")
    yield Dato("Acceso (Ley 1712 de 2014)", ficha.get_clasificacion_display())
    yield Dato("Licencia", ficha.licencia, ficha.licencia)


def _de_objetos(request: HttpRequest, ficha: FichaCapa) -> Iterator[Dato]:
    queryset = elementos(request, ficha.capa)
    total = por_revision(ficha, queryset, "total", lambda: queryset.order_by().count())
    yield Dato("Objetos", intcomma(total))
    yield Dato("Geometría", GEOMETRIAS[ficha.capa.tipo][1])
    yield Dato("Atributos", f"{len(ficha.capa.campos)}, en el catálogo de objetos", _a("catalogo", ficha))


def _de_imagen(ficha: FichaCapa) -> Iterator[Dato]:
    raster = ficha.raster
    yield Dato("Tamaño", f"{intcomma(raster.ancho)} columnas por {intcomma(raster.alto)} filas")
    yield Dato("Bandas", str(raster.bandas))
    yield Dato("Resolución", f"{number_format(raster.resolucion_m, 1)} m")
    if raster.minimo is not None and raster.maximo is not None:
        valores = f"De {number_format(raster.minimo, 1)} a {number_format(raster.maximo, 1)} {raster.unidad}"
        yield Dato("Valores", valores.strip())
    yield Dato("Clase de valores", "Continuos" if raster.continua else f"{len(raster.paleta)} clases")


def _referencia(ficha: FichaCapa, sistemas: list[str]) -> Iterator[Dato]:
    propio = ficha.raster.srid if ficha.es_raster else 9377
    yield Dato("Sistema de los datos", _en_palabras(propio))
    otros = [_en_palabras(SISTEMAS[uri].srid) for uri in sistemas if SISTEMAS[uri].srid != propio]
    if otros:
        yield Dato("También se entregan en", "; ".join(dict.fromkeys(otros)))


def _en_palabras(srid: int) -> str:
    return f"EPSG:{srid}" + (f", {_REFERENCIAS[srid]}" if srid in _REFERENCIAS else "")


def _calidad(ficha: FichaCapa, informe: InformeCalidad | None) -> Iterator[Dato]:
    if not ficha.es_raster:
        yield from _exigencias(ficha)
    if informe is None:
        yield Dato("Medidas (ISO 19157)", "Esta capa aún no tiene informe de calidad.")
        return
    yield Dato("Informe", f"Revisión {informe.revision}, del {_dia(informe.fecha)}")
    for medida in informe.medidas.all():
        yield Dato(medida.nombre, _medida(medida))


def _exigencias(ficha: FichaCapa) -> Iterator[Dato]:
    """What is asked of every feature: the database refuses a bad geometry; forms and imports, the rest."""
    capa = ficha.capa
    yield Dato("Geometría", "Válida, no vacía y dentro de Colombia; la base de datos no recibe otra.")
    obligatorios = [str(c.verbose_name) for c in capa.campos if not c.null and not c.blank]
    if obligatorios:
        yield Dato("Siempre tienen valor", ", ".join(obligatorios))
    listas = [str(campo.verbose_name) for campo in capa.campos if campo.choices]
    if listas:
        yield Dato("Valores de una lista cerrada", ", ".join(listas))


def _medida(medida: MedidaCalidad) -> str:
    unidad = f" {medida.unidad}" if medida.unidad else ""
    partes = [f"Valor {_numero(medida.valor)}{unidad}"]
    if medida.umbral is not None:
        partes.append(f"umbral {_numero(medida.umbral)}{unidad}")
    if medida.conforme is not None:
        partes.append("cumple" if medida.conforme else "no cumple")
    return "; ".join(partes)


def _numero(valor: float) -> str:
    return number_format(int(valor) if valor == int(valor) else round(valor, 3), use_l10n=True)


def _mantenimiento(ficha: FichaCapa) -> Iterator[Dato]:
    yield Dato("Frecuencia", FRECUENCIAS.get(ficha.frecuencia, ficha.frecuencia))
    yield Dato("Último cambio", _dia(ficha.actualizada))
    if ficha.fecha_referencia:
        yield Dato("Fecha de referencia", date_format(ficha.fecha_referencia, "DATE_FORMAT").lower())


def _metadatos(ficha: FichaCapa, es_imagen: bool) -> Iterator[Dato]:
    yield Dato("Registro", "En el catálogo de capas", reverse("ogc:registro", args=[ficha.pk]) + "?f=html")
    if not es_imagen:
        yield Dato("Catálogo de objetos", "ISO 19110", _a("catalogo", ficha))


def _a(nombre: str, ficha: FichaCapa) -> str:
    return reverse(f"catalogo_objetos:{nombre}", args=[ficha.pk])


def _dia(momento: Any) -> str:
    return date_format(timezone.localtime(momento), "DATE_FORMAT").lower()
