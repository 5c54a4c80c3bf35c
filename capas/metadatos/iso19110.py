"""A feature catalogue in XML: the gfc schema of ISO 19110:2005/Amd 1:2011, on the gco, gmd and gmx of ISO 19139."""

from lxml import etree

from capas.metadatos.catalogo_objetos import Atributo, CatalogoObjetos, Valor

GFC = "http://www.isotc211.org/2005/gfc"
ESPACIOS = {
    "gfc": GFC,
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}
_LISTAS = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"


def documento(catalogo: CatalogoObjetos, url: str) -> bytes:
    """The catalogue as gfc:FC_FeatureCatalogue. url: its own address, which identifies it."""
    raiz = etree.Element(_q("gfc:FC_FeatureCatalogue"), nsmap=ESPACIOS, uuid=url)
    _texto(raiz, "gmx:name", f"Catálogo de objetos: {catalogo.nombre}")
    _texto(raiz, "gmx:scope", catalogo.alcance)
    _texto(raiz, "gmx:versionNumber", catalogo.version)
    _valor(raiz, "gmx:versionDate", "gco:Date", catalogo.fecha.isoformat())
    _texto(raiz, "gmx:language", "spa")
    _codigo(raiz, "gmx:characterSet", "MD_CharacterSetCode", "utf8")
    _productor(raiz, catalogo)
    _texto(raiz, "gfc:functionalLanguage", "spa")
    _objeto(_hijo(raiz, "gfc:featureType"), catalogo, url)
    return etree.tostring(raiz, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _q(nombre: str) -> str:
    prefijo, local = nombre.split(":")
    return f"{{{ESPACIOS[prefijo]}}}{local}"


def _hijo(padre: etree._Element, *nombres: str, **atributos: str) -> etree._Element:
    """The last of a chain of new elements, one inside the other; the attributes are its own."""
    for nombre in nombres:
        padre = etree.SubElement(padre, _q(nombre))
    padre.attrib.update(atributos)
    return padre


def _valor(padre: etree._Element, nombre: str, tipo: str, texto: str) -> None:
    """XML has no place for control characters, which a title might bring."""
    _hijo(padre, nombre, tipo).text = "".join(c for c in texto if c.isprintable() or c in "\n\t")


def _texto(padre: etree._Element, nombre: str, texto: str) -> None:
    _valor(padre, nombre, "gco:CharacterString", texto)


def _codigo(padre: etree._Element, nombre: str, lista: str, valor: str) -> None:
    _hijo(padre, nombre, f"gmd:{lista}", codeList=f"{_LISTAS}#{lista}", codeListValue=valor).text = valor


def _productor(raiz: etree._Element, catalogo: CatalogoObjetos) -> None:
    parte = _hijo(raiz, "gfc:producer", "gmd:CI_ResponsibleParty")
    _texto(parte, "gmd:organisationName", catalogo.productor)
    if catalogo.correo:
        direccion = _hijo(parte, "gmd:contactInfo", "gmd:CI_Contact", "gmd:address", "gmd:CI_Address")
        _texto(direccion, "gmd:electronicMailAddress", catalogo.correo)
    _codigo(parte, "gmd:role", "CI_RoleCode", "pointOfContact")


def _objeto(padre: etree._Element, catalogo: CatalogoObjetos, url: str) -> None:
    objeto = _hijo(padre, "gfc:FC_FeatureType")
    _valor(objeto, "gfc:typeName", "gco:LocalName", catalogo.capa)
    _texto(objeto, "gfc:definition", catalogo.definicion)
    _texto(objeto, "gfc:code", catalogo.capa)
    _valor(objeto, "gfc:isAbstract", "gco:Boolean", "false")
    _valor(objeto, "gfc:aliases", "gco:LocalName", catalogo.nombre)
    _hijo(objeto, "gfc:featureCatalogue", uuidref=url)
    _restricciones(objeto, catalogo.restricciones)
    for atributo in catalogo.atributos:
        _atributo(_hijo(objeto, "gfc:carrierOfCharacteristics", "gfc:FC_FeatureAttribute"), atributo, url)


def _restricciones(padre: etree._Element, textos: tuple[str, ...]) -> None:
    for texto in textos:
        _texto(_hijo(padre, "gfc:constrainedBy", "gfc:FC_Constraint"), "gfc:description", texto)


def _atributo(elemento: etree._Element, atributo: Atributo, url: str) -> None:
    largo = (f"Hasta {atributo.longitud} caracteres.",) if atributo.longitud else ()
    _restricciones(elemento, (*largo, *atributo.restricciones))
    _valor(elemento, "gfc:memberName", "gco:LocalName", atributo.nombre)
    _texto(elemento, "gfc:definition", f"{atributo.titulo}. {atributo.definicion}")
    _cardinalidad(elemento, atributo.minimo)
    _texto(elemento, "gfc:code", atributo.nombre)
    if atributo.unidad:
        _unidad(elemento, atributo, url)
    _texto(_hijo(elemento, "gfc:valueType", "gco:TypeName"), "gco:aName", atributo.tipo)
    for valor in atributo.valores:
        _listado(_hijo(elemento, "gfc:listedValue", "gfc:FC_ListedValue"), valor)


def _cardinalidad(elemento: etree._Element, minimo: int) -> None:
    rango = _hijo(elemento, "gfc:cardinality", "gco:Multiplicity", "gco:range", "gco:MultiplicityRange")
    _valor(rango, "gco:lower", "gco:Integer", str(minimo))
    _hijo(rango, "gco:upper", "gco:UnlimitedInteger", isInfinite="false").text = "1"


def _unidad(elemento: etree._Element, atributo: Atributo, url: str) -> None:
    """The unit as the layer writes it: no register has pesos and metres alike, so this catalogue is its code space."""
    definicion = _hijo(elemento, "gfc:valueMeasurementUnit", "gml:UnitDefinition")
    definicion.set(_q("gml:id"), f"unidad-{atributo.nombre}")
    _hijo(definicion, "gml:identifier", codeSpace=url).text = atributo.unidad


def _listado(elemento: etree._Element, valor: Valor) -> None:
    _texto(elemento, "gfc:label", valor.nombre)
    _texto(elemento, "gfc:code", valor.codigo)
