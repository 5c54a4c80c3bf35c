"""The namespaces of a catalogue service, and makers of their elements."""

from lxml.builder import ElementMaker

from capas.servicios.proveedor import XLINK

CSW = "http://www.opengis.net/cat/csw/2.0.2"
OGC = "http://www.opengis.net/ogc"
OWS = "http://www.opengis.net/ows"
DC = "http://purl.org/dc/elements/1.1/"
DCT = "http://purl.org/dc/terms/"
GML = "http://www.opengis.net/gml"
XSD = "http://www.w3.org/2001/XMLSchema"
ESPACIOS = {"csw": CSW, "ogc": OGC, "ows": OWS, "dc": DC, "dct": DCT, "gml": GML, "xlink": XLINK}

csw, ogc, ows, dc, dct = (
    ElementMaker(namespace=ESPACIOS[p], nsmap=ESPACIOS) for p in ("csw", "ogc", "ows", "dc", "dct")
)
xsd = ElementMaker(namespace=XSD, nsmap={"xs": XSD})
