"""The road network and everything that hangs on it: ways, segments, citizens' reports, works."""

from malla_vial.models.adhesiones import Adhesion, ContactoAdhesion, RespuestaDano
from malla_vial.models.danos import PreguntaDano, TipoDano
from malla_vial.models.obras import Intervencion, TramoIntervenido
from malla_vial.models.red import ClaseVia, Jerarquia, TramoVial, Via
from malla_vial.models.reportes import ContactoReporte, Foto, Movimiento, NotaInterna, Reporte

__all__ = [
    "Adhesion",
    "ClaseVia",
    "ContactoAdhesion",
    "ContactoReporte",
    "Foto",
    "Intervencion",
    "Jerarquia",
    "Movimiento",
    "NotaInterna",
    "PreguntaDano",
    "Reporte",
    "RespuestaDano",
    "TipoDano",
    "TramoIntervenido",
    "TramoVial",
    "Via",
]
