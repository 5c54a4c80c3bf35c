"""The same steps a page at a time, for a browser without JavaScript: each one is a plain form, and a draft keeps it all."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capas.errores import DatosInvalidos, DemasiadoGrande, NoExiste
from capas.geometria import CoordenadaInvalida, punto
from capas.limites import quien
from capas.limites.balde import Agotado
from malla_vial import acciones
from malla_vial.duplicados import Candidato, candidatos
from malla_vial.forms.lugar import Opcion, coordenadas_de, lugar_exacto, lugares
from malla_vial.forms.preguntas import PREFIJO, FormularioPreguntas, en_borrador
from malla_vial.forms.reportar import COMO_SE_TRASLADA, FormularioReporte
from malla_vial.fotos import lugar_de
from malla_vial.models import Borrador, FotoSubida, Reporte, TipoDano
from malla_vial.pasos import PASOS, POR_NOMBRE, Paso, anterior, paso_de, siguiente
from malla_vial.views import porteria
from malla_vial.views.reportar import PREVIOS, acuse
from malla_vial.vista_publica import vista

LUGAR = ("lon", "lat", "direccion")


@dataclass(frozen=True)
class Error:
    """A line of the summary, and the element that it leads to."""

    texto: str
    id: str = ""


@require_POST
def empezar(request: HttpRequest) -> HttpResponse:
    """A new draft with what the link brought; `ir` names the step to begin with."""
    porteria.contar_intento(request)
    borrador = acciones.empezar_borrador({campo: request.POST.get(campo, "") for campo in PREVIOS})
    return _ir(borrador, POR_NOMBRE.get(request.POST.get("ir", ""), PASOS[1]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paso(request: HttpRequest, id_borrador: uuid.UUID, nombre: str) -> HttpResponse:
    actual = POR_NOMBRE.get(nombre)
    borrador = Borrador.objects.vigentes().filter(pk=id_borrador).first()
    if actual is None or actual.numero == 1:
        raise NoExiste("Ese paso del reporte no existe.")
    if borrador is None:
        return _sin_borrador(request, id_borrador)
    if request.method != "POST":
        return _mostrar(request, borrador, actual, FormularioReporte(initial=borrador.datos))
    return _recibir(request, borrador, actual)


def _sin_borrador(request: HttpRequest, id_borrador: uuid.UUID) -> HttpResponse:
    """A second tap on «Enviar» finds the report that the first one filed."""
    enviado = Reporte.objects.para_su_autor().filter(clave=id_borrador).first()
    if enviado is None:
        raise NoExiste("Este borrador venció. Empiece de nuevo en «Reportar un daño»: toma medio minuto.")
    return acuse(request, enviado)


def _recibir(request: HttpRequest, borrador: Borrador, actual: Paso) -> HttpResponse:
    porteria.contar_intento(request)
    datos = {campo: request.POST.get(campo, "").strip() for campo in actual.campos if campo != "foto"}
    hallado = request.POST.get("hallado", "") if _de_lo_escrito(request) else ""
    acciones.guardar_en_borrador(borrador, datos | coordenadas_de(hallado))
    if actual.nombre == "dano" and (tipo := _tipo(borrador)):
        acciones.guardar_en_borrador(borrador, en_borrador(tipo, request.POST))
    if malas := _recibir_fotos(request, borrador):
        return _mostrar(request, borrador, actual, FormularioReporte(initial=borrador.datos), malas)
    ir = request.POST.get("ir", "")
    if ir == "atras":
        return _ir(borrador, _que_pregunte(borrador, actual, anterior))
    if ir == "sin_lugar":
        acciones.guardar_en_borrador(borrador, {"lon": "", "lat": ""})
    if ir in ("aqui", "sin_lugar") or "quitar" in request.POST:
        return _ir(borrador, actual)
    if ir == "buscar":
        hallados = lugares(borrador.datos.get("direccion", ""), request.user)
        form = FormularioReporte(initial=borrador.datos)
        return _mostrar(request, borrador, actual, form, buscado=True, hallados=hallados)
    if ir in POR_NOMBRE:
        return _ir(borrador, POR_NOMBRE[ir])
    return _avanzar(request, borrador, actual)


def _de_lo_escrito(request: HttpRequest) -> bool:
    """Whether the places that were shown are those of the words sent now: who wrote others does not mean the old place."""
    escrito = request.POST.get("direccion", "")
    return request.POST.get("hallado_de", escrito).strip() == escrito.strip()


def _por_preguntar(request: HttpRequest, borrador: Borrador) -> list[Opcion]:
    """The one place that the words surely mean, where there is no point and it was not yet asked."""
    dicho = borrador.datos.get
    if dicho("lon") or dicho("lat") or ("hallado" in request.POST and _de_lo_escrito(request)):
        return []
    return lugar_exacto(dicho("direccion", ""), request.user)


def _recibir_fotos(request: HttpRequest, borrador: Borrador) -> list[Error]:
    """Keep the photos that came, or forget the one that is no longer wanted; what was wrong with each."""
    if huella := request.POST.get("quitar"):
        acciones.quitar_foto(clave=borrador.pk, huella=huella)
    malas = []
    for archivo in request.FILES.getlist("foto"):
        try:
            acciones.adelantar_foto(clave=borrador.pk, archivo=archivo, cliente=quien.origen(request))
            _proponer_lugar(borrador, archivo)
        except (DatosInvalidos, DemasiadoGrande, acciones.DemasiadasFotos) as error:
            malas.append(Error(str(error), "id_foto"))
    return malas


def _proponer_lugar(borrador: Borrador, archivo: UploadedFile) -> None:
    """Where the photo was taken, for the person to say whether it is there; a place that is already told stays."""
    lugar = None if any(borrador.datos.get(campo) for campo in LUGAR) else lugar_de(archivo)
    if lugar:
        acciones.guardar_en_borrador(borrador, {"lon": f"{lugar.x:.6f}", "lat": f"{lugar.y:.6f}"})


def _avanzar(request: HttpRequest, borrador: Borrador, actual: Paso) -> HttpResponse:
    form = FormularioReporte(borrador.datos | {"clave": str(borrador.pk)})
    tipo = _tipo(borrador)
    if actual.nombre == "dano" and tipo and request.POST.get("preguntado") != tipo.pk and _pregunta_mas(tipo):
        return _mostrar(request, borrador, actual, FormularioReporte(initial=borrador.datos))
    if actual is PASOS[-1]:
        return _enviar(request, borrador, form)
    if errores := _errores(form, actual):
        return _mostrar(request, borrador, actual, form, errores)
    if actual.nombre == "lugar" and (hallados := _por_preguntar(request, borrador)):
        return _mostrar(request, borrador, actual, form, buscado=True, unico=True, hallados=hallados)
    if actual.nombre == "lugar" and (ajeno := acciones.fuera_sin_confirmar(form.cleaned_data)):
        return _ajeno(request, borrador, form, ajeno)
    return _ir(borrador, _que_pregunte(borrador, actual, siguiente))


def _tipo(borrador: Borrador) -> TipoDano | None:
    return TipoDano.objects.filter(pk=borrador.datos.get("tipo", ""), activo=True).first()


def _pregunta_mas(tipo: TipoDano) -> bool:
    """Whether a kind has something to say or to ask that the step could not know before it was chosen."""
    return bool(tipo.freno) or tipo.preguntas.filter(activa=True).exists()


def _parecidos(borrador: Borrador) -> list[Candidato]:
    """Open reports that may tell the same damage; none without a place or a kind."""
    tipo = _tipo(borrador)
    try:
        lugar = punto(borrador.datos.get("lon", ""), borrador.datos.get("lat", ""))
    except CoordenadaInvalida:
        return []
    return candidatos(tipo, lugar) if tipo else []


def _del_paso(borrador: Borrador, actual: Paso) -> dict[str, Any]:
    """What only one step shows."""
    if actual.nombre == "parecidos":
        return {"candidatos": _parecidos(borrador)}
    tipo = _tipo(borrador)
    if actual.nombre != "dano" or tipo is None:
        return {}
    dadas = {
        campo.removeprefix(f"{PREFIJO}-"): valor
        for campo, valor in borrador.datos.items()
        if campo.startswith(f"{PREFIJO}-")
    }
    return {"tipo": tipo, "preguntas": FormularioPreguntas(tipo, initial=dadas)}


def _que_pregunte(borrador: Borrador, actual: Paso, hacia: Callable[[Paso], Paso]) -> Paso:
    """The neighbour of a step; one that has nothing to ask is passed over."""
    destino = hacia(actual)
    return hacia(destino) if destino.nombre == "parecidos" and not _parecidos(borrador) else destino


def _enviar(request: HttpRequest, borrador: Borrador, form: FormularioReporte) -> HttpResponse:
    if not form.is_valid():
        actual = paso_de(form.errors)
        return _mostrar(request, borrador, actual, form, _errores(form, actual))
    try:
        reporte = acciones.radicar_reporte(**form.para_radicar(), envio=porteria.juzgar(request, borrador.pk))
    except acciones.FueraDelMunicipio as error:
        return _ajeno(request, borrador, form, error)
    except DatosInvalidos as error:
        return _mostrar(request, borrador, PASOS[-1], form, [Error(str(error))])
    except Agotado as error:
        respuesta = _mostrar(request, borrador, PASOS[-1], form, [Error(f"{error} Lo que escribió sigue aquí.")])
        respuesta.status_code, respuesta["Retry-After"] = 429, str(error.espera)
        return respuesta
    borrador.delete()
    return acuse(request, reporte)


def _ajeno(
    request: HttpRequest, borrador: Borrador, form: FormularioReporte, error: acciones.FueraDelMunicipio
) -> HttpResponse:
    """Back to the place: it is another municipality's, and the person says whether the report is sent on."""
    errores = [Error(f"{error} {COMO_SE_TRASLADA}", "id_trasladar")]
    return _mostrar(request, borrador, POR_NOMBRE["lugar"], form, errores)


