"""Addresses: from what people type to a place on the project's own ways, and back to words."""

from malla_vial.direcciones.direccion import Direccion, ViaEscrita
from malla_vial.direcciones.hallado import Hallado
from malla_vial.direcciones.normalizador import normalizar
from malla_vial.direcciones.ubicar import ubicar

__all__ = ["Direccion", "Hallado", "ViaEscrita", "normalizar", "ubicar"]
