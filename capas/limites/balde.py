"""Token buckets in PostgreSQL, which every worker shares."""

from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.utils import timezone

from capas import errores, sql_limites
from capas.models import Balde, Vecino


class Agotado(Exception):
    """Too many requests: 429. `espera`: seconds until the next one may come."""

    def __init__(self, mensaje: str, espera: int) -> None:
        super().__init__(mensaje)
        self.espera = espera


errores.registrar(Agotado, 429)


@dataclass(frozen=True)
class Ritmo:
    """How much at once (`cabe`), how much an hour, and how far beyond it one may go under suspicion (`margen`)."""

    cabe: float
    por_hora: float
    margen: float = 0

    def con_vecinos(self, cuantos: int) -> "Ritmo":
        """The budget of an address behind which so many browsers of good standing were seen: a quarter more for each, to twenty times."""
        veces = min(1 + cuantos / 4, 20)
        return Ritmo(self.cabe * veces, self.por_hora * veces, self.margen * veces)


def cobrar(clave: str, ritmo: Ritmo, costo: float = 1) -> float:
    """Take from a bucket; what is left, below zero within the margin. Raises Agotado."""
    factor = settings.LIMITES_FACTOR
    if not factor:
        return ritmo.cabe
    cobrado, quedan = sql_limites.cobrar(
        clave, ritmo.cabe * factor, ritmo.por_hora * factor / 3600, ritmo.margen * factor, costo
    )
    if cobrado:
        return quedan
    espera = (
        ceil((costo - ritmo.margen * factor - quedan) * 3600 / (ritmo.por_hora * factor)) if ritmo.por_hora else 3600
    )
    raise Agotado(
        f"Han llegado demasiados envíos seguidos. Vuelva a intentarlo en {en_palabras(espera)}.", max(espera, 1)
    )


def una_vez(clave: str) -> bool:
    """Whether a thing that may be used once had not been used yet."""
    return sql_limites.cobrar(clave, 1, 0, 0, 1)[0]


def devolver(prefijo: str) -> int:
    """Forget the buckets whose key begins so; how many there were."""
    return Balde.objects.filter(clave__startswith=prefijo).delete()[0]


def anotar_vecino(direccion: str, navegador: str) -> None:
    """A browser of good standing is behind an address today."""
    hoy = timezone.localdate()
    Vecino.objects.get_or_create(direccion=direccion, navegador=navegador, defaults={"dia": hoy})


def vecinos(direccion: str) -> int:
    """Browsers of good standing seen today behind an address (its hash of the day)."""
    return Vecino.objects.filter(direccion=direccion).count()


def en_palabras(segundos: int) -> str:
    if segundos < 90:
        return f"{segundos} segundos" if segundos != 1 else "un segundo"
    minutos = ceil(segundos / 60)
    return f"{minutos} minutos" if minutos < 90 else f"{ceil(minutos / 60)} horas"
