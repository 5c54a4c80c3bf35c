"""The citizen's action: file a report."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.db import IntegrityError

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial import estados
from malla_vial.acciones.lugar import exigir_municipio, situar
from malla_vial.estados import Estado
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import ContactoReporte, Foto, Movimiento, Reporte, TipoDano

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
    origen: str = Reporte.Origen.WEB,
    usuario: User | None = None,
) -> Reporte:
    """File a report and give it its code. The same `clave` twice is the same report.

    punto: any SRID; direccion: where it is, in the citizen's words. Raises DatosInvalidos (outside the municipality, too many photos) and ClaveReutilizada.
    """
    if len(fotos) > POR_REPORTE:
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos.")
    lugar = a_maestro(punto)
    huella = _huella(tipo.pk, lugar, descripcion, direccion, tamano, peligro, contacto, fotos)
    if previo := _ya_radicado(clave, huella):
        return previo
    territorio = exigir_municipio(lugar)
    try:
        with cambio(usuario):
            reporte = Reporte(tipo=tipo, clave=clave, huella=huella, descripcion=descripcion, sena=direccion)
            reporte.tamano, reporte.peligro, reporte.origen = tamano, peligro, origen
            reporte.codigo = _codigo_nuevo(settings.PREFIJO_REPORTES)
            situar(reporte, lugar, territorio)
            _guardar(reporte, contacto, fotos)
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
        if isinstance(parte, FotoLimpia):
            return hashlib.sha256(parte.contenido).hexdigest()
        return vars(parte) if isinstance(parte, Contacto) else list(parte)

    return hashlib.sha256(json.dumps(partes, default=llano, ensure_ascii=False).encode()).hexdigest()


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


def _guardar(reporte: Reporte, contacto: Contacto, fotos: Sequence[FotoLimpia]) -> None:
    """The report, what hangs on it, and the first line of its history."""
    reporte.save(force_insert=True)
    guardar_fotos(reporte, fotos)
    if contacto:
        ContactoReporte.objects.create(reporte=reporte, **vars(contacto))
    respuesta = estados.EN_PALABRAS[Estado.RECIBIDO]
    Movimiento.objects.create(reporte=reporte, a=Estado.RECIBIDO, respuesta=respuesta)


def guardar_fotos(reporte: Reporte, fotos: Sequence[FotoLimpia], desde: int = 0) -> None:
    """Hang photos on a report, in order after the first `desde`."""
    for orden, limpia in enumerate(fotos, desde):
        foto = Foto(
            reporte=reporte, orden=orden, ancho=limpia.ancho, alto=limpia.alto, publica=settings.FOTOS_INMEDIATAS
        )
        nombre = secrets.token_hex(16)  # never what the sender called it
        foto.archivo.save(f"{nombre}.jpg", ContentFile(limpia.contenido), save=False)
        foto.miniatura.save(f"{nombre}-m.jpg", ContentFile(limpia.miniatura), save=False)
        foto.save(force_insert=True)
