"""Erase personal data: when their time is over, or when the person asks. The case stays, and belongs to nobody."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from capas.acciones import cambio
from capas.models import Cambio
from malla_vial.acciones.avisos import RESUMEN
from malla_vial.acciones.fotos import borrar_archivos
from malla_vial.almacen import originales
from malla_vial.estados_peticion import DE_QUIEN_PIDE
from malla_vial.models import (
    Adhesion,
    BorradoDatos,
    Contacto,
    ContactoAdhesion,
    Correo,
    EnlaceUnico,
    EnvioOpen311,
    Foto,
    NotaInterna,
    Peticion,
    Remitente,
    Reporte,
    Suscripcion,
    Valoracion,
    Veto,
)
from malla_vial.models.avisos import correo_normal

Motivo = BorradoDatos.Motivo
_TEXTOS_DE_PETICION = ("texto", "direccion")
SIN_CONFIRMAR, DADAS_DE_BAJA = dt.timedelta(days=7), dt.timedelta(days=30)


def vencidas(hoy: dt.datetime | None = None) -> QuerySet[Peticion]:
    """Petitions that closed RETENCION_DIAS ago and whose data were not erased since."""
    limite = (hoy or timezone.now()) - dt.timedelta(days=settings.RETENCION_DIAS)
    borrado = BorradoDatos.objects.filter(radicado=OuterRef("radicado"), fecha__gte=OuterRef("cerrada_en"))
    return Peticion.objects.filter(cerrada_en__lt=limite).exclude(Exists(borrado)).order_by("pk")


def borrar_vencidos(*, ensayo: bool = False, hoy: dt.datetime | None = None) -> Iterator[tuple[str, dict[str, int]]]:
    """(number, kind → how many) of each petition whose time is over; in a rehearsal everything is put back."""
    for peticion in vencidas(hoy).iterator(100):
        with transaction.atomic():
            borrado = borrar_datos(peticion=peticion, motivo=Motivo.CONSERVACION)
            transaction.set_rollback(ensayo)
        yield peticion.radicado, borrado


def borrar_datos(*, peticion: Peticion, motivo: str) -> dict[str, int]:
    """Erase who filed a petition, what was said in private and the original photos, at once; kind → how many."""
    with cambio(None):
        reporte = Reporte.objects.select_for_update().filter(peticion=peticion).first()  # before it, as everybody does
        peticion = Peticion.objects.select_for_update().get(pk=peticion.pk)
        correo = Contacto.objects.filter(peticion=peticion).values_list("correo", flat=True).first() or ""
        borrado = {nombre: borrar(peticion, correo) for nombre, borrar in _DE_PETICION.items()}
        if reporte:
            borrado |= {nombre: borrar(reporte, correo) for nombre, borrar in _DE_REPORTE.items()}
            if motivo == Motivo.CONSERVACION:  # who joined asked for nothing yet
                borrado["adhesiones"] = _adhesiones(reporte, correo)
        borrado = {nombre: cuantos for nombre, cuantos in borrado.items() if cuantos}
        BorradoDatos.objects.create(radicado=peticion.radicado, motivo=motivo, borrado=borrado)
    return borrado


def _contacto(peticion: Peticion, correo: str) -> int:
    return Contacto.objects.filter(peticion=peticion).delete()[0]


def _correos(peticion: Peticion, correo: str) -> int:
    """Letters written to the person about this, whether they went or not. The one to who answers for the place stays,
    without the person's words."""
    sobre = Q(contexto__codigo=peticion.radicado) | Q(contexto__radicado=peticion.radicado)
    for carta in Correo.objects.filter(sobre, plantilla="traslado"):
        carta.contexto |= {"sena": "", "descripcion": ""}
        carta.save(update_fields=["contexto"])
    a_quien = Q(a=correo_normal(correo))
    suyas = sobre & a_quien | Q(suscripcion__reporte__peticion=peticion) & (Q(suscripcion__propia=True) | a_quien)
    return Correo.objects.filter(suyas).delete()[0]


