"""The citizen's action: file a report."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from capas.acciones import cambio
from malla_vial import estados
from malla_vial.acciones import avisos, moderacion
from malla_vial.acciones.apertura import TIPO_DE_REPORTE, abrir_peticion
from malla_vial.acciones.fotos import poner_fotos
from malla_vial.acciones.lugar import exigir_municipio, situar
from malla_vial.acciones.relato import Relato
from malla_vial.acciones.respuestas import guardar_respuestas, limpiar_respuestas
from malla_vial.acciones.sobres import una_vez
from malla_vial.acciones.traslado import encaminar
from malla_vial.estados import Estado
from malla_vial.models import Movimiento, Reporte, RespuestaDano

_OTRA = "Abra uno nuevo para reportar otro daño."


def radicar_reporte(*, clave: uuid.UUID, usuario: User | None = None, **contado: Any) -> Reporte:
    """File a report, open its petition and give both their code. The same `clave` twice is the same report.

    A report that looks odd is stored like any other and waits, hidden, for somebody to look at it.

    contado: the fields of Relato.

    Raises FueraDelMunicipio where nobody agreed to a transfer; DatosInvalidos of Relato, of wrong answers and of a kind that
    is not received here; FaltanFotos and ClaveReutilizada.
    """
    relato = Relato(**contado)
    huella = relato.huella
    return una_vez(Reporte, clave, huella, lambda: _radicar(relato, clave, huella, usuario), _OTRA)


def _radicar(relato: Relato, clave: uuid.UUID, huella: str, usuario: User | None) -> Reporte:
    """Check, write, record and announce; all or nothing."""
    respuestas = limpiar_respuestas(relato.tipo, relato.respuestas or {})
    territorio = exigir_municipio(relato.lugar, relato.trasladar) if relato.lugar else {}
    with cambio(usuario):
        reporte = Reporte(clave=clave, huella=huella, **relato.columnas())
        marcas = _juzgar(reporte, relato)
        _abrir(reporte, relato)
        if relato.lugar:
            situar(reporte, relato.lugar, territorio)
        reporte.save(force_insert=True)
        poner_fotos(reporte, relato.fotos, relato.subidas)
        _anotar(reporte, marcas, respuestas)
        avisos.acusar(reporte, relato.contacto.correo)
        encaminar(reporte, relato.trasladar and reporte.visible)
    return reporte


def _juzgar(reporte: Reporte, relato: Relato) -> dict[str, str]:
    """Whether it waits for a look, and whether its text does; gives the marks of who sent it."""
    marcas = moderacion.marcas_de(relato.contacto, relato.envio)
    texto = f"{relato.descripcion} {relato.direccion}"
    reporte.retenido = moderacion.motivos_de_retencion(marcas, relato.envio, texto)
    reporte.visible = not reporte.retenido
    reporte.texto_aprobado = settings.TEXTO_INMEDIATO and reporte.visible and moderacion.es_conocido(marcas)
    return marcas


def _abrir(reporte: Reporte, relato: Relato) -> None:
    """Its petition, which gives the code to both."""
    reporte.peticion = abrir_peticion(
        tipo=TIPO_DE_REPORTE,
        asunto=relato.tipo.nombre,
        clave=reporte.clave,
        contacto=replace(relato.contacto, puerta=relato.origen),
        dependencia=relato.tipo.dependencia,
    )
    reporte.codigo = reporte.peticion.radicado


def _anotar(reporte: Reporte, marcas: dict[str, str], respuestas: Sequence[RespuestaDano]) -> None:
    """The first line of its history, who sent it, as marks, and what was answered."""
    en_palabras = estados.EN_PALABRAS[Estado.RECIBIDO]
    Movimiento.objects.create(reporte=reporte, a=Estado.RECIBIDO, respuesta=en_palabras)
    moderacion.anotar_remitente(reporte, marcas)
    guardar_respuestas(reporte, respuestas)
