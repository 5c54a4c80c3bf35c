"""The road network and everything that hangs on it: ways, segments, citizens' reports, works."""

from malla_vial.models.danos import TipoDano
from malla_vial.models.obras import Intervencion, TramoIntervenido
from malla_vial.models.peticiones import Contacto, Dependencia, DiaNoHabil, Peticion, TipoPeticion
from malla_vial.models.red import ClaseVia, Jerarquia, TramoVial, Via
from malla_vial.models.reportes import Foto, Movimiento, NotaInterna, Reporte
from malla_vial.models.subidas import FotoSubida

__all__ = [
    "ClaseVia",
    "Contacto",
    "Dependencia",
    "DiaNoHabil",
    "Foto",
    "FotoSubida",
    "Intervencion",
    "Jerarquia",
    "Movimiento",
    "NotaInterna",
    "Peticion",
    "Reporte",
    "TipoDano",
    "TipoPeticion",
    "TramoIntervenido",
    "TramoVial",
    "Via",
]