def _textos_de_peticion(peticion: Peticion, correo: str) -> int:
    """What was asked stays while it has to be answered."""
    if peticion.abierta:
        return 0
    dichos = peticion.actos.filter(acto__in=DE_QUIEN_PIDE).exclude(dice="").update(dice="")
    escritos = [campo for campo in _TEXTOS_DE_PETICION if getattr(peticion, campo)]
    nada: dict[str, Any] = dict.fromkeys(escritos, "")
    Peticion.objects.filter(pk=peticion.pk).update(asunto=peticion.tipo.nombre, geom=None, **nada)
    return len(escritos) + dichos


def _anexos(peticion: Peticion, correo: str) -> int:
    if peticion.abierta:
        return 0
    nombres = [anexo.archivo.name for anexo in peticion.anexos.all()]
    peticion.anexos.all().delete()
    transaction.on_commit(lambda: borrar_archivos(nombres))
    return len(nombres)


def _envio(reporte: Reporte, correo: str) -> int:
    """What a program told of the device and the account it was sent from."""
    envios = EnvioOpen311.objects.filter(reporte=reporte).exclude(device_id="", account_id="", media_url="")
    return envios.update(device_id="", account_id="", media_url="")


def _textos_de_reporte(reporte: Reporte, correo: str) -> int:
    """What was never public; and the copies of it that the trail of changes keeps."""
    privados = ["sena"] if reporte.texto_aprobado else ["sena", "descripcion"]
    escritos = [campo for campo in privados if getattr(reporte, campo)]
    if escritos:
        Reporte.objects.filter(pk=reporte.pk).update(**dict.fromkeys(escritos, ""))
    _olvidar_copias(reporte, privados)
    return len(escritos)


def _olvidar_copias(reporte: Reporte, campos: list[str]) -> None:
    copias = Cambio.objects.filter(tabla=Reporte._meta.db_table, fila=reporte.pk, antes__isnull=False)
    for copia in copias:
        copia.antes = {**(copia.antes or {}), **dict.fromkeys(campos, "")}
        copia.save(update_fields=["antes"])


def _originales(reporte: Reporte, correo: str) -> int:
    fotos = list(reporte.fotos.exclude(original=""))
    nombres = [foto.original.name for foto in fotos]
    Foto.objects.filter(pk__in=[foto.pk for foto in fotos]).update(original="")
    transaction.on_commit(lambda: _borrar_originales(nombres))
    return len(nombres)


def borrar_adhesiones(correo: str) -> int:
    """Who joined reports of others with an address, at its owner's wish; how many times it was."""
    with cambio(None):
        suyas = Adhesion.objects.filter(contacto__correo__iexact=correo)
        casos = list(suyas.values_list("reporte__codigo", flat=True))
        _olvidar_adhesiones(suyas)
        _olvidar_suscripciones(Suscripcion.objects.filter(correo=correo_normal(correo), reporte__codigo__in=casos))
        for codigo in casos:
            BorradoDatos.objects.create(radicado=codigo, motivo=Motivo.TITULAR, borrado={"adhesión": 1})
    return len(casos)


def borrar_suscripciones(correo: str) -> int:
    """What an address follows and nobody filed with it, at its owner's wish; how many."""
    with cambio(None):
        cuantas = _olvidar_suscripciones(siguen(correo))
        Correo.objects.filter(a=correo_normal(correo), plantilla=RESUMEN).delete()
        EnlaceUnico.objects.filter(correo=correo_normal(correo), proposito=EnlaceUnico.Proposito.BAJA).delete()
        if cuantas:
            BorradoDatos.objects.create(radicado="", motivo=Motivo.TITULAR, borrado={"suscripciones": cuantas})
    return cuantas


