"""Kinds of damage at the desk: the list, one with its questions, and who changed what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from capas.acciones import EnUso
from malla_vial import acciones, permisos
from malla_vial.danos import cambios_de, con_cuentas
from malla_vial.forms.danos import FormularioPregunta, FormularioTipo
from malla_vial.gestion.comun import Solicitud, con_rol, intentar
from malla_vial.models import PreguntaDano, TipoDano


@require_safe
@con_rol(permisos.edita_danos)
def danos(request: Solicitud) -> HttpResponse:
    return render(request, "malla_vial/gestion/danos.html", {"tipos": con_cuentas()})


@con_rol(permisos.edita_danos)
def dano(request: Solicitud, codigo: str | None = None) -> HttpResponse:
    """A kind (or a new one): its form and those of its questions."""
    tipo = get_object_or_404(TipoDano, pk=codigo) if codigo else None
    form = FormularioTipo(request.POST or None, instance=tipo)

    def guardar() -> TipoDano:
        afines = list(form.cleaned_data["afines"])
        return acciones.guardar_tipo(tipo=form.instance, afines=afines, usuario=request.user)

    if request.method == "POST" and (guardado := intentar(form, guardar)):
        messages.success(request, f"«{guardado}» quedó guardado; ya se ve en los formularios.")
        return redirect("gestion:dano", guardado.pk)
    return _pagina(request, codigo, form)


@require_POST
@con_rol(permisos.edita_danos)
def pregunta(request: Solicitud, codigo: str, numero: int | None = None) -> HttpResponse:
    """Save a question of a kind, or a new one."""
    tipo = get_object_or_404(TipoDano, pk=codigo)
    editada = get_object_or_404(tipo.preguntas, pk=numero) if numero else PreguntaDano(tipo=tipo)
    form = FormularioPregunta(request.POST, instance=editada, prefix=_prefijo(numero))
    if intentar(form, lambda: acciones.guardar_pregunta(pregunta=form.instance, usuario=request.user)):
        messages.success(request, "La pregunta quedó guardada.")
        return redirect("gestion:dano", codigo)
    return _pagina(request, codigo, FormularioTipo(instance=tipo), form)


@require_POST
@con_rol(permisos.edita_danos)
def borrar(request: Solicitud, codigo: str, numero: int | None = None) -> HttpResponse:
    """Delete a kind that no report is of, or a question that nobody answered."""
    tipo = get_object_or_404(TipoDano, pk=codigo)
    try:
        if numero:
            acciones.borrar_pregunta(pregunta=get_object_or_404(tipo.preguntas, pk=numero), usuario=request.user)
        else:
            acciones.borrar_tipo(tipo=tipo, usuario=request.user)
    except EnUso as error:
        messages.error(request, str(error))
        return redirect("gestion:dano", codigo)
    messages.success(request, "Quedó borrado.")
    return redirect("gestion:dano", codigo) if numero else redirect("gestion:danos")


def _prefijo(numero: int | None) -> str:
    return f"p{numero or 'nueva'}"


def _pagina(
    request: Solicitud, codigo: str | None, form: FormularioTipo, errada: FormularioPregunta | None = None
) -> HttpResponse:
    tipo = TipoDano.objects.filter(pk=codigo).first() if codigo else None
    formularios = [FormularioPregunta(instance=p, prefix=_prefijo(p.pk)) for p in tipo.preguntas.all()] if tipo else []
    formularios += [FormularioPregunta(instance=PreguntaDano(tipo=tipo), prefix=_prefijo(None))] if tipo else []
    if errada:
        formularios = [errada if f.prefix == errada.prefix else f for f in formularios]
    contexto: dict[str, Any] = {"tipo": tipo, "form": form, "preguntas": formularios, "errada": errada}
    contexto["cambios"] = cambios_de(tipo) if tipo else []
    estado = 422 if form.errors or errada else 200
    return render(request, "malla_vial/gestion/dano.html", contexto, status=estado)
