"""A layer as a map in one HTML file: folium writes it, with Leaflet, style, legend and data inside."""

import itertools
import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import F, Func, Q, QuerySet, Value
from django.template.loader import render_to_string
from django.utils import timezone

from capas.catalogo import Capa, Clase
from capas.geometria import SRID_GEOGRAFICO, SRID_MAESTRO
from capas.models import FichaCapa
from capas.presentacion import en_palabras

ELEMENTOS_MAXIMOS, BYTES_MAXIMOS = 5_000, 12 * 1024 * 1024
DE_CONTEXTO, ZOOM_DE_CONTEXTO = 1_000, 12
_GRIS = "#8b949e"
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}")
_SIN_LUPA = re.compile(r",\s*maximum-scale=1\.0,\s*user-scalable=no")

Contexto = list[tuple[FichaCapa, QuerySet]]


def hacer(ficha: FichaCapa, queryset: QuerySet, contexto: Contexto, limite: int | None = None) -> str:
    """The file. contexto: the layers of the base map, drawn faintly where no base map of others is set.

    Up to `ELEMENTOS_MAXIMOS` features and `BYTES_MAXIMOS`; one that is cut says so.
    """
    total = queryset.order_by().count()
    filas = _filas_que_caben(ficha.capa, queryset, min(limite or ELEMENTOS_MAXIMOS, ELEMENTOS_MAXIMOS))
    elementos = [_elemento(fila, _estilo(ficha.capa, fila)) for fila in filas]
    datos = {
        "textos": {str(fila["id"]): en_palabras(ficha.capa, fila) for fila in filas},
        "ficha": ficha,
        "leyenda": [_simbolo(ficha.capa, clase) for clase in ficha.capa.leyenda],
        "cuantos": len(elementos),
        "total": total,
        "fecha": timezone.localdate(),
        "entidad": settings.ENTIDAD,
        "base": urlsplit(settings.MAPA_BASE_EXTERNO.replace("{s}", "*")),
    }
    fondo = [] if settings.MAPA_BASE_EXTERNO else [_de_contexto(f.capa, q) for f, q in contexto]
    return _escribir(ficha, elementos, fondo, datos)


# folium compiles what it has written as a template once more, so a text of the data would be run by the server:
# folium sees geometries, numbers and colours, and every text goes in afterwards.
def _escribir(ficha: FichaCapa, elementos: list[dict], fondo: list[list[dict]], datos: dict[str, Any]) -> str:
    import folium

    mapa = folium.Map(
        location=settings.CENTRO_MAPA[::-1],
        zoom_start=13,
        tiles=None,
        control_scale=True,
        prefer_canvas=True,
        zoom_snap=0.25,
    )
    mapa.default_js, mapa.default_css = [], []  # folium would take Leaflet and four more from the network
    if settings.MAPA_BASE_EXTERNO:
        folium.TileLayer(settings.MAPA_BASE_EXTERNO, attr=settings.MAPA_BASE_CREDITO).add_to(mapa)
    for partes in fondo:
        _capa(partes, None, interactive=False).add_to(mapa)
    suya = _capa(elementos, ficha.capa, on_each_feature=folium.JsCode("sig.ventana"))
    suya.add_to(mapa)
    if elementos:
        mapa.fit_bounds(suya.get_bounds(), max_zoom=16, padding=(20, 20))
    return _completar(mapa, datos)


def _completar(mapa: Any, datos: dict[str, Any]) -> str:
    """What folium leaves for others: our own head, words and texts."""
    carpeta = settings.VAR_DIR / "portatil"
    propios = {nombre: (carpeta / f"mapa.{nombre}").read_text(encoding="utf-8") for nombre in ("js", "css")}
    cabeza = render_to_string("portatil/cabeza.html", datos | propios)
    cuerpo = render_to_string("portatil/cuerpo.html", datos)
    html = _SIN_LUPA.sub("", mapa.get_root().render())
    for marca, nueva in (
        ("<html>", '<html lang="es-CO">'),
        ("</head>", f"{cabeza}</head>"),
        ("<body>", f"<body>{cuerpo}"),
    ):
        html = html.replace(marca, nueva, 1)
    return html


