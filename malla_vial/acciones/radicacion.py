"""The citizen's action: file a report."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import IntegrityError

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial import estados
from malla_vial.acciones import avisos
from malla_vial.acciones.fotos import poner_fotos
from malla_vial.acciones.lugar import exigir_municipio, situar
from malla_vial.acciones.traslado import encaminar
from malla_vial.estados import Estado
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import ContactoReporte, Movimiento, Reporte, TipoDano

_ALFABETO = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what is mistaken by ear or eye: 0 O 1 I L U


class ClaveReutilizada(DatosInvalidos):
    """The same idempotency key came with another content."""


@dataclass(frozen=True)
class Contacto:
    nombre: str = ""
    correo: str = ""
    telefono: str = ""

    def __bool__(self) -> bool:
        return bool(self.nombre or self.correo or self.telefono)


def radicar_reporte(
    *,
    tipo: TipoDano,
    punto: Point,
    clave: uuid.UUID,
    descripcion: str = "",
    direccion: str = "",
    tamano: str = "",
    peligro: bool = False,
    contacto: Contacto = Contacto(),
    fotos: Sequence[FotoLimpia] = (),
    subidas: Collection[str] | None = None,
    origen: str = Reporte.Origen.WEB,
    usuario: User | None = None,
    trasladar: bool = False,
) -> Reporte:
    """File a report and give it its code. The same `clave` twice is the same report.

    punto: any SRID; direccion: where it is, in the citizen's words; subidas: fingerprints of photos sent ahead (None: all of this `clave`).
    trasladar: whoever reports knows that another entity answers there and wants the report sent to it.
    Raises FueraDelMunicipio (nobody agreed to that), DatosInvalidos (too many photos), FaltanFotos and ClaveReutilizada.
    """
    if len(fotos) > POR_REPORTE:
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos.")
    lugar = a_maestro(punto)
    huella = _huella(tipo.pk, lugar, descripcion, direccion, tamano, peligro, contacto, _huellas(fotos, subidas))
    if previo := _ya_radicado(clave, huella):
        return previo
    territorio = exigir_municipio(lugar, trasladar)
    try:
        with cambio(usuario):
            reporte = Reporte(tipo=tipo, clave=clave, huella=huella, descripcion=descripcion, sena=direccion)
            reporte.tamano, reporte.peligro, reporte.origen = tamano, peligro, origen
            reporte.codigo = _codigo_nuevo(settings.PREFIJO_REPORTES)
            situar(reporte, lugar, territorio)
            _guardar(reporte, contacto, fotos, subidas)
            encaminar(reporte, trasladar)
    except IntegrityError:
        if previo := _ya_radicado(clave, huella):  # the same envelope arrived twice at once
            return previo
        raise
    return reporte


def _huella(*partes: Any) -> str:
    """A fingerprint of what was sent, to tell a repetition from another content under the same key."""

    def llano(parte: Any) -> Any:
        if isinstance(parte, Point):
            return [round(parte.x, 2), round(parte.y, 2)]
        return vars(parte) if isinstance(parte, Contacto) else list(parte)

    return hashlib.sha256(json.dumps(partes, default=llano, ensure_ascii=False).encode()).hexdigest()


def _huellas(fotos: Sequence[FotoLimpia], subidas: Collection[str] | None) -> list[str]:
    """What a report says of its photos, the same whether they travelled with it or ahead of it."""
    return sorted({foto.huella for foto in fotos} | set(subidas or ()))


def _ya_radicado(clave: uuid.UUID, huella: str) -> Reporte | None:
    previo = Reporte.objects.filter(clave=clave).first()
    if previo and previo.huella != huella:
        raise ClaveReutilizada(
            "Este formulario ya se envió con otro contenido. Abra uno nuevo para reportar otro daño."
        )
    return previo


def _codigo_nuevo(prefijo: str) -> str:
    """A code that is easy to dictate and hard to guess: 30^7 of them."""
    return f"{prefijo}-" + "".join(secrets.choice(_ALFABETO) for _ in range(7))


def _guardar(
    reporte: Reporte, contacto: Contacto, fotos: Sequence[FotoLimpia], subidas: Collection[str] | None
) -> None:
    """The report, what hangs on it, and the first line of its history."""
    reporte.save(force_insert=True)
    poner_fotos(reporte, fotos, subidas)
    if contacto:
        ContactoReporte.objects.create(reporte=reporte, **vars(contacto))
    respuesta = estados.EN_PALABRAS[Estado.RECIBIDO]
    Movimiento.objects.create(reporte=reporte, a=Estado.RECIBIDO, respuesta=respuesta)
    avisos.acusar(reporte, contacto.correo)
