"""One action per change: lock, validate, write, record. Every door calls these, and only these change reports and works."""

from malla_vial.acciones.apertura import Contacto, abrir_peticion, vencimiento
from malla_vial.acciones.avisos import Suceso, anunciar, encolar, interesados
from malla_vial.acciones.conciliacion import conciliar_fotos
from malla_vial.acciones.fotos import (
    DemasiadasFotos,
    FaltanFotos,
    adelantar_foto,
    agregar_despues,
    huellas_de,
    quitar_foto,
    vencer_fotos,
)
from malla_vial.acciones.moderacion import levantar_veto, moderar, rechazar, soltar, vetar
from malla_vial.acciones.obras import Trecho, mover_intervencion, programar_intervencion, vincular_reportes
from malla_vial.acciones.radicacion import ClaveReutilizada, radicar_reporte
from malla_vial.acciones.reportes import anotar, cambiar_estado, mover_reporte
from malla_vial.acciones.valoracion import valorar

__all__ = [
    "ClaveReutilizada",
    "Contacto",
    "DemasiadasFotos",
    "FaltanFotos",
    "Suceso",
    "Trecho",
    "abrir_peticion",
    "adelantar_foto",
    "agregar_despues",
    "anotar",
    "anunciar",
    "cambiar_estado",
    "conciliar_fotos",
    "encolar",
    "huellas_de",
    "interesados",
    "levantar_veto",
    "moderar",
    "mover_intervencion",
    "mover_reporte",
    "programar_intervencion",
    "quitar_foto",
    "radicar_reporte",
    "rechazar",
    "soltar",
    "valorar",
    "vencer_fotos",
    "vencimiento",
    "vetar",
    "vincular_reportes",
]