def siguen(correo: str) -> QuerySet[Suscripcion]:
    """What an address follows without having filed it, confirmed or not."""
    return Suscripcion.objects.filter(correo=correo_normal(correo), propia=False)


def borrar_suscripciones_viejas() -> int:
    """Forget who never confirmed and who left; how many. One's own report keeps its follower as long as its contact."""
    ahora = timezone.now()
    sin_confirmar = Q(confirmada_en=None, creada_en__lt=ahora - SIN_CONFIRMAR)
    idas = Q(baja_en__lt=ahora - DADAS_DE_BAJA)
    return _olvidar_suscripciones(Suscripcion.objects.filter(sin_confirmar | idas, propia=False))


def _olvidar_suscripciones(elegidas: QuerySet[Suscripcion]) -> int:
    """With the letters and links that name the address for them."""
    ids = list(elegidas.values_list("pk", flat=True))
    Correo.objects.filter(suscripcion__in=ids).delete()
    Suscripcion.objects.filter(pk__in=ids).delete()
    return len(ids)


def _adhesiones(reporte: Reporte, correo: str) -> int:
    return _olvidar_adhesiones(reporte.adhesiones.all())


def _olvidar_adhesiones(adhesiones: QuerySet[Adhesion]) -> int:
    """Who they were, and what of theirs was not published; that so many joined stays."""
    ids = list(adhesiones.values_list("pk", flat=True))
    _borrar_fotos(Foto.objects.filter(adhesion__in=ids, publica=False))
    Adhesion.objects.filter(pk__in=ids, texto_aprobado=False).update(texto="")
    return ContactoAdhesion.objects.filter(adhesion__in=ids).delete()[0]


def _respuestas(reporte: Reporte, correo: str) -> int:
    return reporte.respuestas.filter(publica=False).delete()[0]


def _borrar_originales(nombres: list[str]) -> None:
    for nombre in nombres:
        originales.delete(nombre)


def _fotos_sin_publicar(reporte: Reporte, correo: str) -> int:
    return _borrar_fotos(reporte.fotos.filter(publica=False, adhesion=None))


def _borrar_fotos(elegidas: QuerySet[Foto]) -> int:
    fotos = list(elegidas)
    nombres = [nombre for foto in fotos for nombre in (foto.archivo.name, foto.miniatura.name)]
    Foto.objects.filter(pk__in=[foto.pk for foto in fotos]).delete()
    transaction.on_commit(lambda: borrar_archivos(nombres))
    return len(fotos)


def _suscripcion(reporte: Reporte, correo: str) -> int:
    """The follower that the sender is; others who follow asked by themselves, and leave by themselves."""
    EnlaceUnico.objects.filter(reporte=reporte, correo=correo_normal(correo)).delete()
    return Suscripcion.objects.filter(Q(correo=correo_normal(correo)) | Q(propia=True), reporte=reporte).delete()[0]


_DE_PETICION: dict[str, Callable[[Peticion, str], int]] = {
    "contacto": _contacto,
    "correos": _correos,
    "textos de la petición": _textos_de_peticion,
    "archivos de la petición": _anexos,
}
_DE_REPORTE: dict[str, Callable[[Reporte, str], int]] = {
    "textos sin publicar": _textos_de_reporte,
    "respuestas sin publicar": _respuestas,
    "originales de fotos": _originales,
    "fotos sin publicar": _fotos_sin_publicar,
    "marcas del remitente": lambda reporte, correo: Remitente.objects.filter(reporte=reporte).delete()[0],
    "suscripción": _suscripcion,
    "datos del programa": _envio,
    "notas internas": lambda reporte, correo: NotaInterna.objects.filter(reporte=reporte).delete()[0],
    "palabras al cerrar": lambda reporte, correo: (
        Valoracion.objects.filter(cierre__reporte=reporte).exclude(palabras="").update(palabras="")
    ),
}


def borrar_vetos_vencidos() -> int:
    return Veto.objects.filter(vence__lt=timezone.now()).delete()[0]
