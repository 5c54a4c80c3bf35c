"""Search over every layer that says by which field it is found, and over coordinates."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from capas import postgis, sql_registro
from capas.catalogo import Capa
from capas.consultas import Usuario, puerta
from capas.geometria import CoordenadaInvalida, punto
from capas.models import FichaCapa
from capas.presentacion import llano

POR_CAPA, MAXIMO, TEXTO_MAXIMO = 8, 15, 100
EXACTO, CASI = 0.99, 0.77  # likeness of what was asked, and of what is still worth showing beside it
_ANTES, _DESPUES = {"en", "por", "el", "la", "los", "las"}, {"de", "del"}
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
    """Something found. `centro`: lon, lat; `extension`: west, south, east, north.

    rango: what is understood of the text goes first: 2 an address, 1 a feature of the kind that the text names, 0 a likeness.
    """

    titulo: str
    detalle: str
    capa: str
    id: int | None
    centro: tuple[float, float]
    extension: tuple[float, float, float, float] | None
    parecido: float = 1.0
    rango: int = 0


Buscador = Callable[[str, Usuario], list[Hallazgo]]
_buscadores: list[Buscador] = []


def registrar_buscador(buscador: Buscador) -> None:
    """Let an app find what no field of a layer says: an address, a kilometre of a road."""
    _buscadores.append(buscador)


def buscar(texto: str, fichas: list[FichaCapa], usuario: Usuario) -> list[Hallazgo]:
    """The places that a person's words may mean, best first: what the apps find, then the layers.

    Beside what was asked stands only what is nearly as good.
    """
    propios = [hallazgo for buscador in _buscadores for hallazgo in buscador(texto[:TEXTO_MAXIMO], usuario)]
    titulos = {hallazgo.titulo for hallazgo in propios}
    de_capas = [hallazgo for hallazgo in en_capas(texto, fichas, usuario) if hallazgo.titulo not in titulos]
    hallados = propios + de_capas
    minimo = CASI if any(hallazgo.parecido >= EXACTO for hallazgo in hallados) else 0
    return _en_orden([hallazgo for hallazgo in hallados if hallazgo.parecido >= minimo])


def _en_orden(hallados: list[Hallazgo]) -> list[Hallazgo]:
    return sorted(hallados, key=lambda h: (-h.rango, -round(h.parecido, 2), len(h.titulo)))[:MAXIMO]


def en_capas(texto: str, fichas: list[FichaCapa], usuario: Usuario) -> list[Hallazgo]:
    """What the layers hold under a name like this, or the coordinates that it says."""
    texto = texto.encode(errors="ignore").decode()  # half a surrogate cannot be sent to the database
    texto = " ".join(texto.replace("\x00", "").split())[:TEXTO_MAXIMO]
    if coordenadas := _coordenadas(texto):
        return [coordenadas]
    if len(texto) < 2:
        return []
    buscado = expandir(texto)
    return _en_orden([h for ficha in fichas for h in _en_capa(ficha.capa, buscado, puerta(usuario, ficha.capa.roles))])


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
    """The features of a layer, each once; where the text names their kind, by what it says after that too."""
    if not capa.busca:
        return []
    nombre = nombre_propio(capa.titulo, texto)
    filas = [fila for buscado in (texto, nombre) if buscado for fila in _por_texto(capa, buscado, alias)]
    if nombre and capa.clave in capa.publicos:
        filas += _por_clave(capa, nombre, alias)
    hallados: dict[int, Hallazgo] = {}
    for fila, titulo, parecido, lon, lat, *caja in filas:
        if fila not in hallados or hallados[fila].parecido < parecido:
            rango = int(bool(nombre))
            hallados[fila] = Hallazgo(str(titulo), capa.titulo, capa.id, fila, (lon, lat), tuple(caja), parecido, rango)
    return list(hallados.values())


def nombre_propio(titulo: str, texto: str) -> str:
    """What a text says after the kind of feature that a layer's title names: («Barrios», «el barrio la pola») -> «la pola».

    Empty where it names no kind, or nothing after it. «Ríos y quebradas» names two kinds.
    """
    palabras = texto.split()
    while palabras and palabras[0] in _ANTES:
        palabras.pop(0)
    for plural in llano(titulo).split(" y "):
        clase = plural.split()
        dichas, resto = palabras[: len(clase)], palabras[len(clase) :]
        if len(dichas) == len(clase) and all(map(_es_de, clase, dichas)):
            return " ".join(resto[1:] if resto and resto[0] in _DESPUES else resto)
    return ""


def _es_de(plural: str, palabra: str) -> bool:
    return plural in {llano(palabra) + final for final in ("", "s", "es")}


def _por_texto(capa: Capa, texto: str, alias: str) -> list[tuple]:
    donde = sql_registro.condicion_sql(capa.modelo, capa.publica_si)
    columnas = [capa.campo(nombre).column for nombre in capa.busca]
    return [fila for c in columnas for fila in postgis.buscar(alias, capa.tabla, c, texto, donde, POR_CAPA)]


def _por_clave(capa: Capa, clave: str, alias: str) -> list[tuple]:
    """«comuna 5»: the code by which people call it, whatever zeros stand before."""
    donde = sql_registro.condicion_sql(capa.modelo, capa.publica_si)
    columnas = capa.campo(capa.clave).column, capa.campo(capa.rotulo).column
    return postgis.buscar_clave(alias, capa.tabla, *columnas, clave, donde, POR_CAPA)
