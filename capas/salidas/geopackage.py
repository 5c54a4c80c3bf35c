"""The ISO 19139 record inside a GeoPackage, where its standard keeps it (OGC 12-128r18, F.8: Metadata)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings

from capas.models import FichaCapa

ISO = "http://www.isotc211.org/2005/gmd"


def anotar(ruta: Path, ficha: FichaCapa, alias: str) -> None:
    """Beside what GDAL wrote of its own, which made the tables. alias: the door by which the layer was read."""
    with closing(sqlite3.connect(ruta)) as archivo, archivo:
        suyo = archivo.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)"
            " VALUES ('dataset', ?, 'text/xml', ?)",
            (ISO, _xml(ficha, alias)),
        ).lastrowid
        archivo.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', ?, ?)",
            (ficha.pk, suyo),
        )


def _xml(ficha: FichaCapa, alias: str) -> str:
    from capas.metadatos import iso19139  # it tells of the downloads, and so comes after them
    from capas.metadatos.registro import Registro

    elementos = ficha.capa.modelo.objects.using(alias).con_lugar()
    return iso19139.xml(Registro.leer(ficha, settings.URL_PUBLICA.rstrip("/"), alias, elementos)).decode()
