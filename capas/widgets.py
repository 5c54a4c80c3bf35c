"""The geometry editor of the admin."""

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.forms import Media, Script
from leaflet.admin import LeafletAdminWidget

from capas.geometria import SRID_GEOGRAFICO


class MapaEditable(LeafletAdminWidget):
    """django-leaflet's map, which takes GeoJSON in degrees and nothing else: no WKT, no SRID of the sender's choice."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=(Script("editor.js", type="module"),))  # type: ignore[arg-type]

    def deserialize(self, value: str) -> GEOSGeometry | None:
        if not value.lstrip().startswith("{") or '"crs"' in value:
            return None
        try:
            geometria = GEOSGeometry(value)
        except (GDALException, GEOSException, ValueError, TypeError):
            return None
        geometria.srid = SRID_GEOGRAFICO
        return geometria
