"""One action per change: lock, validate, write, record. Every door calls these, and only these change reports and works."""

from malla_vial.acciones.adhesiones import moderar_adhesion, sumarse
from malla_vial.acciones.danos import borrar_pregunta, borrar_tipo, guardar_pregunta, guardar_tipo
from malla_vial.acciones.duplicados import fundir, separar
from malla_vial.acciones.obras import Trecho, mover_intervencion, programar_intervencion, vincular_reportes
from malla_vial.acciones.radicacion import ClaveReutilizada, Contacto, radicar_reporte
from malla_vial.acciones.reportes import anotar, cambiar_estado, moderar, mover_reporte

__all__ = [
    "ClaveReutilizada",
    "Contacto",
    "Trecho",
    "anotar",
    "borrar_pregunta",
    "borrar_tipo",
    "cambiar_estado",
    "fundir",
    "guardar_pregunta",
    "guardar_tipo",
    "moderar",
    "moderar_adhesion",
    "mover_intervencion",
    "mover_reporte",
    "programar_intervencion",
    "radicar_reporte",
    "separar",
    "sumarse",
    "vincular_reportes",
]
