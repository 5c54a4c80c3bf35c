"""The record of a layer as ISO 19139 XML (ISO 19115:2003; schemas of 2007-04-17 with GML 3.2.1). Order is the schema's."""

from django.conf import settings
from django.utils import timezone
from lxml import etree

from capas.metadatos import codigos, iso19139_calidad
from capas.metadatos.gmd import (
    GCO,
    GMD,
    GML,
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
    texto_debido,
)
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
        _responsable(registro, "contact", "pointOfContact"),
        simple("dateStamp", "DateTime", instante(registro.actualizada)),
        texto("metadataStandardName", _NORMA),
        texto("metadataStandardVersion", "2003/Cor.1:2006"),
        texto("dataSetURI", f"{registro.sitio}/ogc/collections/{registro.id}"),
        _grilla(registro) if registro.es_raster else _vectores(registro),
        *(_sistema(crs.srid) for crs in registro.sistemas),
        _identificacion(registro),
        _bandas(registro) if registro.es_raster else _catalogo(registro),
        _distribucion(registro),
        iso19139_calidad.informe(registro),
    )
    raiz.set(f"{{{XSI}}}schemaLocation", f"{GMD} {ESQUEMA}")
    return raiz


def _responsable(registro: Registro, propiedad: str, papel: str) -> Nodo:
    ficha = registro.ficha
    telefono = texto("voice", ficha.telefono)
    direccion = (
        texto("deliveryPoint", settings.DIRECCION_ENTIDAD),
        texto("city", settings.MUNICIPIO),
        texto("administrativeArea", settings.DEPARTAMENTO),
        texto("country", "Colombia"),
        texto("electronicMailAddress", ficha.correo),
    )
    return dentro(
        propiedad,
        "CI_ResponsibleParty",
        texto("organisationName", ficha.custodio or settings.ENTIDAD),
        texto("positionName", ficha.cargo),
        dentro(
            "contactInfo",
            "CI_Contact",
            dentro("phone", "CI_Telephone", telefono) if telefono is not None else None,
            dentro("address", "CI_Address", *direccion),
        ),
        codigo("role", "CI_RoleCode", papel),
    )


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


# What the layer is


def _identificacion(registro: Registro) -> Nodo:
    ficha = registro.ficha
    return dentro(
        "identificationInfo",
        "MD_DataIdentification",
        _cita(registro),
        texto_debido("abstract", ficha.resumen),
        texto("purpose", ficha.proposito),
        codigo("status", "MD_ProgressCode", ficha.estado),
        _responsable(registro, "pointOfContact", "custodian"),
        _mantenimiento(ficha.frecuencia),
        _vista(registro),
        *_palabras(registro),
        *_restricciones(registro),
        codigo(
            "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "grid" if registro.es_raster else "vector"
        ),
        _detalle(registro),
        idioma(),
        juego_de_caracteres(),
        elemento("topicCategory", elemento("MD_TopicCategoryCode", valor=ficha.tema)),
        _extension(registro),
    )


def _cita(registro: Registro) -> Nodo:
    ficha = registro.ficha
    publicacion = [fecha(ficha.fecha_referencia, "publication")] if ficha.fecha_referencia else []
    return cita(
        "citation",
        ficha.titulo,
        fecha(timezone.localdate(ficha.creada), "creation"),
        *publicacion,
        fecha(timezone.localdate(registro.actualizada), "revision"),
        identificador=f"{registro.sitio}/metadatos/{registro.id}",
    )


def _mantenimiento(frecuencia: str) -> Nodo:
    valor = codigo("maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", frecuencia)
    return dentro("resourceMaintenance", "MD_MaintenanceInformation", valor)


def _vista(registro: Registro) -> Nodo | None:
    if not registro.imagen:
        return None
    archivo = (
        texto("fileName", registro.imagen),
        texto("fileDescription", "Vista de la capa"),
        texto("fileType", "PNG"),
    )
    return dentro("graphicOverview", "MD_BrowseGraphic", *archivo)


