"""The measures of ISO 19157 that a raster has an answer to: one table, as that of `capas.calidad.medidas`."""

from dataclasses import dataclass
from typing import Any

from capas.calidad.contexto import Resultado
from capas.calidad.medidas import ACTUALIDAD, CONCEPTUAL, DOMINIO, FORMATO, OMISION, Medida
from capas.geometria import SRID_MAESTRO
from capas.models import FichaCapa, Municipio
from capas.raster_examen import Examen, examinar


@dataclass(frozen=True)
class ContextoDeImagen:
    """A raster whose file was examined."""

    ficha: FichaCapa
    examen: Examen

    @property
    def elementos(self) -> int:
        return self.examen.pixeles

    @property
    def sin_cubrir_km2(self) -> float:
        return round((self.examen.area_km2 or 0) - (self.examen.cubierta_km2 or 0), 3)


def contexto(ficha: FichaCapa) -> ContextoDeImagen:
    """Raises OSError where the file cannot be opened."""
    municipio = Municipio.objects.values_list("geom", flat=True).first()
    return ContextoDeImagen(ficha, examinar(ficha.raster, municipio))


def _formato(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(c.examen.bloques_rotos + (not c.examen.cog), c.examen.bloques)


def _en_otro_sistema(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(int(c.examen.srid != SRID_MAESTRO), 1)


def _mal_puesto(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(len(c.examen.desvios))


def _sin_dato(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(c.examen.pixeles - c.examen.con_dato, c.examen.pixeles)


def _impropios(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(c.examen.impropios, c.examen.con_dato)


def _sin_cubrir(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(c.sin_cubrir_km2, c.examen.area_km2)


def _fuera(c: ContextoDeImagen, _: Any) -> Resultado:
    return Resultado(int(not c.examen.cubierta_km2), 1)


def _con_municipio(c: ContextoDeImagen) -> list[None]:
    return [] if c.examen.area_km2 is None else [None]


def _de_una_banda(c: ContextoDeImagen) -> list[None]:
    return [None] if c.ficha.raster.bandas < 3 else []


MEDIDAS = (
    Medida("sin-dato", "6", OMISION, "Píxeles sin dato", _sin_dato, umbral=None, unidad="píxeles"),
    Medida("sin-cubrir", "propia", OMISION, "Superficie del municipio sin dato", _sin_cubrir, _con_municipio, None, unidad="km²"),
    Medida("formato", "19", FORMATO, "Bloques ilegibles, o archivo que no es un GeoTIFF optimizado para la nube", _formato, unidad="bloques"),
    Medida("sistema", "10", CONCEPTUAL, "Está en otro sistema de referencia que el oficial (EPSG:9377)", _en_otro_sistema, unidad="archivo"),
    Medida("georreferencia", "10", CONCEPTUAL, "Reparos a su georreferencia: sin lugar, girado, de píxeles no cuadrados o lejos de donde dice su ficha", _mal_puesto, unidad="reparos"),
    Medida("fuera-del-municipio", "16", DOMINIO, "No tiene ningún dato dentro del municipio", _fuera, _con_municipio, unidad="archivo"),
    Medida("dominio", "16", DOMINIO, "Valor fuera de los que la capa declara", _impropios, _de_una_banda, unidad="píxeles"),
    ACTUALIDAD,
)  # fmt: skip
