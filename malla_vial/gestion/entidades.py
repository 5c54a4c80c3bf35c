"""To whom reports and petitions are transferred: who lacks an address, and the form where it is written."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from capas.models import MunicipioVecino
from malla_vial import acciones, permisos
from malla_vial.acciones import traslado
from malla_vial.acciones.actos import SIN_NOMBRE
from malla_vial.estados_peticion import Acto
from malla_vial.forms.entidades import FormularioEntidad
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol, intentar
from malla_vial.models import ActoPeticion, EntidadResponsable
from malla_vial.models.entidades import clave_de

Condicion = EntidadResponsable.Condicion


@require_safe
@con_rol(permisos.lleva_entidades)
def entidades(request: Solicitud) -> HttpResponse:
    veces, esperan = _traslados(), traslado.por_decidir()
    escritas = list(EntidadResponsable.objects.all())
    filas = [(e, veces.pop(e.nombre.lower(), 0), esperan.get(e.clave, [])[:POR_PAGINA]) for e in escritas]
    vecinos = MunicipioVecino.objects.exclude(
        codigo__in=[e.codigo for e in escritas if e.condicion == Condicion.VECINO]
    )
    contexto = {
        "filas": sorted(filas, key=lambda fila: (not fila[0].falta_buzon, -fila[1])),
        "faltan": [entidad for entidad in escritas if entidad.falta_buzon],
        "vecinos": [
            (vecino, esperan.get(clave_de(Condicion.VECINO, vecino.codigo), [])[:POR_PAGINA])
            for vecino in vecinos.order_by("nombre")
        ],
        "sueltas": sorted(veces.items(), key=lambda una: -una[1]),
    }
    return render(request, "malla_vial/gestion/entidades.html", contexto)


@con_rol(permisos.lleva_entidades)
def entidad(request: Solicitud, pk: int | None = None) -> HttpResponse:
    """One that is there, or a new one: a neighbour (`municipio`) or any other (`nombre`)."""
    hallada = get_object_or_404(EntidadResponsable, pk=pk) if pk else _nueva(request)
    form = FormularioEntidad(request.POST or None, instance=hallada)

    def guardar() -> EntidadResponsable:
        return acciones.guardar_entidad(entidad=form.instance, usuario=request.user)

    if request.method == "POST" and (guardada := intentar(form, guardar)):
        como = "los traslados le llegan solos" if guardada.buzon else "sus traslados los envía una persona"
        messages.success(request, f"«{guardada}» quedó guardada: {como}.")
        return redirect("gestion:entidades")
    contexto = {"nombre": form.initial["nombre"], "form": form}
    return render(request, "malla_vial/gestion/entidad.html", contexto, status=422 if form.errors else 200)


def _nueva(request: Solicitud) -> EntidadResponsable:
    if codigo := request.GET.get("municipio"):
        vecino = get_object_or_404(MunicipioVecino, codigo=codigo)
        frase = f"Este sitio queda en {vecino.nombre}: responde la alcaldía de ese municipio."
        datos: dict[str, Any] = {
            "condicion": Condicion.VECINO,
            "codigo": codigo,
            "nombre": f"Alcaldía de {vecino.nombre}",
        }
        return EntidadResponsable(**datos, frase=frase)
    nombre = request.GET.get("nombre", "")[:160]
    frase = f"De esto responde {nombre or 'otra entidad'}."
    return EntidadResponsable(condicion=Condicion.OTRA, nombre=nombre, frase=frase)


def _traslados() -> dict[str, int]:
    """How many times something was transferred to each entity, by its name in small letters."""
    nombres = (
        ActoPeticion.objects.filter(acto=Acto.TRASLADAR)
        .exclude(entidad=SIN_NOMBRE)
        .order_by()
        .annotate(en_bajas=Lower("entidad"))
    )
    return dict(nombres.values_list("en_bajas").annotate(veces=Count("pk")))
