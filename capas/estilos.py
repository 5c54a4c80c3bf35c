"""A layer's look in the words of others, out of its one `Estilo`: MapLibre styles and Styled Layer Descriptors."""

from dataclasses import replace
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from capas.catalogo import Capa, Clase
from capas.geometria import ESCALA_0
from capas.models import CapaRaster

SLD, OGC = "http://www.opengis.net/sld", "http://www.opengis.net/ogc"
_MARCAS = {"cuadrado": "square", "triangulo": "triangle", "rombo": "square", "estrella": "star", "cruz": "x"}
_TRAMAS = {  # SLD 1.0.0 has no mark of parallel lines: GeoServer's names, which others draw as the plain fill below
    "diagonal": "shape://slash",
    "cruzada": "x",
    "puntos": "circle",
    "horizontal": "shape://horline",
    "vertical": "shape://vertline",
}
_GIROS = {"rombo": "45"}  # SLD 1.0.0 has no diamond (11.3.2): it is a square on its corner
_GRIS = "#5c656f"


def _grosor(capa: Capa, clase: Clase) -> float:
    return clase.grosor if clase.grosor is not None else capa.estilo.grosor


# MapLibre Style Specification, version 8


def maplibre(capa: Capa, titulo: str, teselas: str, extension: list[float]) -> dict[str, Any]:
    """A style with its own source. teselas: an XYZ template of the layer's vector tiles; extension: degrees."""
    fuente = {"type": "vector", "tiles": [teselas], "bounds": extension, "maxzoom": 16}
    return {"version": 8, "name": titulo, "sources": {capa.id: fuente}, "layers": capas_maplibre(capa)}


def maplibre_de_imagen(raster: CapaRaster, teselas: str) -> dict[str, Any]:
    """A style of one raster layer. teselas: an XYZ template of its PNG tiles."""
    fuente = {"type": "raster", "tiles": [teselas], "tileSize": 256, "bounds": raster.extension, "maxzoom": 18}
    capa = {"id": raster.pk, "type": "raster", "source": raster.pk}
    return {"version": 8, "name": raster.ficha.titulo, "sources": {raster.pk: fuente}, "layers": [capa]}


def capas_maplibre(capa: Capa) -> list[dict[str, Any]]:
    comun = {"source": capa.id, "source-layer": capa.id, "minzoom": capa.zoom_minimo}
    pintores = (_circulos, _lineas, _rellenos)
    return [
        {"id": f"{capa.id}-{tipo}", "type": tipo, **comun, **cuerpo} for tipo, cuerpo in pintores[capa.dimension](capa)
    ]


def _por_clase(capa: Capa, valor_de: Any, por_defecto: Any) -> Any:
    """A value by class, as an expression where the layer has classes whose field travels in its tiles."""
    if not capa.estilo.clases or capa.estilo.campo not in capa.teselas:
        return por_defecto
    pares = [parte for clase in capa.estilo.clases for parte in (clase.valor, valor_de(clase))]
    return ["match", ["get", capa.estilo.campo], *pares, por_defecto]


def _color(capa: Capa) -> Any:
    return _por_clase(capa, lambda clase: clase.color, capa.estilo.color)


def _ancho(capa: Capa) -> Any:
    return _por_clase(capa, lambda clase: _grosor(capa, clase), capa.estilo.grosor)


