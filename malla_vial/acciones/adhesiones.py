"""«Es este: sumarme»: somebody tells a damage that was told before, and is told what becomes of it."""

import uuid
from collections.abc import Collection, Sequence

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
from malla_vial.sospechas import Envio

TEXTO_MAXIMO = 2000


def sumarse(
    *,
    reporte: Reporte,
    clave: uuid.UUID,
    texto: str = "",
    fotos: Sequence[FotoLimpia] = (),
    subidas: Collection[str] | None = None,
    contacto: Contacto = Contacto(),
    repetida: bool = False,
    usuario: User | None = None,
    envio: Envio = Envio(),
) -> Adhesion:
    """Join an open report, with words and photos if there are any. The same `clave` twice is the same adhesion.

    Joining a merged report joins its original. repetida: the person is known to have told this damage already, so the
    count of people stays. subidas: fingerprints of photos sent ahead (None: all of this key). envio: what the door saw of the sender: from one that looks odd no photo is shown before a glance. Raises DatosInvalidos (closed or hidden, too long, too many photos), FaltanFotos and ClaveReutilizada.
    """
    if len(fotos) > POR_REPORTE or len(texto) > TEXTO_MAXIMO:
        raise DatosInvalidos(f"Puede agregar hasta {POR_REPORTE} fotos y {TEXTO_MAXIMO} letras.")
    caso = reporte.duplicado_de or reporte
    huellas = sorted({foto.huella for foto in fotos} | set(subidas or ()))
    huella = huella_de(reporte.codigo, texto, contacto, huellas)

    def sumar() -> Adhesion:
        with cambio(usuario):
            abierto = _exigir_abierto(bloquear(caso))
            otra_vez = repetida or _ya_esta(abierto, contacto)
            adhesion = Adhesion.objects.create(
                reporte=abierto, clave=clave, huella=huella, texto=texto, repetida=otra_vez
            )
            marcas = moderacion.marcas_de(contacto, envio)
            retener = bool(moderacion.motivos_de_retencion(marcas, envio, texto))
            sumar_fotos(adhesion, fotos, subidas, retener=retener)
            _anotar_contacto(adhesion, contacto)
        return adhesion

    return una_vez(Adhesion, clave, huella, sumar, "Abra de nuevo el reporte para sumarse.")


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
    return bool(contacto.correo) and contacto.correo.strip().lower() in correos_de(caso)


def moderar_adhesion(*, adhesion: Adhesion, texto_aprobado: bool, usuario: User) -> None:
    """After a glance: whether what somebody added may be read by all."""
    permisos.exigir_atencion(usuario, "publicar lo que la gente agrega")
    with cambio(usuario):
        Adhesion.objects.filter(pk=adhesion.pk).update(texto_aprobado=texto_aprobado)
