"""The operations of a catalogue service, CSW 2.0.2 (OGC 07-006r1), over the records of OGC API Records."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from lxml import etree

from capas.lectura import etag, si_cambio, todas_visibles
from capas.ogc.registros import Registro, registros
from capas.presentacion import llano
from capas.servicios.csw import capacidades, peticion
from capas.servicios.csw.espacios import csw, xsd
from capas.servicios.csw.peticion import VERSION, Consulta, Parametros
from capas.servicios.csw.registro import ESQUEMAS, con_prefijo, nombre_de, por_identificador, valores
from capas.servicios.peticion import ExcepcionOgc


def servir(request: HttpRequest) -> HttpResponse:
    """The answer to a request. Raises ExcepcionOgc."""
    parametros = peticion.leer(request)
    pedida = peticion.obligatorio(parametros, "request", "request")
    operacion = OPERACIONES.get(pedida.lower())
    if operacion is None:
        raise ExcepcionOgc("InvalidParameterValue", f"El catálogo no tiene la operación «{pedida[:60]}».", "request")
    if request.method == "POST":
        return _xml(operacion(request, parametros))
    fichas = todas_visibles(request)
    return si_cambio(request, etag(request, "csw", *fichas), lambda: _xml(operacion(request, parametros)))


def _xml(raiz: etree._Element) -> HttpResponse:
    return HttpResponse(etree.tostring(raiz, encoding="UTF-8", xml_declaration=True), "application/xml; charset=UTF-8")


def _ahora() -> str:
    return timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def describir(request: HttpRequest, parametros: Parametros) -> etree._Element:
    """Where the schema of each type of record stands."""
    return csw.DescribeRecordResponse(
        *(
            csw.SchemaComponent(
                xsd.schema(xsd.include(schemaLocation=ESQUEMAS[espacio][1]), targetNamespace=espacio),
                targetNamespace=espacio,
                schemaLanguage="http://www.w3.org/XML/Schema",
            )
            for espacio in peticion.tipos(parametros.get("typename", ""))
        )
    )


def registros_pedidos(request: HttpRequest, parametros: Parametros) -> etree._Element:
    consulta = peticion.consulta(parametros)
    if consulta.resultado == "validate":
        return csw.Acknowledgement(csw.EchoedRequest(peticion.eco(request, parametros)), timeStamp=_ahora())
    hallados = [registro for registro in registros(request) if consulta.condicion(registro)]
    for nombre, descendente in reversed(consulta.orden):
        hallados.sort(
            key=lambda registro, nombre=nombre: llano(" ".join(valores(registro, nombre))), reverse=descendente
        )
    identidad = [csw.RequestId(parametros["requestid"])] if parametros.get("requestid") else []
    return csw.GetRecordsResponse(
        *identidad, csw.SearchStatus(timestamp=_ahora()), _resultados(request, consulta, hallados), version=VERSION
    )


def _resultados(request: HttpRequest, consulta: Consulta, hallados: list[Registro]) -> etree._Element:
    """A page of the records found; `nextRecord` is 0 where there are no more."""
    cuantos = 0 if consulta.resultado == "hits" else consulta.cuantos
    pagina = hallados[consulta.desde - 1 :][:cuantos]
    siguiente = consulta.desde + len(pagina)
    return csw.SearchResults(
        *(consulta.escribir(request, registro, consulta.conjunto, consulta.elementos) for registro in pagina),
        elementSet=consulta.conjunto,
        recordSchema=consulta.esquema,
        numberOfRecordsMatched=str(len(hallados)),
        numberOfRecordsReturned=str(len(pagina)),
        nextRecord=str(siguiente if siguiente <= len(hallados) else 0),
    )


def registro_por_id(request: HttpRequest, parametros: Parametros) -> etree._Element:
    """The records of those ids; of an id that nobody has, or that is not for this person, nothing."""
    ids = [i.strip() for i in peticion.obligatorio(parametros, "id", "id").split(",")]
    _, escribir = peticion.esquema(parametros)
    conjunto = peticion.conjunto(parametros, "summary")
    por_id = por_identificador(registros(request))
    return csw.GetRecordByIdResponse(*(escribir(request, por_id[i], conjunto, ()) for i in ids if i in por_id))


def dominio(request: HttpRequest, parametros: Parametros) -> etree._Element:
    """The values that a property has, or that a parameter takes."""
    if nombre := parametros.get("propertyname", ""):
        propiedad = nombre_de(nombre)
        hallados = {v for registro in registros(request) for v in valores(registro, propiedad)}
        quien = csw.PropertyName(con_prefijo(propiedad))
    else:
        nombre = peticion.obligatorio(parametros, "parametername", "ParameterName")
        if nombre not in capacidades.dominios():
            raise ExcepcionOgc("InvalidParameterValue", f"No hay un parámetro «{nombre[:60]}».", "ParameterName")
        hallados, quien = set(capacidades.dominios()[nombre]), csw.ParameterName(nombre)
    lista = [csw.ListOfValues(*map(csw.Value, sorted(hallados)))] if hallados else []
    return csw.GetDomainResponse(csw.DomainValues(quien, *lista, type="csw:Record"))


OPERACIONES: dict[str, Callable[[HttpRequest, Parametros], etree._Element]] = {
    "getcapabilities": capacidades.documento,
    "describerecord": describir,
    "getrecords": registros_pedidos,
    "getrecordbyid": registro_por_id,
    "getdomain": dominio,
}
