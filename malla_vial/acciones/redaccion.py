"""Cover faces and plates of a photo, and take the cover off while the original is kept."""

from collections.abc import Sequence
from dataclasses import asdict

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks import task

from capas.acciones import cambio
from malla_vial import detector, permisos, redaccion
from malla_vial.acciones.fotos import borrar_archivos, escribir
from malla_vial.acciones.moderacion import Que, anotar
from malla_vial.models import Foto, Redaccion
from malla_vial.redaccion import Zona


def tapar_foto(*, foto: Foto, zonas: Sequence[Zona], usuario: User) -> Foto:
    """Make the published photo anew out of the original, with these zones covered; none: as it was taken.

    The first time, what is published becomes the original and goes to a place apart. Once the original is erased, a photo
    can be covered further but not uncovered. Raises permisos.SinPermiso.
    """
    permisos.exigir_atencion(usuario, "tapar partes de una foto")
    with cambio(usuario):
        foto = Foto.objects.select_for_update().select_related("reporte").get(pk=foto.pk)
        if not foto.original:
            foto.original.save(f"{foto.pk}.jpg", ContentFile(_leer(foto.archivo)), save=False)
        limpia = redaccion.tapar(_leer(foto.original), zonas)
        viejos = [foto.archivo.name, foto.miniatura.name]
        nuevos = escribir(limpia)
        foto.archivo, foto.miniatura = nuevos["archivo"], nuevos["miniatura"]
        foto.save(update_fields=["archivo", "miniatura", "original"])
        Redaccion.objects.create(foto=foto, zonas=[asdict(zona) for zona in zonas], usuario=usuario)
        anotar(
            foto.reporte, Que.TAPADA if zonas else Que.DESTAPADA, usuario, f"{len(zonas)} zonas" if zonas else "", foto
        )
        transaction.on_commit(lambda: borrar_archivos(viejos))
    return foto


def zonas_de(foto: Foto) -> list[Zona]:
    """What is covered of a photo now."""
    ultima = foto.redacciones.first()
    return [Zona(**zona) for zona in ultima.zonas] if ultima else []


def encargar_sugerencias(foto: Foto) -> None:
    """Have somebody else's process look for faces and plates; only where the package is, and only once."""
    if detector.disponible() and foto.sugerencias is None:
        transaction.on_commit(lambda: buscar_sugerencias.enqueue(str(foto.pk)))


@task()
def buscar_sugerencias(id_foto: str) -> None:
    foto = Foto.objects.filter(pk=id_foto).first()
    if foto:
        zonas = detector.sugerir(_leer(foto.original or foto.archivo))
        Foto.objects.filter(pk=foto.pk).update(sugerencias=[asdict(zona) for zona in zonas])


def _leer(archivo) -> bytes:
    with archivo.open("rb") as abierto:
        return abierto.read()
