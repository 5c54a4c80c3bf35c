"""In which reference system two geometries of a filter are compared. A property is its field's name; a literal, a geometry."""

from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import F, Value
from django.db.models import Field as Campo

from capas.cql2.sql import plantilla
from capas.geometria import PAIS_GRADOS, PAIS_METROS, PAIS_WEB, SRID_MAESTRO

# A literal inside the country goes to the features' own system, by short sides, and the index helps; one that reaches
# beyond it has no image there, so the features go to the literal's.
_CERCA = {4326: PAIS_GRADOS, 4686: PAIS_GRADOS, 3857: PAIS_WEB, SRID_MAESTRO: PAIS_METROS}


def esta_cerca(lado: GEOSGeometry | str) -> bool:
    if isinstance(lado, str) or lado.srid in (None, SRID_MAESTRO):
        return True
    oeste, sur, este, norte = _CERCA[lado.srid or 0]
    x0, y0, x1, y1 = lado.extent
    return oeste <= x0 and sur <= y0 and x1 <= este and y1 <= norte


def en_srid(lado: GEOSGeometry | str, srid: int) -> Any:
    campo: Campo = GeometryField(srid=srid)
    if isinstance(lado, str):
        return F(lado) if srid == SRID_MAESTRO else plantilla(f"ST_Transform(%s, {srid:d})", campo, F(lado))
    literal: Any = Value(lado, output_field=GeometryField(srid=lado.srid or srid))
    if lado.geom_type == "GeometryCollection":  # what its parts cover together: two neighbours hold what lies on both
        literal = plantilla("ST_UnaryUnion(%s)", GeometryField(srid=lado.srid or srid), literal)
    if lado.srid == srid:
        return literal
    paso = max(0.05 if lado.srid in (4326, 4686) else 5_000, lado.length / 20_000)
    return plantilla(f"ST_Transform(ST_Segmentize(%s, {paso:.6f}), {srid:d})", campo, literal)
