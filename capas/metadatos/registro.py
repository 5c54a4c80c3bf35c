"""Everything that the record of a layer says: what staff wrote of it and what the system knows by itself."""

import datetime as dt
import re
from dataclasses import dataclass, fields
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Field, QuerySet
from django.utils import timezone

from capas import tiempo
from capas.catalogo import SECTORES
from capas.consultas import Usuario, puerta
from capas.geometria import SISTEMAS, SRID_MAESTRO, Crs
from capas.lectura import por_revision
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad
from capas.ogc import documentos
from capas.salidas import FORMATOS, FORMATOS_DE_DESCARGA
from capas.servicios.proceso import hay_programa
from capas.sitio import identificador

LADO_IMAGEN = 480  # pixels
_FORMAS = ("puntos", "líneas", "polígonos")
_PASO = re.compile(r"^(\d{4}-\d{2}-\d{2}): (.+)$")


@dataclass(frozen=True)
class Recurso:
    """A way to get the layer. `protocolo` as catalogues name it; `funcion`: CI_OnLineFunctionCode of ISO 19115."""

    titulo: str
    url: str
    protocolo: str
    funcion: str = "download"
    formato: str = ""


@dataclass(frozen=True)
class Paso:
    """Something that was done to the data, and on what day (LI_ProcessStep)."""

    fecha: dt.date
    texto: str


@dataclass(frozen=True)
class Medida:
    """A quality measure as the last report has it (ISO 19157); the samples of features stay in the report."""

    codigo: str
    medida: str
    elemento: str
    nombre: str
    campo: str
    valor: float
    total: float | None
    unidad: str
    umbral: float | None
    conforme: bool | None


_MEDIDAS = tuple(campo.name for campo in fields(Medida))


@dataclass(frozen=True)
class Calidad:
    """The last quality report of a layer. `elementos`: how many were measured."""

    id: int
    fecha: dt.datetime
    revision: int
    elementos: int
    fallas: dict[str, str]
    medidas: tuple[Medida, ...]