def _capa(elementos: list[dict], capa: Capa | None, **opciones: Any) -> Any:
    import folium

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": elementos},
        style_function=lambda elemento: elemento["properties"]["estilo"],
        marker=folium.CircleMarker() if capa and capa.dimension == 0 else None,
        **opciones,
    )


# The features


def _filas(queryset: QuerySet, metros: float, decimales: int, *campos: str, **valores: Any) -> list[dict[str, Any]]:
    """Rows with their geometry as GeoJSON text, in degrees, simplified by some metres."""
    plana: GeometryField = GeometryField(srid=SRID_MAESTRO)
    simple = Func(F("geom"), Value(metros), function="ST_SimplifyPreserveTopology", output_field=plana)
    anotadas = queryset.annotate(_g=AsGeoJSON(Transform(simple, SRID_GEOGRAFICO), precision=decimales))
    return list(anotadas.order_by("id").values("id", "_g", *campos, **valores))


def _filas_que_caben(capa: Capa, queryset: QuerySet, maximo: int) -> list[dict[str, Any]]:
    """The first features by id, until the file would be too heavy."""
    ids = list(queryset.order_by("id").values_list("id", flat=True)[:maximo])
    filas = _filas(queryset.filter(id__in=ids), 1, 6, *capa.publicos, **capa.valores)
    pesos = itertools.accumulate(len(fila["_g"]) for fila in filas)
    return [fila for fila, peso in zip(filas, pesos, strict=True) if peso <= BYTES_MAXIMOS]


def _de_contexto(capa: Capa, queryset: QuerySet) -> list[dict[str, Any]]:
    """The outline of a layer of the base map, as it is drawn from afar."""
    if capa.dimension == 0 or (not capa.por_zoom and capa.zoom_minimo > ZOOM_DE_CONTEXTO):
        return []
    desde_lejos = [condicion for zoom, condicion in capa.por_zoom.items() if zoom <= ZOOM_DE_CONTEXTO]
    if capa.por_zoom:
        queryset = queryset.filter(_cualquiera(desde_lejos)) if desde_lejos else queryset.none()
    ids = list(queryset.order_by("id").values_list("id", flat=True)[:DE_CONTEXTO])
    estilo = {"color": _GRIS, "weight": 1, "opacity": 0.7, "fill": False}
    return [_elemento(fila, estilo) for fila in _filas(queryset.filter(id__in=ids), 15, 5)]


def _cualquiera(condiciones: list[Q]) -> Q:
    suma = condiciones[0]
    for condicion in condiciones[1:]:
        suma = (suma | condicion) if suma and condicion else Q()
    return suma


def _elemento(fila: dict[str, Any], estilo: dict[str, Any]) -> dict[str, Any]:
    geometria = json.loads(fila["_g"])
    return {"type": "Feature", "id": fila["id"], "geometry": geometria, "properties": {"estilo": estilo}}


# The look


def _color(texto: str) -> str:
    """Dataset layers bring their style from outside: what is no colour does not pass."""
    return texto if _COLOR.fullmatch(texto) else _GRIS


def _estilo(capa: Capa, fila: dict[str, Any]) -> dict[str, Any]:
    """The layer's own style in Leaflet's words."""
    estilo = capa.estilo
    clase = next((c for c in estilo.clases if c.valor == fila.get(estilo.campo)), None)
    color = _color(clase.color if clase else estilo.color)
    grosor = float(clase.grosor if clase and clase.grosor is not None else estilo.grosor)
    if capa.dimension == 0:
        borde = {"color": "#ffffff", "weight": 1.5}
        return {"radius": max(grosor, 5), **borde, "fill": True, "fillColor": color, "fillOpacity": 0.95}
    if capa.dimension == 1:
        return {"color": color, "weight": max(grosor, 2)}
    return {"color": color, "weight": grosor, "fillColor": color, "fillOpacity": float(estilo.opacidad)}


def _simbolo(capa: Capa, clase: Clase) -> dict[str, Any]:
    return {
        "titulo": clase.titulo,
        "color": _color(clase.color),
        "dimension": capa.dimension,
        "opacidad": capa.estilo.opacidad,
    }
