"""What is shown of a report, and who decided it: hold, let go, reject, ban; the same answer to every sender."""

import datetime as dt
import re
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.limites.quien import huella
from malla_vial import permisos
from malla_vial.acciones.apertura import Contacto
from malla_vial.acciones.reportes import bloquear
from malla_vial.acciones.respuestas import publicar_respuestas
from malla_vial.models import Conocido, Foto, Moderacion, Remitente, Reporte, Veto
from malla_vial.models.avisos import correo_normal
from malla_vial.sospechas import Envio, Sospecha, con_enlaces

Que = Moderacion.Que
VETO_DIAS_MAXIMO = 365


def marcas_de(contacto: Contacto, envio: Envio) -> dict[str, str]:
    """Kind of mark → hash of a sender; addresses and telephones written in another way are the same."""
    telefono = re.sub(r"\D", "", contacto.telefono)[-10:]
    correo = correo_normal(contacto.correo)
    marcas = {
        "navegador": envio.navegador,
        "correo": huella(f"correo {correo}") if correo else "",
        "telefono": huella(f"telefono {telefono}") if telefono else "",
    }
    return {clase: marca for clase, marca in marcas.items() if marca}


def motivos_de_retencion(marcas: dict[str, str], envio: Envio, texto: str) -> str:
    """The codes of Sospecha for which a report waits; empty for one that does not."""
    motivos = set(envio.sospechas)
    if con_enlaces(texto):
        motivos.add(Sospecha.ENLACES)
    if Veto.objects.vigentes().filter(marca__in=marcas.values()).exists():
        motivos.add(Sospecha.VETO)
    return ",".join(sorted(motivos))


def es_conocido(marcas: dict[str, str]) -> bool:
    return Conocido.objects.filter(marca__in=marcas.values()).exists()


def anotar_remitente(reporte: Reporte, marcas: dict[str, str]) -> None:
    """After the report is stored: who sent it, as hashes, and that it waits, if it does."""
    if marcas:
        Remitente.objects.create(reporte=reporte, **marcas)
    if reporte.retenido:
        anotar(reporte, Que.RETENIDO, None, reporte.retenido)


def anotar(reporte: Reporte, que: str, usuario: User | None, motivo: str = "", foto: Foto | None = None) -> None:
    Moderacion.objects.create(reporte=reporte, que=que, usuario=usuario, motivo=motivo[:300], foto=foto)


def moderar(
    *,
    reporte: Reporte,
    visible: bool,
    texto_aprobado: bool,
    fotos_publicas: Sequence[Foto],
    usuario: User,
    motivo: str = "",
) -> None:
    """After a glance: whether the report is shown at all, whether its text is, and which of its photos are.

    Raises permisos.SinPermiso, as all that staff decide here.
    """
    permisos.exigir_atencion(usuario, "decidir qué se publica de un reporte")
    with cambio(usuario):
        reporte = bloquear(reporte)
        if visible != reporte.visible:
            anotar(reporte, Que.MOSTRADO if visible else Que.OCULTADO, usuario, motivo)
        if texto_aprobado != reporte.texto_aprobado:
            anotar(reporte, Que.TEXTO_SI if texto_aprobado else Que.TEXTO_NO, usuario, motivo)
        reporte.visible, reporte.texto_aprobado = visible, texto_aprobado
        reporte.retenido = "" if visible else reporte.retenido
        reporte.save()
        publicar_respuestas(reporte)
        _moderar_fotos(reporte, {foto.pk for foto in fotos_publicas}, usuario, motivo)
        if texto_aprobado or fotos_publicas:
            _conocer(reporte)


def _moderar_fotos(reporte: Reporte, publicas: set, usuario: User, motivo: str) -> None:
    for foto in reporte.fotos.all():
        if foto.publica != (foto.pk in publicas):
            anotar(reporte, Que.FOTO_NO if foto.publica else Que.FOTO_SI, usuario, motivo, foto)
            Foto.objects.filter(pk=foto.pk).update(publica=not foto.publica)


def soltar(*, reporte: Reporte, usuario: User) -> None:
    """What looked odd is a report like any other: it is shown, and its sender is known from now on."""
    permisos.exigir_atencion(usuario, "soltar un reporte retenido")
    with cambio(usuario):
        reporte = _retenido(reporte)
        reporte.visible, reporte.retenido = True, ""
        reporte.save()
        anotar(reporte, Que.SOLTADO, usuario)
        _conocer(reporte)


def rechazar(*, reporte: Reporte, motivo: str, usuario: User, dias_de_veto: int = 0) -> None:
    """What looked odd is no report: it stays hidden and leaves the list; its petition must still be answered.

    dias_de_veto: for how long its sender is banned too (`vetar`); 0 is no ban.
    """
    permisos.exigir_atencion(usuario, "rechazar un reporte")
    with cambio(usuario):
        if dias_de_veto:
            vetar(reporte=reporte, motivo=motivo, dias=dias_de_veto, usuario=usuario)
        reporte = _retenido(reporte)
        reporte.visible, reporte.retenido = False, ""
        reporte.save()
        anotar(reporte, Que.RECHAZADO, usuario, motivo)


def vetar(*, reporte: Reporte, motivo: str, dias: int, usuario: User) -> int:
    """Hold whatever its sender sends for some days; how many marks were banned.

    Raises DatosInvalidos if nothing is known of the sender.
    """
    permisos.exigir_atencion(usuario, "vetar a quien envió un reporte")
    if not (motivo.strip() and 1 <= dias <= VETO_DIAS_MAXIMO):
        raise DatosInvalidos(f"Un veto lleva un motivo y dura entre 1 y {VETO_DIAS_MAXIMO} días.")
    remitente = Remitente.objects.filter(reporte=reporte).first()
    if remitente is None:
        raise DatosInvalidos("De este reporte no se sabe qué navegador ni qué contacto lo envió: no hay a quién vetar.")
    valores = {
        "motivo": motivo,
        "reporte": reporte,
        "puesto_por": usuario,
        "vence": timezone.now() + dt.timedelta(days=dias),
    }
    with cambio(usuario):
        for clase, marca in remitente.marcas().items():
            Veto.objects.update_or_create(marca=marca, defaults={"clase": clase} | valores)
        Conocido.objects.filter(marca__in=remitente.marcas().values()).delete()
        anotar(reporte, Que.VETADO, usuario, f"{motivo} ({dias} días)")
    return len(remitente.marcas())


def levantar_veto(*, veto: Veto, usuario: User) -> None:
    permisos.exigir_atencion(usuario, "levantar un veto")
    with cambio(usuario):
        if veto.reporte:
            anotar(veto.reporte, Que.VETO_LEVANTADO, usuario, veto.motivo)
        veto.delete()


def _retenido(reporte: Reporte) -> Reporte:
    reporte = bloquear(reporte)
    if not reporte.retenido:
        raise DatosInvalidos("Otra persona ya decidió sobre este reporte.")
    return reporte


def _conocer(reporte: Reporte) -> None:
    remitente = Remitente.objects.filter(reporte=reporte).first()
    if remitente and not Veto.objects.vigentes().filter(marca__in=remitente.marcas().values()).exists():
        nuevos = [Conocido(marca=marca) for marca in remitente.marcas().values()]
        Conocido.objects.bulk_create(nuevos, ignore_conflicts=True)
