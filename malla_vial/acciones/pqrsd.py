"""The citizen's other action: file a petition, complaint, claim, suggestion or denunciation.

Resolución MinTIC 1519/2020, annex 2.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

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

_OTRA = "Abra uno nuevo para otra petición."


@dataclass(frozen=True)
class Pedido:
    """What a person asks the city in writing.

    canal: how the answer is to reach them.
    punto: where it happened, if it happened somewhere; any SRID.

    Raises DatosInvalidos for a channel without its address.
    """

    tipo: TipoPeticion
    asunto: str
    texto: str
    canal: str = Peticion.Canal.CODIGO
    contacto: Contacto = field(default_factory=Contacto)
    anexos: Sequence[AnexoLimpio] = ()
    punto: Point | None = None
    direccion: str = ""

    def __post_init__(self) -> None:
        como = "o elija consultar con el código."
        if self.canal == Peticion.Canal.CORREO and not self.contacto.correo:
            raise DatosInvalidos(f"Para responderle por correo electrónico falta su correo; {como}")
        if self.canal == Peticion.Canal.DIRECCION and not self.contacto.direccion:
            raise DatosInvalidos(f"Para responderle por correo físico falta su dirección; {como}")

    @property
    def huella(self) -> str:
        anexos = [anexo.huella for anexo in self.anexos]
        return huella_de(self.tipo.pk, self.asunto, self.texto, self.canal, self.contacto, anexos, self.direccion)

    def columnas(self) -> dict[str, Any]:
        """What the row of the petition keeps as it was asked."""
        iguales = ("tipo", "asunto", "texto", "canal", "contacto", "direccion")
        geom = a_maestro(self.punto) if self.punto else None
        return {"geom": geom} | {campo: getattr(self, campo) for campo in iguales}


def radicar_peticion(*, clave: uuid.UUID, **pedido: Any) -> Peticion:
    """File a petition and give it its number. The same `clave` twice is the same petition.

    pedido: the fields of Pedido. Raises DatosInvalidos and ClaveReutilizada.
    """
    entero = Pedido(**pedido)
    return una_vez(Peticion, clave, entero.huella, lambda: _radicar(entero, clave), _OTRA)


def _radicar(pedido: Pedido, clave: uuid.UUID) -> Peticion:
    with cambio(None):
        peticion = abrir_peticion(clave=clave, huella=pedido.huella, **pedido.columnas())
        guardar_anexos(peticion, pedido.anexos)
        acusar(peticion, pedido.contacto.correo)
    return peticion