def _ir(borrador: Borrador, destino: Paso) -> HttpResponse:
    return redirect("paso", borrador.pk, destino.nombre)


def _mostrar(
    request: HttpRequest,
    borrador: Borrador,
    actual: Paso,
    form: FormularioReporte,
    errores: Sequence[Error] = (),
    **mas: Any,
) -> HttpResponse:
    fotos = FotoSubida.objects.filter(clave=borrador.pk)
    contexto = {"form": form, "paso": actual, "pasos": PASOS, "borrador": borrador, "fotos": fotos, "errores": errores}
    contexto |= vista(borrador.datos, len(fotos)) | _del_paso(borrador, actual) | mas
    return render(request, "malla_vial/reportar/paso.html", contexto, status=422 if errores else 200)


def _errores(form: FormularioReporte, actual: Paso) -> list[Error]:
    """The errors of a step, each with the field to go to."""
    de_campos = [Error(str(texto), f"id_{campo}") for campo in actual.campos for texto in form.errors.get(campo, [])]
    return [*de_campos, *(Error(str(texto)) for texto in form.non_field_errors())]


@never_cache
@require_safe
def miniatura(request: HttpRequest, id_borrador: uuid.UUID, orden: int) -> FileResponse:
    """A photo of a draft, for whoever holds its number."""
    subida = FotoSubida.objects.filter(clave=id_borrador, orden=orden).first()
    if subida is None:
        raise NoExiste("Esa foto ya no está.")
    return FileResponse(subida.miniatura.open("rb"), content_type="image/jpeg")