def _circulos(capa: Capa) -> list[tuple[str, dict[str, Any]]]:
    pintura = {"circle-color": _color(capa), "circle-radius": max(capa.estilo.grosor / 2, 4)}
    return [("circle", {"paint": pintura | {"circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5}})]


def _lineas(capa: Capa) -> list[tuple[str, dict[str, Any]]]:
    pintura = {"line-color": _color(capa), "line-width": _ancho(capa)}
    return [("line", {"paint": pintura, "layout": {"line-cap": "round", "line-join": "round"}})]


def _rellenos(capa: Capa) -> list[tuple[str, dict[str, Any]]]:
    borde: dict[str, Any] = {"line-color": _color(capa), "line-width": capa.estilo.grosor}
    if capa.estilo.contorno:
        borde["line-dasharray"] = _guiones(capa.estilo.contorno, capa.estilo.grosor)
    relleno = {"fill-color": _color(capa), "fill-opacity": capa.estilo.opacidad}
    return [("fill", {"paint": relleno}), ("line", {"paint": borde})]


def _guiones(texto: str, grosor: float) -> list[float]:
    """MapLibre counts dashes in widths of the line, not in pixels."""
    return [round(float(parte) / max(grosor, 0.5), 2) for parte in texto.replace(",", " ").split()]


# SLD 1.0.0 (OGC 02-070), which QGIS, GeoServer and ArcGIS read


_S = ElementMaker(namespace=SLD, nsmap={None: SLD, "ogc": OGC})
_O = ElementMaker(namespace=OGC, nsmap={"ogc": OGC})


def sld(capa: Capa, titulo: str) -> bytes:
    """The layer's style as an SLD document: a rule for each class of the legend, and one for what is in none."""
    reglas = [_regla(capa, clase, _igual(capa.estilo.campo, clase)) for clase in capa.leyenda]
    if capa.estilo.clases:
        reglas.append(_regla(capa, Clase(None, "Sin clasificar", capa.estilo.color), _S.ElseFilter()))
    tramas = [replace(trama, color="") for trama in capa.estilo.tramas]
    encima = [_regla(capa, trama, _igual(capa.estilo.campo_trama, trama)) for trama in tramas]
    estilos = [_S.FeatureTypeStyle(*grupo) for grupo in (reglas, encima) if grupo]
    return _documento(capa.id, titulo, *estilos)


def sld_de_imagen(raster: CapaRaster) -> bytes:
    """A raster layer's palette as an SLD colour map, which has no attributes before SLD 1.1."""
    pasos = [_S.ColorMapEntry(color=p["color"], quantity=f"{p['valor']:g}", label=p["titulo"]) for p in raster.paleta]
    simbolo = _S.RasterSymbolizer(*([_S.ColorMap(*pasos)] if pasos else []))
    return _documento(raster.pk, raster.ficha.titulo, _S.FeatureTypeStyle(_S.Rule(simbolo)))


def _documento(id_capa: str, titulo: str, *estilos: Any) -> bytes:
    estilo = _S.UserStyle(_S.Name(id_capa), _S.Title(titulo), *estilos)
    raiz = _S.StyledLayerDescriptor(_S.NamedLayer(_S.Name(id_capa), estilo), version="1.0.0")
    return etree.tostring(raiz, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _igual(campo: str, clase: Clase) -> Any | None:
    if clase.valor is None:
        return None
    return _O.Filter(_O.PropertyIsEqualTo(_O.PropertyName(campo), _O.Literal(_texto(clase.valor))))


def _regla(capa: Capa, clase: Clase, filtro: Any | None) -> Any:
    partes = [_S.Name(clase.titulo), _S.Title(clase.titulo)]
    if filtro is not None:
        partes.append(filtro)
    if capa.zoom_minimo:
        partes.append(_S.MaxScaleDenominator(f"{ESCALA_0 / 2**capa.zoom_minimo:.0f}"))
    return _S.Rule(*partes, *(_punto, _linea, _poligono)[capa.dimension](capa, clase))


def _texto(valor: Any) -> str:
    return str(valor).lower() if isinstance(valor, bool) else str(valor)


def _css(**valores: Any) -> list[Any]:
    return [
        _S.CssParameter(str(v), name=nombre.replace("_", "-")) for nombre, v in valores.items() if v not in ("", None)
    ]


def _trazo(capa: Capa, clase: Clase, color: str) -> Any:
    guiones = (clase.trazo if capa.dimension == 1 else capa.estilo.contorno).replace(",", " ")
    return _S.Stroke(*_css(stroke=color, stroke_width=_grosor(capa, clase), stroke_dasharray=guiones))


def _punto(capa: Capa, clase: Clase) -> list[Any]:
    forma = clase.forma or capa.estilo.forma
    marca = _S.Mark(
        _S.WellKnownName(_MARCAS.get(forma, "circle")),
        _S.Fill(*_css(fill=clase.color)),
        _S.Stroke(*_css(stroke="#ffffff", stroke_width=1)),
    )
    giro = [_S.Rotation(_GIROS[forma])] if forma in _GIROS else []
    return [_S.PointSymbolizer(_S.Graphic(marca, _S.Size(str(max(_grosor(capa, clase), 8))), *giro))]


def _linea(capa: Capa, clase: Clase) -> list[Any]:
    return [_S.LineSymbolizer(_trazo(capa, clase, clase.color))]


def _poligono(capa: Capa, clase: Clase) -> list[Any]:
    """A hatching goes over the colour of its class; one of no colour, over what is there."""
    liso = _S.Fill(*_css(fill=clase.color, fill_opacity=capa.estilo.opacidad))
    trazo = _trazo(capa, clase, clase.color or _GRIS)
    if clase.trama not in _TRAMAS:
        return [_S.PolygonSymbolizer(liso, trazo)]
    debajo = [_S.PolygonSymbolizer(liso)] if clase.color else []
    return [*debajo, _S.PolygonSymbolizer(_tramado(clase), trazo)]


def _tramado(clase: Clase) -> Any:
    trazo = _S.Stroke(*_css(stroke=clase.color or _GRIS, stroke_width=1))
    marca = _S.Mark(_S.WellKnownName(_TRAMAS[clase.trama]), trazo)
    return _S.Fill(_S.GraphicFill(_S.Graphic(marca, _S.Size("8"))))
