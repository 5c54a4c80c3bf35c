"""SQL of vector tiles (Mapbox Vector Tile 2.1)."""

from capas.catalogo import Capa
from capas.postgis import MEDIO_MUNDO, base, filas, nombre

EXTENSION_TESELA, MARGEN_TESELA = 4096, 64
ELEMENTOS_POR_TESELA = 15_000
ZOOM_GENERALIZADO = 12  # up to here a tile is made of `geom_baja`, which the database keeps


def borde(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """(xmin, ymin, xmax, ymax) of a WebMercatorQuad tile, EPSG:3857."""
    lado = 2 * MEDIO_MUNDO / 2**z
    oeste, norte = -MEDIO_MUNDO + x * lado, MEDIO_MUNDO - y * lado
    return oeste, norte - lado, oeste + lado, norte


def _geometria(capa: Capa, z: int, pixel: float) -> str:
    columna = "t.geom_baja" if z <= ZOOM_GENERALIZADO and capa.dimension else "t.geom_web"
    # Half a pixel, because maps draw a tile at twice its size.
    return f"ST_Simplify({columna}, {pixel / 2:.6f}, true)" if capa.dimension == 2 else columna


def _unicos(capa: Capa, z: int, pixel: float) -> str:
    """What stands so close that it looks like one is one: points below zoom 15, polygons of two pixels in a region."""
    if capa.dimension == 0 and z < 15:
        return f"DISTINCT ON (ST_SnapToGrid(t.geom_web, {4 * pixel:.6f}))"
    if capa.dimension == 2 and z < ZOOM_GENERALIZADO:
        caja, celda = "t.geom_baja", 2 * pixel
        menuda = f"ST_XMax({caja}) - ST_XMin({caja}) < {celda:.6f} AND ST_YMax({caja}) - ST_YMin({caja}) < {celda:.6f}"
        return (
            f"DISTINCT ON (CASE WHEN {menuda} THEN floor(ST_XMin({caja}) / {celda:.6f}) ELSE t.id END, "
            f"CASE WHEN {menuda} THEN floor(ST_YMin({caja}) / {celda:.6f}) ELSE 1e9 END)"
        )
    return ""


def tesela(capa: Capa, alias: str, z: int, x: int, y: int) -> tuple[bytes, bool, str | None]:
    """A vector tile of a layer through a door, whether the cap on features cut it, and the stamp of the layer it was made of.

    The query's box is wider than the tile by its buffer, so that lines and borders do not break at the edge.
    """
    oeste, sur, este, norte = borde(z, x, y)
    margen = (este - oeste) * MARGEN_TESELA / EXTENSION_TESELA
    campos = [capa.campo(c) for c in capa.teselas]
    columnas = ("id", "geom_web", "geom_baja", *(c.attname for c in campos))
    elementos, parametros = base(capa.modelo, alias, columnas, _a_este_zoom(capa, z))
    atributos = "".join(f", t.{nombre(c.column)} AS {nombre(c.name)}" for c in campos)
    pixel = (este - oeste) / 256
    consulta = f"""
        SELECT ST_AsMVT(m, %s, {EXTENSION_TESELA}, 'geom', 'id'), count(*), sig_sello(%s) FROM (
            SELECT {_unicos(capa, z, pixel)} t.id{atributos}, ST_AsMVTGeom({_geometria(capa, z, pixel)},
                ST_MakeEnvelope({oeste:.6f}, {sur:.6f}, {este:.6f}, {norte:.6f}, 3857), {EXTENSION_TESELA}, {MARGEN_TESELA}) AS geom
            FROM ({elementos}) t
            WHERE t.geom_web && ST_MakeEnvelope({oeste - margen:.6f}, {sur - margen:.6f}, {este + margen:.6f}, {norte + margen:.6f}, 3857)
            LIMIT {ELEMENTOS_POR_TESELA}
        ) m WHERE m.geom IS NOT NULL"""
    contenido, cuantos, sello = filas(alias, consulta, (capa.id, capa.id, *parametros))[0]
    return bytes(contenido), cuantos >= ELEMENTOS_POR_TESELA, sello


def _a_este_zoom(capa: Capa, z: int):
    """The declared condition of what is worth drawing from this zoom on; None: everything."""
    desde = max((zoom for zoom in capa.por_zoom if zoom <= z), default=None)
    return None if desde is None else capa.por_zoom[desde]