@dataclass(frozen=True)
class Registro:
    """The record of one layer, for one reader.

    sitio: absolute address of the service, without a slash at its end. caja: [west, south, east, north] in degrees
    (CRS84). desde, hasta: what the data show, RFC 3339 or None. elementos: None of a raster.
    """

    ficha: FichaCapa
    sitio: str
    caja: tuple[float, float, float, float]
    desde: str | None
    hasta: str | None
    elementos: int | None
    calidad: Calidad | None

    @classmethod
    def de(cls, ficha: FichaCapa, sitio: str, usuario: Usuario | None = None) -> "Registro":
        """The record as this person (None: anybody) may know it, through the door that is theirs."""
        usuario = usuario or AnonymousUser()
        es_raster = ficha.es_raster
        elementos = None if es_raster else ficha.capa.modelo.objects.visibles_para(usuario, ficha.roles)
        return cls.leer(ficha, sitio, puerta(usuario, ficha.roles), elementos)

    @classmethod
    def leer(cls, ficha: FichaCapa, sitio: str, alias: str, elementos: QuerySet | None) -> "Registro":
        """The record by a door of the database. elementos: the features that count; None of a raster."""
        declarado = tiempo.en_utc(ficha.desde), tiempo.en_utc(ficha.hasta, al_final=True)
        calidad = _calidad(ficha, alias)
        if elementos is None:
            return cls(ficha, sitio, tuple(ficha.raster.extension), *declarado, None, calidad)
        # The same that the collection shows, under the same name.
        extension = por_revision(ficha, elementos, "extension", lambda: documentos.extension(ficha.capa, elementos))
        total = por_revision(ficha, elementos, "total", lambda: elementos.order_by().count())
        desde, hasta = (
            dicho or hallado for dicho, hallado in zip(declarado, *extension["temporal"]["interval"], strict=True)
        )
        return cls(ficha, sitio, tuple(extension["spatial"]["bbox"][0]), desde, hasta, total, calidad)

    @property
    def id(self) -> str:
        return self.ficha.pk

    @property
    def identificador(self) -> str:
        return identificador(self.ficha.pk)

    @property
    def es_raster(self) -> bool:
        return self.elementos is None

    @property
    def srid(self) -> int:
        return self.ficha.raster.srid if self.es_raster else SRID_MAESTRO

    @property
    def sistemas(self) -> list[Crs]:
        """The reference systems it may be asked in, the one it is kept in first."""
        servidos = {crs.srid: crs for crs in SISTEMAS.values() if not self.es_raster or crs.srid == self.srid}
        return sorted(servidos.values(), key=lambda crs: crs.srid != self.srid)

    @property
    def tipo(self) -> str:
        """POINT, LINESTRING, MULTIPOLYGON…; empty of a raster."""
        return "" if self.es_raster else self.ficha.capa.tipo

    @property
    def forma(self) -> str:
        """What its features are, in words: puntos, líneas, polígonos."""
        return _FORMAS[self.ficha.capa.dimension]

    @property
    def metros(self) -> float | None:
        """The spatial resolution, where one is known; else the scale speaks."""
        return self.ficha.raster.resolucion_m if self.es_raster else self.ficha.resolucion_m

    @property
    def periodo(self) -> tuple[dt.date | None, dt.date | None]:
        """From what day to what day the data show the municipality."""
        desde, hasta = (
            extremo and timezone.localdate(tiempo.instante(extremo)) for extremo in (self.desde, self.hasta)
        )
        return desde or None, hasta or None

    @property
    def campos(self) -> tuple[Field, ...]:
        return () if self.es_raster else self.ficha.capa.campos

    @property
    def palabras(self) -> list[str]:
        return list(dict.fromkeys([*self.ficha.palabras, SECTORES[self.ficha.sector]]))

    @property
    def fecha(self) -> dt.date:
        """What ISO 19115 asks as reference date: the declared one, else that of the last change."""
        return self.ficha.fecha_referencia or timezone.localdate(self.ficha.actualizada)

    @cached_property
    def procedencia(self) -> tuple[str, tuple[Paso, ...]]:
        """The statement of the lineage, and the steps that imports noted below it."""
        frases, pasos = [], []
        for renglon in self.ficha.linaje.splitlines():
            hallado = _PASO.match(renglon)
            fecha = hallado and _fecha(hallado[1])
            if hallado and fecha:
                pasos.append(Paso(fecha, hallado[2]))
            else:
                frases.append(renglon)
        return "\n".join(frases).strip(), tuple(pasos)

    @property
    def sale_en_mapas(self) -> bool:
        """WMS carries the open layers and no other, where MapServer is."""
        return self.ficha.abierta and hay_programa()

    @property
    def imagen(self) -> str:
        """The path of a picture of the layer; empty where nobody draws it."""
        if not self.sale_en_mapas:
            return ""
        x, y, ancho, alto = self._con_aire
        pixeles_x, pixeles_y = self.tamano_imagen
        pedido = {
            "service": "WMS", "version": "1.3.0", "request": "GetMap", "layers": self.id, "styles": "", "crs": "CRS:84",
            "bbox": f"{x:.6f},{y:.6f},{x + ancho:.6f},{y + alto:.6f}", "width": pixeles_x, "height": pixeles_y,
            "format": "image/png",
        }  # fmt: skip
        return f"/servicios/wms?{urlencode(pedido)}"

    @property
    def tamano_imagen(self) -> tuple[int, int]:
        """Width and height of the picture, in pixels, in the proportion of the box."""
        _, _, ancho, alto = self._con_aire
        pixeles = LADO_IMAGEN / max(ancho, alto)
        return max(round(ancho * pixeles), 40), max(round(alto * pixeles), 40)

    @property
    def _con_aire(self) -> tuple[float, float, float, float]:
        """West, south, width and height of the box with some air around it, even of a single point."""
        oeste, sur, este, norte = self.caja
        ancho, alto = (este - oeste) * 1.1 + 0.002, (norte - sur) * 1.1 + 0.002
        return (oeste + este - ancho) / 2, (sur + norte - alto) / 2, ancho, alto

    @property
    def recursos(self) -> list[Recurso]:
        """Every way to get the layer that this service has."""
        return [*(self._de_raster() if self.es_raster else self._de_elementos()), *self._servicios()]

    @property
    def formatos(self) -> list[str]:
        return list(dict.fromkeys(recurso.formato for recurso in self.recursos if recurso.formato))

    def _de_elementos(self) -> list[Recurso]:
        coleccion = f"{self.sitio}/ogc/collections/{self.id}"
        descargas = [
            Recurso(f"Descarga en {f.titulo}", f"{self.sitio}/datos/{self.id}.{nombre}", _DESCARGA, formato=f.titulo)
            for nombre, f in FORMATOS.items()
            if nombre in FORMATOS_DE_DESCARGA
        ]
        teselas = f"{coleccion}/tiles/WebMercatorQuad"
        return [
            Recurso("Consulta por OGC API Features", coleccion, "OGC API - Features", formato="GeoJSON"),
            *descargas,
            Recurso("Teselas vectoriales por OGC API Tiles", teselas, "OGC API - Tiles", formato="MVT"),
        ]

    def _de_raster(self) -> list[Recurso]:
        coleccion = f"{self.sitio}/ogc/collections/{self.id}"
        return [
            Recurso("Descarga en GeoTIFF", f"{self.sitio}/datos/{self.id}.tif", _DESCARGA, formato="GeoTIFF"),
            Recurso("Imagen por OGC API Tiles", f"{coleccion}/map/tiles", "OGC API - Tiles", formato="PNG"),
        ]

    def _servicios(self) -> list[Recurso]:
        if not self.sale_en_mapas:
            return []
        pedido = "service={}&request=GetCapabilities"
        mapa = Recurso("Mapa por WMS 1.3.0", f"{self.sitio}/servicios/wms?{pedido.format('WMS')}", "OGC:WMS")
        wfs = f"{self.sitio}/servicios/wfs?{pedido.format('WFS')}"
        elementos = Recurso("Elementos por WFS 2.0", wfs, "OGC:WFS", formato="GML")
        return [mapa] if self.es_raster else [mapa, elementos]


_DESCARGA = "WWW:DOWNLOAD-1.0-http--download"


def _calidad(ficha: FichaCapa, alias: str) -> Calidad | None:
    """The last report, read without the places and features at fault: those of a hidden feature are nobody's business."""
    cabeza = InformeCalidad.objects.using(alias).filter(ficha_id=ficha.pk).order_by("-id")
    informe = cabeza.values("id", "fecha", "revision", "elementos", "fallas").first()
    if informe is None:
        return None
    filas = MedidaCalidad.objects.using(alias).filter(informe_id=informe["id"]).order_by("id").values(*_MEDIDAS)
    return Calidad(**informe, medidas=tuple(Medida(**fila) for fila in filas))


def _fecha(texto: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(texto)
    except ValueError:
        return None
