"""What a raster covers, as features: one for its file, so that whoever reads features finds the image too."""

import json
from typing import Any, cast

from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.http import HttpRequest, HttpResponse

from capas.errores import NoExiste
from capas.geometria import CRS84, Crs
from capas.lectura import etag, si_cambio
from capas.models import FichaCapa
from capas.ogc import documentos, parametros
from capas.ogc.documentos import COG, GEOJSON, con_formatos, enlace
from capas.ogc.respuesta import documento, raiz
from capas.sitio import absoluta

ID = 1
_ADMITIDOS = {"f", "limit", "bbox", "bbox-crs", "crs", "datetime"}


def items(request: HttpRequest, ficha: FichaCapa) -> HttpResponse:
    parametros.revisar(request, _ADMITIDOS)
    formato, crs, dado = parametros.formato(request), _crs(request), request.GET.get
    parametros.entero(dado("limit", "1"), "limit", 1)
    if (cuando := dado("datetime")) is not None:
        parametros.extremos(cuando)  # a layer without time holds at any time (OGC 17-069r4, 7.15.4)
    zonas = parametros.zonas(dado("bbox"), parametros.crs(dado("bbox-crs", CRS84.uri), "bbox-crs"))
    features = [_huella(ficha, crs)] if zonas is None or _toca(ficha, zonas) else []
    base = f"{raiz(request)}/collections/{ficha.pk}"
    enlaces = [*con_formatos(f"{base}/items", GEOJSON, formato), enlace(base, "collection", titulo=ficha.titulo)]
    datos = documentos.elementos(len(features), len(features), enlaces) | {"features": features}
    return _responder(request, ficha, datos, formato, crs)


def item(request: HttpRequest, ficha: FichaCapa, id_elemento: str) -> HttpResponse:
    parametros.revisar(request, {"f", "crs"})
    formato, crs = parametros.formato(request), _crs(request)
    if id_elemento != str(ID):
        raise NoExiste(f"La capa «{ficha.titulo}» no tiene un elemento «{id_elemento[:40]}».")
    base = f"{raiz(request)}/collections/{ficha.pk}"
    enlaces = [
        *con_formatos(f"{base}/items/{ID}", GEOJSON, formato),
        enlace(base, "collection", titulo=ficha.titulo),
        enlace(absoluta(request, f"/datos/{ficha.pk}.tif"), "enclosure", COG, "El archivo completo"),
    ]
    return _responder(request, ficha, _huella(ficha, crs) | {"links": enlaces}, formato, crs)


def _crs(request: HttpRequest) -> Crs:
    return parametros.crs(request.GET.get("crs", CRS84.uri), "crs")


def _caja(ficha: FichaCapa) -> Polygon:
    caja = Polygon.from_bbox(ficha.raster.extension)
    caja.srid = CRS84.srid
    return caja


def _huella(ficha: FichaCapa, crs: Crs) -> dict[str, Any]:
    caja = cast(Polygon, _caja(ficha).transform(crs.srid, clone=True))
    pares = [[round(lado, crs.decimales) for lado in punto] for punto in caja.coords[0]]
    anillo = [par[::-1] for par in pares] if crs.norte_primero else pares
    raster = ficha.raster
    return {
        "type": "Feature",
        "id": ID,
        "geometry": {"type": "Polygon", "coordinates": [anillo]},
        "properties": {
            "titulo": ficha.titulo,
            "columnas": raster.ancho,
            "filas": raster.alto,
            "bandas": raster.bandas,
            "resolucion_m": raster.resolucion_m,
            "minimo": raster.minimo,
            "maximo": raster.maximo,
            "unidad": raster.unidad,
        },
    }


def _toca(ficha: FichaCapa, zonas: tuple[str | None, ...]) -> bool:
    pedidas = [GEOSGeometry(zona) for zona in zonas if zona]
    return any(_caja(ficha).intersects(zona.transform(CRS84.srid, clone=True)) for zona in pedidas)


def _responder(request: HttpRequest, ficha: FichaCapa, datos: dict[str, Any], formato: str, crs: Crs) -> HttpResponse:
    def hacer() -> HttpResponse:
        if formato == "html":
            return documento(request, datos, formato, "documento", titulo=f"Lo que cubre {ficha.titulo}")
        cuerpo = json.dumps(datos, ensure_ascii=False)
        return HttpResponse(cuerpo, content_type=GEOJSON, headers={"Content-Crs": f"<{crs.uri}>"})

    return si_cambio(request, etag(request, formato, ficha), hacer)
