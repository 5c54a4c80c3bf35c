"""Who filed something: shown to those who may, one case at a time, and each look is written down."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from malla_vial import acciones, permisos
from malla_vial.gestion.comun import Solicitud, con_rol
from malla_vial.models import Contacto, ContactoAdhesion, Peticion, Reporte


@require_POST
@con_rol(permisos.atiende_peticiones)
def contacto(request: Solicitud, radicado: str) -> HttpResponse:
    peticion = get_object_or_404(Peticion.objects.para_gestion(request.user), radicado=radicado)
    hallado = acciones.mirar_contacto(peticion=peticion, usuario=request.user)
    miradas = peticion.miradas.select_related("usuario")[:50]
    sumados = ContactoAdhesion.objects.filter(adhesion__reporte__peticion=peticion).order_by("pk")
    contexto = {"peticion": peticion, "contacto": hallado, "sumados": sumados, "miradas": miradas}
    contexto["puerta"] = dict(Reporte.Origen.choices).get(hallado.puerta, hallado.puerta) if hallado else ""
    return render(request, "malla_vial/gestion/contacto.html", contexto)


def hay_contacto(peticion: Peticion) -> bool:
    """Whether who filed it, or who joined its report, left a way to be reached."""
    de_quien_se_sumo = ContactoAdhesion.objects.filter(adhesion__reporte__peticion=peticion)
    return Contacto.objects.filter(peticion=peticion).exists() or de_quien_se_sumo.exists()
