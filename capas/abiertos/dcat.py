"""The catalogue in DCAT 3 (W3C Recommendation, 22 August 2024), as a graph that rdflib writes in Turtle or JSON-LD.

To be imported where it is used: rdflib takes its time, and most processes never write a catalogue.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from capas.abiertos.conjuntos import Conjunto
from capas.abiertos.documentos import titulo_del_catalogo
from capas.catalogo import SECTORES
from capas.geometria import SISTEMAS
from capas.salidas import Formato
from capas.servicios import mapserver
from capas.servicios.proceso import hay_programa
from capas.sitio import identificador
from capas.tiempo import en_utc

FORMATOS = {"ttl": ("turtle", "text/turtle"), "jsonld": ("json-ld", "application/ld+json")}
_IANA = "https://www.iana.org/assignments/media-types/"
_UE = "http://publications.europa.eu/resource/authority/"
_TEMA = "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/"
_VCARD, _GEO = Namespace("http://www.w3.org/2006/vcard/ns#"), Namespace("http://www.opengis.net/ont/geosparql#")
_ESPACIOS = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "skos": SKOS, "xsd": XSD, "vcard": _VCARD, "geo": _GEO}
_ARCHIVOS = {
    "geojson": "GEOJSON",
    "csv": "CSV",
    "xlsx": "XLSX",
    "gpkg": "GPKG",
    "shp": "SHP",
    "kml": "KML",
    "parquet": "PARQUET",
    "tif": "TIFF",
}


class Servicio(NamedTuple):
    """A service and what describes it: the name of its route, and of that of its description with the query it takes."""

    titulo: str
    norma: str
    puerta: str
    descripcion: str
    pedido: str = ""


def _clasico(titulo: str, nombre: str, version: str) -> Servicio:
    pedido = f"?service={nombre.upper()}&version={version}&request=GetCapabilities"
    puerta = f"servicios:{nombre}"
    return Servicio(f"{titulo} ({nombre.upper()} {version})", f"def/serviceType/ogc/{nombre}", puerta, puerta, pedido)


_SERVICIOS = {
    "ogc": Servicio("OGC API", "spec/ogcapi-features-1/1.0/conf/core", "ogc:portada", "ogc:api"),
    "wms": _clasico("Mapas", "wms", "1.3.0"),
    "wmts": _clasico("Mapas en teselas", "wmts", "1.0.0"),
    "wfs": _clasico("Elementos", "wfs", "2.0.0"),
    "csw": _clasico("Catálogo", "csw", "2.0.2"),
}


def escribir(conjuntos: Iterable[Conjunto], base: str, formato: str) -> str:
    """The whole catalogue as text, in `ttl` or `jsonld`."""
    opciones: dict[str, Any] = {"auto_compact": True} if formato == "jsonld" else {}
    return grafo(conjuntos, base).serialize(format=FORMATOS[formato][0], **opciones)


def grafo(conjuntos: Iterable[Conjunto], base: str) -> Graph:
    hecho = Graph(bind_namespaces="none")
    for prefijo, espacio in _ESPACIOS.items():
        hecho.bind(prefijo, Namespace(str(espacio)))
    catalogo, entidad = URIRef(f"{base}/datos/"), URIRef(f"{base}/datos/#entidad")
    _decir(
        hecho,
        catalogo,
        (RDF.type, DCAT.Catalog),
        (DCTERMS.title, _es(titulo_del_catalogo())),
        (DCTERMS.description, _es(f"Las capas geográficas que publica {settings.ENTIDAD}.")),
        (DCTERMS.publisher, entidad),
        (DCTERMS.language, URIRef(f"{_UE}language/SPA")),
        (FOAF.homepage, catalogo),
    )
    _decir(hecho, entidad, (RDF.type, FOAF.Agent), (FOAF.name, Literal(settings.ENTIDAD)))
    _temas(hecho, catalogo, base)
    conjuntos = list(conjuntos)
    for conjunto in conjuntos:
        hecho.add((catalogo, DCAT.dataset, _conjunto(hecho, conjunto, entidad)))
    _servicios(hecho, catalogo, base, conjuntos)
    fichas = [conjunto.ficha for conjunto in conjuntos]
    _decir(
        hecho,
        catalogo,
        (DCTERMS.modified, _fecha(max((ficha.actualizada for ficha in fichas), default=None))),
        (DCTERMS.issued, _fecha(min((ficha.creada for ficha in fichas), default=None))),
    )
    return hecho


def _decir(grafo_: Graph, sujeto: Any, *pares: tuple[Any, Any]) -> Any:
    for predicado, objeto in pares:
        if objeto is not None:
            grafo_.add((sujeto, predicado, objeto))
    return sujeto


def _fecha(momento: dt.date | None) -> Any:
    """A day or an instant, as xsd has it."""
    if momento is None:
        return None
    texto = momento.isoformat() if not isinstance(momento, dt.datetime) else en_utc(momento)
    return Literal(texto, datatype=XSD.dateTime if isinstance(momento, dt.datetime) else XSD.date)


def _es(texto: str) -> Any:
    return Literal(texto, lang="es")


def _uri(texto: str) -> Any:
    """What a person typed, as an address that can be written: one bad record must not take the catalogue away."""
    return URIRef(iri_to_uri(texto))


def _sector(base: str, sector: str) -> Any:
    return URIRef(f"{base}/datos/?sector={sector}")


def _temas(hecho: Graph, catalogo: Any, base: str) -> None:
    """The sectors, as the catalogue's own taxonomy."""
    taxonomia = URIRef(f"{base}/datos/#sectores")
    _decir(hecho, catalogo, (DCAT.themeTaxonomy, taxonomia))
    _decir(hecho, taxonomia, (RDF.type, SKOS.ConceptScheme), (DCTERMS.title, _es("Sectores")))
    for sector, titulo in SECTORES.items():
        concepto = _sector(base, sector)
        _decir(hecho, concepto, (RDF.type, SKOS.Concept), (SKOS.prefLabel, _es(titulo)), (SKOS.inScheme, taxonomia))


