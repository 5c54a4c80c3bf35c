"""One action per change: lock, validate, write, record. Every door calls these, and only these change reports and works."""

from malla_vial.acciones.apertura import Contacto, abrir_peticion, vencimiento
from malla_vial.acciones.obras import Trecho, mover_intervencion, programar_intervencion, vincular_reportes
from malla_vial.acciones.radicacion import ClaveReutilizada, radicar_reporte
from malla_vial.acciones.reportes import anotar, cambiar_estado, moderar, mover_reporte

__all__ = [
    "ClaveReutilizada",
    "Contacto",
    "Trecho",
    "abrir_peticion",
    "anotar",
    "cambiar_estado",
    "moderar",
    "mover_intervencion",
    "mover_reporte",
    "programar_intervencion",
    "radicar_reporte",
    "vencimiento",
    "vincular_reportes",
]
