"""The text of a mapfile: what the catalogue means in MapServer's words (mapserver.org/mapfile)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Field

from capas import raster, sql_servicios
from capas.catalogo import Capa
from capas.geometria import ESCALA_0, PAIS_METROS, SRID_MAESTRO
from capas.models import FichaCapa
from capas.servicios import imagenes
from capas.servicios.clases import clases, escala, simbolos
from capas.servicios.textos import bloque, cadena, metadatos
from capas.tipos import Tipo, real, tipo_de

LADO_MAXIMO = 4096  # pixels
CAPAS_MAXIMAS = 40  # in one GetMap
SISTEMAS = "EPSG:9377 EPSG:4326 EPSG:4686 EPSG:3857 CRS:84"
# MapServer 8.0 writes 9377 as easting, northing and cannot be told otherwise: WFS does not offer what it would say wrong.
SISTEMAS_WFS = "EPSG:4326 EPSG:4686 EPSG:3857"
PIXEL = "value_0"  # what MapServer calls the value of the first band
_PROYECCION = bloque("PROJECTION", f'"init=epsg:{SRID_MAESTRO}"')
# Dates are text here: of a Date MapServer 8.0 makes a GML object and compares it wrongly; the schema says what they are.
_TIPOS = {
    Tipo.LOGICO: "Boolean",
    Tipo.ENTERO: "Integer",
    Tipo.REAL: "Real",
    Tipo.DECIMAL: "Real",
}
_GML = {"POINT": "point", "LINESTRING": "line", "MULTILINESTRING": "multiline", "MULTIPOLYGON": "multipolygon"}


def mapa(fichas: Iterable[FichaCapa], extensiones: dict[str, list[float]], base: str) -> str:
    """The whole mapfile. extensiones: by layer, EPSG:9377; base: the site's address, without a slash at its end."""
    return bloque(
        "MAP",
        'NAME "sig"\nSIZE 800 600\nUNITS METERS\nIMAGECOLOR 255 255 255\nIMAGETYPE "png"',
        f"MAXSIZE {LADO_MAXIMO}\nRESOLUTION 90.714\nDEFRESOLUTION 90.714",  # the pixel of the OGC: 0.28 mm
        _extension(list(PAIS_METROS)),
        _PROYECCION,
        bloque("WEB", metadatos(servicio(base))),
        *_FORMATOS,
        *simbolos(),
        *(_imagen(ficha, base) if ficha.es_raster else _capa(ficha, extensiones[ficha.pk], base) for ficha in fichas),
    )


def _extension(caja: list[float]) -> str:
    return f"EXTENT {' '.join(map(str, caja))}"


def _formato(nombre: str, driver: str, modo: str, tipo: str, *opciones: str) -> str:
    lineas = (f"FORMATOPTION {cadena(opcion)}" for opcion in opciones)
    return bloque("OUTPUTFORMAT", f'NAME "{nombre}"\nDRIVER "{driver}"\nIMAGEMODE {modo}\nMIMETYPE "{tipo}"', *lineas)


_DE_ELEMENTOS = ("STORAGE=stream", "FORM=SIMPLE")
_FORMATOS = (
    _formato("png", "AGG/PNG", "RGBA", "image/png"),
    _formato("jpeg", "AGG/JPEG", "RGB", "image/jpeg", "QUALITY=85"),
    _formato("geojson", "OGR/GEOJSON", "FEATURE", "application/geo+json", *_DE_ELEMENTOS, "LCO:ID_FIELD=id"),
    _formato("json", "OGR/GEOJSON", "FEATURE", "application/json", *_DE_ELEMENTOS, "LCO:ID_FIELD=id"),
    _formato("csv", "OGR/CSV", "FEATURE", "text/csv", *_DE_ELEMENTOS, "LCO:GEOMETRY=AS_WKT"),
)


def servicio(base: str) -> dict[str, Any]:
    """What the services say of themselves and of who answers for them; of that, nothing is in a record."""
    titulo = f"Servicios geográficos de {settings.MUNICIPIO}"
    return _contacto() | {
        "ows_title": titulo,
        "wms_rootlayer_title": titulo,
        "ows_abstract": f"Las capas abiertas de {settings.ENTIDAD}. Son datos abiertos; cada capa dice su licencia.",
        "ows_keywordlist": f"{settings.MUNICIPIO},{settings.DEPARTAMENTO},ICDE,datos abiertos",
        "ows_fees": "Ninguno",
        "ows_accessconstraints": "Ninguna: la licencia de cada capa está en su ficha",
        "ows_service_onlineresource": f"{base}/servicios",
        "ows_enable_request": "*",
        "wms_srs": SISTEMAS,
        "wfs_srs": SISTEMAS_WFS,
        "ows_encoding": "UTF-8",
        "wms_sld_enabled": "false",
        "wms_bbox_extended": "true",
        "wms_layerlimit": CAPAS_MAXIMAS,
        "wms_feature_info_mime_type": "text/html",
        "wms_getfeatureinfo_formatlist": "text/plain,text/html,application/vnd.ogc.gml,application/json,application/geo+json",
        "wms_getmap_formatlist": "image/png,image/jpeg",
        "wms_getlegendgraphic_formatlist": "image/png",
        "wfs_getfeature_formatlist": "geojson,json,csv",
        "wfs_namespace_prefix": "sig",
        "wfs_namespace_uri": f"{base}/servicios/wfs",
        "wfs_compute_number_matched": "true",
    }


