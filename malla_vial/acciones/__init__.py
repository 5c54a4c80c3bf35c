"""One action per change: ask for the right, lock, validate, write, record.

Every door calls these, and nothing else changes reports, petitions and works.
"""

from malla_vial.acciones.adhesiones import moderar_adhesion, sumarse
from malla_vial.acciones.apertura import Contacto, abrir_peticion, vencimiento
from malla_vial.acciones.avisos import Suceso, anunciar, encolar, interesados
from malla_vial.acciones.borrado import borrar_adhesiones, borrar_datos, borrar_suscripciones, borrar_vencidos
from malla_vial.acciones.borrado_elegido import borrar_elegidos
from malla_vial.acciones.borradores import empezar_borrador, guardar_en_borrador, purgar_borradores
from malla_vial.acciones.conciliacion import conciliar_fotos
from malla_vial.acciones.danos import borrar_pregunta, borrar_tipo, guardar_pregunta, guardar_tipo
from malla_vial.acciones.duplicados import fundir, separar
from malla_vial.acciones.entidades import guardar_entidad
from malla_vial.acciones.fotos import (
    DemasiadasFotos,
    FaltanFotos,
    adelantar_foto,
    agregar_despues,
    huellas_de,
    quitar_foto,
    vencer_fotos,
)
from malla_vial.acciones.lugar import FueraDelMunicipio, fuera_sin_confirmar
from malla_vial.acciones.moderacion import levantar_veto, moderar, rechazar, soltar, vetar
from malla_vial.acciones.obras import (
    SALEN_DE_OBRA,
    Trecho,
    desvincular_reporte,
    mover_intervencion,
    programar_intervencion,
    vincular_reportes,
)
from malla_vial.acciones.peticiones import (
    ampliar_plazo,
    aportar,
    asignar,
    desistir,
    pedir_informacion,
    prorrogar,
    responder,
    trasladar,
)
from malla_vial.acciones.pqrsd import radicar_peticion
from malla_vial.acciones.privacidad import mirar_contacto, pedir_borrado
from malla_vial.acciones.radicacion import radicar_reporte
from malla_vial.acciones.reloj import dia_habil_desde, dias_restantes, situar_peticion
from malla_vial.acciones.reportes import anotar, cambiar_estado
from malla_vial.acciones.sobres import ClaveReutilizada
from malla_vial.acciones.ubicacion import mover_reporte, ubicar
from malla_vial.acciones.valoracion import valorar
from malla_vial.acciones.vigilancia import vigilar_plazos

__all__ = [
    "SALEN_DE_OBRA",
    "ClaveReutilizada",
    "Contacto",
    "DemasiadasFotos",
    "FaltanFotos",
    "FueraDelMunicipio",
    "Suceso",
    "Trecho",
    "abrir_peticion",
    "adelantar_foto",
    "agregar_despues",
    "ampliar_plazo",
    "anotar",
    "anunciar",
    "aportar",
    "asignar",
    "borrar_adhesiones",
    "borrar_datos",
    "borrar_elegidos",
    "borrar_pregunta",
    "borrar_suscripciones",
    "borrar_tipo",
    "borrar_vencidos",
    "cambiar_estado",
    "conciliar_fotos",
    "desistir",
    "desvincular_reporte",
    "dia_habil_desde",
    "dias_restantes",
    "empezar_borrador",
    "encolar",
    "fuera_sin_confirmar",
    "fundir",
    "guardar_en_borrador",
    "guardar_entidad",
    "guardar_pregunta",
    "guardar_tipo",
    "huellas_de",
    "interesados",
    "levantar_veto",
    "mirar_contacto",
    "moderar",
    "moderar_adhesion",
    "mover_intervencion",
    "mover_reporte",
    "pedir_borrado",
    "pedir_informacion",
    "programar_intervencion",
    "prorrogar",
    "purgar_borradores",
    "quitar_foto",
    "radicar_peticion",
    "radicar_reporte",
    "rechazar",
    "responder",
    "separar",
    "situar_peticion",
    "soltar",
    "sumarse",
    "trasladar",
    "ubicar",
    "valorar",
    "vencer_fotos",
    "vencimiento",
    "vetar",
    "vigilar_plazos",
    "vincular_reportes",
]
