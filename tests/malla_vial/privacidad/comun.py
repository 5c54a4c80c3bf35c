"""Somebody who reports, what nobody may read of them, and a case that was closed."""

import datetime as dt

from django.utils import timezone
from PIL import Image

from malla_vial import acciones, redaccion
from malla_vial.models import Peticion
from malla_vial.sospechas import Envio
from tests import fabricas

ANA = acciones.Contacto(nombre="Ana Ximena Rojas", correo="ana.rojas@ejemplo.co", telefono="300 765 43 21")
SECRETOS = ("Ana Ximena", "ana.rojas", "765 43 21", "casa de mi tía", "vecino grosero")


def reporte_de_ana(**valores):
    """A report full of what must be erased, with a photo that nobody published."""
    reporte = fabricas.reporte(
        **{"contacto": ANA, "descripcion": "El vecino grosero lo tapó", "direccion": "Frente a la casa de mi tía"}
        | {"envio": Envio("marca-del-navegador")} | valores
    )  # fmt: skip
    acciones.fotos.poner_fotos(reporte, [redaccion.limpiar_imagen(Image.new("RGB", (400, 300), (200, 180, 160)))], [])
    return reporte


def cerrar_hace(reporte, hace_dias, usuario):
    acciones.cambiar_estado(reporte=reporte, a="descartado", usuario=usuario, respuesta="No se pudo verificar")
    Peticion.objects.filter(pk=reporte.peticion_id).update(cerrada_en=timezone.now() - dt.timedelta(days=hace_dias))
