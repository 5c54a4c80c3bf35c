"""From the rows of a file to features of a layer: every repair is noted, every refusal says why."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey

from capas.catalogo import Capa
from capas.geometria import PAIS_METROS, SRID_MAESTRO, motivo_en_espanol
from capas.importar.leer import Fila
from capas.models import Elemento
from capas.presentacion import llano

_PARTES = {0: ("Point", "MultiPoint"), 1: ("LineString", "MultiLineString"), 2: ("Polygon", "MultiPolygon")}
_EN_PLURAL = ("puntos", "líneas", "polígonos")
_EN_PALABRAS = {
    "Point": "un punto",
    "MultiPoint": "varios puntos",
    "LineString": "una línea",
    "MultiLineString": "varias líneas",
    "Polygon": "un polígono",
    "MultiPolygon": "varios polígonos",
    "GeometryCollection": "una mezcla de geometrías",
}
_LOGICOS = {"si": True, "no": False, "verdadero": True, "falso": False}
_NULOS = {"", "null", "none", "<null>", "nan", "n/a"}
_ACENTOS_PERDIDOS = re.compile(r"\ufffd|\w\?{2,}|\?{2,}\w")


class FilaRechazada(Exception):
    """Why a row does not get in."""


@dataclass
class Informe:
    """What became of a file, row by row."""

    leidas: int = 0
    cargadas: int = 0
    actualizadas: int = 0
    borradas: int = 0
    reparadas: dict[int, list[str]] = field(default_factory=dict)
    avisos: dict[int, list[str]] = field(default_factory=dict)
    rechazadas: dict[int, str] = field(default_factory=dict)
    sin_usar: list[str] = field(default_factory=list)
    filas_de: dict[int, int] = field(default_factory=dict)  # id of a new feature -> number of its row


@dataclass
class Mapeo:
    """Which column feeds which field; a value that begins with «=» is a constant."""

    columnas: dict[str, str]

    def valor(self, campo: str, fila: Fila) -> Any:
        origen = self.columnas.get(campo)
        if origen is None:
            return None
        return origen[1:] if origen.startswith("=") else fila.atributos.get(origen)


def mapear(capa: Capa, columnas: Iterable[str], dado: dict[str, str]) -> Mapeo:
    """The mapping given, and for the rest the columns that are called like a field. Raises ValueError."""
    campos = {campo.name: campo for campo in capa.editables}
    columnas = list(columnas)
    if ajenos := [campo for campo in dado if campo not in campos]:
        raise ValueError(f"La capa «{capa.id}» no tiene el campo {', '.join(ajenos)}. Tiene: {', '.join(campos)}.")
    if ausentes := [c for c in dado.values() if not c.startswith("=") and c not in columnas]:
        raise ValueError(f"El archivo no tiene la columna {', '.join(ausentes)}. Tiene: {', '.join(columnas)}.")
    por_nombre = {comparable(columna): columna for columna in columnas}
    solos = {nombre: por_nombre[comparable(nombre)] for nombre in campos if comparable(nombre) in por_nombre}
    return Mapeo(solos | dado)


def comparable(texto: str) -> str:
    """Lower case, no accents, no blanks: how names are compared."""
    return re.sub(r"[\s_-]+", "_", llano(str(texto)).strip())


def limpiar(capa: Capa, filas: Iterable[Fila], mapeo: Mapeo, informe: Informe) -> Iterator[tuple[int, Elemento]]:
    """(row number, feature) of the rows that get in; the report tells of the rest."""
    vistas: set[Any] = set()
    for fila in filas:
        informe.leidas += 1
        try:
            elemento = _elemento(capa, fila, mapeo)
            _sin_repetir(capa, elemento, vistas)
        except FilaRechazada as rechazo:
            informe.rechazadas[fila.numero] = str(rechazo)
            continue
        if fila.reparos:
            informe.reparadas[fila.numero] = fila.reparos
        if avisos := list(_avisos(fila, mapeo)):
            informe.avisos[fila.numero] = avisos
        yield fila.numero, elemento


def _elemento(capa: Capa, fila: Fila, mapeo: Mapeo) -> Elemento:
    if fila.rechazo:
        raise FilaRechazada(fila.rechazo)
    elemento = capa.modelo(geom=GEOSGeometry(memoryview(geometria(capa, fila)), srid=SRID_MAESTRO))
    elemento.clean()
    for campo in capa.editables:
        if campo.name in mapeo.columnas:
            setattr(elemento, campo.attname, _valor(campo, mapeo.valor(campo.name, fila), fila))
        elif not campo.blank and not campo.null and not campo.has_default():
            raise FilaRechazada(
                f"falta «{campo.name}», que es obligatorio: mapee una columna, o una constante con {campo.name}==valor"
            )
    return elemento


def geometria(capa: Capa, fila: Fila) -> bytes:
    """WKB of the row's geometry as the layer wants it: valid, of its type, inside the country. Raises FilaRechazada."""
    forma = shapely.from_wkb(fila.wkb)
    clase = forma.geom_type
    if not _en_el_pais(forma):
        lon_lat = f"E {forma.bounds[0]:.0f}, N {forma.bounds[1]:.0f} en EPSG:9377"
        raise FilaRechazada(f"está fuera de Colombia ({lon_lat}): revise el sistema de coordenadas y el orden lon, lat")
    if not forma.is_valid:
        motivo = shapely.is_valid_reason(forma)
        forma = shapely.make_valid(forma)
        fila.reparos.append(f"geometría reparada: {motivo_en_espanol(motivo, 'E {:.1f}, N {:.1f}')}")
    return shapely.to_wkb(_del_tipo(capa, forma, clase, fila))


