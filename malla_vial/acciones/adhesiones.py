"""«Es este: sumarme»: somebody tells a damage that was told before, and is told what becomes of it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial import permisos
from malla_vial.acciones import avisos, moderacion
from malla_vial.acciones.apertura import Contacto, consentimiento
from malla_vial.acciones.fotos import sumar_fotos
from malla_vial.acciones.reportes import bloquear
from malla_vial.acciones.sobres import huella_de, una_vez
from malla_vial.duplicados import correos_de
from malla_vial.estados import ABIERTOS
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import Adhesion, ContactoAdhesion, Reporte
from malla_vial.models.avisos import correo_normal
from malla_vial.sospechas import Envio

TEXTO_MAXIMO = 2000
_OTRA = "Abra de nuevo el reporte para sumarse."


@dataclass(frozen=True)
class Aporte:
    """What somebody adds to a damage that was told before: words and photos, or nothing but having seen it too.

    subidas: fingerprints of photos sent ahead (None: all of this key).
    repetida: the person is known to have told this damage already, so the count of people stays.
    envio: what the door saw of the sender; from one that looks odd no photo is shown before a glance.

    Raises DatosInvalidos: too long, too many photos.
    """

    texto: str = ""
    fotos: Sequence[FotoLimpia] = ()
    subidas: Collection[str] | None = None
    contacto: Contacto = field(default_factory=Contacto)
    repetida: bool = False
    envio: Envio = field(default_factory=Envio)

    def __post_init__(self) -> None:
        if len(self.fotos) > POR_REPORTE or len(self.texto) > TEXTO_MAXIMO:
            raise DatosInvalidos(f"Puede agregar hasta {POR_REPORTE} fotos y {TEXTO_MAXIMO} letras.")

    @property
    def fotos_retenidas(self) -> bool:
        marcas = moderacion.marcas_de(self.contacto, self.envio)
        return bool(moderacion.motivos_de_retencion(marcas, self.envio, self.texto))

    def huella(self, codigo: str) -> str:
        """The same whether its photos travelled with it or ahead of it.

        codigo: of the report that the person joined, which may be a merged one.
        """
        fotos = sorted({foto.huella for foto in self.fotos} | set(self.subidas or ()))
        return huella_de(codigo, self.texto, self.contacto, fotos)


def sumarse(*, reporte: Reporte, clave: uuid.UUID, usuario: User | None = None, **aporte: Any) -> Adhesion:
    """Join an open report, or the original of a merged one. The same `clave` twice is the same adhesion.

    aporte: the fields of Aporte. Raises DatosInvalidos (of Aporte; closed or hidden), FaltanFotos and ClaveReutilizada.
    """
    entero, caso = Aporte(**aporte), reporte.duplicado_de or reporte
    huella = entero.huella(reporte.codigo)
    return una_vez(Adhesion, clave, huella, lambda: _sumar(entero, caso, clave, huella, usuario), _OTRA)


def _sumar(aporte: Aporte, caso: Reporte, clave: uuid.UUID, huella: str, usuario: User | None) -> Adhesion:
    with cambio(usuario):
        abierto = _exigir_abierto(bloquear(caso))
        repetida = aporte.repetida or _ya_esta(abierto, aporte.contacto)
        adhesion = Adhesion.objects.create(
            reporte=abierto, clave=clave, huella=huella, texto=aporte.texto, repetida=repetida
        )
        sumar_fotos(adhesion, aporte.fotos, aporte.subidas, retener=aporte.fotos_retenidas)
        _anotar_contacto(adhesion, aporte.contacto)
    return adhesion


def _anotar_contacto(adhesion: Adhesion, contacto: Contacto) -> None:
    """Apart from what is public; an address hears nothing until its owner has confirmed it."""
    if not contacto:
        return
    campos = {campo: getattr(contacto, campo) for campo in ("nombre", "correo", "telefono")}
    ContactoAdhesion.objects.create(adhesion=adhesion, **campos, **consentimiento(contacto))
    if contacto.correo:
        suscripcion = avisos.suscribir(correo=contacto.correo, reporte=adhesion.reporte)
        if not suscripcion.confirmada_en:
            avisos.pedir_confirmacion(suscripcion)


def _exigir_abierto(caso: Reporte) -> Reporte:
    if not caso.visible or caso.estado not in ABIERTOS:
        raise DatosInvalidos(
            f"El reporte {caso.codigo} ya está cerrado. Si el daño sigue ahí, repórtelo como uno nuevo."
        )
    return caso


def _ya_esta(caso: Reporte, contacto: Contacto) -> bool:
    return bool(contacto.correo) and correo_normal(contacto.correo) in correos_de(caso)


def moderar_adhesion(*, adhesion: Adhesion, texto_aprobado: bool, usuario: User) -> None:
    """After a glance: whether what somebody added may be read by all."""
    permisos.exigir_atencion(usuario, "publicar lo que la gente agrega")
    with cambio(usuario):
        Adhesion.objects.filter(pk=adhesion.pk).update(texto_aprobado=texto_aprobado)
