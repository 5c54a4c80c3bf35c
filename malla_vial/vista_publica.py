"""What everybody will read of a report, and what nobody will, told to its author before it is sent (Ley 1581/2012, art. 12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.formats import date_format

from capas.geometria import CoordenadaInvalida, a_maestro, punto
from malla_vial.acciones.lugar import exigir_municipio, situar
from malla_vial.direcciones import Responsable, en_palabras, responsable
from malla_vial.models import Reporte, TipoDano

_MIRADO = "(cuando una persona de la Alcaldía lo haya mirado)"
SIN_LUGAR = "Se publica cuando una persona de la Alcaldía ubique el lugar"


@dataclass(frozen=True)
class Sitio:
    """A place in words. direccion, sector: as they will be published; palabras: as a neighbour would say it; aviso: who
    answers for it, if that is not the municipality."""

    direccion: str = ""
    sector: str = ""
    aviso: str = ""
    palabras: str = ""

    @property
    def en_palabras(self) -> str:
        return self.palabras or ", ".join(parte for parte in (self.direccion, self.sector) if parte)


@dataclass(frozen=True)
class Renglon:
    """A line of the preview. columnas: the public columns of the layer that it tells; despues: what has to happen first; vacio: what is said meanwhile."""

    clave: str
    nombre: str
    valor: str = ""
    columnas: tuple[str, ...] = ()
    despues: str = ""
    vacio: str = ""


@dataclass(frozen=True)
class Parte:
    """A line of the last step: what a step holds, or what is said where it holds nothing."""

    clave: str
    paso: str
    nombre: str
    valor: str
    vacio: str


def sitio_de(lugar: Point) -> Sitio:
    """lugar: any SRID. The filing's own functions place it, by the door of anybody."""
    lugar = a_maestro(lugar)
    quien = responsable(lugar)
    prueba = Reporte()
    situar(prueba, lugar, exigir_municipio(lugar, trasladar=True), "lectura")
    sector = ", ".join(parte for parte in (prueba.barrio, prueba.comuna) if parte)
    return Sitio(prueba.direccion, sector, _aviso(quien) if quien else "", en_palabras(lugar))


def _aviso(quien: Responsable) -> str:
    como = "lo trasladamos" if quien.recibe_traslados else "una persona de la Alcaldía lo traslada"
    return f"{quien.en_palabras} También puede dejar aquí el reporte: {como}."


def sitio_escrito(datos: Mapping[str, str]) -> Sitio | None:
    """The place of a draft, where it has one."""
    try:
        return sitio_de(punto(datos.get("lon", ""), datos.get("lat", "")))
    except CoordenadaInvalida:
        return None


def vista(datos: Mapping[str, str], fotos: int = 0) -> dict[str, Any]:
    """What the templates of the last steps need: sitio, publico, privado, hay_privado, resumen."""
    sitio = sitio_escrito(datos)
    privado = _privado(datos)
    return {
        "sitio": sitio,
        "publico": _publico(datos, sitio or Sitio(), fotos),
        "privado": privado,
        "hay_privado": any(renglon.valor for renglon in privado),
        "resumen": _resumen(datos, sitio, fotos),
    }


def _publico(datos: Mapping[str, str], sitio: Sitio, fotos: int) -> list[Renglon]:
    coordenadas = f"{datos['lat']}, {datos['lon']}" if datos.get("lat") and datos.get("lon") else ""
    hoy = date_format(timezone.localdate(), "DATE_FORMAT").lower()
    return [
        Renglon("tipo", "Daño", _tipo(datos), ("tipo",)),
        Renglon("tamano", "Tamaño", _tamano(datos), ("tamano",)),
        Renglon("peligro", "Peligro", _peligro(datos), ("peligro",)),
        Renglon("direccion", "Calle", sitio.direccion, ("direccion", "tramo", "medida")),
        Renglon("sector", "Sector", sitio.sector, ("barrio", "comuna")),
        Renglon("punto", "Punto en el mapa", coordenadas, ("geom",), vacio=SIN_LUGAR),
        Renglon("fecha", "Fecha", hoy, ("radicado_en",)),
        Renglon(
            "estado",
            "En qué va",
            "Recibido, con su número; después, la obra que lo arregle",
            ("estado", "codigo", "intervencion", "duplicado_de"),
        ),
        Renglon("descripcion", "Lo que cuenta", datos.get("descripcion", ""), ("descripcion_publica",), _MIRADO),
        Renglon("fotos", "Fotos", str(fotos or ""), (), "" if settings.FOTOS_INMEDIATAS else _MIRADO),
    ]


def _privado(datos: Mapping[str, str]) -> list[Renglon]:
    nombres = {"sena": "Seña que escribió", "nombre": "Nombre", "correo": "Correo", "telefono": "Teléfono"}
    valores = {**datos, "sena": datos.get("direccion", "")}
    return [Renglon(clave, nombre, valores.get(clave, "")) for clave, nombre in nombres.items()]


def _resumen(datos: Mapping[str, str], sitio: Sitio | None, fotos: int) -> list[Parte]:
    lugar = sitio.en_palabras or "Punto marcado en el mapa" if sitio else datos.get("direccion", "")
    dano = _unidos(_tipo(datos), _tamano(datos).lower(), "es peligroso" if _peligro(datos) == "Sí" else "")
    contacto = _unidos(*(datos.get(campo, "") for campo in ("nombre", "correo", "telefono")))
    return [
        Parte("fotos", "foto", "Fotos", _cuantas(fotos), "Sin foto"),
        Parte("lugar", "lugar", "Lugar", lugar, "Falta decir dónde es"),
        Parte("dano", "dano", "Daño", dano, "Falta decir qué daño es"),
        Parte("detalles", "detalles", "Detalles", datos.get("descripcion", ""), "Nada más que contar"),
        Parte("contacto", "detalles", "Contacto", contacto, "Anónimo"),
    ]


def _unidos(*partes: str) -> str:
    return ", ".join(parte for parte in partes if parte)


def _cuantas(fotos: int) -> str:
    return {0: "", 1: "1 foto"}.get(fotos, f"{fotos} fotos")


def _tipo(datos: Mapping[str, str]) -> str:
    return TipoDano.objects.filter(pk=datos.get("tipo", "")).values_list("nombre", flat=True).first() or ""


def _tamano(datos: Mapping[str, str]) -> str:
    return dict(Reporte.Tamano.choices).get(datos.get("tamano", ""), "")


def _peligro(datos: Mapping[str, str]) -> str:
    return {"": "", "false": "No"}.get(datos.get("peligro", ""), "Sí")
