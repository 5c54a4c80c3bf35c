library(sf)

# La capa entera
capa <- st_read("SITIO/datos/CAPA.geojson", quiet = TRUE)
print(nrow(capa))

# En metros (Origen Nacional), para medir
archivo <- tempfile(fileext = ".gpkg")
download.file("SITIO/datos/CAPA.gpkg?crs=http://www.opengis.net/def/crs/EPSG/0/9377", archivo, mode = "wb", quiet = TRUE)
metros <- st_read(archivo, quiet = TRUE)
print(sum(st_area(metros)))

# Lo que cambió desde una fecha
cambios <- jsonlite::fromJSON("SITIO/datos/CAPA/cambios?desde=2026-01-01", simplifyVector = FALSE)
print(cambios$cuantos)
