"""Photos: sent ahead of their report, taken by it, written to disk, and gone when nobody took them."""

import secrets
import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial import permisos
from malla_vial.fotos import POR_REPORTE, FotoLimpia, huella_de, limpiar
from malla_vial.models import Adhesion, Foto, FotoSubida, Reporte

POR_CASO = 30  # photos of one report and of everybody who joined it


class DemasiadasFotos(Exception):
    """Too many photos of one origin wait for a report: 429."""


class FaltanFotos(DatosInvalidos):
    """The report names photos that are not here (any more): they have to be sent again."""

    def __init__(self, huellas: Collection[str]) -> None:
        self.huellas = sorted(huellas)
        super().__init__("Alguna foto del reporte no llegó o venció. Envíela de nuevo, o envíe el reporte sin ella.")


def adelantar_foto(*, clave: uuid.UUID, archivo: File, cliente: str) -> str:
    """Keep a photo that comes before its report and return its fingerprint; the same photo twice is one.

    cliente: mark of the origin (`capas.limites.quien.origen`). Raises DatosInvalidos, DemasiadoGrande, DemasiadasFotos.
    """
    huella = huella_de(archivo)
    if huella in huellas_de(clave):
        return huella
    if Adhesion.objects.filter(clave=clave).exists():
        return huella  # what joined already is sent again: its own answer says whether it is the same
    if Reporte.objects.filter(clave=clave).exists():
        raise DatosInvalidos("Ese reporte ya se radicó: no admite más fotos por este camino.")
    _exigir_cupo(clave, cliente)
    _subir(clave, limpiar(archivo), cliente)
    return huella


def huellas_de(clave: uuid.UUID) -> list[str]:
    """The photos that are here for a draft, or for the report or the adhesion that it became."""
    esperan = FotoSubida.objects.filter(clave=clave).values_list("huella", flat=True)
    puestas = Foto.objects.filter(Q(reporte__clave=clave, adhesion=None) | Q(adhesion__clave=clave))
    return list(esperan) or list(puestas.values_list("huella", flat=True))


def _exigir_cupo(clave: uuid.UUID, cliente: str) -> None:
    if FotoSubida.objects.filter(clave=clave).count() >= POR_REPORTE:
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos. Quite una para poner otra.")
    if FotoSubida.objects.filter(cliente=cliente).count() >= settings.FOTOS_SUELTAS_MAXIMO:
        raise DemasiadasFotos("Desde su red llegaron muchas fotos sin reporte. Envíe sus fotos junto con el reporte.")


def _subir(clave: uuid.UUID, foto: FotoLimpia, cliente: str) -> None:
    """The unique keys decide a race: of two that take the same place, one tries the next."""
    archivos = escribir(foto)
    for orden in range(POR_REPORTE):
        try:
            with transaction.atomic():
                FotoSubida.objects.create(clave=clave, orden=orden, cliente=cliente, **archivos)
            return
        except IntegrityError:
            if FotoSubida.objects.filter(clave=clave, huella=foto.huella).exists():
                break
    borrar_archivos([archivos["archivo"], archivos["miniatura"]])
    if foto.huella not in huellas_de(clave):
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos. Quite una para poner otra.")


def quitar_foto(*, clave: uuid.UUID, huella: str) -> None:
    """Forget a photo that was sent ahead; one that a report took is no longer here to forget."""
    _borrar(FotoSubida.objects.filter(clave=clave, huella=huella))


def poner_fotos(reporte: Reporte, fotos: Sequence[FotoLimpia], subidas: Collection[str] | None) -> None:
    """Give a new report its photos, each once: those sent ahead, then those that came with it.

    subidas: fingerprints to take; None takes every one of the same `clave`. Raises FaltanFotos, DatosInvalidos.
    """
    nuevas = _elegir(reporte.clave, fotos, subidas, set())
    _colgar(reporte, nuevas, 0, publica=settings.FOTOS_INMEDIATAS)


def sumar_fotos(
    adhesion: Adhesion, fotos: Sequence[FotoLimpia], subidas: Collection[str] | None, *, retener: bool = False
) -> None:
    """Photos that somebody who joins a report, already locked, adds to those it has; the same photo twice is one.

    subidas: as in `poner_fotos`.
    retener: they wait for a glance, whatever the city chose for the rest.

    Raises FaltanFotos, and DatosInvalidos past POR_CASO.
    """
    reporte = adhesion.reporte
    hay = list(reporte.fotos.values_list("huella", flat=True))
    nuevas = _elegir(adhesion.clave, fotos, subidas, set(hay))
    if nuevas and len(hay) + len(nuevas) > POR_CASO:
        raise DatosInvalidos(f"Este reporte ya tiene las {POR_CASO} fotos que caben. Súmese sin fotos: cuenta igual.")
    _colgar(reporte, nuevas, len(hay), adhesion=adhesion, publica=settings.FOTOS_INMEDIATAS and not retener)


