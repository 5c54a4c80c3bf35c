"""Addresses: from what people type to a place on the project's own ways, and back to words."""

from malla_vial.direcciones.direccion import Direccion, ViaEscrita
from malla_vial.direcciones.en_palabras import en_palabras
from malla_vial.direcciones.hallado import Hallado, exacto
from malla_vial.direcciones.normalizador import normalizar
from malla_vial.direcciones.responsables import Responsable, responsable
from malla_vial.direcciones.ubicar import ubicar, vias

__all__ = [
    "Direccion",
    "Hallado",
    "Responsable",
    "ViaEscrita",
    "en_palabras",
    "exacto",
    "normalizar",
    "responsable",
    "ubicar",
    "vias",
]