def _contacto() -> dict[str, Any]:
    return {
        "ows_contactorganization": settings.ENTIDAD,
        "ows_contactperson": settings.ENTIDAD,
        "ows_contactposition": "Sistema de información geográfica",
        "ows_contactelectronicmailaddress": settings.CORREO_ENTIDAD,
        "ows_contactvoicetelephone": settings.TELEFONO_ENTIDAD,
        "ows_addresstype": "postal",
        "ows_address": settings.DIRECCION_ENTIDAD,
        "ows_city": settings.MUNICIPIO,
        "ows_stateorprovince": settings.DEPARTAMENTO,
        "ows_postcode": settings.CODIGO_POSTAL,
        "ows_country": "Colombia",
        "ows_hoursofservice": settings.HORARIO_ENTIDAD,
        "ows_role": "pointOfContact",
    }


def _imagen(ficha: FichaCapa, base: str) -> str:
    """A raster: WMS draws it and says the value of a pixel; WFS, which has elements alone, does not know it."""
    return bloque(
        "LAYER",
        f"NAME {cadena(ficha.pk)}\nSTATUS ON\nTYPE RASTER",
        bloque("PROJECTION", f'"init=epsg:{ficha.raster.srid}"'),
        f'DATA {cadena(raster.archivo_de(ficha.raster))}\nTEMPLATE "{ficha.pk}.html"',
        metadatos(
            _de_ficha(ficha, base)
            | {"ows_include_items": PIXEL, "gml_include_items": PIXEL, f"gml_{PIXEL}_type": "Real"}
        ),
        *imagenes.dibujo(ficha.raster),
    )


def _capa(ficha: FichaCapa, extension: list[float], base: str) -> str:
    capa = ficha.capa
    return bloque(
        "LAYER",
        f"NAME {cadena(capa.id)}\nSTATUS ON\nTYPE {('POINT', 'LINE', 'POLYGON')[capa.dimension]}",
        _extension(extension),
        _PROYECCION,
        'CONNECTIONTYPE POSTGIS\nCONNECTION " "',  # libpq reads the environment: no address or password is written
        f"DATA {cadena(sql_servicios.origen(capa))}",
        f'TEMPLATE "{capa.id}.html"\nTOLERANCE {0 if capa.dimension == 2 else 6}\nTOLERANCEUNITS PIXELS',
        f"MAXSCALEDENOM {escala(capa.zoom_minimo)}" if capa.zoom_minimo else "",
        f"SYMBOLSCALEDENOM {ESCALA_0 / 2**15:.0f}" if capa.dimension == 1 else "",
        'PROCESSING "RENDERMODE=ALL_MATCHING_CLASSES"' if capa.estilo.tramas else "",
        metadatos(_de_ficha(ficha, base) | _de_campos(capa)),
        f"LABELITEM {cadena(capa.rotulo)}",
        *clases(capa),
    )


def _de_ficha(ficha: FichaCapa, base: str) -> dict[str, Any]:
    return {
        "ows_title": ficha.titulo,
        "ows_abstract": ficha.resumen,
        "ows_keywordlist": ficha.palabras_clave.replace(", ", ","),
        "ows_attribution_title": ficha.responsable,
        "ows_metadataurl_href": f"{base}/metadatos/{ficha.pk}.xml",
        "ows_metadataurl_format": "text/xml",
        "ows_metadataurl_type": "ISO19115:2003",
        "ows_dataurl_href": f"{base}/datos/{ficha.pk}",
        "ows_dataurl_format": "text/html",
    }


def _de_campos(capa: Capa) -> dict[str, Any]:
    nombres = ["id", *(c.name for c in capa.campos)]
    lista = ",".join(dict.fromkeys(nombres))
    propios = {
        "ows_include_items": lista,
        "gml_include_items": lista,
        "gml_featureid": "id",
        "ows_featureid": "id",
        "gml_id_type": "Integer",
        "gml_geometries": "geom",
        "gml_geom_type": _GML[capa.tipo],
        "gml_geom_occurances": "0,1",
    }
    nulos = {f"gml_{campo.name}_nillable": "true" for campo in capa.campos if campo.null}
    return propios | nulos | {f"gml_{campo.name}_type": tipo(campo) for campo in capa.campos}


def tipo(campo: Field) -> str:
    """A field's type as MapServer's GML names it; GDAL reads an Integer in 32 bits."""
    if isinstance(real(campo), BigIntegerField) and not real(campo).primary_key:
        return "Long"
    return _TIPOS.get(tipo_de(campo), "Character")


def plantilla(ficha: FichaCapa) -> str:
    """The template of GetFeatureInfo in HTML: one feature as a table; MapServer escapes each value."""
    if ficha.es_raster:
        campos = {PIXEL: f"Valor ({ficha.raster.unidad})" if ficha.raster.unidad else "Valor"}
    else:
        campos = {campo.name: str(campo.verbose_name) for campo in ficha.capa.campos}
    filas = "".join(
        f'<tr><th scope="row">{escape(titulo).capitalize()}</th><td>[item name="{nombre}" escape=html]</td></tr>'
        for nombre, titulo in campos.items()
    )
    titulo = escape(ficha.titulo).replace("[", "&#91;")
    return f"<!-- MapServer Template -->\n<table><caption>{titulo}</caption>{filas}</table>\n"
