"""The territory's own layers: municipality, comunas, barrios, corregimientos, veredas and villages."""

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q

from capas.catalogo import Calidad, Capa, Estilo, Origen, registrar
from capas.models import Barrio, CentroPoblado, Comuna, Corregimiento, Municipio, UnidadTerritorial, Vereda

_LINAJE = "Demostración: límites inventados por el generador de fixtures; reemplácelos con la cartografía oficial del IGAC y del POT."


def _unidad(id_capa: str, modelo: type[UnidadTerritorial], titulo: str, resumen: str, estilo: Estilo, **otros) -> Capa:
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
            ),
            publicos=("codigo", "nombre", "padre"),
            teselas=("nombre",),
            rotulo="nombre",
            busca=("nombre",),
            clave="codigo",
            roles=("planeacion",),
            publica_si=Q(nivel=modelo.NIVEL),
            **otros,
        )
    )


_unidad(
    "municipio",
    Municipio,
    "Municipio",
    "Límite del municipio.",
    Estilo(color="#6b5d4f", grosor=2.5, opacidad=0, contorno="10 4 2 4"),
    orden=1,
)
_unidad(
    "comunas",
    Comuna,
    "Comunas",
    "Comunas de la zona urbana, según el plan de ordenamiento territorial.",
    Estilo(color="#7a5195", grosor=2, opacidad=0.06, contorno="8 4"),
    orden=2,
    calidad=Calidad(cobertura=True),
    zoom_rotulos=12,
)
_unidad(
    "barrios",
    Barrio,
    "Barrios",
    "Barrios de cada comuna.",
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
    "Corregimientos de la zona rural.",
    Estilo(color="#5b7553", grosor=1.6, opacidad=0.06, contorno="8 4"),
    orden=4,
    calidad=Calidad(cobertura=True, con_huecos=True),  # the city is not of any
    zoom_rotulos=10,
)
_unidad(
    "veredas",
    Vereda,
    "Veredas",
    "Veredas de cada corregimiento.",
    Estilo(color="#7c8f5e", grosor=1, opacidad=0.05, contorno="3 3"),
    orden=5,
    calidad=Calidad(cobertura=True, con_huecos=True, referencias={"padre": "corregimientos.codigo"}),
    zoom_minimo=10,
    zoom_rotulos=12,
)
_unidad(
    "centros-poblados",
    CentroPoblado,
    "Centros poblados",
    "Centros poblados rurales, con su código DANE.",
    Estilo(color="#8c6d31", grosor=1, opacidad=0.35),
    orden=6,
    calidad=Calidad(cobertura=True, con_huecos=True),
    zoom_minimo=9,
    zoom_rotulos=11,
)


def unidades_en(punto: GEOSGeometry) -> dict[str, UnidadTerritorial]:
    """The unit of each level that holds a point (any SRID): {"comuna": …, "barrio": …}."""
    return {unidad.nivel: unidad for unidad in UnidadTerritorial.objects.que_contienen(punto).defer("geom", "geom_web")}
