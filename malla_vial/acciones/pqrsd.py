"""The citizen's other action: file a petition, complaint, claim, suggestion or denunciation (Res. MinTIC 1519/2020, annex 2)."""

import uuid
from collections.abc import Sequence

from django.contrib.gis.geos import Point

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial.acciones.anexos import guardar_anexos
from malla_vial.acciones.apertura import Contacto, abrir_peticion
from malla_vial.acciones.avisos_peticion import acusar
from malla_vial.acciones.sobres import huella_de, una_vez
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
    huella = huella_de(tipo.pk, asunto, texto, canal, contacto, [anexo.huella for anexo in anexos], direccion)

    def radicar() -> Peticion:
        with cambio(None):
            peticion = abrir_peticion(
                tipo=tipo,
                asunto=asunto,
                texto=texto,
                clave=clave,
                canal=canal,
                contacto=contacto,
                huella=huella,
                direccion=direccion,
                geom=a_maestro(punto) if punto else None,
            )
            guardar_anexos(peticion, anexos)
            acusar(peticion, contacto.correo)
        return peticion

    return una_vez(Peticion, clave, huella, radicar, "Abra uno nuevo para otra petición.")


def _exigir_canal(canal: str, contacto: Contacto) -> None:
    """An answer goes where it can: raises DatosInvalidos for a channel without its address."""
    if canal == Peticion.Canal.CORREO and not contacto.correo:
        raise DatosInvalidos(
            "Para responderle por correo electrónico falta su correo; o elija consultar con el código."
        )
    if canal == Peticion.Canal.DIRECCION and not contacto.direccion:
        raise DatosInvalidos("Para responderle por correo físico falta su dirección; o elija consultar con el código.")
