"""What the catalogue says of itself: GetCapabilities (OGC 07-006r1, 10.2.3; OWS 1.0.0, OGC 05-008)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from lxml import etree

from capas.ogc.documentos import TITULO_CATALOGO
from capas.servicios.csw.espacios import XLINK, csw, ogc, ows
from capas.servicios.csw.filtro import COMPARACIONES, ESPACIALES
from capas.servicios.csw.peticion import FORMATOS, LENGUAJES, RESULTADOS, VERSION, Parametros
from capas.servicios.csw.registro import CAJA, CONJUNTOS, CUALQUIER_TEXTO, ESQUEMAS, PROPIEDADES, con_prefijo
from capas.servicios.proveedor import proveedor
from capas.sitio import absoluta

OPERACIONES = ("GetCapabilities", "DescribeRecord", "GetRecords", "GetRecordById", "GetDomain")
SECCIONES = ("ServiceIdentification", "ServiceProvider", "OperationsMetadata", "Filter_Capabilities")
# FES 1.1 shortens these two where it lists the operators (OGC 04-095, annex A).
_EN_LISTA = {"LessThanOrEqualTo": "LessThanEqualTo", "GreaterThanOrEqualTo": "GreaterThanEqualTo"}


def dominios() -> dict[str, Iterable[str]]:
    """Operation.parameter -> the values it takes."""
    tipos = [tipo for tipo, _, _ in ESQUEMAS.values()]
    de_salida: dict[str, Iterable[str]] = {
        "outputSchema": list(ESQUEMAS),
        "outputFormat": FORMATOS,
        "ElementSetName": tuple(CONJUNTOS),
    }
    de_registros: dict[str, Iterable[str]] = {
        "typeNames": tipos,
        "resultType": RESULTADOS,
        "CONSTRAINTLANGUAGE": tuple(LENGUAJES),
        "ElementName": [con_prefijo(nombre) for nombre in (*PROPIEDADES, CAJA)],
    }
    por_operacion: dict[str, dict[str, Iterable[str]]] = {
        "GetCapabilities": {"sections": SECCIONES},
        "DescribeRecord": {"typeName": tipos, "outputFormat": FORMATOS},
        "GetRecords": de_registros | de_salida,
        "GetRecordById": de_salida,
    }
    return {f"{op}.{nombre}": valores for op, ps in por_operacion.items() for nombre, valores in ps.items()}


def documento(request: HttpRequest, parametros: Parametros) -> etree._Element:
    """With `sections`, those alone; the filter always, which the schema wants."""
    url = absoluta(request, reverse("servicios:csw"))
    pedidas = {s.strip() for s in parametros.get("sections", "").split(",") if s.strip()} - {"All"}
    partes = {
        "ServiceIdentification": _identificacion(),
        "ServiceProvider": proveedor(ows, request),
        "OperationsMetadata": _operaciones(url),
        "Filter_Capabilities": _filtros(),
    }
    quedan = [p for nombre, p in partes.items() if not pedidas or nombre in pedidas or nombre == "Filter_Capabilities"]
    return csw.Capabilities(*quedan, version=VERSION)


def _identificacion() -> Any:
    return ows.ServiceIdentification(
        ows.Title(f"{TITULO_CATALOGO} de {settings.MUNICIPIO}"),
        ows.Abstract(
            f"Un registro de cada capa geográfica de {settings.ENTIDAD}: de qué trata, dónde y cómo obtenerla."
        ),
        ows.Keywords(ows.Keyword("catálogo"), ows.Keyword("metadatos"), ows.Keyword(settings.MUNICIPIO)),
        ows.ServiceType("CSW"),
        ows.ServiceTypeVersion(VERSION),
        ows.Fees("NONE"),
        ows.AccessConstraints("NONE"),
    )


def _operaciones(url: str) -> Any:
    por_operacion: dict[str, list[Any]] = {operacion: [] for operacion in OPERACIONES}
    for nombre, valores in dominios().items():
        operacion, _, parametro = nombre.partition(".")
        por_operacion[operacion].append(ows.Parameter(*map(ows.Value, valores), name=parametro))
    consultables = [con_prefijo(n) for n in (*PROPIEDADES, CAJA, CUALQUIER_TEXTO)]
    por_operacion["GetRecords"].append(ows.Constraint(*map(ows.Value, consultables), name="SupportedCommonQueryables"))
    return ows.OperationsMetadata(
        *(ows.Operation(_puertas(url), *partes, name=nombre) for nombre, partes in por_operacion.items()),
        ows.Parameter(ows.Value("CSW"), name="service"),
        ows.Parameter(ows.Value(VERSION), name="version"),
        ows.Constraint(ows.Value("XML"), name="PostEncoding"),
    )


def _puertas(url: str) -> Any:
    destino = {f"{{{XLINK}}}href": url}
    return ows.DCP(ows.HTTP(ows.Get(destino), ows.Post(destino)))


def _filtros() -> Any:
    geometrias = ogc.GeometryOperands(*(ogc.GeometryOperand(f"gml:{g}") for g in ("Envelope", "Point", "Polygon")))
    operadores = ogc.SpatialOperators(*(ogc.SpatialOperator(name=nombre) for nombre in ESPACIALES))
    nombres = [nombre.removeprefix("PropertyIs") for nombre in COMPARACIONES] + ["Like", "Between", "NullCheck"]
    comparaciones = ogc.ComparisonOperators(*(ogc.ComparisonOperator(_EN_LISTA.get(n, n)) for n in nombres))
    return ogc.Filter_Capabilities(
        ogc.Spatial_Capabilities(geometrias, operadores),
        ogc.Scalar_Capabilities(ogc.LogicalOperators(), comparaciones),
        ogc.Id_Capabilities(ogc.EID()),
    )
