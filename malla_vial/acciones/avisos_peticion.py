"""What the petitioner and the office are told about a petition, through the outbox."""

from django.conf import settings

from malla_vial.acciones.avisos import Enlace, Suceso, anunciar, cabe_en_buzon, encolar
from malla_vial.estados_peticion import DE_QUIEN_PIDE, Acto
from malla_vial.models import ActoPeticion, Peticion


def acusar(peticion: Peticion, correo: str) -> None:
    """The automatic receipt of Res. MinTIC 1519/2020, annex 2."""
    if correo and cabe_en_buzon(correo):
        _escribir(peticion, correo, "Recibida", "Recibimos su petición.", f"peticion {peticion.pk}")


def anunciar_acto(hecho: ActoPeticion) -> None:
    """Tell who made it what was done: those who follow a report, or the address that was left for the answer."""
    peticion, acto = hecho.peticion, Acto(hecho.acto)
    reporte = getattr(peticion, "reporte", None)
    if reporte:
        privado = acto in DE_QUIEN_PIDE  # the petitioner's own words are for nobody else
        suceso = Suceso(f"acto {hecho.pk}", acto.label, "" if privado else hecho.dice)
        anunciar(reporte, suceso, solo_a_quien_reporto=privado)
    elif hasattr(peticion, "contacto"):
        _escribir(peticion, peticion.contacto.correo, acto.label, hecho.dice, f"acto {hecho.pk}")


def _escribir(peticion: Peticion, correo: str, titulo: str, texto: str, clave: str) -> None:
    if not correo:
        return
    encolar(
        a=correo,
        asunto=f"Petición {peticion.radicado}: {titulo}",
        plantilla="peticion",
        contexto={
            "radicado": peticion.radicado,
            "titulo": titulo,
            "texto": texto,
            "abierta": peticion.abierta,
            "vence": f"{peticion.vence_el:%d/%m/%Y}",
            "completar": f"{peticion.completar_hasta:%d/%m/%Y}" if peticion.completar_hasta else "",
        },
        clave=clave,
        enlaces=[Enlace("Ver su petición y la constancia", peticion=peticion.radicado)],
    )


def correo_de_oficina(correo: str) -> str:
    """An office that left no address is told through the city's."""
    return correo or settings.CORREO_ENTIDAD
