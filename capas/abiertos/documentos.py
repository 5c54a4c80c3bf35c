"""The catalogue for those who harvest it: Project Open Data 1.1, schema.org and Atom. DCAT stands in `dcat.py`."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from capas.abiertos.conjuntos import Conjunto
from capas.catalogo import SECTORES
from capas.ogc.documentos import ESQUEMA, GEOJSON
from capas.salidas.texto import sin_control
from capas.sitio import identificador
from capas.tiempo import en_utc


def titulo_del_catalogo() -> str:
    return f"Datos abiertos de {settings.MUNICIPIO}"


def data_json(conjuntos: Iterable[Conjunto], base: str) -> dict[str, Any]:
    """The catalogue as datos.gov.co, Socrata and CKAN harvest it (project-open-data.cio.gov/v1.1/schema)."""
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@id": f"{base}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
        "dataset": [_dataset(conjunto) for conjunto in conjuntos],
    }


def _dataset(conjunto: Conjunto) -> dict[str, Any]:
    ficha = conjunto.ficha
    datos = {
        "@type": "dcat:Dataset",
        "identifier": identificador(ficha.pk),
        "title": ficha.titulo,
        "description": ficha.resumen,
        "keyword": ficha.palabras or [SECTORES[ficha.sector]],
        "modified": en_utc(ficha.actualizada),
        "issued": en_utc(ficha.fecha_referencia),
        "publisher": {"@type": "org:Organization", "name": settings.ENTIDAD},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": ficha.responsable,
            "hasEmail": f"mailto:{ficha.correo_publico}",
        },
        "accessLevel": "public" if ficha.abierta else "non-public",
        "license": ficha.licencia,
        "landingPage": conjunto.url,
        "language": ["es"],
        "theme": [SECTORES[ficha.sector]],
        "spatial": ",".join(str(lado) for lado in conjunto.caja),
        "temporal": "/".join(extremo or ".." for extremo in conjunto.periodo) if all(conjunto.periodo) else None,
        "accrualPeriodicity": ficha.ritmo.iso8601,
        "distribution": _distribuciones(conjunto),
    }
    if not conjunto.es_imagen:
        datos |= {"describedBy": f"{conjunto.api}/schema", "describedByType": ESQUEMA}
    return {nombre: valor for nombre, valor in datos.items() if valor is not None}


def _distribuciones(conjunto: Conjunto) -> list[dict[str, str]]:
    archivos = [
        {
            "@type": "dcat:Distribution",
            "title": f"{conjunto.ficha.titulo} en {formato.titulo}",
            "format": formato.titulo,
            "mediaType": formato.tipo,
            "downloadURL": url,
        }
        for _, formato, url in conjunto.descargas
    ]
    api = {
        "@type": "dcat:Distribution",
        "title": "OGC API",
        "format": "API",
        "mediaType": "application/json",
        "accessURL": conjunto.api,
    }
    return [*archivos, api]


def schema_org(conjunto: Conjunto) -> dict[str, Any]:
    """A schema.org Dataset, as search engines read it inside the layer's page."""
    ficha, (oeste, sur, este, norte) = conjunto.ficha, conjunto.caja
    caja = {"@type": "GeoShape", "box": f"{sur} {oeste} {norte} {este}"}
    datos = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": conjunto.url,
        "url": conjunto.url,
        "identifier": identificador(ficha.pk),
        "name": ficha.titulo,
        "description": ficha.resumen,
        "keywords": ficha.palabras,
        "license": ficha.licencia,
        "isAccessibleForFree": True,
        "inLanguage": "es-CO",
        "version": str(ficha.numero_revision),
        "dateModified": en_utc(ficha.actualizada),
        "creator": {"@type": "Organization", "name": ficha.responsable, "email": ficha.correo_publico},
        "publisher": {"@type": "GovernmentOrganization", "name": settings.ENTIDAD},
        "spatialCoverage": {"@type": "Place", "geo": caja},
        "temporalCoverage": "/".join(e or ".." for e in conjunto.periodo) if any(conjunto.periodo) else None,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": titulo_del_catalogo(),
            "url": f"{conjunto.base}/datos/",
        },
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": formato.tipo, "contentUrl": url, "name": formato.titulo}
            for _, formato, url in conjunto.descargas
        ],
    }
    return {nombre: valor for nombre, valor in datos.items() if valor is not None}


def atom(conjuntos: Iterable[Conjunto], base: str) -> str:
    """The layers by their last change, the newest first (RFC 4287)."""
    canal = Atom1Feed(
        title=titulo_del_catalogo(),
        link=f"{base}/datos/",
        feed_url=f"{base}/datos/atom.xml",
        feed_guid=f"{base}/datos/atom.xml",
        description="",
        subtitle="Las capas que han cambiado, la más reciente primero.",
        author_name=settings.ENTIDAD,
        author_email=settings.CORREO_ENTIDAD,
        language="es-co",
    )
    for conjunto in sorted(conjuntos, key=lambda c: c.ficha.actualizada, reverse=True):
        canal.add_item(
            title=sin_control(conjunto.ficha.titulo),
            link=conjunto.url,
            description=sin_control(conjunto.ficha.resumen),
            unique_id=conjunto.url,
            updateddate=conjunto.ficha.actualizada,
            categories=[SECTORES[conjunto.ficha.sector]],
            item_copyright=sin_control(conjunto.licencia),
        )
    return canal.writeString("utf-8")


def cita(conjunto: Conjunto) -> str:
    """How a paper names the layer: who, when, what, which version, where."""
    que = f"{conjunto.ficha.titulo} [conjunto de datos], revisión {conjunto.ficha.numero_revision}"
    return f"{settings.ENTIDAD} ({conjunto.ficha.actualizada.year}). {que}. {conjunto.url}"


def representaciones(conjunto: Conjunto) -> list[tuple[str, str]]:
    """(what, address) of what a programme may ask of a layer."""
    if conjunto.es_imagen:
        return [("La capa por OGC API", conjunto.api), ("Sus teselas", f"{conjunto.api}/map/tiles")]
    return [
        ("La capa por OGC API", conjunto.api),
        (f"Sus elementos, por páginas ({GEOJSON})", f"{conjunto.api}/items"),
        ("Sus campos (JSON Schema)", f"{conjunto.api}/schema"),
        ("Sus teselas vectoriales", f"{conjunto.api}/tiles"),
        ("WMS y WFS", f"{conjunto.base}/servicios/"),
    ]
