# Las capas publicadas
curl -sS --fail "SITIO/ogc/collections"

# Cinco elementos, en GeoJSON
curl -sS --fail "SITIO/ogc/collections/CAPA/items?limit=5"

# Los que tocan una caja: oeste, sur, este, norte
curl -sS --fail "SITIO/ogc/collections/CAPA/items?bbox=-75.3,4.4,-75.2,4.5"

# Los que cumplen una condición (CQL2), en CSV
curl -sS --fail --get "SITIO/ogc/collections/CAPA/items" \
  --data-urlencode "f=csv" \
  --data-urlencode "filter=CASEI(CAMPO) LIKE CASEI('c%')"

# La capa entera en GeoPackage, en Origen Nacional
curl -sS --fail -o CAPA.gpkg "SITIO/datos/CAPA.gpkg?crs=http://www.opengis.net/def/crs/EPSG/0/9377"

# Lo que cambió desde una fecha
curl -sS --fail "SITIO/datos/CAPA/cambios?desde=2026-01-01"
