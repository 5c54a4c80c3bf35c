"""What a person tells of a damage, whatever door it came by."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.gis.geos import Point

from capas.errores import DatosInvalidos
from capas.geometria import a_maestro
from malla_vial.acciones.apertura import Contacto
from malla_vial.acciones.sobres import huella_de
from malla_vial.fotos import POR_REPORTE, FotoLimpia
from malla_vial.models import Reporte, TipoDano
from malla_vial.sospechas import Envio


@dataclass(frozen=True)
class Relato:
    """What a person tells of a damage.

    punto: any SRID; None where only words say the place.
    direccion: those words.
    peligro: None where it was not said.
    respuestas: to the questions of the kind, by their code.
    subidas: fingerprints of photos sent ahead (None: all of this key).
    hecho_en: when it was written, if it waited for a network.
    envio: what the door saw of the sender.
    trasladar: whoever reports wants it sent to the other entity that answers there.

    Raises DatosInvalidos: too many photos, no place at all.
    """

    tipo: TipoDano
    punto: Point | None
    descripcion: str = ""
    direccion: str = ""
    tamano: str = ""
    peligro: bool | None = None
    respuestas: Mapping[str, Any] | None = None
    contacto: Contacto = field(default_factory=Contacto)
    fotos: Sequence[FotoLimpia] = ()
    subidas: Collection[str] | None = None
    origen: str = Reporte.Origen.WEB
    hecho_en: dt.datetime | None = None
    envio: Envio = field(default_factory=Envio)
    trasladar: bool = False

    def __post_init__(self) -> None:
        if len(self.fotos) > POR_REPORTE:
            raise DatosInvalidos(f"Un reporte lleva hasta {POR_REPORTE} fotos.")
        if self.punto is None and not (self.direccion.strip() or self.descripcion.strip()):
            raise DatosInvalidos("Falta el lugar: márquelo en el mapa o escriba dónde es, para que alguien lo ubique.")

    @cached_property
    def lugar(self) -> Point | None:
        """EPSG:9377."""
        return a_maestro(self.punto) if self.punto else None

    @property
    def huella(self) -> str:
        """The same whether its photos travelled with it or ahead of it."""
        fotos = sorted({foto.huella for foto in self.fotos} | set(self.subidas or ()))
        partes = (self.tipo.pk, self.lugar, self.descripcion, self.direccion, self.tamano, self.peligro, self.contacto)
        return huella_de(*partes, fotos, *([sorted(self.respuestas.items())] if self.respuestas else []))

    def columnas(self) -> dict[str, Any]:
        """What the row of the report keeps as it was told."""
        iguales = ("tipo", "descripcion", "tamano", "peligro", "origen", "hecho_en")
        return {"sena": self.direccion} | {campo: getattr(self, campo) for campo in iguales}
