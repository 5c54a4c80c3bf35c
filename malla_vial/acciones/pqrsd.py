"""The citizen's other action: file a petition, complaint, claim, suggestion or denunciation (Res. MinTIC 1519/2020, annex 2)."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial.acciones.anexos import guardar_anexos
from malla_vial.acciones.apertura import Contacto, abrir_peticion
from malla_vial.acciones.avisos_peticion import acusar
from malla_vial.acciones.radicacion import ClaveReutilizada
from malla_vial.anexos import AnexoLimpio
from malla_vial.models import Peticion, TipoPeticion


def radicar_peticion(
    *,
    tipo: TipoPeticion,
    asunto: str,
    texto: str,
    clave: uuid.UUID,
    canal: str = Peticion.Canal.CODIGO,
    contacto: Contacto = Contacto(),
    anexos: Sequence[AnexoLimpio] = (),
    punto: Point | None = None,
    direccion: str = "",
) -> Peticion:
    """File a petition and give it its number. The same `clave` twice is the same petition.

    punto: any SRID, where it happened, if it happened somewhere. Raises DatosInvalidos and ClaveReutilizada.
    """
    _exigir_canal(canal, contacto)
    huella = _huella(tipo.pk, asunto, texto, canal, vars(contacto), [anexo.huella for anexo in anexos], direccion)
    if previa := _ya_radicada(clave, huella):
        return previa
    lugar: dict[str, Any] = {"direccion": direccion, "geom": a_maestro(punto) if punto else None}
    try:
        with cambio(None):
            peticion = abrir_peticion(
                tipo=tipo,
                asunto=asunto,
                texto=texto,
                clave=clave,
                canal=canal,
                contacto=contacto,
                huella=huella,
                **lugar,
            )
            guardar_anexos(peticion, anexos)
            acusar(peticion, contacto.correo)
    except IntegrityError:
        if previa := _ya_radicada(clave, huella):  # the same envelope arrived twice at once
            return previa
        raise
    return peticion


def _exigir_canal(canal: str, contacto: Contacto) -> None:
    """An answer goes where it can: raises DatosInvalidos for a channel without its address."""
    if canal == Peticion.Canal.CORREO and not contacto.correo:
        raise DatosInvalidos(
            "Para responderle por correo electrónico falta su correo; o elija consultar con el código."
        )
    if canal == Peticion.Canal.DIRECCION and not contacto.direccion:
        raise DatosInvalidos("Para responderle por correo físico falta su dirección; o elija consultar con el código.")


def _huella(*partes: Any) -> str:
    return hashlib.sha256(json.dumps(partes, ensure_ascii=False).encode()).hexdigest()


def _ya_radicada(clave: uuid.UUID, huella: str) -> Peticion | None:
    previa = Peticion.objects.filter(clave=clave).first()
    if previa and previa.huella != huella:
        raise ClaveReutilizada("Este formulario ya se envió con otro contenido. Abra uno nuevo para otra petición.")
    return previa
