"""Looking at a contact, which is written down, and asking by mail to be forgotten."""

from django.contrib.auth.models import User
from django.utils import timezone

from capas.acciones import cambio
from malla_vial import permisos
from malla_vial.acciones.avisos import Enlace, encolar
from malla_vial.models import Contacto, EnlaceUnico, MiradaContacto, Peticion


def mirar_contacto(*, peticion: Peticion, usuario: User) -> Contacto | None:
    """The contact of a petition, to somebody who may see it; that they did stays written. Raises SinPermiso."""
    permisos.exigir_contacto(usuario)
    permisos.exigir_peticion(usuario, Peticion.objects.filter(pk=peticion.pk))
    with cambio(usuario):
        MiradaContacto.objects.create(peticion=peticion, usuario=usuario)
        return Contacto.objects.filter(peticion=peticion).first()


def pedir_borrado(correo: str) -> None:
    """Send the link that erases what was filed with an address.

    Whether the address is known is decided when the letter goes, so that neither the answer nor its time tells it.
    """
    encolar(
        a=correo,
        asunto="Su enlace para borrar sus datos",
        plantilla="borrar_datos",
        contexto={},
        clave=f"borrar datos {timezone.now().timestamp() // 120:.0f}",
        enlaces=[Enlace("Elegir qué borrar", proposito=EnlaceUnico.Proposito.BORRAR)],
    )
