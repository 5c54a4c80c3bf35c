"""The record of a layer as ISO 19139 XML (ISO 19115:2003; schemas of 2007-04-17 with GML 3.2.1). Order is the schema's."""

from django.utils import timezone
from lxml import etree

from capas.metadatos import iso19139_calidad
from capas.metadatos.gmd import (
    GCO,
    GMD,
    XSI,
    Nodo,
    cita,
    codigo,
    dentro,
    elemento,
    enlace,
    fecha,
    idioma,
    instante,
    juego_de_caracteres,
    logico,
    simple,
    texto,
)
from capas.metadatos.iso19139_identificacion import identificacion, responsable
from capas.metadatos.registro import Registro

ESQUEMA = "http://schemas.opengis.net/iso/19139/20070417/gmd/gmd.xsd"
_NORMA = "ISO 19115:2003/19139"
_GEOMETRIAS = {0: "point", 1: "curve", 2: "surface"}


def xml(registro: Registro) -> bytes:
    """The document as bytes, UTF-8, with its declaration."""
    return etree.tostring(documento(registro), encoding="UTF-8", xml_declaration=True, pretty_print=True)


def documento(registro: Registro) -> Nodo:
    """gmd:MD_Metadata of a layer."""
    raiz = elemento(
        "MD_Metadata",
        texto("fileIdentifier", registro.identificador),
        idioma(),
        juego_de_caracteres(),
        codigo("hierarchyLevel", "MD_ScopeCode", "dataset"),
        responsable(registro, "contact", "pointOfContact"),
        simple("dateStamp", "DateTime", instante(registro.ficha.actualizada)),
        texto("metadataStandardName", _NORMA),
        texto("metadataStandardVersion", "2003/Cor.1:2006"),
        texto("dataSetURI", f"{registro.sitio}/ogc/collections/{registro.id}"),
        _grilla(registro) if registro.es_raster else _vectores(registro),
        *(_sistema(crs.srid) for crs in registro.sistemas),
        identificacion(registro),
        _bandas(registro) if registro.es_raster else _catalogo(registro),
        _distribucion(registro),
        iso19139_calidad.informe(registro),
    )
    raiz.set(f"{{{XSI}}}schemaLocation", f"{GMD} {ESQUEMA}")
    return raiz


# How the space is written


def _vectores(registro: Registro) -> Nodo:
    return dentro(
        "spatialRepresentationInfo",
        "MD_VectorSpatialRepresentation",
        codigo("topologyLevel", "MD_TopologyLevelCode", "geometryOnly"),
        dentro(
            "geometricObjects",
            "MD_GeometricObjects",
            codigo("geometricObjectType", "MD_GeometricObjectTypeCode", _GEOMETRIAS[registro.ficha.capa.dimension]),
            simple("geometricObjectCount", "Integer", registro.elementos),
        ),
    )


def _grilla(registro: Registro) -> Nodo:
    raster = registro.ficha.raster
    return dentro(
        "spatialRepresentationInfo",
        "MD_GridSpatialRepresentation",
        simple("numberOfDimensions", "Integer", 2),
        _eje("row", raster.alto, raster.resolucion_m),
        _eje("column", raster.ancho, raster.resolucion_m),
        codigo("cellGeometry", "MD_CellGeometryCode", "area"),
        logico("transformationParameterAvailability", True),
    )


def _eje(nombre: str, tamano: int, metros: float) -> Nodo:
    return dentro(
        "axisDimensionProperties",
        "MD_Dimension",
        codigo("dimensionName", "MD_DimensionNameTypeCode", nombre),
        simple("dimensionSize", "Integer", tamano),
        elemento("resolution", elemento("Measure", espacio=GCO, uom="m", valor=metros)),
    )


def _sistema(srid: int) -> Nodo:
    identificador = (texto("code", f"http://www.opengis.net/def/crs/EPSG/0/{srid}"), texto("codeSpace", "EPSG"))
    return dentro(
        "referenceSystemInfo",
        "MD_ReferenceSystem",
        dentro("referenceSystemIdentifier", "RS_Identifier", *identificador),
    )


# What it holds, and how to get it


def _catalogo(registro: Registro) -> Nodo:
    direccion = f"{registro.sitio}/metadatos/{registro.id}/catalogo.xml"
    dia = fecha(timezone.localdate(registro.ficha.actualizada), "revision")
    return dentro(
        "contentInfo",
        "MD_FeatureCatalogueDescription",
        idioma(),
        logico("includedWithDataset", False),
        elemento("featureTypes", elemento("LocalName", espacio=GCO, valor=registro.id)),
        cita("featureCatalogueCitation", f"Catálogo de objetos: {registro.ficha.titulo}", dia, identificador=direccion),
    )


def _bandas(registro: Registro) -> Nodo:
    raster = registro.ficha.raster
    contenido = "image" if raster.bandas > 1 else "physicalMeasurement" if raster.continua else "thematicClassification"
    return dentro(
        "contentInfo",
        "MD_CoverageDescription",
        elemento("attributeDescription", elemento("RecordType", espacio=GCO, valor=raster.unidad or "valor")),
        codigo("contentType", "MD_CoverageContentTypeCode", contenido),
    )


def _distribucion(registro: Registro) -> Nodo:
    formatos = [
        dentro("distributionFormat", "MD_Format", texto("name", nombre), elemento("version", gco_nilReason="unknown"))
        for nombre in registro.formatos
    ]
    enlaces = [enlace(r.titulo, r.url, r.protocolo, r.funcion, registro.id) for r in registro.recursos]
    return dentro(
        "distributionInfo",
        "MD_Distribution",
        *formatos,
        dentro("distributor", "MD_Distributor", responsable(registro, "distributorContact", "distributor")),
        dentro("transferOptions", "MD_DigitalTransferOptions", *enlaces),
    )
