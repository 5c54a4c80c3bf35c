"""Who answers for a place that is not the municipality's."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.gis.geos import Point

from capas.geometria import a_maestro
from capas.models import UnidadTerritorial
from malla_vial.direcciones.ubicar import PUERTA
from malla_vial.models import EntidadResponsable, TramoVial
from malla_vial.models.entidades import clave_de

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
    codigo: str = ""

    @property
    def clave(self) -> str:
        """As `EntidadResponsable.clave`."""
        return clave_de(self.condicion, self.codigo)

    @property
    def en_palabras(self) -> str:
        """«Este sitio queda en Cajamarca… Teléfono: #767. Página: …»"""
        datos = [
            f"Teléfono: {self.linea}." if self.linea else "",
            f"Página: {self.pagina}" if self.pagina else "",
        ]
        return " ".join(parte for parte in (self.frase, *datos) if parte)


def responsable(punto: Point, alias: str = PUERTA) -> Responsable | None:
    """Who answers for a place (any SRID) that is not the municipality's; None of one that is.

    alias: an action reads through the door by which it writes, since what it has locked nobody else can read.
    The owner of the way, where it stands on one of another's, and else the neighbour in whose land it lies.
    """
    lugar = a_maestro(punto)
    unidades = dict(UnidadTerritorial.objects.using(alias).que_contienen(lugar).values_list("nivel", "codigo"))
    afuera = UnidadTerritorial.Nivel.MUNICIPIO not in unidades and _hay_limite(alias)
    propietario = _propietario(lugar, alias)
    if propietario not in ("", TramoVial.Propietario.MUNICIPIO):
        return _entidad(propietario, "", afuera, alias)
    return _entidad(Condicion.VECINO, unidades.get("municipio_vecino", ""), True, alias) if afuera else None


def _hay_limite(alias: str) -> bool:
    return UnidadTerritorial.objects.using(alias).filter(nivel=UnidadTerritorial.Nivel.MUNICIPIO).exists()


def _propietario(lugar: Point, alias: str) -> str:
    """Of the segment that a place stands on; "" of none, or where the inventory is closed."""
    tramo = TramoVial.objects.legibles_por(alias).only("propietario").mas_cercano(lugar, SOBRE_LA_VIA_M)
    return tramo.propietario if tramo else ""


def _entidad(condicion: str, codigo: str, afuera: bool, alias: str) -> Responsable:
    """What the table says of a condition; of a neighbour that is not in it, what its limits tell; else what it says of
    any place outside, or words of ours."""
    conocida = None if condicion == Condicion.VECINO and not codigo else _escrita(condicion, codigo, afuera, alias)
    vecina = _vecino(codigo, alias) if codigo and not conocida else None
    cualquiera = _escrita(Condicion.FUERA, "", afuera, alias) if afuera and not (conocida or vecina) else None
    return conocida or vecina or cualquiera or Responsable(condicion, "otra entidad", _DE_OTRO, afuera=afuera)


def _escrita(condicion: str, codigo: str, afuera: bool, alias: str) -> Responsable | None:
    campos = ("nombre", "frase", "linea", "pagina", "recibe_traslados", "codigo")
    entidades = EntidadResponsable.objects.using(alias).filter(condicion=condicion, codigo=codigo)
    datos = entidades.values(*campos).first()
    return Responsable(condicion, afuera=afuera, **datos) if datos else None


_DE_OTRO = f"Este sitio no es de las vías de {settings.MUNICIPIO}: responde otra entidad."


def _vecino(codigo: str, alias: str) -> Responsable | None:
    """A neighbour whose limits are known and whose mayor's office nobody has written down."""
    unidad = (
        UnidadTerritorial.objects.using(alias).filter(nivel="municipio_vecino", codigo=codigo).only("nombre").first()
    )
    if unidad is None:
        return None
    frase = f"Este sitio queda en {unidad.nombre}: responde la alcaldía de ese municipio."
    return Responsable(Condicion.VECINO, f"Alcaldía de {unidad.nombre}", frase, afuera=True, codigo=codigo)
