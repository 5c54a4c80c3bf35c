"""The official XSDs that stand in the wheel of pycsw, for tests: nothing comes from the network."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

_PYCSW = Path(find_spec("pycsw").origin).parent
_ISO = _PYCSW / "plugins/profiles/apiso/schemas/ogc/iso/19139/20070417"


@cache
def de_ogc(ruta: str) -> etree.XMLSchema:
    """One of the OGC, as «ows/1.1.0/owsAll.xsd»."""
    return etree.XMLSchema(etree.parse(_PYCSW / "core/schemas/ogc" / ruta, etree.XMLParser(no_network=True)))


@cache
def iso19139() -> etree.XMLSchema:
    """ISO 19139 of 2007-04-17 with GML 3.2.1."""
    return etree.XMLSchema(etree.parse(_ISO / "gmd/gmd.xsd", etree.XMLParser(no_network=True)))


def faltas(documento: bytes) -> list[str]:
    """What the schema says against an ISO 19139 document; empty of a valid one."""
    esquema = iso19139()
    esquema.validate(etree.fromstring(documento))
    return [f"{error.line}: {error.message}" for error in esquema.error_log]
