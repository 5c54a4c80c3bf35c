"""OGC API Processes: jobs. Whoever holds the id of a nameless job may see it; a person's jobs are that person's alone."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from capas.errores import NoExiste, PeticionInvalida, responder
from capas.models import Trabajo
from capas.ogc import parametros, procesos_documentos
from capas.ogc.procesos import consulta_de, limite_de, mostrar, sin_token_csrf
from capas.ogc.respuesta import de_lectura, documento, raiz, solo_formato
from capas.procesos import registro, trabajos
from capas.procesos.registro import EXCEPCION

Estado = Trabajo.Estado


class TrabajoDesconocido(NoExiste):
    tipo = f"{EXCEPCION}no-such-job"


class ResultadoPendiente(NoExiste):
    tipo = f"{EXCEPCION}result-not-ready"


@de_lectura
def lista(request: HttpRequest) -> HttpResponse:
    """The jobs of who asks, newest first."""
    parametros.revisar(request, {"f", "limit", "cursor", *_FILTROS})
    formato, limite = parametros.formato(request), limite_de(request)
    trabajos.abandonar_perdidos()
    hallados = trabajos.listables_para(request.user)
    for nombre, filtrar in _FILTROS.items():
        if (texto := request.GET.get(nombre)) is not None:
            hallados = filtrar(hallados, texto)
    pagina = list(_desde(hallados, request.GET.get("cursor", ""))[: limite + 1])
    siguiente = consulta_de(request, cursor=str(pagina[limite - 1].pk)) if len(pagina) > limite else ""
    datos = procesos_documentos.trabajos(raiz(request), pagina[:limite], formato, consulta_de(request), siguiente)
    return documento(request, datos, formato, "trabajos", trabajos=pagina[:limite])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "DELETE", "POST"])
def trabajo(request: HttpRequest, id_trabajo: str) -> HttpResponse:
    """How a job is; DELETE dismisses it, and so does the button of its page, by POST."""
    parametros.revisar(request, {"f"})
    hallado = _obtener(request, id_trabajo)
    if request.method in ("DELETE", "POST"):
        return _descartar(request, hallado)
    formato = parametros.formato(request)
    datos = procesos_documentos.estado(raiz(request), hallado, formato)
    vivo = hallado.estado in trabajos.VIVOS
    respuesta = documento(
        request, datos, formato, "trabajo", trabajo=hallado, proceso=registro.obtener(hallado.proceso), vivo=vivo
    )
    respuesta["Cache-Control"] = "no-store"
    return respuesta


def _descartar(request: HttpRequest, hallado: Trabajo) -> HttpResponse:
    if negada := sin_token_csrf(request):
        return negada
    try:
        trabajos.descartar(hallado)
    except trabajos.Descartado:
        return responder(request, 410, "El trabajo ya estaba descartado.", type=TrabajoDesconocido.tipo)
    if request.method == "POST":
        return HttpResponseRedirect(f"{request.path}?f=html", status=303)
    return documento(request, procesos_documentos.estado(raiz(request), hallado, "json"), "json", "trabajo")


@de_lectura
def resultado(request: HttpRequest, id_trabajo: str) -> HttpResponse:
    solo_formato(request)
    hallado = _obtener(request, id_trabajo)
    if hallado.estado in trabajos.VIVOS:
        raise ResultadoPendiente(f"El trabajo va en {hallado.progreso} %: el resultado todavía no está.")
    if hallado.estado == Estado.DESCARTADO:
        raise TrabajoDesconocido("El trabajo fue descartado: ya no tiene resultado.")
    if hallado.estado == Estado.FALLIDO:
        return responder(request, 422, hallado.mensaje)
    elegido = registro.obtener(hallado.proceso)
    return mostrar(request, elegido, hallado.entradas, hallado.resultado, hallado.en_documento)


def _obtener(request: HttpRequest, id_trabajo: str) -> Trabajo:
    trabajos.abandonar_perdidos()
    hallado = trabajos.visibles_para(request.user).filter(pk=_uuid(id_trabajo)).first()
    if hallado is None:
        raise TrabajoDesconocido("No existe ese trabajo, o ya pasaron los días que se guarda.")
    return hallado


def _uuid(texto: str) -> UUID | None:
    try:
        return UUID(texto) if len(texto) == 36 else None
    except ValueError:
        return None


def _desde(hallados: QuerySet[Trabajo], cursor: str) -> QuerySet[Trabajo]:
    """Those that follow a job in the list's order: newest first, ties by id."""
    if not cursor:
        return hallados
    ultimo = hallados.filter(pk=_uuid(cursor)).first()
    if ultimo is None:
        raise PeticionInvalida("«cursor» no es el de una página anterior.")
    return hallados.filter(Q(creado__lt=ultimo.creado) | Q(creado=ultimo.creado, pk__gt=ultimo.pk))


# The filters of the list (OGC 18-062r2, 11.2)


def _de_estado(hallados: QuerySet[Trabajo], texto: str) -> QuerySet[Trabajo]:
    pedidos = texto.split(",")
    if not set(pedidos) <= set(Estado.values):
        raise PeticionInvalida(f"«status» debe ser de: {', '.join(Estado.values)}.")
    return hallados.filter(estado__in=pedidos)


def _de_tipo(hallados: QuerySet[Trabajo], texto: str) -> QuerySet[Trabajo]:
    return hallados if "process" in texto.split(",") else hallados.none()


def _de_fecha(hallados: QuerySet[Trabajo], texto: str) -> QuerySet[Trabajo]:
    desde, hasta = parametros.extremos(texto)
    hallados = hallados.filter(creado__gte=desde) if desde else hallados
    return hallados.filter(creado__lte=hasta) if hasta else hallados


def _de_duracion(comparacion: str) -> Callable[[QuerySet[Trabajo], str], QuerySet[Trabajo]]:
    def filtrar(hallados: QuerySet[Trabajo], texto: str) -> QuerySet[Trabajo]:
        segundos = min(parametros.entero(texto, "minDuration y maxDuration", 0), 10**9)
        fin = Coalesce(F("terminado"), Now())
        dura = ExpressionWrapper(fin - F("iniciado"), output_field=DurationField())
        return hallados.annotate(_dura=dura).filter(**{f"_dura__{comparacion}": dt.timedelta(seconds=segundos)})

    return filtrar


_FILTROS: dict[str, Callable[[QuerySet[Trabajo], str], QuerySet[Trabajo]]] = {
    "type": _de_tipo,
    "processID": lambda hallados, texto: hallados.filter(proceso__in=texto.split(",")),
    "status": _de_estado,
    "datetime": _de_fecha,
    "minDuration": _de_duracion("gte"),
    "maxDuration": _de_duracion("lte"),
}
