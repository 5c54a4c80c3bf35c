"""One action per change: lock, validate, write, record. Every door calls these, and only these change reports and works."""

from malla_vial.acciones.borradores import empezar_borrador, guardar_en_borrador, purgar_borradores
from malla_vial.acciones.conciliacion import conciliar_fotos
from malla_vial.acciones.fotos import (
    DemasiadasFotos,
    FaltanFotos,
    adelantar_foto,
    huellas_de,
    quitar_foto,
    vencer_fotos,
)
from malla_vial.acciones.obras import Trecho, mover_intervencion, programar_intervencion, vincular_reportes
from malla_vial.acciones.radicacion import ClaveReutilizada, Contacto, radicar_reporte
from malla_vial.acciones.reportes import anotar, cambiar_estado, moderar, mover_reporte

__all__ = [
    "ClaveReutilizada",
    "Contacto",
    "DemasiadasFotos",
    "FaltanFotos",
    "Trecho",
    "adelantar_foto",
    "anotar",
    "cambiar_estado",
    "conciliar_fotos",
    "empezar_borrador",
    "guardar_en_borrador",
    "huellas_de",
    "moderar",
    "mover_intervencion",
    "mover_reporte",
    "programar_intervencion",
    "purgar_borradores",
    "quitar_foto",
    "radicar_reporte",
    "vencer_fotos",
    "vincular_reportes",
]
