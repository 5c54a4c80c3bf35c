"""What a client may say to MapServer: the parameters of the standards and no other, and XML without surprises.

MapServer takes many parameters of its own (`map`, `mode`, `SLD` that opens an address…); dropping what the standards
do not name keeps "unknown parameters are accepted" (OGC 06-042, 6.8.1) and closes them all.
"""

import re

from django.http import HttpRequest
from lxml import etree

DE_WMS = {
    "version", "request", "layers", "styles", "crs", "srs", "bbox", "width", "height", "format", "transparent", "bgcolor",
    "exceptions", "query_layers", "info_format", "feature_count", "i", "j", "x", "y", "layer", "style", "updatesequence",
    "sld_version", "rule", "scale",
}  # fmt: skip
DE_WFS = {
    "version", "acceptversions", "sections", "request", "typenames", "typename", "count", "maxfeatures", "startindex",
    "resulttype", "srsname", "bbox", "filter", "featureid", "resourceid", "propertyname", "sortby", "outputformat",
    "storedquery_id", "storedqueryid", "id", "namespaces", "updatesequence", "exceptions", "valuereference", "resolve",
}  # fmt: skip
DE_CSW = {
    "version", "acceptversions", "sections", "request", "typename", "typenames", "outputformat", "outputschema",
    "schemalanguage", "resulttype", "requestid", "startposition", "maxrecords", "elementsetname", "elementname",
    "constraint", "constraintlanguage", "constraint_language_version", "sortby", "id", "parametername", "propertyname",
    "responsehandler", "distributedsearch",
}  # fmt: skip
DE_WMTS = {
    "version", "acceptversions", "sections", "request", "layer", "style", "format", "tilematrixset", "tilematrix", "tilerow",
    "tilecol", "updatesequence",
}  # fmt: skip
PARAMETROS = {"WMS": DE_WMS, "WFS": DE_WFS, "CSW": DE_CSW, "WMTS": DE_WMTS}
XML_MAXIMO = 64 * 1024
TEXTO_MAXIMO = 16 * 1024
_LISTA = re.compile(r"[^(),\s]+")


class ExcepcionOgc(Exception):
    """What the service answers as an exception report: a code of the standard, words, and the parameter at fault."""

    def __init__(self, codigo: str, mensaje: str, donde: str = "", estado: int = 400):
        super().__init__(mensaje)
        self.codigo, self.donde, self.estado = codigo, donde, estado


def leer(request: HttpRequest, servicio: str) -> dict[str, str]:
    """The known parameters in lower case, the first of each name. Raises ExcepcionOgc."""
    enviados = request.POST if es_formulario(request) else request.GET
    parametros: dict[str, str] = {}
    for nombre, valores in enviados.lists():
        parametros.setdefault(nombre.lower(), valores[0])
    pedido = parametros.get("service", servicio).upper()
    if pedido != servicio:
        raise ExcepcionOgc("InvalidParameterValue", f"Esta dirección es de {servicio}.", "service")
    conocidos = {n: v for n, v in parametros.items() if n in PARAMETROS[servicio]}
    for nombre, valor in conocidos.items():
        _revisar(nombre, valor)
    if servicio == "WFS":
        _revisar_wfs(parametros, conocidos)
    return {"service": servicio} | conocidos


def es_formulario(request: HttpRequest) -> bool:
    return request.method == "POST" and request.content_type == "application/x-www-form-urlencoded"


def _revisar(nombre: str, valor: str) -> None:
    if len(valor) > TEXTO_MAXIMO or not valor.replace("\n", "").replace("\t", "").replace("\r", "").isprintable():
        raise ExcepcionOgc(
            "InvalidParameterValue", f"«{nombre}» es demasiado largo o trae caracteres de control.", nombre
        )
    if "<!" in valor:
        raise ExcepcionOgc("InvalidParameterValue", f"«{nombre}» no admite DTD ni entidades.", nombre)


def _revisar_wfs(enviados: dict[str, str], conocidos: dict[str, str]) -> None:
    """What MapServer takes and WFS 2.0 does not (OGC 09-025r2, 7.6.1, 7.6.4.4 and 7.9.2.4.1)."""
    if "service" not in enviados and conocidos.get("request", "").lower() == "getcapabilities":
        raise ExcepcionOgc("MissingParameterValue", "Falta «service=WFS».", "service")
    if conocidos.get("resolve", "none") not in ("none", "local"):
        raise ExcepcionOgc("InvalidParameterValue", "«resolve» puede ser none o local.", "resolve")
    tipos = {nombre.rpartition(":")[2] for nombre in _LISTA.findall(conocidos.get("typenames", ""))}
    de_quien = {uno.rpartition(".")[0] for uno in _LISTA.findall(conocidos.get("resourceid", ""))} - {""}
    if tipos and de_quien - tipos:
        raise ExcepcionOgc("InvalidParameterValue", "«resourceId» no es del tipo de «typeNames».", "RESOURCEID")


def raiz_de_xml(cuerpo: bytes) -> etree._Element:
    """The root of an XML text from outside: no DTD, no entities, no network, a bounded size. Raises ExcepcionOgc."""
    if len(cuerpo) > XML_MAXIMO:
        raise ExcepcionOgc("OperationParsingFailed", f"El XML pasa de {XML_MAXIMO // 1024} KB.", estado=413)
    lector = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        raiz = etree.fromstring(cuerpo, lector)
    except (etree.XMLSyntaxError, ValueError):
        raise ExcepcionOgc("OperationParsingFailed", "El XML no está bien formado.") from None
    if raiz.getroottree().docinfo.doctype:
        raise ExcepcionOgc("OperationParsingFailed", "El XML no admite DTD ni entidades.")
    return raiz


def norte_primero(parametros: dict[str, str]) -> dict[str, str]:
    """WMS 1.3.0 gives EPSG:9377 as northing, easting (the register's order), which MapServer 8.0 does not know."""
    lados = parametros.get("bbox", "").split(",")
    version, crs = parametros.get("version", "1.3.0"), parametros.get("crs", "").upper()
    if version != "1.3.0" or crs != "EPSG:9377" or len(lados) != 4:
        return parametros
    return parametros | {"bbox": ",".join((lados[1], lados[0], lados[3], lados[2]))}
