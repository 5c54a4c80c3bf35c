"""Addresses in the search box of the map, among what its layers hold."""

from capas.busqueda import Hallazgo
from capas.consultas import Usuario
from malla_vial.direcciones.normalizador import normalizar
from malla_vial.direcciones.ubicar import en_vias

_SUELTAS = ("via",)  # a whole way is a feature of its layer: the search over layers finds it


def buscar(texto: str, usuario: Usuario) -> list[Hallazgo]:
    """The plates, corners and blocks that a text says."""
    direccion = normalizar(texto)
    if direccion.forma in _SUELTAS:
        return []
    return [
        Hallazgo(h.titulo, h.detalle or "Dirección", "", None, (h.lon, h.lat), h.extension, h.parecido, rango=2)
        for h in en_vias(direccion)
        if h.clase not in _SUELTAS
    ]
