"""Who answers for a place that is not the municipality's."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point

from capas import lectura
from capas.geometria import a_maestro
from capas.models import UnidadTerritorial
from malla_vial.direcciones.ubicar import PUERTA
from malla_vial.models import EntidadResponsable, TramoVial

Condicion = EntidadResponsable.Condicion
SOBRE_LA_VIA_M = 25  # a report farther from the axis than half a wide road and its verge is not on it


@dataclass(frozen=True)
class Responsable:
    """An entity and what a person is told of it. `afuera`: the place is not within the municipality."""

    condicion: str
    nombre: str
    frase: str
    linea: str = ""
    pagina: str = ""
    afuera: bool = False
    recibe_traslados: bool = False
    entidad: int | None = None

    @property
    def en_palabras(self) -> str:
        """«Este sitio queda en Cajamarca… Teléfono: #767. Página: …»"""
        datos = [
            f"Teléfono: {self.linea}." if self.linea else "",
            f"Página: {self.pagina}" if self.pagina else "",
        ]
        return " ".join(parte for parte in (self.frase, *datos) if parte)


def responsable(punto: Point) -> Responsable | None:
    """Who answers for a place (any SRID) that is not the municipality's; None of one that is.

    The owner of the way, where it stands on one of another's, and else the neighbour in whose land it lies.
    """
    lugar = a_maestro(punto)
    unidades = dict(UnidadTerritorial.objects.using(PUERTA).que_contienen(lugar).values_list("nivel", "codigo"))
    afuera = "municipio" not in unidades and _hay_limite()
    propietario = _propietario(lugar)
    if propietario not in ("", TramoVial.Propietario.MUNICIPIO):
        return _entidad(propietario, "", afuera)
    return _entidad(Condicion.VECINO, unidades.get("municipio_vecino", ""), True) if afuera else None


def _hay_limite() -> bool:
    return UnidadTerritorial.objects.using(PUERTA).filter(nivel="municipio").exists()


def _propietario(lugar: Point) -> str:
    """Of the segment that a place stands on; "" of none, or where the inventory is closed."""
    if not lectura.visible_para(AnonymousUser(), "tramos-viales"):
        return ""
    tramo = TramoVial.objects.using(PUERTA).only("propietario").mas_cercano(lugar, SOBRE_LA_VIA_M)
    return tramo.propietario if tramo else ""


def _entidad(condicion: str, codigo: str, afuera: bool) -> Responsable:
    """What the table says of a condition; of a neighbour that is not in it, what it says of any; else words of ours."""
    entidades = EntidadResponsable.objects.using(PUERTA)
    hallada = (
        entidades.filter(condicion=condicion, codigo=codigo).exclude(condicion=Condicion.VECINO, codigo="").first()
        or (_vecino(codigo) if codigo else None)
        or (entidades.filter(condicion=Condicion.FUERA).first() if afuera else None)
    )
    if isinstance(hallada, Responsable):
        return hallada
    if hallada is None:
        return Responsable(condicion, "otra entidad", _DE_OTRO, afuera=afuera)
    datos = {campo: getattr(hallada, campo) for campo in ("nombre", "frase", "linea", "pagina", "recibe_traslados")}
    return Responsable(condicion, **datos, afuera=afuera, entidad=hallada.pk)


_DE_OTRO = f"Este sitio no es de las vías de {settings.MUNICIPIO}: responde otra entidad."


def _vecino(codigo: str) -> Responsable | None:
    """A neighbour whose limits are known and whose mayor's office nobody has written down."""
    unidad = (
        UnidadTerritorial.objects.using(PUERTA).filter(nivel="municipio_vecino", codigo=codigo).only("nombre").first()
    )
    if unidad is None:
        return None
    frase = f"Este sitio queda en {unidad.nombre}: responde la alcaldía de ese municipio."
    return Responsable(Condicion.VECINO, f"Alcaldía de {unidad.nombre}", frase, afuera=True)
