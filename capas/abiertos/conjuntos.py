"""What the portal and every catalogue say of a layer, asked once and written in many ways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from capas.catalogo import todas
from capas.consultas import Usuario
from capas.geometria import CRS_MAESTRO
from capas.lectura import por_revision
from capas.models import FichaCapa
from capas.ogc import documentos
from capas.presentacion import llano
from capas.salidas import FORMATOS, Formato

_TIF = Formato("GeoTIFF", "image/tiff", "tif", "la imagen completa")
_CC = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/([0-9.]+)")


@dataclass(frozen=True)
class Conjunto:
    """A layer as open data. `base`: the absolute address of the site, without a slash at its end."""

    ficha: FichaCapa
    base: str
    extension: dict[str, Any]  # as OGC API Features says it: spatial, and temporal where there is
    total: int | None  # features; None of an image

    @property
    def url(self) -> str:
        return f"{self.base}/datos/{self.ficha.pk}"

    @property
    def api(self) -> str:
        return f"{self.base}/ogc/collections/{self.ficha.pk}"

    @property
    def es_imagen(self) -> bool:
        return self.total is None

    @property
    def formatos(self) -> dict[str, Formato]:
        return {"tif": _TIF} if self.es_imagen else FORMATOS

    @property
    def descargas(self) -> list[tuple[str, Formato, str]]:
        """(name, format, address) of each whole file."""
        return [(nombre, formato, f"{self.url}.{nombre}") for nombre, formato in self.formatos.items()]

    @property
    def caja(self) -> list[float]:
        """[west, south, east, north] in degrees."""
        return self.extension["spatial"]["bbox"][0]

    @property
    def periodo(self) -> tuple[str | None, str | None]:
        return tuple(self.extension.get("temporal", {}).get("interval", [[None, None]])[0])  # type: ignore[return-value]

    @property
    def srid(self) -> int:
        return self.ficha.raster.srid if self.es_imagen else CRS_MAESTRO.srid

    @property
    def licencia(self) -> str:
        """The licence by its name, where it is a known one."""
        hallada = _CC.search(self.ficha.licencia)
        if not hallada:
            return self.ficha.licencia.removeprefix("https://")
        return f"CC0 {hallada[2]}" if hallada[1] == "zero" else f"CC {hallada[1].upper()} {hallada[2]}"

    def habla_de(self, texto: str) -> bool:
        """Whether every word of a search is somewhere in the layer's title, summary, keywords or fields."""
        campos = () if self.es_imagen else (str(campo.verbose_name) for campo in self.ficha.capa.campos)
        propio = (self.ficha.titulo, self.ficha.resumen, self.ficha.palabras_clave, self.ficha.get_sector_display())
        todo = llano(" ".join([self.ficha.pk, *propio, *campos]))
        return all(palabra in todo for palabra in llano(texto).split())


def de(ficha: FichaCapa, usuario: Usuario, base: str) -> Conjunto:
    if ficha.es_raster:
        return Conjunto(ficha, base, {"spatial": {"bbox": [ficha.raster.extension]}}, None)
    capa = ficha.capa
    filas = capa.modelo.objects.visibles_para(usuario, capa.roles)
    extension = por_revision(ficha, filas, "extension", lambda: documentos.extension(capa, filas))
    return Conjunto(ficha, base, extension, por_revision(ficha, filas, "total", lambda: filas.order_by().count()))


def visibles(usuario: Usuario, base: str) -> Iterator[Conjunto]:
    """Every layer this person may see, in the order of the map; images at the end."""
    fichas = {ficha.pk: ficha for ficha in FichaCapa.objects.visibles_para(usuario)}
    de_elementos = [fichas.pop(capa.id) for capa in todas() if capa.id in fichas]
    for ficha in [*de_elementos, *(resto for resto in fichas.values() if resto.es_raster)]:
        yield de(ficha, usuario, base)
