"""Who hears of what. A letter is queued in the transaction of what it tells; whatever mail does, the change stands."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from capas.limites import balde, quien
from capas.limites.balde import Agotado, Ritmo
from capas.llaves import huella
from malla_vial import estados
from malla_vial.consultas import ConsultaDeSuscripciones
from malla_vial.duplicados import colgados
from malla_vial.models import Correo, EnlaceUnico, Movimiento, Reporte, Suscripcion
from malla_vial.models.avisos import correo_normal

P = EnlaceUnico.Proposito
RESUMEN, LISTA = "resumen", "mis_reportes"  # letters that the post office treats apart
POR_BUZON = Ritmo(cabe=12, por_hora=4)  # what strangers may make the site write to one address


@dataclass(frozen=True)
class Enlace:
    """A button of a letter, which leads to one of these:

    ruta: a page of this site.
    peticion: the number of a petition, shown as its author sees it.
    traslado: the key of an act of transfer, whose petition is shown whole.
    proposito: a link that opens once, about `reporte` or `suscripcion`.
    """

    etiqueta: str
    ruta: str = ""
    peticion: str = ""
    traslado: int | None = None
    proposito: str = ""
    reporte: int | None = None
    suscripcion: int | None = None


@dataclass(frozen=True)
class Suceso:
    """Something that happened and that who follows should hear: `clave` tells it from every other."""

    clave: str
    titulo: str
    texto: str


def encolar(**carta: Any) -> None:
    """Queue a letter (`redactar` names its parts), within the transaction of the change it tells."""
    despachar([redactar(**carta)])


def despachar(cartas: Iterable[Correo]) -> None:
    """Queue letters at once; those that were queued already stay one."""
    Correo.objects.bulk_create(cartas, ignore_conflicts=True)


def redactar(
    *,
    a: str,
    asunto: str,
    plantilla: str,
    contexto: Mapping[str, Any],
    clave: str,
    enlaces: Iterable[Enlace] = (),
    suscripcion: Suscripcion | None = None,
) -> Correo:
    """A letter, not queued yet. The same `clave` to the same address is one letter.

    plantilla: a name of templates/malla_vial/correos/.
    contexto: JSON.
    suscripcion: what its «dejar de seguir» ends.
    """
    return Correo(
        clave=huella(f"{clave} {correo_normal(a)}"),
        a=correo_normal(a),
        asunto=" ".join(asunto.split())[:200],  # a new line would begin a header
        plantilla=plantilla,
        contexto=dict(contexto),
        enlaces=[asdict(enlace) for enlace in enlaces],
        suscripcion=suscripcion,
    )


def cabe_en_buzon(correo: str) -> bool:
    """Whether one more letter that nobody proved to have asked for may go to an address; it is known by its hash."""
    try:
        balde.cobrar(f"buzon:{quien.huella(f'correo {correo_normal(correo)}')}", POR_BUZON)
    except Agotado:
        return False
    return True


def acusar(reporte: Reporte, correo: str) -> None:
    """Send the receipt of a report to the address that was left, and ask there to confirm it: nothing else goes to it before.

    Once a mailbox is full no receipt goes; the report is received all the same, and its number is on the page.
    """
    if not correo:
        return
    suscripcion = suscribir(correo=correo, reporte=reporte, propia=True)
    if not cabe_en_buzon(correo):
        return
    enlaces = [Enlace("Ver en qué va", ruta=_pagina(reporte))]
    if not suscripcion.confirmada_en:
        enlaces.insert(0, Enlace("Sí, avísenme a este correo", proposito=P.CONFIRMAR, suscripcion=suscripcion.pk))
    encolar(
        a=correo,
        asunto=f"Recibimos su reporte {reporte.codigo}",
        plantilla="recibido",
        contexto=_de(reporte) | {"confirmar": not suscripcion.confirmada_en, "vence": _vence(reporte)},
        clave=f"recibido {reporte.pk}",
        enlaces=enlaces,
        suscripcion=suscripcion,
    )


def _vence(reporte: Reporte) -> str:
    """The last day to answer, in words."""
    return date_format(reporte.peticion.vence_el, "DATE_FORMAT").lower() if reporte.peticion else ""


def suscribir(*, correo: str, reporte: Reporte | None = None, propia: bool = False, **a_que: Any) -> Suscripcion:
    """Note that an address wants to hear of something.

    It is confirmed at once only for one's own report, from an address that its owner confirmed before.
    """
    ya_confirmada = propia and Suscripcion.objects.vivas().filter(correo=correo_normal(correo)).exists()
    clase = a_que.pop("clase", Suscripcion.Clase.REPORTE)
    suscripcion, _ = Suscripcion.objects.get_or_create(
        correo=correo_normal(correo),
        clase=clase,
        reporte=reporte,
        **{"via": None, "territorio": None, "punto": None, "radio_m": None} | a_que,
        defaults={"propia": propia, "confirmada_en": timezone.now() if ya_confirmada else None},
    )
    return suscripcion


def pedir_seguir(correo: str, **a_que: Any) -> None:
    """Who wants to follow gets a letter to confirm it; who follows already, nothing. The page says the same to both."""
    with transaction.atomic():
        suscripcion = suscribir(correo=correo, **a_que)
        if suscripcion.confirmada_en is None or suscripcion.baja_en:
            pedir_confirmacion(suscripcion)


def correo_propio(reporte: Reporte) -> str:
    """The address that who filed the report left, if any."""
    propias = Suscripcion.objects.filter(reporte=reporte, propia=True)
    return propias.values_list("correo", flat=True).first() or ""


def pedir_confirmacion(suscripcion: Suscripcion) -> None:
    """Ask an address whether it is its owner who wants to follow; once an hour at most, whoever asks, and never more
    letters than fit in a mailbox."""
    if not cabe_en_buzon(suscripcion.correo):
        return
    encolar(
        a=suscripcion.correo,
        asunto=f"Confirme que quiere seguir {suscripcion.que}",
        plantilla="confirmar",
        contexto={"que": suscripcion.que},
        clave=f"confirmar {suscripcion.pk} {timezone.now():%Y%m%d%H}",
        enlaces=[Enlace("Sí, quiero seguirlo", proposito=P.CONFIRMAR, suscripcion=suscripcion.pk)],
        suscripcion=suscripcion,
    )


def pedir_lista(correo: str) -> None:
    """Send the link of «mis reportes» to an address that is known; the same work, and no letter, for one that is not.

    Who asks learns nothing either way: whether a letter goes is decided when it is due (`envio`).
    """
    encolar(
        a=correo,
        asunto="Su enlace para ver sus reportes",
        plantilla=LISTA,
        contexto={},
        clave=f"mis reportes {timezone.now().timestamp() // 120:.0f}",  # one letter every two minutes, ask who may
        enlaces=[Enlace("Abrir mis reportes", proposito=P.MIS_REPORTES)],
    )


def confirmar(suscripcion: Suscripcion) -> None:
    Suscripcion.objects.filter(pk=suscripcion.pk).update(
        confirmada_en=timezone.now(), avisada_hasta=timezone.now(), baja_en=None
    )


def dar_de_baja(suscripcion: Suscripcion) -> None:
    """End a subscription; what still waits to go to it does not go."""
    Suscripcion.objects.filter(pk=suscripcion.pk, baja_en=None).update(baja_en=timezone.now())
    suscripcion.correos.filter(estado=Correo.Estado.PENDIENTE).exclude(plantilla="recibido").delete()


def dar_de_baja_resumenes(correo: str) -> None:
    """End every daily digest to an address."""
    de_zona = Suscripcion.objects.filter(correo=correo, baja_en=None).exclude(clase=Suscripcion.Clase.REPORTE)
    de_zona.update(baja_en=timezone.now())


def interesados(reporte: Reporte) -> ConsultaDeSuscripciones:
    """The confirmed followers of a report and of those merged with it; of one that is hidden, only who filed it."""
    vivas = Suscripcion.objects.vivas().filter(reporte__in=[reporte.pk, *colgados(reporte)]).select_related("reporte")
    return vivas if reporte.visible else vivas.filter(propia=True)


def anunciar(reporte: Reporte, suceso: Suceso, *, solo_a_quien_reporto: bool = False) -> None:
    """Tell everybody who follows a report what happened, each once; or who filed this very report alone."""
    oyen = interesados(reporte)
    oyen = oyen.filter(propia=True, reporte=reporte) if solo_a_quien_reporto else oyen
    despachar([_novedad(reporte, suceso, suscripcion) for suscripcion in oyen])


def _novedad(reporte: Reporte, suceso: Suceso, suscripcion: Suscripcion) -> Correo:
    return redactar(
        a=suscripcion.correo,
        asunto=f"{reporte.codigo}: {suceso.titulo}",
        plantilla="novedad",
        contexto=_de(reporte) | {"titulo": suceso.titulo, "texto": suceso.texto, "suyo": _suyo(reporte, suscripcion)},
        clave=suceso.clave,
        enlaces=_enlaces_de_novedad(reporte, suscripcion),
        suscripcion=suscripcion,
    )


def _suyo(reporte: Reporte, suscripcion: Suscripcion) -> str:
    """The code by which a follower knows the damage, where it is another: their report was merged with this one."""
    propio = suscripcion.reporte
    return "" if propio is None or propio.pk == reporte.pk else propio.codigo


def anunciar_movimiento(reporte: Reporte, paso: Movimiento) -> None:
    """What a move of the report answers publicly."""
    anunciar(reporte, Suceso(f"movimiento {paso.pk}", estados.Estado(paso.a).label, paso.respuesta))


def _enlaces_de_novedad(reporte: Reporte, suscripcion: Suscripcion) -> list[Enlace]:
    enlaces = [Enlace("Ver la historia completa", ruta=_pagina(reporte))]
    if reporte.estado == estados.Estado.RESUELTO:
        enlaces.insert(0, Enlace("¿Quedó arreglado? Cuéntenos", proposito=P.ARREGLADO, reporte=reporte.pk))
    return enlaces


def _pagina(reporte: Reporte) -> str:
    return reverse("reporte", args=[reporte.codigo])


def _de(reporte: Reporte) -> dict[str, Any]:
    """What every letter about a report may say of it: only what is public."""
    return {
        "codigo": reporte.codigo,
        "tipo": reporte.tipo.nombre,
        "lugar": reporte.direccion or reporte.barrio or reporte.comuna,
        "estado": reporte.get_estado_display(),
    }