def _elegir(
    clave: uuid.UUID, fotos: Sequence[FotoLimpia], subidas: Collection[str] | None, hay: set[str]
) -> list[FotoSubida | FotoLimpia]:
    """The photos of an envelope that its report lacks, those sent ahead first.

    hay: fingerprints of the photos that it has.
    """
    adelantadas = FotoSubida.objects.select_for_update().filter(clave=clave).exclude(huella__in=hay)
    tomadas = {f.huella: f for f in adelantadas if subidas is None or f.huella in subidas}
    sueltas = {f.huella: f for f in fotos if f.huella not in hay | tomadas.keys()}
    if faltan := set(subidas or ()) - hay - tomadas.keys() - sueltas.keys():
        raise FaltanFotos(faltan)
    if len(tomadas) + len(sueltas) > POR_REPORTE:
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos.")
    return [*tomadas.values(), *sueltas.values()]


def _colgar(reporte: Reporte, fotos: Iterable[FotoSubida | FotoLimpia], desde: int, **campos: Any) -> None:
    """desde: the place of the first one."""
    for orden, foto in enumerate(fotos, desde):
        archivos = _archivos_de(foto) if isinstance(foto, FotoSubida) else escribir(foto)
        Foto.objects.create(reporte=reporte, orden=orden, **archivos, **campos)
        if isinstance(foto, FotoSubida):
            foto.delete()


def agregar_despues(*, reporte: Reporte, fotos: Sequence[FotoLimpia], usuario: User) -> None:
    """Photos of how it was left, by who attended it: public at once, for staff took them. The same photo twice is one.

    Raises permisos.SinPermiso, DatosInvalidos.
    """
    permisos.exigir_atencion(usuario, "agregar fotos a un reporte")
    with cambio(usuario):
        hay = Foto.objects.select_for_update().filter(reporte=reporte, momento=Foto.Momento.DESPUES)
        huellas = {foto.huella for foto in hay}
        nuevas = {foto.huella: foto for foto in fotos if foto.huella not in huellas}.values()
        if len(huellas) + len(nuevas) > POR_REPORTE:
            raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos de cómo quedó.")
        for orden, foto in enumerate(nuevas, len(huellas)):
            campos = escribir(foto) | {"momento": Foto.Momento.DESPUES, "publica": True, "orden": orden}
            Foto.objects.create(reporte=reporte, **campos)


def _archivos_de(subida: FotoSubida) -> dict[str, Any]:
    return {campo: getattr(subida, campo) for campo in ("archivo", "miniatura", "ancho", "alto", "huella")}


def escribir(foto: FotoLimpia) -> dict[str, Any]:
    """The one place where a photo reaches the disk. Gives the fields that a row needs to name it.

    A row that is never committed leaves files that nobody names: `conciliar` finds them.
    """
    base = f"fotos/{timezone.localdate():%Y/%m}/{secrets.token_hex(16)}"  # never what the sender called it
    return {
        "archivo": default_storage.save(f"{base}.jpg", ContentFile(foto.contenido)),
        "miniatura": default_storage.save(f"{base}-m.jpg", ContentFile(foto.miniatura)),
        "ancho": foto.ancho,
        "alto": foto.alto,
        "huella": foto.huella,
    }


def vencer_fotos() -> int:
    """Forget the photos that no report took in time."""
    limite = timezone.now() - timedelta(hours=settings.FOTOS_SUELTAS_HORAS)
    return _borrar(FotoSubida.objects.filter(subida_en__lt=limite))


def _borrar(subidas) -> int:
    """Rows first, and their files once that is settled; what a report is taking right now is left alone."""
    with transaction.atomic():
        elegidas = list(subidas.select_for_update(skip_locked=True))
        FotoSubida.objects.filter(pk__in=[f.pk for f in elegidas]).delete()
    borrar_archivos([nombre for f in elegidas for nombre in (f.archivo.name, f.miniatura.name)])
    return len(elegidas)


def borrar_archivos(nombres: Iterable[str]) -> None:
    for nombre in nombres:
        default_storage.delete(nombre)
