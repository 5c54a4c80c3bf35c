"""What every filing does, a report's or another's: its number, its term, and who filed it apart."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from malla_vial import plazos
from malla_vial.models import Contacto as DatosDeContacto
from malla_vial.models import Dependencia, DiaNoHabil, Peticion, Reporte, TipoPeticion

_ALFABETO = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what is mistaken by ear or eye: 0 O 1 I L U
TIPO_DE_REPORTE = "reporte"


@dataclass(frozen=True)
class Contacto:
    """What a person told of who they are.

    aviso_version: the privacy notice that was shown, if the door says which.
    puerta: the way it came by (Reporte.Origen).
    """

    nombre: str = ""
    correo: str = ""
    telefono: str = ""
    documento: str = ""
    direccion: str = ""
    aviso_version: str = ""
    puerta: str = "web"

    def __bool__(self) -> bool:
        return any((self.nombre, self.correo, self.telefono, self.documento, self.direccion))


def abrir_peticion(
    *,
    tipo: TipoPeticion | str,
    asunto: str,
    clave: uuid.UUID,
    contacto: Contacto = Contacto(),
    dependencia: Dependencia | None = None,
    **campos: Any,
) -> Peticion:
    """A petition received now, inside the transaction of whoever files it.

    dependencia: None sends it to the office of its kind.
    campos: further fields of Peticion.

    Raises IntegrityError if `clave` was used.
    """
    if isinstance(tipo, str):
        tipo = TipoPeticion.objects.select_related("dependencia").get(pk=tipo)
    ahora = timezone.now()
    peticion = Peticion.objects.create(
        radicado=codigo_nuevo(settings.PREFIJO_REPORTES),
        tipo=tipo,
        asunto=asunto[:160],
        clave=clave,
        dependencia=dependencia or tipo.dependencia,
        recibida_en=ahora,
        vence_el=vencimiento(tipo, ahora),
        **campos,
    )
    if contacto:
        DatosDeContacto.objects.create(peticion=peticion, **vars(contacto) | consentimiento(contacto))
    return peticion


def consentimiento(contacto: Contacto) -> dict[str, Any]:
    """Which notice was shown and when it was accepted, as both tables of contacts keep it (Ley 1581/2012, art. 9).

    Of what comes by Open311 neither: nobody here knows what the other program showed.
    """
    aqui = contacto.puerta != Reporte.Origen.OPEN311
    return {"aviso_version": contacto.aviso_version if aqui else "", "acepto_en": timezone.now() if aqui else None}


def vencimiento(tipo: TipoPeticion, recibida_en: dt.datetime) -> dt.date:
    """The last day to answer, by Colombian time."""
    recibida = timezone.localtime(recibida_en).date()
    return plazos.sumar_habiles(recibida, tipo.dias_habiles, DiaNoHabil.todos())


def codigo_nuevo(prefijo: str) -> str:
    """A code that is easy to dictate and hard to guess: 30^7 of them."""
    return f"{prefijo}-" + "".join(secrets.choice(_ALFABETO) for _ in range(7))
