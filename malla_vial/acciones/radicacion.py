"""The citizen's action: file a report."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import IntegrityError

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial import estados
from malla_vial.acciones import avisos, moderacion
from malla_vial.acciones.apertura import TIPO_DE_REPORTE, Contacto, abrir_peticion
from malla_vial.acciones.fotos import poner_fotos
from malla_vial.acciones.lugar import exigir_municipio, situar
from malla_vial.acciones.respuestas import guardar_respuestas, limpiar_respuestas
from malla_vial.acciones.traslado import encaminar
from malla_vial.estados import Estado
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import Movimiento, Reporte, TipoDano
from malla_vial.sospechas import Envio


class ClaveReutilizada(DatosInvalidos):
    """The same idempotency key came with another content."""


def radicar_reporte(
    *,
    tipo: TipoDano,
    punto: Point | None,
    clave: uuid.UUID,
    descripcion: str = "",
    direccion: str = "",
    tamano: str = "",
    peligro: bool = False,
    respuestas: Mapping[str, Any] | None = None,
    contacto: Contacto = Contacto(),
    fotos: Sequence[FotoLimpia] = (),
    subidas: Collection[str] | None = None,
    origen: str = Reporte.Origen.WEB,
    usuario: User | None = None,
    hecho_en: dt.datetime | None = None,
    envio: Envio = Envio(),
    trasladar: bool = False,
) -> Reporte:
    """File a report, open its petition and give both their code. The same `clave` twice is the same report.

    punto: any SRID, None where only words say the place; direccion: those words; hecho_en: when it was written, if it waited for a network;
    subidas: fingerprints of photos sent ahead (None: all of this `clave`); envio: what the door saw of the sender: a report that looks odd is stored
    like any other and waits, hidden, for somebody to look at it; respuestas: to the questions of the kind, by their code.
    trasladar: whoever reports knows that another entity answers there and wants the report sent to it.
    Raises FueraDelMunicipio (nobody agreed to that), DatosInvalidos (too many photos, no place at all, wrong answers, a kind that is not received here), FaltanFotos and ClaveReutilizada.
    """
    if len(fotos) > POR_REPORTE:
        raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos.")
    if punto is None and not (direccion.strip() or descripcion.strip()):
        raise DatosInvalidos("Falta el lugar: márquelo en el mapa o escriba dónde es, para que alguien lo ubique.")
    lugar = a_maestro(punto) if punto else None
    partes = (tipo.pk, lugar, descripcion, direccion, tamano, peligro, contacto, _huellas(fotos, subidas))
    huella = huella_de(*partes, *([sorted(respuestas.items())] if respuestas else []))
    if previo := _ya_radicado(clave, huella):
        return previo
    contestadas = limpiar_respuestas(tipo, respuestas or {})
    territorio = exigir_municipio(lugar, trasladar) if lugar else {}
    try:
        with cambio(usuario):
            reporte = Reporte(tipo=tipo, clave=clave, huella=huella, descripcion=descripcion, sena=direccion)
            reporte.tamano, reporte.peligro, reporte.origen = tamano, peligro, origen
            reporte.hecho_en = hecho_en
            marcas = moderacion.marcas_de(contacto, envio)
            reporte.retenido = moderacion.motivos_de_retencion(marcas, envio, f"{descripcion} {direccion}")
            reporte.visible = not reporte.retenido
            reporte.texto_aprobado = settings.TEXTO_INMEDIATO and reporte.visible and moderacion.es_conocido(marcas)
            quien = replace(contacto, puerta=origen)
            reporte.peticion = abrir_peticion(
                tipo=TIPO_DE_REPORTE, asunto=tipo.nombre, clave=clave, contacto=quien, dependencia=tipo.dependencia
            )
            reporte.codigo = reporte.peticion.radicado
            if lugar:
                situar(reporte, lugar, territorio)
            _guardar(reporte, contacto, fotos, subidas)
            moderacion.anotar_remitente(reporte, marcas)
            guardar_respuestas(reporte, contestadas)
            encaminar(reporte, trasladar and reporte.visible)
    except IntegrityError:
        if previo := _ya_radicado(clave, huella):  # the same envelope arrived twice at once
            return previo
        raise
    return reporte


def huella_de(*partes: Any) -> str:
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


def _guardar(
    reporte: Reporte, contacto: Contacto, fotos: Sequence[FotoLimpia], subidas: Collection[str] | None
) -> None:
    """The report, what hangs on it, and the first line of its history."""
    reporte.save(force_insert=True)
    poner_fotos(reporte, fotos, subidas)
    respuesta = estados.EN_PALABRAS[Estado.RECIBIDO]
    Movimiento.objects.create(reporte=reporte, a=Estado.RECIBIDO, respuesta=respuesta)
    avisos.acusar(reporte, contacto.correo)
