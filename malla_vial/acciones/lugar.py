"""Where a report is: its territory, its segment and the measure along it."""

from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point

from capas import postgis
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from capas.models import UnidadTerritorial
from capas.territorio import unidades_en
from malla_vial.direcciones import Responsable, responsable
from malla_vial.models import Reporte, TramoVial


class FueraDelMunicipio(DatosInvalidos):
    """The place is not of the municipality, and nobody asked to have the report sent on; `responsable`: who answers."""

    def __init__(self, quien: Responsable | None) -> None:
        self.responsable = quien
        donde = f"El lugar está fuera de {settings.MUNICIPIO}."
        super().__init__(f"{donde} {quien.en_palabras}" if quien else donde)


def exigir_municipio(lugar: Point, trasladar: bool = False) -> dict[str, UnidadTerritorial]:
    """The territorial units of a place. Outside the municipality: none if its report is to be sent on to who answers
    there, else raises FueraDelMunicipio."""
    unidades = unidades_en(lugar)
    if (
        UnidadTerritorial.Nivel.MUNICIPIO in unidades
        or not UnidadTerritorial.objects.filter(nivel=UnidadTerritorial.Nivel.MUNICIPIO).exists()
    ):
        return unidades
    if trasladar:
        return {}
    raise FueraDelMunicipio(responsable(lugar, "default"))


def fuera_sin_confirmar(datos: dict[str, Any]) -> FueraDelMunicipio | None:
    """Why a place would be refused for lying outside; datos: `punto` (any SRID, or None) and `trasladar`."""
    try:
        if datos.get("punto"):
            exigir_municipio(a_maestro(datos["punto"]), bool(datos.get("trasladar")))
    except FueraDelMunicipio as error:
        return error
    return None


def situar(reporte: Reporte, lugar: Point, territorio: dict[str, UnidadTerritorial], alias: str = "default") -> None:
    """Place a report: its units of territory, its nearest segment and the measure along it.

    alias: the database through which segments are read; by default, also those that the public may not see.
    """
    reporte.geom = lugar
    grande = territorio.get("comuna") or territorio.get("corregimiento")
    chica = territorio.get("barrio") or territorio.get("vereda") or territorio.get("centro_poblado")
    reporte.comuna, reporte.barrio = grande.nombre if grande else "", chica.nombre if chica else ""
    _amarrar(reporte, lugar, TramoVial.objects.legibles_por(alias).only("id", "nombre").mas_cercano(lugar))


def _amarrar(reporte: Reporte, punto: Point, tramo: TramoVial | None) -> None:
    reporte.tramo = tramo
    reporte.medida = (
        None
        if tramo is None
        else round(postgis.medida_en_linea(TramoVial._meta.db_table, tramo.pk, punto.x, punto.y), 1)
    )
    reporte.direccion = tramo.nombre if tramo else ""
