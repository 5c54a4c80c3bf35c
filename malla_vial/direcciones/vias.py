"""From a way as somebody writes it to the ways of the network that it may mean, and how sure that is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from capas import postgis
from malla_vial import sql_direcciones
from malla_vial.direcciones.direccion import ViaEscrita
from malla_vial.direcciones.normalizador import via_escrita
from malla_vial.models import ClaseVia, Via

TRANSVERSALES, LONGITUDINALES = (ClaseVia.CALLE, ClaseVia.DIAGONAL), (ClaseVia.CARRERA, ClaseVia.TRANSVERSAL)
_AVENIDAS = (ClaseVia.AVENIDA, ClaseVia.AVENIDA_CALLE, ClaseVia.AVENIDA_CARRERA)
# What a class may also be called: «Avenida 37» is Calle 37 for whoever lives there.
_TAMBIEN: dict[str, tuple[str, ...]] = {
    ClaseVia.CALLE: (ClaseVia.AVENIDA_CALLE, ClaseVia.AVENIDA),
    ClaseVia.CARRERA: (ClaseVia.AVENIDA_CARRERA, ClaseVia.AVENIDA),
    ClaseVia.AVENIDA_CALLE: (ClaseVia.CALLE, ClaseVia.AVENIDA),
    ClaseVia.AVENIDA_CARRERA: (ClaseVia.CARRERA, ClaseVia.AVENIDA),
    ClaseVia.AVENIDA: (ClaseVia.AVENIDA_CALLE, ClaseVia.AVENIDA_CARRERA, ClaseVia.CARRERA, ClaseVia.CALLE),
}
PARECIDO_MINIMO, MAXIMO = 0.55, 6


@dataclass(frozen=True)
class Eje:
    """Ways of one name. `peso`: 0 is what was asked, more is less likely; `duda`: in what it differs."""

    ids: tuple[int, ...]
    nombre: str
    escrita: ViaEscrita
    peso: float = 0.0
    duda: str = ""


@lru_cache(maxsize=20_000)
def de_nombre(nombre: str, clase: str) -> ViaEscrita:
    """The way that a name of the table says; its class is the table's where the name says none."""
    leida = via_escrita(nombre) or ViaEscrita(nombre=nombre.lower())
    if leida.clase or clase == ClaseVia.OTRA:
        return leida
    return ViaEscrita(clase, leida.valor, leida.letra, leida.bis, leida.letra_bis, leida.sector, leida.nombre)


def ejes(alias: str, pedida: ViaEscrita) -> list[Eje]:
    """The ways that were asked for, surest first."""
    hallados = _numerados(alias, pedida) if pedida.valor is not None else _con_nombre(alias, pedida)
    return sorted(hallados, key=lambda eje: (eje.peso, eje.nombre))[:MAXIMO]


def _numerados(alias: str, pedida: ViaEscrita) -> list[Eje]:
    filas = sql_direcciones.con_numero(alias, [pedida.valor or 0])
    clases = clases_de(pedida)
    return juntar(filas, lambda hallada: diferencia(pedida, hallada, clases))


def _con_nombre(alias: str, pedida: ViaEscrita) -> list[Eje]:
    hallados = postgis.buscar(alias, Via._meta.db_table, "nombre", pedida.nombre, "", 12)
    filas = sql_direcciones.nombradas(alias, [fila[0] for fila in hallados])
    return juntar(filas, lambda hallada: diferencia(pedida, hallada, {}))


def juntar(filas: Iterable[tuple[int, str, str]], comparar) -> list[Eje]:
    """The rows that `comparar` lets through, those of one name together."""
    grupos: dict[ViaEscrita, list[tuple[int, str]]] = defaultdict(list)
    for fila, nombre, clase in filas:
        grupos[de_nombre(nombre, clase)].append((fila, nombre))
    dudas = {escrita: comparar(escrita) for escrita in grupos}
    return [
        Eje(tuple(fila for fila, _ in grupo), titulo(escrita, grupo[0][1]), escrita, *dudas[escrita])
        for escrita, grupo in grupos.items()
        if dudas[escrita] is not None
    ]


