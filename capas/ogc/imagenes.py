"""Raster layers by OGC API: the collection, its map tilesets (OGC 20-057, map tilesets) and their PNG tiles."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from capas import rangos, raster
from capas.errores import NoExiste, PeticionInvalida
from capas.geometria import CRS84
from capas.lectura import etag, ficha_visible, si_cambio
from capas.models import FichaCapa
from capas.ogc import parametros, teselas
from capas.ogc.documentos import COG, REL, con_formatos, enlace
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato
from capas.ogc.teselas import ESQUEMA
from capas.salidas import enlaces

PNG = "image/png"


def plantilla(base: str, ficha: FichaCapa) -> str:
    return f"{base}/collections/{ficha.pk}/map/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"


@de_lectura
def tilesets(request: HttpRequest, capa: str) -> HttpResponse:
    formato, ficha, base = solo_formato(request), _con_raster(request, capa), raiz(request)
    url = f"{base}/collections/{ficha.pk}/map/tiles"
    datos = {
        "links": con_formatos(url, formato=formato),
        "tilesets": [_resumen(ficha, url, base)],
    }
    return documento(request, datos, formato, "documento", titulo=f"La imagen de {ficha.titulo}")


@de_lectura
def tileset(request: HttpRequest, capa: str) -> HttpResponse:
    formato, ficha, base = solo_formato(request), _con_raster(request, capa), raiz(request)
    url = f"{base}/collections/{ficha.pk}/map/tiles"
    datos = _resumen(ficha, url, base) | {
        "tileMatrixSetId": "WebMercatorQuad",
        "tileMatrixSetLimits": teselas.limites(ficha.raster.extension),
        "boundingBox": {
            "lowerLeft": ficha.raster.extension[:2],
            "upperRight": ficha.raster.extension[2:],
            "crs": CRS84.uri,
        },
    }
    datos["links"] = [
        *con_formatos(f"{url}/WebMercatorQuad", formato=formato),
        {**enlace(plantilla(base, ficha), "item", PNG, "Las teselas"), "templated": True},
        enlace(f"{base}/tileMatrixSets/WebMercatorQuad", f"{REL}tiling-scheme"),
    ]
    return documento(request, datos, formato, "documento", titulo=f"La imagen de {ficha.titulo}")


def _resumen(ficha: FichaCapa, url: str, base: str) -> dict[str, Any]:
    return {
        "title": ficha.titulo,
        "dataType": "map",
        "crs": teselas.esquema_web()["crs"],
        "tileMatrixSetURI": ESQUEMA,
        "links": [
            enlace(f"{url}/WebMercatorQuad", "self"),
            enlace(f"{base}/tileMatrixSets/WebMercatorQuad", f"{REL}tiling-scheme"),
        ],
    }


@de_lectura
def tesela(request: HttpRequest, capa: str, z: str, y: str, x: str) -> HttpResponse:
    """One PNG of a raster: 204 where it has nothing, 404 outside the scheme."""
    parametros.revisar(request, {"v", "f"})
    if request.GET.get("f", "png") != "png":
        raise PeticionInvalida("«f» de una tesela de imagen es png.")
    ficha, (nivel, fila, columna) = _con_raster(request, capa), teselas.indices(z, y, x)
    vigente = request.GET.get("v") == teselas.revision([ficha])

    def hacer() -> HttpResponse:
        imagen = raster.tesela(ficha.raster, nivel, columna, fila)
        return HttpResponse(imagen, content_type=PNG) if imagen else HttpResponse(status=204)

    marca = etag(request, "png", ficha)
    return si_cambio(request, marca, hacer, "max-age=31536000, immutable" if vigente else "no-cache")


def descarga(request: HttpRequest, ficha: FichaCapa) -> HttpResponseBase:
    """The file as it is kept, a cloud-optimised GeoTIFF, or the part of it asked for; its name holds its hash."""
    parametros.revisar(request, {"f"})
    ruta = raster.archivo_de(raster.obtener(ficha))
    if not ruta.is_file():
        raise NoExiste(f"El archivo de «{ficha.titulo}» no está. Avise a {settings.CORREO_ENTIDAD}.")
    respuesta = rangos.responder(request, ruta, f"{ficha.pk}.tif", COG, f'"{ruta.stem}"')
    respuesta["Link"] = enlaces(ficha, "tif")
    return respuesta


def _con_raster(request: HttpRequest, capa: str) -> FichaCapa:
    ficha = ficha_visible(request, capa)
    raster.obtener(ficha)
    return ficha
