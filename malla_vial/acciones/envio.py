"""The post office: it takes the letters of the outbox to the mail server and tries again those that could not go."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from capas.acciones import cambio
from malla_vial import permisos
from malla_vial.acciones import enlaces
from malla_vial.acciones.avisos import LISTA, RESUMEN
from malla_vial.acciones.firmas import ruta_de_traslado, ruta_propia
from malla_vial.models import Contacto, ContactoAdhesion, Correo, Suscripcion

# RFC 5321 §4.5.4.1: try for four or five days before giving up, and not too often.
PRIMERA_ESPERA, ESPERA_MAXIMA, SE_RINDE = timedelta(minutes=1), timedelta(hours=6), timedelta(days=5)
GUARDADOS = timedelta(days=30)
FALLOS_SEGUIDOS = 3  # the server is having a bad time: the rest waits for the next round
anotador = logging.getLogger("sig.correo")


def enviar_pendientes(maximo: int = 200) -> int:
    """Send what is due, a letter to a transaction, so that two post offices never take the same one; how many went."""
    conexion, enviados, seguidos, hasta = get_connection(), 0, 0, timezone.now()
    try:
        for _ in range(maximo):
            correo = _enviar_uno(conexion, hasta)
            if correo is None:
                break
            enviados += correo.estado == Correo.Estado.ENVIADO
            seguidos = seguidos + 1 if correo.error else 0
            if seguidos == FALLOS_SEGUIDOS:
                break
    finally:
        conexion.close()
    return enviados


def _enviar_uno(conexion: BaseEmailBackend, hasta: datetime) -> Correo | None:
    """The next letter, after trying it; None when there is none."""
    with transaction.atomic():
        libres = Correo.objects.select_for_update(skip_locked=True, of=("self",))
        debidos = libres.filter(estado=Correo.Estado.PENDIENTE, proximo_intento__lte=hasta)
        correo = debidos.order_by("proximo_intento").first()
        if correo is None:
            return None
        if _a_desconocido(correo):
            correo.delete()
            return correo
        _intentar(correo, conexion)
        correo.save()
    return correo


def _a_desconocido(correo: Correo) -> bool:
    """Anybody may type any address in «mis reportes» or in «borrar mis datos»: one that is not known gets nothing."""
    if correo.plantilla == "borrar_datos":
        quienes = (Contacto, ContactoAdhesion, Suscripcion)
        return not any(quien.objects.filter(correo__iexact=correo.a).exists() for quien in quienes)
    return correo.plantilla == LISTA and not Suscripcion.objects.filter(correo=correo.a).exists()


def _intentar(correo: Correo, conexion: BaseEmailBackend) -> None:
    correo.intentos += 1
    try:
        with transaction.atomic():  # the links of a letter that did not go are not left behind
            conexion.open()  # stays open for the next letter
            redactar(correo, conexion).send()
    except Exception as error:  # a letter that cannot even be written must not stop the others
        conexion.close()
        _anotar_fallo(correo, error)
    else:
        correo.estado, correo.enviado_en, correo.error = Correo.Estado.ENVIADO, timezone.now(), ""


def _anotar_fallo(correo: Correo, error: Exception) -> None:
    correo.error = f"{type(error).__name__}: {error}".replace("\x00", "")[:300]
    correo.proximo_intento = timezone.now() + min(PRIMERA_ESPERA * 2 ** min(correo.intentos - 1, 12), ESPERA_MAXIMA)
    if es_definitivo(error) or timezone.now() - correo.creado_en > SE_RINDE:
        correo.estado = Correo.Estado.FALLIDO
    anotador.warning("correo %s, intento %s: %s", correo.pk, correo.intentos, type(error).__name__)


def es_definitivo(error: Exception) -> bool:
    """Whether the server refused this letter for good: 5xx to its address or its text.

    A wrong password or sender is ours to put right, and the letter waits for it.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(codigo >= 500 for codigo, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def redactar(correo: Correo, conexion: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter in words, as text and as simple HTML, with its links made now."""
    botones = [(enlace["etiqueta"], _direccion(correo, enlace)) for enlace in correo.enlaces]
    baja = _baja(correo)
    contexto = _contexto(correo) | {"botones": botones, "baja": baja}
    carta = EmailMultiAlternatives(
        subject=correo.asunto,
        body=render_to_string("malla_vial/correos/carta.txt", contexto).strip() + "\n",
        to=[correo.a],
        headers=_encabezados(correo, baja),
        connection=conexion,
    )
    carta.attach_alternative(render_to_string("malla_vial/correos/carta.html", contexto), "text/html")
    return carta


def previa(correo: Correo) -> str:
    """What a letter says, for the desk: its links are the reader's alone, so they are not made."""
    return render_to_string(f"malla_vial/correos/{correo.plantilla}.txt", correo.contexto | _entidad()).strip()


def _contexto(correo: Correo) -> dict[str, Any]:
    return {"asunto": correo.asunto, "prosa": previa(correo)} | _entidad()


def _entidad() -> dict[str, str]:
    return {"municipio": settings.MUNICIPIO, "entidad": settings.ENTIDAD, "sitio": settings.SITIO}


def _direccion(correo: Correo, enlace: dict[str, Any]) -> str:
    if enlace.get("peticion"):  # not in letters queued before there was such a link
        return settings.SITIO + ruta_propia(enlace["peticion"])
    if enlace.get("traslado"):
        return settings.SITIO + ruta_de_traslado(enlace["traslado"])
    if not enlace["proposito"]:
        return settings.SITIO + enlace["ruta"]
    token = enlaces.emitir(
        enlace["proposito"], correo=correo.a, reporte=enlace["reporte"], suscripcion=enlace["suscripcion"]
    )
    return settings.SITIO + reverse("enlace", args=[token])


def _baja(correo: Correo) -> str:
    if not (correo.suscripcion_id or correo.plantilla == RESUMEN):
        return ""
    token = enlaces.emitir(enlaces.P.BAJA, correo=correo.a, suscripcion=correo.suscripcion_id)
    return settings.SITIO + reverse("baja", args=[token])


def _encabezados(correo: Correo, baja: str) -> dict[str, str]:
    """RFC 8058 for the button «dejar de seguir» of mail programs; RFC 3834, so that no robot answers a robot."""
    # The same letter sent again, after a fall between the server's yes and ours, has the same name.
    propios = {"Auto-Submitted": "auto-generated", "Message-ID": f"<aviso-{correo.clave[:32]}@{_dominio()}>"}
    if baja:
        propios |= {"List-Unsubscribe": f"<{baja}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return propios


def _dominio() -> str:
    return urlsplit(settings.SITIO).hostname or "localhost"


def reintentar(*, correo: Correo, usuario: User) -> None:
    """Give a letter another five days, from now. Raises permisos.SinPermiso."""
    permisos.exigir_atencion(usuario, "enviar de nuevo un correo")
    with cambio(usuario):
        Correo.objects.filter(pk=correo.pk).exclude(estado=Correo.Estado.ENVIADO).update(
            estado=Correo.Estado.PENDIENTE, proximo_intento=timezone.now(), creado_en=timezone.now()
        )


def purgar() -> int:
    """Forget whom the letters of a month ago went to, and what they said; how many there were. Their keys stay."""
    viejos = Correo.objects.exclude(estado=Correo.Estado.PENDIENTE).filter(creado_en__lt=timezone.now() - GUARDADOS)
    return (
        viejos.exclude(a="").update(a="", contexto={}, enlaces=[], asunto="", error="", suscripcion=None)
        + enlaces.purgar()
    )
