"""Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2), frozen: parametros → vistas → documentos, in JSON and XML."""
