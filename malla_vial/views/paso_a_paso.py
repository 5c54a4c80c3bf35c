"""The same steps a page at a time, for a browser without JavaScript: each one is a plain form, and a draft keeps it all."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capas.errores import DatosInvalidos, DemasiadoGrande, NoExiste
from capas.limites import quien
from capas.limites.balde import Agotado
from malla_vial import acciones
from malla_vial.forms.preguntas import PREFIJO, FormularioPreguntas
from malla_vial.forms.recorrido import (
    Destino,
    Error,
    Ir,
    Mostrar,
    Pulsado,
    Radicar,
    con_errores,
    lo_escrito,
    lugar_ajeno,
    parecidos,
    siguiente_paso,
    tipo_de,
)
from malla_vial.forms.reportar import FormularioReporte
from malla_vial.fotos import lugar_de
from malla_vial.models import Borrador, FotoSubida, Reporte
from malla_vial.pasos import PASOS, POR_NOMBRE, Paso
from malla_vial.views import porteria
from malla_vial.views.rechazos import esperar
from malla_vial.views.reportar import PREVIOS, acuse
from malla_vial.vista_publica import vista


@require_POST
def empezar(request: HttpRequest) -> HttpResponse:
    """A new draft with what the link brought; `ir` names the step to begin with."""
    porteria.contar_intento(request)
    borrador = acciones.empezar_borrador({campo: request.POST.get(campo, "") for campo in PREVIOS})
    return redirect("paso", borrador.pk, POR_NOMBRE.get(request.POST.get("ir", ""), PASOS[1]).nombre)


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
        return _mostrar(request, borrador, Mostrar(actual, FormularioReporte(initial=borrador.datos)))
    return _recibir(request, id_borrador, actual)


def _sin_borrador(request: HttpRequest, id_borrador: uuid.UUID) -> HttpResponse:
    """A second tap on «Enviar» finds the report that the first one filed."""
    enviado = Reporte.objects.para_su_autor().filter(clave=id_borrador).first()
    if enviado is None:
        raise NoExiste("Este borrador venció. Empiece de nuevo en «Reportar un daño»: toma medio minuto.")
    return acuse(request, enviado)


def _recibir(request: HttpRequest, id_borrador: uuid.UUID, actual: Paso) -> HttpResponse:
    porteria.contar_intento(request)
    buenas, malas = _recibir_fotos(request, id_borrador)
    escrito = lo_escrito(actual, request.POST)
    borrador = acciones.guardar_en_borrador(id_borrador, escrito, _lugar_de_la_foto(buenas))
    if borrador is None:
        return _sin_borrador(request, id_borrador)
    if malas:
        return _mostrar(request, borrador, Mostrar(actual, FormularioReporte(initial=borrador.datos), malas))
    return _llevar(request, borrador, siguiente_paso(Pulsado(borrador, actual, request.POST, request.user)))


def _recibir_fotos(request: HttpRequest, clave: uuid.UUID) -> tuple[list[UploadedFile], list[Error]]:
    """Keep the photos that came, or forget the one that is no longer wanted; those kept, and what was wrong with the others."""
    if huella := request.POST.get("quitar"):
        acciones.quitar_foto(clave=clave, huella=huella)
    buenas, malas = [], []
    for archivo in request.FILES.getlist("foto"):
        try:
            acciones.adelantar_foto(clave=clave, archivo=archivo, cliente=quien.origen(request))
            buenas.append(archivo)
        except (DatosInvalidos, DemasiadoGrande, acciones.DemasiadasFotos) as error:
            malas.append(Error(str(error), "id_foto"))
    return buenas, malas


def _lugar_de_la_foto(fotos: list[UploadedFile]) -> dict[str, str]:
    """Where the first photo that tells it was taken, for the person to say whether it is there."""
    lugar = next(filter(None, map(lugar_de, fotos)), None)
    return {"lon": f"{lugar.x:.6f}", "lat": f"{lugar.y:.6f}"} if lugar else {}


def _llevar(request: HttpRequest, borrador: Borrador, destino: Destino) -> HttpResponse:
    match destino:
        case Ir(paso=siguiente):
            return redirect("paso", borrador.pk, siguiente.nombre)
        case Radicar(form=form):
            return _radicar(request, borrador, form)
    return _mostrar(request, borrador, destino)


def _radicar(request: HttpRequest, borrador: Borrador, form: FormularioReporte) -> HttpResponse:
    def pagina(estado: int) -> HttpResponse:
        return _mostrar(request, borrador, con_errores(form, PASOS[-1]), estado)

    try:
        reporte = acciones.radicar_reporte(**form.para_radicar(), envio=porteria.juzgar(request, borrador.pk))
    except acciones.FueraDelMunicipio as error:
        return _mostrar(request, borrador, lugar_ajeno(form, error))
    except DatosInvalidos as error:
        form.add_error(None, str(error))
        return pagina(422)
    except Agotado as error:
        return esperar(form, error, pagina)
    borrador.delete()
    return acuse(request, reporte)


def _mostrar(request: HttpRequest, borrador: Borrador, que: Mostrar, estado: int = 0) -> HttpResponse:
    """estado: 422 where there are errors, unless said otherwise."""
    fotos = FotoSubida.objects.filter(clave=borrador.pk)
    contexto = {"form": que.form, "paso": que.paso, "errores": que.errores}
    contexto |= {"pasos": PASOS, "borrador": borrador, "fotos": fotos}
    contexto |= vista(borrador.datos, len(fotos)) | _del_paso(borrador.datos, que.paso) | que.mas
    status = estado or (422 if que.errores else 200)
    return render(request, "malla_vial/reportar/paso.html", contexto, status=status)


def _del_paso(datos: dict[str, Any], actual: Paso) -> dict[str, Any]:
    """What only one step shows."""
    if actual.nombre == "parecidos":
        return {"candidatos": parecidos(datos)}
    tipo = tipo_de(datos) if actual.nombre == "dano" else None
    if tipo is None:
        return {}
    prefijo = f"{PREFIJO}-"
    dadas = {campo.removeprefix(prefijo): valor for campo, valor in datos.items() if campo.startswith(prefijo)}
    return {"tipo": tipo, "preguntas": FormularioPreguntas(tipo, initial=dadas)}


@never_cache
@require_safe
def miniatura(request: HttpRequest, id_borrador: uuid.UUID, orden: int) -> FileResponse:
    """A photo of a draft, for whoever holds its number."""
    subida = FotoSubida.objects.filter(clave=id_borrador, orden=orden).first()
    if subida is None:
        raise NoExiste("Esa foto ya no está.")
    return FileResponse(subida.miniatura.open("rb"), content_type="image/jpeg")
