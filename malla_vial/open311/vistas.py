"""The six methods of GeoReport v2, service discovery, and the updates that mySociety's extension adds."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from capas.errores import NoExiste, PeticionInvalida
from capas.sitio import base
from malla_vial.acciones.open311 import actualizar_por_llave
from malla_vial.estados import ABIERTOS, CERRADOS, Estado
from malla_vial.models import EnvioOpen311, Reporte
from malla_vial.open311 import consulta, documentos, envio, servicios
from malla_vial.open311.errores import abierta
from malla_vial.open311.parametros import Busqueda, entero, exigir_jurisdiccion, extendida, fecha, uno

ESPECIFICACION = "http://wiki.open311.org/GeoReport_v2"


@abierta("GET")
def descubrir(request: HttpRequest, formato: str) -> HttpResponse:
    cambio, raiz = consulta.momento(servicios.cambiados_en()), base(request)
    punto = {
        "specification": ESPECIFICACION,
        "url": f"{raiz}/open311/v2",
        "changeset": cambio,
        "type": "test" if settings.DEMOSTRACION else "production",
        "formats": ["text/xml", "application/json"],
    }
    contacto = f"{settings.ENTIDAD}: {settings.CORREO_ENTIDAD}"
    llaves = f"{raiz}{reverse('open311:portada')}#llaves"
    documento = {"changeset": cambio, "contact": contacto, "key_service": llaves, "endpoints": [punto]}
    return documentos.responder("discovery", documento, formato)


@abierta("GET")
def lista_de_servicios(request: HttpRequest, formato: str) -> HttpResponse:
    exigir_jurisdiccion(request.GET)
    return documentos.responder("services", servicios.lista(), formato)


@abierta("GET")
def servicio(request: HttpRequest, formato: str, codigo: str) -> HttpResponse:
    exigir_jurisdiccion(request.GET)
    hallado = next((tipo for tipo in servicios.activos() if tipo.codigo == codigo), None)
    if hallado is None:
        raise NoExiste("service_code: no existe ese servicio.")
    return documentos.responder("service_definition", servicios.definicion(hallado), formato)


@abierta("GET", "POST")
def reportes(request: HttpRequest, formato: str) -> HttpResponse:
    return _radicar(request, formato) if request.method == "POST" else _buscar(request, formato)


def _buscar(request: HttpRequest, formato: str) -> HttpResponse:
    exigir_jurisdiccion(request.GET)
    busqueda = Busqueda.leer(request)
    hallados = consulta.en_documento(consulta.buscar(busqueda), base(request), busqueda.extendida)
    return documentos.responder("service_requests", hallados, formato)


def _radicar(request: HttpRequest, formato: str) -> HttpResponse:
    """The number, or a token where the report is not public yet; never both."""
    recibido = envio.recibir(request)
    numero = {"service_request_id": recibido.reporte.codigo} if envio.publico(recibido) else {"token": recibido.token}
    datos = numero | {"service_notice": envio.aviso(recibido, base(request)), "account_id": recibido.account_id or None}
    return documentos.responder("service_requests", [datos], formato, 201)


@abierta("GET")
def reporte(request: HttpRequest, formato: str, codigo: str) -> HttpResponse:
    exigir_jurisdiccion(request.GET)
    hallados = consulta.publicos().filter(codigo=codigo.upper())
    datos = consulta.en_documento(hallados, base(request), extendida(request.GET))
    if not datos:
        raise NoExiste("service_request_id: no hay un reporte público con ese número.")
    return documentos.responder("service_requests", datos, formato)


@abierta("GET")
def numero_de(request: HttpRequest, formato: str, token: str) -> HttpResponse:
    """The number of what was sent; empty while the report is not public."""
    exigir_jurisdiccion(request.GET)
    hallado = EnvioOpen311.objects.select_related("reporte").filter(token=token).first()
    if hallado is None:
        raise NoExiste("token: no existe.")
    codigo = hallado.reporte.codigo if envio.publico(hallado) else None
    return documentos.responder("service_requests", [{"service_request_id": codigo, "token": token}], formato)


@abierta("GET", "POST")
def actualizaciones(request: HttpRequest, formato: str) -> HttpResponse:
    return _actualizar(request, formato) if request.method == "POST" else _cambios(request, formato)


def _cambios(request: HttpRequest, formato: str) -> HttpResponse:
    q = request.GET
    exigir_jurisdiccion(q)
    pagina, por_pagina = entero(q, "page", 1, 10_000), entero(q, "page_size", 1000, 1000)
    codigo = uno(q, "service_request_id", 40)
    datos = consulta.actualizaciones(fecha(q, "start_date"), fecha(q, "end_date"), codigo, pagina, por_pagina)
    return documentos.responder("service_request_updates", datos, formato)


def _actualizar(request: HttpRequest, formato: str) -> HttpResponse:
    llave, p = envio.con_llave(request), request.POST
    codigo, clave = uno(p, "service_request_id", 40), uno(p, "update_id", 120)
    if not (codigo and clave):
        raise PeticionInvalida("Faltan service_request_id y update_id, con que una repetición no se cuenta dos veces.")
    hallado = Reporte.objects.filter(codigo=codigo.upper()).first()
    if hallado is None:
        raise NoExiste("service_request_id: no hay un reporte con ese número.")
    estado = _estado_pedido(uno(p, "status", 40).lower(), hallado.estado)
    hecha = actualizar_por_llave(
        llave=llave, reporte=hallado, update_id=clave, estado=estado, descripcion=uno(p, "description", 4000)
    )
    return documentos.responder("service_request_updates", [{"update_id": str(hecha)}], formato, 201)


def _estado_pedido(dicho: str, actual: str) -> str:
    """open and closed, or one of our own states by its name; "" where nothing is asked, or it is so already."""
    if dicho in Estado.values:
        return dicho
    if dicho not in ("", "open", "closed"):
        raise PeticionInvalida(f"status: open, closed o uno de {', '.join(Estado.values)}.")
    if dicho == "closed" and actual in ABIERTOS:
        return Estado.RESUELTO
    return Estado.REABIERTO if dicho == "open" and actual in CERRADOS else ""