def _en_el_pais(forma) -> bool:
    oeste, sur, este, norte = forma.bounds
    return oeste >= PAIS_METROS[0] and sur >= PAIS_METROS[1] and este <= PAIS_METROS[2] and norte <= PAIS_METROS[3]


def _del_tipo(capa: Capa, forma, clase: str, fila: Fila):
    """The parts of the wanted dimension, single or multi as the layer keeps them. `clase`: what it was before any repair."""
    simple, multiple = _PARTES[capa.dimension]
    sueltas = list(_sueltas(forma))
    partes = [p for p in sueltas if p.geom_type == simple and not p.is_empty]
    if partes and len(partes) < len(sueltas):
        fila.reparos.append(f"se quitaron las partes que no son {_EN_PLURAL[capa.dimension]}")
    if not partes:
        raise FilaRechazada(_por_que_no(capa, clase))
    if capa.tipo.startswith("MULTI"):
        return getattr(shapely, multiple)(partes)
    if len(partes) > 1 and capa.dimension == 1:
        unida = shapely.line_merge(shapely.MultiLineString(partes))
        partes = [unida] if unida.geom_type == "LineString" else partes
        fila.reparos.append("se unieron sus partes")
    if len(partes) > 1:
        raise FilaRechazada(f"tiene {len(partes)} partes sueltas y la capa guarda una sola por elemento")
    return partes[0]


def _por_que_no(capa: Capa, clase: str) -> str:
    if clase in _PARTES[capa.dimension]:
        medida = "área" if capa.dimension == 2 else "longitud"
        return f"es {_EN_PALABRAS[clase]} que no tiene {medida}: sus vértices caen en un mismo punto o línea"
    return f"es {_EN_PALABRAS.get(clase, clase)} y la capa guarda {_EN_PLURAL[capa.dimension]}"


def _sueltas(forma) -> Iterator[Any]:
    if hasattr(forma, "geoms"):
        for parte in forma.geoms:
            yield from _sueltas(parte)
    else:
        yield forma


def _valor(campo: Field, valor: Any, fila: Fila) -> Any:
    """A column's value as the field keeps it. Raises FilaRechazada with the field and the value."""
    valor = _texto_limpio(valor, fila) if isinstance(valor, str) else valor
    destino = campo.target_field if isinstance(campo, ForeignKey) else campo
    if valor is None:
        return _ausente(campo)
    try:
        if campo.choices:
            return _del_dominio(campo, valor)
        if (
            isinstance(valor, float)
            and valor.is_integer()
            and destino.get_internal_type() in ("CharField", "TextField")
        ):
            valor = int(valor)
        if isinstance(valor, str) and destino.get_internal_type() == "DateField":
            valor = _dia(valor, fila)
        if isinstance(valor, str) and destino.get_internal_type() == "BooleanField":
            valor = _LOGICOS.get(comparable(valor), valor)
        limpio = destino.to_python(valor)
        campo.run_validators(limpio)
        return limpio
    except (ValidationError, ValueError, OverflowError):
        raise FilaRechazada(f"«{str(valor)[:60]}» no es un valor posible de «{campo.name}»") from None


def _dia(texto: str, fila: Fila) -> str:
    """The day of an instant: files keep dates as midnights."""
    dia, _, hora = texto.partition("T")
    if hora.strip("0:.Z+"):
        fila.reparos.append("se quitó la hora de una fecha")
    return dia


def _ausente(campo: Field) -> Any:
    if campo.null:
        return None
    if campo.has_default():
        return campo.get_default()
    if campo.blank:
        return ""
    raise FilaRechazada(f"le falta «{campo.name}», que es obligatorio")


def _texto_limpio(texto: str, fila: Fila) -> str | None:
    """Without NUL and outer blanks; accents that were read in the wrong encoding put right."""
    limpio = " ".join(texto.replace("\x00", "").split())
    if "\x00" in texto:
        fila.reparos.append("se quitaron caracteres nulos")
    if re.search(r"[ÃÂ][\x80-\xbf\u0152-\u2122¡-¿]", limpio):
        try:
            limpio = limpio.encode("cp1252").decode("utf-8")
            fila.reparos.append("se corrigieron los acentos")
        except UnicodeError:
            pass
    return None if limpio.lower() in _NULOS else limpio


def _del_dominio(campo: Field, valor: Any) -> Any:
    """A value of the domain, given as the value or as its label, whatever the accents and capitals."""
    for codigo, etiqueta in campo.flatchoices:
        if comparable(str(valor).removesuffix(".0")) in (comparable(codigo), comparable(etiqueta)):
            return codigo
    admitidos = ", ".join(str(codigo) for codigo, _ in campo.flatchoices)
    raise FilaRechazada(f"«{str(valor)[:60]}» no está en el dominio de «{campo.name}» ({admitidos})")


def _sin_repetir(capa: Capa, elemento: Elemento, vistas: set[Any]) -> None:
    if not capa.clave:
        return
    clave = getattr(elemento, capa.clave)
    if clave in vistas:
        raise FilaRechazada(f"repite la clave {capa.clave} = «{clave}» de otra fila del archivo")
    vistas.add(clave)


def _avisos(fila: Fila, mapeo: Mapeo) -> Iterator[str]:
    """What gets in but wants a look."""
    for columna in mapeo.columnas.values():
        valor = fila.atributos.get(columna)
        if isinstance(valor, str) and _ACENTOS_PERDIDOS.search(valor):
            yield f"acentos perdidos en «{columna}»: «{valor[:60]}»"
