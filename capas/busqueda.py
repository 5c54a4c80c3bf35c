"""Search over every layer that says by which field it is found, and over coordinates."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from capas import postgis
from capas.catalogo import Capa
from capas.consultas import Usuario, puerta
from capas.geometria import CoordenadaInvalida, punto
from capas.models import FichaCapa

POR_CAPA, MAXIMO, TEXTO_MAXIMO = 8, 15, 100
_PAR = re.compile(r"^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$")
# What people write for the classes of ways (LADM ExtDireccion).
_ABREVIATURAS = {
    r"cra|kra|cr|kr|carr|k": "carrera",
    r"cll|cl|c": "calle",
    r"av|avda|ave": "avenida",
    r"dg|diag": "diagonal",
    r"tv|trans|transv|tr": "transversal",
    r"mz|mza": "manzana",
    r"b|br": "barrio",
    r"vda": "vereda",
}


@dataclass(frozen=True)
class Hallazgo:
    """Something found. `centro`: lon, lat; `extension`: west, south, east, north."""

    titulo: str
    detalle: str
    capa: str
    id: int | None
    centro: tuple[float, float]
    extension: tuple[float, float, float, float] | None
    parecido: float = 1.0


Buscador = Callable[[str, Usuario], list[Hallazgo]]
_buscadores: list[Buscador] = []


def registrar_buscador(buscador: Buscador) -> None:
    """Let an app find what no field of a layer says: an address, a kilometre of a road."""
    _buscadores.append(buscador)


def buscar(texto: str, fichas: list[FichaCapa], usuario: Usuario) -> list[Hallazgo]:
    """The places that a person's words may mean, best first: what the apps find, then the layers."""
    propios = [hallazgo for buscador in _buscadores for hallazgo in buscador(texto[:TEXTO_MAXIMO], usuario)]
    titulos = {hallazgo.titulo for hallazgo in propios}
    de_capas = [hallazgo for hallazgo in en_capas(texto, fichas, usuario) if hallazgo.titulo not in titulos]
    return sorted(propios + de_capas, key=lambda h: (-round(h.parecido, 2), len(h.titulo)))[:MAXIMO]


def en_capas(texto: str, fichas: list[FichaCapa], usuario: Usuario) -> list[Hallazgo]:
    """What the layers hold under a name like this, or the coordinates that it says."""
    texto = texto.encode(errors="ignore").decode()  # half a surrogate cannot be sent to the database
    texto = " ".join(texto.replace("\x00", "").split())[:TEXTO_MAXIMO]
    if coordenadas := _coordenadas(texto):
        return [coordenadas]
    if len(texto) < 2:
        return []
    buscado = expandir(texto)
    hallados = [h for ficha in fichas for h in _en_capa(ficha.capa, buscado, puerta(usuario, ficha.capa.roles))]
    return sorted(hallados, key=lambda h: (-round(h.parecido, 2), len(h.titulo)))[:MAXIMO]


def expandir(texto: str) -> str:
    """«Cra. 5» -> «carrera 5»."""
    palabras = re.sub(r"(?<=\D)(?=\d)|(?<=[a-záéíóúñ])\.", " ", texto.lower()).split()
    return " ".join(
        next((larga for corta, larga in _ABREVIATURAS.items() if re.fullmatch(corta, p)), p) for p in palabras
    )


def _coordenadas(texto: str) -> Hallazgo | None:
    """«4.4389, -75.2322» or the other way round: in Colombia the longitude is the one below -66."""
    hallado = _PAR.match(texto)
    if not hallado:
        return None
    a, b = (float(parte.replace(",", ".")) for parte in hallado.groups())
    lon, lat = (a, b) if a < -60 else (b, a)
    try:
        punto(lon, lat)
    except CoordenadaInvalida:
        return None
    return Hallazgo(f"{lat:.5f}, {lon:.5f}", "Coordenadas (latitud, longitud)", "", None, (lon, lat), None)


def _en_capa(capa: Capa, texto: str, alias: str) -> list[Hallazgo]:
    donde = postgis.condicion_sql(capa.modelo, capa.publica_si)
    return [
        Hallazgo(str(titulo), capa.titulo, capa.id, fila, (lon, lat), tuple(caja), parecido)
        for columna in capa.busca
        for fila, titulo, parecido, lon, lat, *caja in postgis.buscar(
            alias, capa.tabla, capa.campo(columna).column, texto, donde, POR_CAPA
        )
    ]
