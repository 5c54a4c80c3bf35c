"""What is done with personal data, and the way to have one's own erased."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capas.errores import NoExiste
from capas.limites import balde, quien
from capas.limites.balde import Ritmo
from malla_vial import acciones
from malla_vial.acciones.borrado import siguen
from malla_vial.forms.privacidad import FormularioBorrado, FormularioPedirBorrado
from malla_vial.models import AvisoPrivacidad, ContactoAdhesion, EnlaceUnico, Peticion
from malla_vial.views.porteria import contar_intento
from malla_vial.views.propios import propios

PEDIDOS = Ritmo(cabe=10, por_hora=20)  # of one address: each is a letter to somebody


@require_safe
def aviso(request: HttpRequest, version: str = "") -> HttpResponse:
    """The privacy notice in force, or the one that a person accepted in its day."""
    avisos = AvisoPrivacidad.objects.using("lectura")
    hallado = avisos.filter(version=version).first() if version else avisos.vigente()
    if hallado is None:
        raise NoExiste("No hay un aviso de privacidad con esa versión.")
    return render(request, "malla_vial/privacidad/aviso.html", {"aviso": hallado, "vigente": avisos.vigente()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def borrar(request: HttpRequest) -> HttpResponse:
    """Ask for the link by which one's data are erased. Whether the address is known is told to nobody but its owner."""
    form = FormularioPedirBorrado(request.POST or None)
    if request.method == "POST" and form.is_valid():
        balde.cobrar(f"borrar:{quien.origen(request)}", PEDIDOS)
        acciones.pedir_borrado(form.cleaned_data["correo"])
        return redirect(f"{request.path}?pedido=1")
    mios = Peticion.objects.filter(radicado__in=[c for c in propios(request) if c])
    contexto = {"form": form, "pedido": "pedido" in request.GET, "mios": mios}
    return render(request, "malla_vial/privacidad/borrar.html", contexto, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["POST"])
def borrar_propios(request: HttpRequest) -> HttpResponse:
    """Erase what was sent from this browser: its cookie is the proof, and who gave no contact has no other."""
    contar_intento(request)
    mios = Peticion.objects.filter(radicado__in=[c for c in propios(request) if c])
    return confirmar(request, mios)


def por_enlace(request: HttpRequest, enlace: EnlaceUnico) -> HttpResponse:
    """What the link of the letter opens: everything that was filed with that address, to be chosen from. It erases once."""
    if enlace.usado_en:
        raise NoExiste("Este enlace ya se usó. Si queda algo por borrar, pida otro en «Borrar mis datos».")
    mias = Peticion.objects.filter(contacto__correo__iexact=enlace.correo)
    return confirmar(request, mias, enlace)


def confirmar(request: HttpRequest, peticiones: QuerySet[Peticion], enlace: EnlaceUnico | None = None) -> HttpResponse:
    """The list with its boxes, and the receipt once they are erased."""
    correo = enlace.correo if enlace else ""
    form = FormularioBorrado(request.POST if "confirmar" in request.POST else None, peticiones=peticiones)
    if form.is_valid() and (borrado := acciones.borrar_elegidos(correo=correo, enlace=enlace, **form.cleaned_data)):
        return render(request, "malla_vial/privacidad/borrado.html", borrado)
    sumas = ContactoAdhesion.objects.filter(correo__iexact=correo).count() if correo else 0
    contexto = {"form": form, "peticiones": peticiones, "correo": correo, "sumas": sumas}
    contexto["seguidos"] = siguen(correo).count() if correo else 0
    return render(request, "malla_vial/privacidad/elegir.html", contexto)
