"""People who join a report, and who hears of it."""

import uuid

from django.utils import timezone

from malla_vial import acciones
from malla_vial.acciones.avisos import Suceso, anunciar
from malla_vial.models import Correo, Reporte, Suscripcion
from tests import fabricas


def con_correo(correo, **mas):
    return fabricas.reporte(contacto=acciones.Contacto("Ana", correo, ""), **mas)


def sumar(reporte, correo="", **mas):
    return acciones.sumarse(reporte=reporte, clave=uuid.uuid4(), contacto=acciones.Contacto("", correo, ""), **mas)


def oyen(reporte):
    """The addresses that a new answer to a report is written to, as often as it is written; once their owners confirmed."""
    Suscripcion.objects.filter(confirmada_en=None).update(confirmada_en=timezone.now())
    clave = f"prueba {uuid.uuid4()}"
    anunciar(Reporte.objects.get(pk=reporte.pk), Suceso(clave, clave, "Vamos el martes."))
    return sorted(Correo.objects.filter(asunto__endswith=clave).values_list("a", flat=True))
