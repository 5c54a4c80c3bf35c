"""The platform's tables."""

from capas.models.calidad import InformeCalidad, MedidaCalidad
from capas.models.datos import NOMBRE_COLUMNA, CampoDatos, CapaDatos, CapaRaster, promesa_valida
from capas.models.elemento import Elemento
from capas.models.ficha import SLUG, Cambio, FichaCapa, RevisionCapa, Toque
from capas.models.limites import Balde, SalDelDia, Vecino
from capas.models.programas import Llave, Trabajo
from capas.models.tareas import TareaDiaria
from capas.models.territorio import (
    Barrio,
    CentroPoblado,
    Comuna,
    Corregimiento,
    DeNivel,
    Municipio,
    MunicipioVecino,
    UnidadTerritorial,
    Vereda,
)

__all__ = [
    "NOMBRE_COLUMNA", "SLUG", "Balde", "Barrio", "Cambio", "CampoDatos", "CapaDatos", "CapaRaster", "CentroPoblado", "Comuna", "Corregimiento",
    "DeNivel", "Elemento", "FichaCapa", "InformeCalidad", "Llave", "MedidaCalidad", "Municipio", "MunicipioVecino", "RevisionCapa", "SalDelDia", "TareaDiaria", "Toque", "Trabajo",
    "UnidadTerritorial", "Vecino", "Vereda", "promesa_valida",
]  # fmt: skip
