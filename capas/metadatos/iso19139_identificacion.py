"""gmd:identificationInfo: what the layer is, who answers for it, how it may be used, and where and when it holds."""

from django.conf import settings
from django.utils import timezone

from capas import codigos
from capas.metadatos.gmd import (
    GCO,
    GML,
    Nodo,
    cita,
    codigo,
    dentro,
    elemento,
    fecha,
    idioma,
    juego_de_caracteres,
    simple,
    texto,
    texto_debido,
)
from capas.metadatos.registro import Registro


def responsable(registro: Registro, propiedad: str, papel: str) -> Nodo:
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
        texto("organisationName", ficha.responsable),
        texto("positionName", ficha.cargo),
        dentro(
            "contactInfo",
            "CI_Contact",
            dentro("phone", "CI_Telephone", telefono) if telefono is not None else None,
            dentro("address", "CI_Address", *direccion),
        ),
        codigo("role", "CI_RoleCode", papel),
    )


def identificacion(registro: Registro) -> Nodo:
    ficha = registro.ficha
    return dentro(
        "identificationInfo",
        "MD_DataIdentification",
        _cita(registro),
        texto_debido("abstract", ficha.resumen),
        texto("purpose", ficha.proposito),
        codigo("status", "MD_ProgressCode", ficha.estado),
        responsable(registro, "pointOfContact", "custodian"),
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
    creada, publicada = timezone.localdate(ficha.creada), ficha.fecha_referencia
    fechas = [fecha(publicada, "publication")] if publicada else []
    if not publicada or creada <= publicada:  # data older than their place here were made who knows when
        fechas.insert(0, fecha(creada, "creation"))
    return cita(
        "citation",
        ficha.titulo,
        *fechas,
        fecha(timezone.localdate(registro.ficha.actualizada), "revision"),
        identificador=f"{registro.sitio}/metadatos/{registro.id}",
    )


def _mantenimiento(frecuencia: str) -> Nodo:
    valor = codigo("maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", frecuencia)
    return dentro("resourceMaintenance", "MD_MaintenanceInformation", valor)


def _vista(registro: Registro) -> Nodo | None:
    if not registro.imagen:
        return None
    archivo = (
        texto("fileName", registro.sitio + registro.imagen),
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
    vacia = "La capa está vacía: se da la extensión del país." if registro.elementos == 0 else ""
    return dentro("extent", "EX_Extent", texto("description", vacia), caja, _tiempo(registro))


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