def titulo(escrita: ViaEscrita, nombre: str) -> str:
    """«CARRARE 13A» is shown as «Carrera 13A»; a proper name, as the table writes it."""
    return str(escrita) if escrita.valor is not None and escrita.clase else nombre


def clases_de(pedida: ViaEscrita, principal: ViaEscrita | None = None) -> dict[str, float]:
    """The classes that a way may be of, and how unlikely each is. `principal`: the way that it crosses."""
    if pedida.clase:
        return {pedida.clase: 0.0} | dict.fromkeys(_TAMBIEN.get(pedida.clase, ()), 0.05)
    if principal and principal.clase in (*TRANSVERSALES, ClaseVia.AVENIDA_CALLE):
        orden = (*LONGITUDINALES, *_AVENIDAS, *TRANSVERSALES)
    elif principal and principal.clase in (*LONGITUDINALES, ClaseVia.AVENIDA_CARRERA):
        orden = (*TRANSVERSALES, *_AVENIDAS, *LONGITUDINALES)
    else:
        orden = (ClaseVia.CARRERA, ClaseVia.CALLE, *_AVENIDAS, ClaseVia.TRANSVERSAL, ClaseVia.DIAGONAL)
    return {clase: 0.02 * puesto for puesto, clase in enumerate(orden)}


def diferencia(pedida: ViaEscrita, hallada: ViaEscrita, clases: dict[str, float]) -> tuple[float, str] | None:
    """How far a way is from the one asked, and in what words; None of one that it cannot be."""
    if pedida.valor is None:
        return _de_nombre(pedida, hallada)
    if pedida.valor != hallada.valor or hallada.clase not in clases:
        return None
    de_sector, de_letra = _de_sector(pedida, hallada), _de_letra(pedida, hallada)
    if de_sector is None or de_letra is None:
        return None
    dudas = [duda for _, duda in (de_sector, de_letra) if duda]
    return clases[hallada.clase] + de_sector[0] + de_letra[0], "; ".join(dudas)


def _de_sector(pedida: ViaEscrita, hallada: ViaEscrita) -> tuple[float, str] | None:
    if pedida.sector == hallada.sector:
        return 0.0, ""
    if not pedida.sector:
        return 0.15, f"esta es la del sector {hallada.sector}"
    return None if hallada.sector else (0.3, f"no hay una {pedida.numero}; esta es la {hallada.numero}")


def _de_letra(pedida: ViaEscrita, hallada: ViaEscrita) -> tuple[float, str] | None:
    suya, otra = (pedida.letra, pedida.bis, pedida.letra_bis), (hallada.letra, hallada.bis, hallada.letra_bis)
    if suya == otra:
        return 0.0, ""
    if otra == ("", False, ""):
        return 0.2, f"no hay una {pedida.numero}; esta es la {hallada.numero}"
    return (0.25, f"no hay una {pedida.numero}; esta es la {hallada.numero}") if suya == ("", False, "") else None


def _de_nombre(pedida: ViaEscrita, hallada: ViaEscrita) -> tuple[float, str] | None:
    if not hallada.nombre:
        return None
    parecido = SequenceMatcher(None, _sin_articulos(pedida.nombre), _sin_articulos(hallada.nombre)).ratio()
    if parecido < PARECIDO_MINIMO:
        return None
    clase = 0.1 if pedida.clase and hallada.clase != pedida.clase else 0.0
    return round(0.5 * (1 - parecido) + clase, 3), "" if parecido > 0.99 else f"se parece a «{pedida.nombre}»"


def _sin_articulos(nombre: str) -> str:
    return " ".join(palabra for palabra in nombre.split() if palabra not in ("a", "al", "la", "el", "de", "del"))
