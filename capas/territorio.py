"""The territory's own layers: municipality, comunas, barrios, corregimientos, veredas and villages."""

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q

from capas.catalogo import Calidad, Capa, Estilo, Origen, registrar
from capas.models import (
    Barrio,
    CentroPoblado,
    Comuna,
    Corregimiento,
    Municipio,
    MunicipioVecino,
    UnidadTerritorial,
    Vereda,
)
from capas.permisos import PLANEACION

_LINAJE = "Se carga de la cartografía oficial: la del IGAC y el DANE, y la del plan de ordenamiento territorial."

# DIVIPOLA (DANE): a village or a vereda is the municipality's five figures and three of its own. Comuna and corregimiento:
# the two figures of the base cartography (IGAC).
_DOS_CIFRAS, _DE_MUNICIPIO = r"^\d{2}$", rf"^{settings.DIVIPOLA}\d{{3}}$"


def _unidad(
    id_capa: str, modelo: type[UnidadTerritorial], titulo: str, resumen: str, proposito: str, estilo: Estilo, **otros
) -> Capa:
    return registrar(
        Capa(
            id=id_capa,
            modelo=modelo,
            titulo=titulo,
            resumen=resumen,
            sector="territorio",
            estilo=estilo,
            origen=Origen(
                linaje=_LINAJE,
                escala=25000,
                tema="boundaries",
                palabras_clave=("límites", "división político-administrativa"),
                proposito=proposito,
                limitaciones="No es un deslinde: el límite con valor legal es el de la ordenanza o el acuerdo que lo fija.",
            ),
            publicos=("codigo", "nombre", "padre"),
            teselas=("nombre",),
            rotulo="nombre",
            busca=("nombre",),
            clave="codigo",
            roles=(PLANEACION,),
            publica_si=Q(nivel=modelo.NIVEL),
            **otros,
        )
    )


_unidad(
    "municipio",
    Municipio,
    "Municipio",
    "Límite del municipio, con su código DIVIPOLA.",
    "Saber si un sitio es del municipio y recortar las demás capas.",
    Estilo(color="#6b5d4f", grosor=2.5, opacidad=0, contorno="10 4 2 4"),
    orden=1,
    codigos={"codigo": rf"^{settings.DIVIPOLA}$"},
)
_unidad(
    "comunas",
    Comuna,
    "Comunas",
    "Comunas de la zona urbana, según el plan de ordenamiento territorial.",
    "Saber a qué comuna pertenece un sitio y contar por comunas.",
    Estilo(color="#7a5195", grosor=2, opacidad=0.06, contorno="8 4"),
    orden=2,
    codigos={"codigo": _DOS_CIFRAS},
    calidad=Calidad(cobertura=True),
    zoom_rotulos=12,
)
_unidad(
    "barrios",
    Barrio,
    "Barrios",
    "Barrios de la zona urbana, con la comuna a la que pertenece cada uno.",
    "Ubicar un sitio por su barrio y contar por barrios.",
    Estilo(color="#a05d83", grosor=1, opacidad=0.05, contorno="3 3"),
    orden=3,
    calidad=Calidad(cobertura=True, con_huecos=True, referencias={"padre": "comunas.codigo"}),
    zoom_minimo=12,
    zoom_rotulos=14,
)
_unidad(
    "corregimientos",
    Corregimiento,
    "Corregimientos",
    "Corregimientos en que se divide la zona rural del municipio.",
    "Saber a qué corregimiento pertenece un sitio y contar por corregimientos.",
    Estilo(color="#5b7553", grosor=1.6, opacidad=0.06, contorno="8 4"),
    orden=4,
    codigos={"codigo": _DOS_CIFRAS},
    calidad=Calidad(cobertura=True, con_huecos=True),  # the city is not of any
    zoom_rotulos=10,
)
_unidad(
    "veredas",
    Vereda,
    "Veredas",
    "Veredas de la zona rural, con el corregimiento al que pertenece cada una.",
    "Ubicar un sitio rural por su vereda y contar por veredas.",
    Estilo(color="#7c8f5e", grosor=1, opacidad=0.05, contorno="3 3"),
    orden=5,
    codigos={"codigo": _DE_MUNICIPIO},
    calidad=Calidad(cobertura=True, con_huecos=True, referencias={"padre": "corregimientos.codigo"}),
    zoom_minimo=10,
    zoom_rotulos=12,
)
_unidad(
    "centros-poblados",
    CentroPoblado,
    "Centros poblados",
    "Centros poblados rurales, con su código DANE.",
    "Saber dónde se agrupa la población rural.",
    Estilo(color="#8c6d31", grosor=1, opacidad=0.35),
    orden=6,
    codigos={"codigo": _DE_MUNICIPIO},
    calidad=Calidad(cobertura=True, con_huecos=True),
    zoom_minimo=9,
    zoom_rotulos=11,
)
_unidad(
    "municipios-vecinos",
    MunicipioVecino,
    "Municipios vecinos",
    "Límites de los municipios que rodean a este, con su código DIVIPOLA.",
    "Decir de qué municipio es un sitio que queda fuera de este, y quién responde allí.",
    Estilo(color="#8a8f98", grosor=1, opacidad=0, contorno="2 4"),
    orden=7,
    codigos={"codigo": r"^\d{5}$"},
    calidad=Calidad(cobertura=True, con_huecos=True),
    zoom_rotulos=10,
)


def unidades_en(punto: GEOSGeometry) -> dict[str, UnidadTerritorial]:
    """The unit of each level that holds a point (any SRID): {"comuna": …, "barrio": …}."""
    return {
        unidad.nivel: unidad
        for unidad in UnidadTerritorial.objects.que_contienen(punto).defer("geom", "geom_web", "geom_baja")
    }
