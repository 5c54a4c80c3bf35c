"""From a place to words: «Carrera 5 entre calles 37 y 38, barrio Cádiz»."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point

from capas import lectura
from capas.geometria import SRID_MAESTRO, a_grados, a_maestro
from capas.models import UnidadTerritorial
from capas.presentacion import distancia
from malla_vial import sql_direcciones
from malla_vial.direcciones.direccion import ViaEscrita
from malla_vial.direcciones.esquinas import Esquina, esquinas, trazado
from malla_vial.direcciones.ubicar import NIVELES, PUERTA, territorio
from malla_vial.direcciones.vias import de_nombre, titulo
from malla_vial.models import ClaseVia

EN_LA_VIA_M, CERCA_M, EN_LA_ESQUINA_M = 60, 2000, 12


def en_palabras(punto: Point, alias: str = PUERTA) -> str:
    """Where a point (any SRID) is, as a neighbour would say it; its coordinates where nothing has a name."""
    lugar, grados = a_maestro(punto), a_grados(punto)
    partes = [parte for parte in (_en_via(lugar, alias), _en_unidad(grados, alias)) if parte]
    return ", ".join(partes) or f"{grados.y:.5f}, {grados.x:.5f}"


def _en_unidad(grados: Point, alias: str) -> str:
    """«barrio Cádiz»."""
    unidades = territorio(grados.x, grados.y, alias)
    nivel = next((nivel for nivel in (*NIVELES, "municipio_vecino") if nivel in unidades), "")
    return f"{UnidadTerritorial.Nivel(nivel).label.lower()} {unidades[nivel]}" if nivel else ""


def _en_via(lugar: Point, alias: str) -> str:
    if alias == PUERTA and not lectura.visible_para(AnonymousUser(), "vias"):
        return ""
    cercana = sql_direcciones.mas_cercana(alias, lugar.x, lugar.y, CERCA_M)
    if cercana is None:
        return ""
    id_via, metros = cercana
    _, nombre, clase = sql_direcciones.nombradas(alias, [id_via])[0]
    propia = de_nombre(nombre, clase)
    llamada = titulo(propia, nombre)
    if metros > EN_LA_VIA_M:
        return f"Cerca de {llamada} (a {_redondos(metros)})"
    return llamada + _entre(lugar, id_via, propia, alias)


def _redondos(metros: float) -> str:
    return distancia(int(metros / 10 + 0.5) * 10 if metros < 1000 else metros)


def _entre(lugar: Point, id_via: int, propia: ViaEscrita, alias: str) -> str:
    """« con Calle 37», « entre calles 37 y 38», « a 40 m de Calle 37», or nothing of a way without corners."""
    linea = min(trazado(alias, [id_via]), key=lugar.distance)
    aqui = linea.project(lugar)
    lugares = [
        (linea.project(_punto(e)), e) for e in esquinas(alias, [id_via], propia) if linea.distance(_punto(e)) < 15
    ]
    if not lugares:
        return ""
    distancia, cercana = min((abs(donde - aqui), i) for i, (donde, _) in enumerate(lugares))
    if distancia <= EN_LA_ESQUINA_M:
        return f" con {lugares[cercana][1].nombre}"
    antes = max(((donde, i) for i, (donde, _) in enumerate(lugares) if donde < aqui), default=None)
    despues = min(((donde, i) for i, (donde, _) in enumerate(lugares) if donde > aqui), default=None)
    if antes is None or despues is None:
        return f" a {_redondos(distancia)} de {lugares[cercana][1].nombre}"
    return " entre " + _las_dos(lugares[antes[1]][1], lugares[despues[1]][1])


def _punto(esquina: Esquina) -> Point:
    return Point(*esquina.sitio, srid=SRID_MAESTRO)


def _las_dos(una: Esquina, otra: Esquina) -> str:
    """«calles 37 y 38», «Calle 37 y Avenida Ferrocarril»."""
    una, otra = sorted((una, otra), key=lambda esquina: esquina.otra.orden)
    clase = una.otra.clase
    if clase and clase == otra.otra.clase and una.otra.valor is not None and otra.otra.valor is not None:
        palabra = ClaseVia(clase).label.lower()
        return f"{palabra}{'es' if palabra.endswith('l') else 's'} {una.otra.numero} y {otra.otra.numero}"
    return f"{una.nombre} y {otra.nombre}"