def _conjunto(hecho: Graph, conjunto: Conjunto, entidad: Any) -> Any:
    ficha, sujeto = conjunto.ficha, URIRef(f"{conjunto.url}#conjunto")
    _decir(
        hecho,
        sujeto,
        (RDF.type, DCAT.Dataset),
        (DCTERMS.identifier, Literal(identificador(ficha.pk))),
        (DCTERMS.title, _es(ficha.titulo)),
        (DCTERMS.description, _es(ficha.resumen)),
        (DCTERMS.provenance, _procedencia(hecho, ficha.linaje)),
        (DCTERMS.publisher, entidad),
        (DCTERMS.license, _uri(ficha.licencia)),
        (DCTERMS.language, URIRef(f"{_UE}language/SPA")),
        (DCTERMS.accessRights, URIRef(f"{_UE}access-right/{'PUBLIC' if ficha.abierta else 'NON_PUBLIC'}")),
        (DCTERMS.accrualPeriodicity, URIRef(f"{_UE}frequency/{ficha.ritmo.ue}")),
        (DCTERMS.modified, _fecha(ficha.actualizada)),
        (DCTERMS.issued, _fecha(ficha.fecha_referencia or ficha.creada)),
        (DCTERMS.spatial, _lugar(hecho, conjunto.caja)),
        (DCTERMS.temporal, _periodo(hecho, conjunto.periodo)),
        (URIRef(f"{DCAT}version"), Literal(str(ficha.numero_revision))),
        (DCAT.landingPage, URIRef(conjunto.url)),
        (DCAT.contactPoint, _contacto(hecho, conjunto)),
        (DCAT.theme, _sector(conjunto.base, ficha.sector)),
        (DCAT.theme, _uri(f"{_TEMA}{ficha.tema}")),
        *((DCAT.keyword, _es(palabra)) for palabra in conjunto.ficha.palabras),
        *((DCTERMS.conformsTo, URIRef(uri)) for uri in _sistemas(conjunto)),
    )
    for nombre, formato, url in conjunto.descargas:
        hecho.add((sujeto, DCAT.distribution, _archivo(hecho, conjunto, nombre, formato, url)))
    hecho.add((sujeto, DCAT.distribution, _api(hecho, conjunto)))
    return sujeto


def _sistemas(conjunto: Conjunto) -> list[str]:
    return [f"http://www.opengis.net/def/crs/EPSG/0/{conjunto.srid}"] if conjunto.es_imagen else list(SISTEMAS)


def _procedencia(hecho: Graph, linaje: str) -> Any:
    return _decir(hecho, BNode(), (RDF.type, DCTERMS.ProvenanceStatement), (RDFS.label, _es(linaje)))


