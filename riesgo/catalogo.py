"""The layers of risk management."""

from collections.abc import Mapping
from typing import Any

from capas.catalogo import Calidad, Capa, Clase, Estilo, Origen, registrar
from riesgo.models import AreaCondicionRiesgo, Fenomeno, ZonaAmenaza

_COMUNES = (
    "codigo", "fenomeno", "categoria", "nivel_estudio", "estudio", "escala", "fecha_estudio", "responsable",
    "acto_tipo", "acto_numero", "acto_fecha", "vigencia_desde", "vigencia_hasta", "descripcion",
)  # fmt: skip

# Zones of one phenomenon share out the land that was studied; the rest of the municipality has none.
_ZONIFICACION = Calidad(cobertura=True, con_huecos=True, por="fenomeno", orden=(("vigencia_desde", "vigencia_hasta"),))

_TRAMAS = (
    Clase(Fenomeno.MOVIMIENTOS_EN_MASA, "Movimientos en masa", "", trama="diagonal"),
    Clase(Fenomeno.AVENIDA_TORRENCIAL, "Avenida torrencial", "", trama="cruzada"),
    Clase(Fenomeno.INUNDACION, "Inundación", "", trama="horizontal"),
    Clase(Fenomeno.INCENDIOS_FORESTALES, "Incendios forestales", "", trama="puntos"),
    Clase(Fenomeno.VOLCANICO, "Volcánico", "", trama="vertical"),
)


def frase(propiedades: Mapping[str, Any]) -> str:
    """«Amenaza alta por movimientos en masa, según el estudio … (escala 1:5.000).»"""
    fenomeno = Fenomeno(propiedades["fenomeno"]).label.lower()
    escala = f"{propiedades['escala']:,}".replace(",", ".")
    return f"Amenaza {propiedades['categoria'].lower()} por {fenomeno}, según «{propiedades['estudio']}» (escala 1:{escala})."


_LIMITACIONES = "Habla a la escala de su estudio: no dice nada de un predio ni reemplaza el concepto de riesgo."

registrar(
    Capa(
        id="zonas-amenaza",
        modelo=ZonaAmenaza,
        titulo="Zonas de amenaza",
        resumen="Zonificación de amenazas naturales por fenómeno y categoría (Decreto 1807 de 2014).",
        sector="riesgo",
        estilo=Estilo(
            color="#b5461f",
            campo="categoria",
            opacidad=0.42,
            campo_trama="fenomeno",
            tramas=_TRAMAS,
            clases=(
                Clase("Alta", "Amenaza alta", "#b30000"),
                Clase("Media", "Amenaza media", "#e8743b"),
                Clase("Baja", "Amenaza baja", "#f3c06b"),
            ),
        ),
        origen=Origen(
            linaje="Se carga de los estudios de amenaza del municipio; cada zona dice el suyo, con su escala y su fecha.",
            tema="geoscientificInformation",
            palabras_clave=("amenaza", "riesgo", "Decreto 1807 de 2014"),
            proposito="Conocer dónde hay amenaza por cada fenómeno, para ordenar el territorio y prevenir desastres.",
            limitaciones=_LIMITACIONES,
        ),
        publicos=_COMUNES,
        teselas=("fenomeno", "categoria"),
        rotulo="codigo",
        clave="codigo",
        tiempo="fecha_estudio",
        roles=("riesgo",),
        orden=1,
        calidad=_ZONIFICACION,
        frase=frase,
    )
)

registrar(
    Capa(
        id="areas-condicion-riesgo",
        modelo=AreaCondicionRiesgo,
        titulo="Áreas con condición de riesgo",
        resumen="Áreas en amenaza alta con edificaciones, vías o servicios expuestos, y la medida que se toma en cada una.",
        sector="riesgo",
        estilo=Estilo(
            color="#6d0026",
            campo="priorizacion",
            opacidad=0.35,
            grosor=2,
            clases=(
                Clase("Corto_Plazo", "Prioridad: corto plazo", "#6d0026", trama="cruzada"),
                Clase("Mediano_Plazo", "Prioridad: mediano plazo", "#a23b5c", trama="diagonal"),
                Clase("Largo_Plazo", "Prioridad: largo plazo", "#c98a9d", trama="horizontal"),
            ),
        ),
        origen=Origen(
            linaje="Se carga de los estudios de riesgo del municipio; cada área dice el suyo, con su escala y su fecha.",
            tema="geoscientificInformation",
            palabras_clave=("riesgo", "Decreto 1807 de 2014"),
            proposito="Saber dónde hay que reducir el riesgo primero y con qué medida.",
            limitaciones=_LIMITACIONES,
        ),
        publicos=(*_COMUNES, "priorizacion", "medida_intervencion", "medida_detalle", "mitigabilidad"),
        teselas=("fenomeno", "priorizacion"),
        rotulo="codigo",
        clave="codigo",
        tiempo="fecha_estudio",
        roles=("riesgo", "planeacion"),
        orden=2,
        calidad=_ZONIFICACION,
        frase=frase,
    )
)
