"""One action per change: lock, validate, write, record. Every door calls these, and only these change reports and works."""

from malla_vial.acciones.avisos import Suceso, anunciar, encolar, interesados
from malla_vial.acciones.obras import Trecho, mover_intervencion, programar_intervencion, vincular_reportes
from malla_vial.acciones.radicacion import ClaveReutilizada, Contacto, radicar_reporte
from malla_vial.acciones.reportes import anotar, cambiar_estado, moderar, mover_reporte
from malla_vial.acciones.valoracion import valorar

__all__ = [
    "ClaveReutilizada",
    "Contacto",
    "Suceso",
    "Trecho",
    "anotar",
    "anunciar",
    "cambiar_estado",
    "encolar",
    "interesados",
    "moderar",
    "mover_intervencion",
    "mover_reporte",
    "programar_intervencion",
    "radicar_reporte",
    "valorar",
    "vincular_reportes",
]
