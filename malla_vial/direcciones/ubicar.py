"""From what somebody types to places, best first."""

import math
from dataclasses import replace
from difflib import SequenceMatcher

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point

from capas import busqueda, lectura
from capas.consultas import Usuario
from capas.geometria import SRID_GEOGRAFICO
from capas.models import UnidadTerritorial
from malla_vial import sql_direcciones
from malla_vial.direcciones.direccion import Direccion, Lugar
from malla_vial.direcciones.formas import SEGURO, candidatos
from malla_vial.direcciones.hallado import Candidato, Hallado
from malla_vial.direcciones.normalizador import normalizar
from malla_vial.direcciones.piezas import sin_tildes
from malla_vial.direcciones.vias import Eje, clases_de, ejes
from malla_vial.direcciones.vocabulario import ARTICULOS, CON, HACIA, HASTA

PUERTA = "lectura"  # for everybody: without its settings (no JIT) a corner costs five times as much
MAXIMO, LUGAR_PARECIDO, SENA_PARECIDO = 10, 0.45, 0.6
_GRADO_M = 111_320
_PUNTOS = ("predio", "esquina")
NIVELES = ("barrio", "vereda", "centro_poblado", "comuna", "corregimiento")


def ubicar(texto: str, usuario: Usuario | None = None) -> list[Hallado]:
    """The places that a text may mean: addresses on the ways first, then barrios, veredas and whatever has a name.

    usuario: whose layers the names are looked for in; nobody's if None. At most ten. Raises nothing for any text.
    """
    usuario = usuario or AnonymousUser()
    direccion = normalizar(texto)
    hallados = en_vias(direccion)
    if not hallados or max(h.parecido for h in hallados) < 0.8:
        hallados += _lugares(_para_lugares(texto, direccion), direccion.lugar, usuario)
    elif direccion.forma == "via" and direccion.nombre_predio:  # «carrera 5 frente al panóptico»
        senas = _lugares(_sin_enlaces(direccion.nombre_predio), None, usuario)
        hallados += [sena for sena in senas if sena.parecido >= SENA_PARECIDO]
    return sorted(hallados, key=lambda h: -h.parecido)[:MAXIMO]


def en_vias(direccion: Direccion) -> list[Hallado]:
    """The places on the network's ways, best first; none while the layer of ways is closed."""
    if direccion.via_principal is None or not lectura.visible_para(AnonymousUser(), "vias"):
        return []
    mejores = sorted(candidatos(PUERTA, direccion), key=lambda c: c.peso)[:MAXIMO]
    mejores = [c.con_duda(0.3, "sobra un número; revise si es esta") if direccion.de_mas else c for c in mejores]
    mejores = [c.a_la_redonda() if direccion.cerca and c.clase in _PUNTOS else c for c in mejores]
    grados = sql_direcciones.en_grados(PUERTA, [c.sitio for c in mejores])
    hallados = [_hallado(c, lon, lat, direccion.lugar) for c, (lon, lat) in zip(mejores, grados, strict=True)]
    return sorted(hallados, key=lambda h: -h.parecido)


def vias(texto: str) -> list[Eje]:
    """The ways that a text names, surest first; of a corner, both. None while the layer of ways is closed."""
    direccion = normalizar(texto)
    principal, otra = direccion.via_principal, direccion.via_generadora
    if principal is None or not lectura.visible_para(AnonymousUser(), "vias"):
        return []
    cruce = replace(otra, clase=next(iter(clases_de(otra, principal)))) if otra else None
    return [eje for via in (principal, cruce) if via for eje in _seguros(ejes(PUERTA, via))]


def _seguros(hallados: list[Eje]) -> list[Eje]:
    """Those that nothing tells from the surest."""
    return [eje for eje in hallados if eje.peso <= hallados[0].peso + SEGURO]


def _hallado(candidato: Candidato, lon: float, lat: float, lugar: Lugar | None) -> Hallado:
    unidades = territorio(lon, lat)
    parecido = 1 - candidato.peso - (0.2 if lugar and not _esta_en(lugar, unidades) else 0)
    return Hallado(
        candidato.titulo,
        " ".join(parte for parte in (_en_barrio(unidades), candidato.detalle) if parte),
        round(lon, 6),
        round(lat, 6),
        max(round(candidato.precision_m), 1),
        candidato.clase,
        round(max(parecido, 0.05), 2),
        candidato.extension,
        next((unidades[nivel] for nivel in NIVELES if nivel in unidades), ""),
    )


def territorio(lon: float, lat: float, alias: str = PUERTA) -> dict[str, str]:
    """The names of the territory's units at a place, by level: of those that anybody may see."""
    unidades = UnidadTerritorial.objects.using(alias).que_contienen(Point(lon, lat, srid=SRID_GEOGRAFICO))
    return dict(unidades.values_list("nivel", "nombre"))


def _en_barrio(unidades: dict[str, str]) -> str:
    """«Barrio La Pola.»"""
    nivel = next((nivel for nivel in NIVELES if nivel in unidades), "")
    return f"{UnidadTerritorial.Nivel(nivel).label} {unidades[nivel]}." if nivel else ""


def _esta_en(lugar: Lugar, unidades: dict[str, str]) -> bool:
    return any(SequenceMatcher(None, lugar.nombre, sin_tildes(nombre)).ratio() > 0.75 for nombre in unidades.values())


def _para_lugares(texto: str, direccion: Direccion) -> str:
    """What to look for among names: the barrio that was said, else what is no address. Numbers of ways are no name."""
    if direccion.lugar:
        return direccion.lugar.nombre
    if direccion.complemento:  # «manzana 4 casa 12, Jordán»
        return direccion.nombre_predio
    principal = direccion.via_principal
    return texto if principal is None or principal.nombre else direccion.nombre_predio


def _sin_enlaces(texto: str) -> str:
    return " ".join(palabra for palabra in texto.split() if palabra not in (*CON, *HASTA, *HACIA, *ARTICULOS))


def _lugares(texto: str, lugar: Lugar | None, usuario: Usuario) -> list[Hallado]:
    fichas = lectura.fichas_para(usuario)
    hallazgos = busqueda.en_capas(texto, fichas, usuario)
    if not hallazgos and lugar:  # «el jordn»: the article outweighs the slip
        hallazgos = busqueda.en_capas(_sin_enlaces(texto), fichas, usuario)
    return [_de_hallazgo(hallazgo, lugar) for hallazgo in hallazgos if hallazgo.parecido >= LUGAR_PARECIDO]


def _de_hallazgo(hallazgo: busqueda.Hallazgo, lugar: Lugar | None) -> Hallado:
    clase = "lugar" if hallazgo.capa else "coordenadas"
    lon, lat = hallazgo.centro
    sitio = Hallado(hallazgo.titulo, f"{hallazgo.detalle}.", round(lon, 6), round(lat, 6), 10, clase)
    caja = hallazgo.extension
    if caja is None:
        return sitio
    ancho = math.hypot((caja[2] - caja[0]) * math.cos(math.radians(lat)), caja[3] - caja[1]) * _GRADO_M
    parecido = 0.75 * hallazgo.parecido + (0.15 if lugar and hallazgo.capa.startswith(lugar.tipo) else 0)
    return replace(sitio, precision_m=max(round(ancho / 2), 10), extension=caja, parecido=round(parecido, 2))
