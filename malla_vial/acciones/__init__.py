"""One action per change: lock, validate, write, record. Every door calls these, and only these change reports and works."""

from malla_vial.acciones.borradores import empezar_borrador, guardar_en_borrador, purgar_borradores
from malla_vial.acciones.obras import Trecho, mover_intervencion, programar_intervencion, vincular_reportes
from malla_vial.acciones.radicacion import ClaveReutilizada, Contacto, radicar_reporte
from malla_vial.acciones.reportes import anotar, cambiar_estado, moderar, mover_reporte

__all__ = [
    "ClaveReutilizada",
    "Contacto",
    "Trecho",
    "anotar",
    "cambiar_estado",
    "empezar_borrador",
    "guardar_en_borrador",
    "moderar",
    "mover_intervencion",
    "mover_reporte",
    "programar_intervencion",
    "purgar_borradores",
    "radicar_reporte",
    "vincular_reportes",
]