def _palabras(registro: Registro) -> list[Nodo]:
    lugares = [settings.MUNICIPIO, settings.DEPARTAMENTO, "Colombia"]
    divipola = cita("thesaurusName", "DIVIPOLA, División Político-Administrativa de Colombia (DANE)")
    return [
        _grupo(registro.palabras, "theme"),
        _grupo(lugares, "place"),
        _grupo([settings.DIVIPOLA], "place", divipola),
    ]


def _grupo(palabras: list[str], tipo: str, tesauro: Nodo | None = None) -> Nodo:
    return dentro(
        "descriptiveKeywords",
        "MD_Keywords",
        *(texto("keyword", palabra) for palabra in palabras),
        codigo("type", "MD_KeywordTypeCode", tipo),
        tesauro,
    )


def _restricciones(registro: Registro) -> list[Nodo]:
    """Licence, limits of use, and the class of the information by Ley 1712/2014."""
    ficha = registro.ficha
    legales = dentro(
        "resourceConstraints",
        "MD_LegalConstraints",
        texto("useLimitation", ficha.limitaciones),
        codigo("accessConstraints", "MD_RestrictionCode", "otherRestrictions" if ficha.abierta else "restricted"),
        codigo("useConstraints", "MD_RestrictionCode", "license"),
        texto("otherConstraints", ficha.licencia),
        texto("otherConstraints", "Sin restricciones de acceso público" if ficha.abierta else ""),
    )
    seguridad = dentro(
        "resourceConstraints",
        "MD_SecurityConstraints",
        codigo("classification", "MD_ClassificationCode", codigos.SEGURIDAD[ficha.clasificacion]),
        texto("userNote", f"Información {ficha.get_clasificacion_display().lower()} (Ley 1712 de 2014, artículo 6)"),
    )
    return [legales, seguridad]


def _detalle(registro: Registro) -> Nodo:
    if registro.metros:
        distancia = elemento("Distance", espacio=GCO, uom="m", valor=registro.metros)
        return dentro("spatialResolution", "MD_Resolution", elemento("distance", distancia))
    escala = dentro(
        "equivalentScale", "MD_RepresentativeFraction", simple("denominator", "Integer", registro.ficha.escala)
    )
    return dentro("spatialResolution", "MD_Resolution", escala)


def _extension(registro: Registro) -> Nodo:
    lados = zip(
        ("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"),
        (registro.caja[i] for i in (0, 2, 1, 3)),
        strict=True,
    )
    caja = dentro("geographicElement", "EX_GeographicBoundingBox", *(simple(n, "Decimal", lado) for n, lado in lados))
    return dentro("extent", "EX_Extent", caja, _tiempo(registro))


def _tiempo(registro: Registro) -> Nodo | None:
    if not (registro.desde or registro.hasta):
        return None
    periodo = elemento(
        "TimePeriod",
        _posicion("beginPosition", registro.desde, "unknown"),
        _posicion("endPosition", registro.hasta, "now"),
        espacio=GML,
        gml_id="periodo",
    )
    return dentro("temporalElement", "EX_TemporalExtent", elemento("extent", periodo))


def _posicion(nombre: str, momento: str | None, sin_el: str) -> Nodo:
    if momento:
        return elemento(nombre, espacio=GML, valor=momento)
    return elemento(nombre, espacio=GML, indeterminatePosition=sin_el)


# What it holds, and how to get it


def _catalogo(registro: Registro) -> Nodo:
    direccion = f"{registro.sitio}/metadatos/{registro.id}/catalogo.xml"
    dia = fecha(timezone.localdate(registro.actualizada), "revision")
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
        dentro("distributor", "MD_Distributor", _responsable(registro, "distributorContact", "distributor")),
        dentro("transferOptions", "MD_DigitalTransferOptions", *enlaces),
    )
