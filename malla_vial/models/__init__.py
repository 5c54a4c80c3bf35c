"""The road network and everything that hangs on it: ways, segments, citizens' reports, works."""

from malla_vial.models.adhesiones import Adhesion, ContactoAdhesion, RespuestaDano
from malla_vial.models.avisos import Correo, EnlaceUnico, Suscripcion, Valoracion
from malla_vial.models.borradores import Borrador
from malla_vial.models.danos import PreguntaDano, TipoDano
from malla_vial.models.entidades import EntidadResponsable
from malla_vial.models.moderacion import Conocido, Moderacion, Remitente, Veto
from malla_vial.models.obras import Intervencion, TramoIntervenido
from malla_vial.models.open311 import ActualizacionOpen311, EnvioOpen311, ListaDeServicios, LlaveOpen311
from malla_vial.models.peticiones import (
    ActoPeticion,
    Anexo,
    Contacto,
    Dependencia,
    DiaNoHabil,
    Peticion,
    Recordatorio,
    TipoPeticion,
)
from malla_vial.models.privacidad import AvisoPrivacidad, BorradoDatos, MiradaContacto, Redaccion
from malla_vial.models.red import ClaseVia, Jerarquia, TramoVial, Via
from malla_vial.models.reportes import Foto, Movimiento, NotaInterna, Reporte
from malla_vial.models.subidas import FotoSubida

__all__ = [
    "ActoPeticion",
    "ActualizacionOpen311",
    "Adhesion",
    "Anexo",
    "AvisoPrivacidad",
    "BorradoDatos",
    "Borrador",
    "ClaseVia",
    "Conocido",
    "Contacto",
    "ContactoAdhesion",
    "Correo",
    "Dependencia",
    "DiaNoHabil",
    "EnlaceUnico",
    "EntidadResponsable",
    "EnvioOpen311",
    "Foto",
    "FotoSubida",
    "Intervencion",
    "Jerarquia",
    "ListaDeServicios",
    "LlaveOpen311",
    "MiradaContacto",
    "Moderacion",
    "Movimiento",
    "NotaInterna",
    "Peticion",
    "PreguntaDano",
    "Recordatorio",
    "Redaccion",
    "Remitente",
    "Reporte",
    "RespuestaDano",
    "Suscripcion",
    "TipoDano",
    "TipoPeticion",
    "TramoIntervenido",
    "TramoVial",
    "Valoracion",
    "Veto",
    "Via",
]
