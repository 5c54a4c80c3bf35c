"""Petitions at the desk: what is due and what is overdue, and one with all that may be done with it."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from capas.errores import NoExiste
from malla_vial import acciones, estados_peticion, permisos, plazos
from malla_vial.estados_peticion import Acto
from malla_vial.forms import peticiones as formularios
from malla_vial.gestion.comun import POR_PAGINA, Solicitud, con_rol, entidades, hacer
from malla_vial.gestion.contacto import hay_contacto
from malla_vial.models import DiaNoHabil, Peticion

LISTAS = {
    "sin-responder": "Sin responder",
    "por-vencer": "Vencen en tres días hábiles",
    "vencidas": "Vencidas",
    "en-espera": "Esperan información",
    "sin-completar": "No las completaron",
    "por-ubicar": "Por ubicar",
    "todas": "Todas",
}

# Each act of the desk: what its button says, its form, its action, and what is said when it was done.
ACTOS: dict[str, tuple[str, type, Callable[..., Any], str]] = {
    Acto.RESPONDER: ("Responder", formularios.FormularioTexto, acciones.responder, "Respondida."),
    Acto.PRORROGAR: ("Prorrogar", formularios.FormularioProrroga, acciones.prorrogar, "El plazo quedó prorrogado."),
    Acto.TRASLADAR: ("Trasladar a otra entidad", formularios.FormularioTraslado, acciones.trasladar, "Trasladada."),
    Acto.PEDIR: (
        "Pedir información", formularios.FormularioTexto, acciones.pedir_informacion, "Se pidió la información; el plazo se detuvo.",
    ),
    Acto.APORTAR: (
        "Anotar lo que aportó", formularios.FormularioTexto, acciones.aportar, "La información quedó anotada y el plazo corre de nuevo.",
    ),
    Acto.AMPLIAR: ("Darle un mes más", formularios.FormularioVacio, acciones.ampliar_plazo, "Tiene un mes más para completarla."),
    Acto.DESISTIR: ("Archivar por desistimiento", formularios.FormularioTexto, acciones.desistir, "Archivada por desistimiento."),
    "ubicar": ("Poner el pin aquí", formularios.FormularioUbicar, acciones.ubicar, "El reporte quedó en su sitio."),
    "asignar": ("Pasar", formularios.FormularioAsignar, acciones.asignar, "Pasó a otra dependencia."),
}  # fmt: skip


@require_safe
@con_rol(permisos.atiende_peticiones)
def lista(request: Solicitud) -> HttpResponse:
    """The lists with how many each holds, and the one that is open, the most pressing first."""
    hoy = timezone.localdate()
    locales = DiaNoHabil.todos()
    pronto = plazos.sumar_habiles(hoy, estados_peticion.DIAS_POR_VENCER, locales)
    form = formularios.FormularioPeticiones(request.GET)
    todas = form.aplicar(Peticion.objects.para_gestion(request.user))
    abierta = request.GET.get("lista", "")
    abierta = abierta if abierta in LISTAS else "sin-responder"
    cuantas = todas.cuantas_por_lista(hoy, pronto)
    elegidas = todas.de_lista(abierta, hoy, pronto).select_related("tipo", "dependencia", "reporte")
    pagina = Paginator(elegidas.order_by("vence_el", "id"), POR_PAGINA).get_page(request.GET.get("pagina"))
    consulta = request.GET.copy()
    consulta.pop("pagina", None)
    contexto = {
        "form": form,
        "lista": abierta,
        "listas": [(clave, titulo, cuantas[clave]) for clave, titulo in LISTAS.items()],
        "pagina": pagina,
        "filas": [(p, plazos.habiles_entre(hoy, p.vence_el, locales)) for p in pagina],
        "consulta": consulta.urlencode(),
        "hoy": hoy,
    }
    return render(request, "malla_vial/gestion/peticiones.html", contexto)


def _peticion(request: Solicitud, radicado: str) -> Peticion:
    visibles = Peticion.objects.para_gestion(request.user)
    return get_object_or_404(visibles.select_related("tipo", "dependencia", "reporte"), radicado=radicado)


@require_safe
@con_rol(permisos.atiende_peticiones)
def peticion(request: Solicitud, radicado: str) -> HttpResponse:
    """One petition: all that is known of it, and the acts that its state admits."""
    hallada = _peticion(request, radicado)
    situacion = acciones.situar_peticion(hallada)
    de_la_tabla = estados_peticion.posibles(hallada.estado, estados_peticion.DEPENDENCIA)
    impedidos = {acto: estados_peticion.impedimento(acto, hallada.estado, situacion) for acto in de_la_tabla}
    contexto = {
        "peticion": hallada,
        "hay_contacto": hay_contacto(hallada),
        "ve_contacto": permisos.ve_contacto(request.user),
        "actos": hallada.actos.select_related("usuario"),
        "posibles": [
            (acto, ACTOS[acto][1](auto_id=f"id_{acto}_%s"), ACTOS[acto][0])
            for acto in de_la_tabla
            if not impedidos[acto]
        ],
        "impedidos": [(ACTOS[acto][0], por_que) for acto, por_que in impedidos.items() if por_que],
        "asignar": formularios.FormularioAsignar(initial={"dependencia": hallada.dependencia_id}),
        "entidades": entidades(),
        "ve_reporte": permisos.atiende_reportes(request.user),
        "ubicar": formularios.FormularioUbicar(),
        "situacion": situacion,
        "hoy": situacion.hoy,
        "traslado_hasta": acciones.dia_habil_desde(hallada, estados_peticion.DIAS_PARA_TRASLADAR),
        "pedir_hasta": acciones.dia_habil_desde(hallada, estados_peticion.DIAS_PARA_PEDIR),
        "quedan": hallada.dias_restantes(timezone.localdate()),
    }
    return render(request, "malla_vial/gestion/peticion.html", contexto)


@require_POST
@con_rol(permisos.atiende_peticiones)
def actuar(request: Solicitud, radicado: str, acto: str) -> HttpResponse:
    if acto not in ACTOS:
        raise NoExiste(f"No hay un acto «{acto[:20]}».")
    hallada = _peticion(request, radicado)
    _, clase, accion, exito = ACTOS[acto]
    form = clase(request.POST)
    hacer(request, form, lambda: accion(peticion=hallada, usuario=request.user, **form.cleaned_data), exito)
    if not Peticion.objects.para_gestion(request.user).filter(pk=hallada.pk).exists():  # it is another office's now
        return redirect("gestion:peticiones")
    return redirect("gestion:peticion", radicado)
