"""Words written against each other: «concarrera», «bissur», «carreraquinta»."""

from functools import lru_cache

from malla_vial.direcciones.vocabulario import CLASE, CONOCIDAS, ENTRE, NUMERO, NUMEROS, SECTORES

LARGO = 40
_ABREN = {palabra for palabra in CLASE if len(palabra) >= 3} | {
    *CONOCIDAS,
    *ENTRE,
    "con",
    "esquina",
    "esq",
    "bis",
    "barrio",
}
_SIGUEN = _ABREN | {palabra for palabra in (*SECTORES, *NUMEROS, *NUMERO) if len(palabra) >= 3}


@lru_cache(maxsize=4096)
def despegar(palabra: str, ante_numero: bool = False) -> tuple[str, ...]:
    """The words of the vocabulary that cover a whole one, or itself. ante_numero: its end may be a short class («conkr» 5)."""
    if palabra in _SIGUEN or not 5 <= len(palabra) <= LARGO:
        return (palabra,)
    partes = _cubrir(palabra, ante_numero)
    return partes if len(partes) > 1 and (partes[0] in _ABREN or partes[0] in SECTORES) else (palabra,)


def tras_numero(palabra: str, ante_numero: bool) -> tuple[str, ...]:
    """The same for what stands against a number, «5Aconcarrera»: up to two letters of its own first. Empty if it is not so."""
    for letras in range(3):
        partes = _cubrir(palabra[letras:], ante_numero)
        if partes and any(parte in CLASE or (parte in _ABREN and parte != "bis") for parte in partes):
            return (palabra[:letras], *partes) if letras else partes
    return ()


@lru_cache(maxsize=4096)
def _cubrir(palabra: str, ante_numero: bool) -> tuple[str, ...]:
    """The fewest known words that make one, empty if none do."""
    mejor: list[tuple[str, ...] | None] = [()] + [None] * min(len(palabra), LARGO)
    for fin in range(1, len(mejor)):
        ultima = ante_numero and fin == len(palabra)
        for inicio in range(fin):
            parte, antes = palabra[inicio:fin], mejor[inicio]
            conocida = parte in _SIGUEN or (ultima and parte in CLASE and (inicio > 0 or len(parte) > 1))
            if antes is not None and conocida and len(antes) + 1 < len(mejor[fin] or "x" * 99):
                mejor[fin] = (*antes, parte)
    return mejor[-1] or () if len(palabra) <= LARGO else ()