def _lugar(hecho: Graph, caja: list[float]) -> Any:
    oeste, sur, este, norte = caja
    wkt = f"POLYGON(({oeste} {sur}, {este} {sur}, {este} {norte}, {oeste} {norte}, {oeste} {sur}))"
    return _decir(hecho, BNode(), (RDF.type, DCTERMS.Location), (DCAT.bbox, Literal(wkt, datatype=_GEO.wktLiteral)))


def _periodo(hecho: Graph, periodo: tuple[str | None, str | None]) -> Any:
    if not any(periodo):
        return None
    desde, hasta = (Literal(extremo, datatype=XSD.dateTime) if extremo else None for extremo in periodo)
    return _decir(hecho, BNode(), (RDF.type, DCTERMS.PeriodOfTime), (DCAT.startDate, desde), (DCAT.endDate, hasta))


def _contacto(hecho: Graph, conjunto: Conjunto) -> Any:
    correo = _uri(f"mailto:{conjunto.ficha.correo_publico}")
    return _decir(
        hecho,
        BNode(),
        (RDF.type, _VCARD.Organization),
        (_VCARD.fn, Literal(conjunto.ficha.responsable)),
        (_VCARD.hasEmail, correo),
    )


def _archivo(hecho: Graph, conjunto: Conjunto, nombre: str, formato: Formato, url: str) -> Any:
    codigo = _ARCHIVOS.get(nombre)
    return _decir(
        hecho,
        URIRef(f"{conjunto.url}#{nombre}"),
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, _es(f"{conjunto.ficha.titulo} en {formato.titulo}")),
        (DCTERMS.license, _uri(conjunto.ficha.licencia)),
        (DCTERMS.format, URIRef(f"{_UE}file-type/{codigo}" if codigo else f"{_IANA}{formato.tipo}")),
        (DCAT.mediaType, URIRef(f"{_IANA}{formato.tipo}")),
        (DCAT.accessURL, URIRef(conjunto.url)),
        (DCAT.downloadURL, URIRef(url)),
    )


def _api(hecho: Graph, conjunto: Conjunto) -> Any:
    """The layer by OGC API, as a distribution of the service that gives it."""
    return _decir(
        hecho,
        URIRef(f"{conjunto.url}#api"),
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, _es(f"{conjunto.ficha.titulo} por OGC API")),
        (DCTERMS.license, _uri(conjunto.ficha.licencia)),
        (DCTERMS.format, URIRef(f"{_UE}file-type/JSON")),
        (DCAT.mediaType, URIRef(f"{_IANA}application/json")),
        (DCAT.accessURL, URIRef(conjunto.api)),
        (DCAT.accessService, URIRef(f"{conjunto.base}{reverse('ogc:portada')}")),
    )


def _servicios(hecho: Graph, catalogo: Any, base: str, conjuntos: list[Conjunto]) -> None:
    """What gives the layers: OGC API all of them, MapServer the open ones, and CSW the catalogue itself."""
    en_mapas = {ficha.pk for ficha in mapserver.fichas_abiertas()} if hay_programa() else set()
    todos = {URIRef(f"{conjunto.url}#conjunto"): conjunto for conjunto in conjuntos}
    abiertos = [uri for uri, conjunto in todos.items() if conjunto.ficha.pk in en_mapas]
    de_elementos = [uri for uri in abiertos if not todos[uri].es_imagen]
    servidos = {"ogc": [*todos], "wms": abiertos, "wmts": abiertos, "wfs": de_elementos, "csw": [catalogo]}
    for nombre, suyos in servidos.items():
        if suyos:
            hecho.add((catalogo, DCAT.service, _servicio(hecho, base, _SERVICIOS[nombre], suyos)))


def _servicio(hecho: Graph, base: str, servicio: Servicio, servidos: list[Any]) -> Any:
    direccion = URIRef(f"{base}{reverse(servicio.puerta)}")
    return _decir(
        hecho,
        direccion,
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, _es(servicio.titulo)),
        (DCTERMS.conformsTo, URIRef(f"http://www.opengis.net/{servicio.norma}")),
        (DCAT.endpointURL, direccion),
        (DCAT.endpointDescription, URIRef(f"{base}{reverse(servicio.descripcion)}{servicio.pedido}")),
        *((DCAT.servesDataset, servido) for servido in servidos),
    )
