"""What a client asks the catalogue, as one dictionary of texts, whether it came as parameters or as XML (OGC 07-006r1, 10)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from lxml import etree

from capas.servicios import peticion
from capas.servicios.csw import evaluar, filtro
from capas.servicios.csw.espacios import CSW, csw
from capas.servicios.csw.registro import CONJUNTOS, ESQUEMAS, PROPIEDADES, Escritor, nombre_de
from capas.servicios.peticion import ExcepcionOgc

Parametros = dict[str, str]
VERSION = "2.0.2"
FORMATOS = ("application/xml", "text/xml")
RESULTADOS = ("hits", "results", "validate")
LENGUAJES: dict[str, Callable[[str], Any]] = {"CQL_TEXT": filtro.desde_cql, "FILTER": filtro.desde_xml}
POR_DEFECTO, MAXIMO = 10, 200


@dataclass(frozen=True)
class Consulta:
    """A GetRecords that makes sense. `desde` counts from 1; `orden` is (property, descending) in order of weight."""

    esquema: str
    escribir: Escritor
    conjunto: str
    elementos: tuple[str, ...]
    resultado: str
    desde: int
    cuantos: int
    condicion: evaluar.Condicion
    orden: tuple[tuple[str, bool], ...]


def leer(request: HttpRequest) -> Parametros:
    """The request by names in lower case. Raises ExcepcionOgc."""
    if request.method == "POST" and not peticion.es_formulario(request):
        parametros = dict(_de_xml(peticion.raiz_de_xml(request.body)))
    else:
        parametros = peticion.leer(request, "CSW")
    if parametros.get("service", "CSW").upper() != "CSW":
        raise ExcepcionOgc("InvalidParameterValue", "Esta dirección es de CSW.", "service")
    _revisar_version(parametros)
    return parametros


def _revisar_version(parametros: Parametros) -> None:
    aceptadas = parametros.get("acceptversions", VERSION).split(",")
    if VERSION not in [version.strip() for version in aceptadas]:
        raise ExcepcionOgc("VersionNegotiationFailed", f"Este catálogo habla CSW {VERSION}.", "AcceptVersions")
    if parametros.get("version", VERSION) != VERSION:
        raise ExcepcionOgc("InvalidParameterValue", f"Este catálogo habla CSW {VERSION}.", "version")


_ATRIBUTOS = (
    "service", "version", "outputFormat", "outputSchema", "schemaLanguage", "resultType", "requestId", "startPosition",
    "maxRecords",
)  # fmt: skip
_TEXTOS = ("ElementSetName", "ParameterName", "PropertyName", "ResponseHandler")
_LISTAS = {
    "ElementName": "elementname",
    "Id": "id",
    "TypeName": "typename",
    "Version": "acceptversions",
    "Section": "sections",
}


def _de_xml(raiz: etree._Element) -> Iterator[tuple[str, str]]:
    nombre = etree.QName(raiz)
    if nombre.namespace != CSW:
        raise ExcepcionOgc("OperationParsingFailed", f"La petición va en el espacio de nombres {CSW}.")
    yield "request", nombre.localname
    for atributo in _ATRIBUTOS:
        if (valor := raiz.get(atributo)) is not None:
            yield atributo.lower(), valor
    partes = list(raiz.iter())
    por_nombre = {etree.QName(nodo).localname: nodo for nodo in reversed(partes)}
    for texto in _TEXTOS:
        if texto in por_nombre:
            yield texto.lower(), (por_nombre[texto].text or "").strip()
    for local, clave in _LISTAS.items():
        if hallados := [(n.text or "").strip() for n in partes if etree.QName(n).localname == local]:
            yield clave, ",".join(hallados)
    yield from _de_consulta(por_nombre)


def _de_consulta(por_nombre: dict[str, etree._Element]) -> Iterator[tuple[str, str]]:
    if (consulta := por_nombre.get("Query")) is not None and consulta.get("typeNames"):
        yield "typenames", ",".join(consulta.get("typeNames").split())
    if (restriccion := por_nombre.get("Constraint")) is not None:
        yield from _de_restriccion(restriccion)
    if (orden := por_nombre.get("SortBy")) is not None:
        yield "sortby", ",".join(f"{_dentro(p, 'PropertyName')}:{_dentro(p, 'SortOrder') or 'ASC'}" for p in orden)


def _de_restriccion(restriccion: etree._Element) -> Iterator[tuple[str, str]]:
    if len(restriccion) != 1:
        raise ExcepcionOgc("InvalidParameterValue", "Constraint lleva un Filter o un CqlText.", "Constraint")
    [texto] = restriccion
    es_cql = etree.QName(texto).localname == "CqlText"
    yield "constraintlanguage", "CQL_TEXT" if es_cql else "FILTER"
    yield (
        "constraint",
        (texto.text or "") if es_cql else etree.tostring(texto, encoding="unicode", with_tail=False),
    )


def _dentro(nodo: etree._Element, local: str) -> str:
    return next((hijo.text or "" for hijo in nodo if etree.QName(hijo).localname == local), "")


# One parameter at a time


def consulta(parametros: Parametros) -> Consulta:
    """What GetRecords asks. Raises ExcepcionOgc, with the parameter at fault."""
    if "responsehandler" in parametros:
        raise ExcepcionOgc("OptionNotSupported", "Este catálogo responde en la misma petición.", "ResponseHandler")
    tipos(obligatorio(parametros, "typenames", "typeNames"))
    nombre, escribir = esquema(parametros)
    elementos = tuple(nombre_de(e) for e in parametros.get("elementname", "").split(",") if e.strip())
    return Consulta(
        nombre,
        escribir,
        conjunto(parametros, "summary"),
        elementos,
        _de_lista(parametros, "resulttype", "resultType", RESULTADOS, "hits"),
        _entero(parametros, "startposition", "startPosition", 1, 1),
        min(_entero(parametros, "maxrecords", "maxRecords", POR_DEFECTO, 0), MAXIMO),
        condicion(parametros),
        tuple(_orden(parametros.get("sortby", ""))),
    )


def obligatorio(parametros: Parametros, clave: str, nombre: str) -> str:
    if not parametros.get(clave, "").strip():
        raise ExcepcionOgc("MissingParameterValue", f"Falta «{nombre}».", nombre)
    return parametros[clave]


def tipos(texto: str) -> list[str]:
    """The types of record asked for, of those there are; all without any."""
    conocidos = {tipo.lower(): espacio for espacio, (tipo, _, _) in ESQUEMAS.items()}
    pedidos = [tipo.strip().lower() for tipo in texto.split(",") if tipo.strip()]
    for pedido in pedidos:
        if pedido not in conocidos and f"csw:{pedido}" not in conocidos:
            raise ExcepcionOgc("InvalidParameterValue", f"El catálogo no tiene registros «{pedido[:60]}».", "typeNames")
    return [conocidos.get(p) or conocidos[f"csw:{p}"] for p in pedidos] or list(ESQUEMAS)


def esquema(parametros: Parametros) -> tuple[str, Escritor]:
    formato = parametros.get("outputformat", FORMATOS[0]).split(";")[0].strip()
    if formato not in FORMATOS:
        raise ExcepcionOgc("InvalidParameterValue", "El catálogo responde en application/xml.", "outputFormat")
    pedido = parametros.get("outputschema") or CSW
    if pedido not in ESQUEMAS:
        raise ExcepcionOgc("InvalidParameterValue", f"Se responde en: {', '.join(ESQUEMAS)}.", "outputSchema")
    return pedido, ESQUEMAS[pedido][2]


def conjunto(parametros: Parametros, por_defecto: str) -> str:
    return _de_lista(parametros, "elementsetname", "ElementSetName", tuple(CONJUNTOS), por_defecto)


def condicion(parametros: Parametros) -> evaluar.Condicion:
    texto = parametros.get("constraint", "").strip()
    if not texto:
        return lambda registro: True
    lenguaje = obligatorio(parametros, "constraintlanguage", "constraintLanguage").upper()
    if lenguaje not in LENGUAJES:
        raise ExcepcionOgc("InvalidParameterValue", "El lenguaje es CQL_TEXT o FILTER.", "constraintLanguage")
    return evaluar.compilar(LENGUAJES[lenguaje](texto))


def _de_lista(parametros: Parametros, clave: str, nombre: str, admitidos: tuple[str, ...], por_defecto: str) -> str:
    valor = parametros.get(clave) or por_defecto
    if valor not in admitidos:
        raise ExcepcionOgc("InvalidParameterValue", f"«{nombre}» es uno de: {', '.join(admitidos)}.", nombre)
    return valor


def _entero(parametros: Parametros, clave: str, nombre: str, por_defecto: int, minimo: int) -> int:
    texto = parametros.get(clave) or str(por_defecto)
    if not (texto.isascii() and texto.isdigit() and len(texto) < 10 and int(texto) >= minimo):
        raise ExcepcionOgc("InvalidParameterValue", f"«{nombre}» es un número entero desde {minimo}.", nombre)
    return int(texto)


def _orden(texto: str) -> Iterator[tuple[str, bool]]:
    for parte in filter(None, texto.split(",")):
        propiedad, _, sentido = parte.rpartition(":")
        if sentido.upper() not in ("A", "D", "ASC", "DESC"):
            propiedad, sentido = parte, "A"
        nombre = nombre_de(propiedad)
        if nombre not in PROPIEDADES:
            raise ExcepcionOgc("InvalidParameterValue", f"No se ordena por «{propiedad[:60]}».", "SortBy")
        yield nombre, sentido.upper().startswith("D")


def eco(request: HttpRequest, parametros: Parametros) -> etree._Element:
    """The request as it was understood, for who asked to have it checked: the XML itself, or the parameters as XML."""
    if request.method == "POST" and not peticion.es_formulario(request):
        return peticion.raiz_de_xml(request.body)
    tipo = csw.ElementSetName(parametros.get("elementsetname", "summary"))
    pregunta = csw.Query(tipo, typeNames=parametros["typenames"])
    if texto := parametros.get("constraint", "").strip():
        es_cql = parametros["constraintlanguage"].upper() == "CQL_TEXT"
        interior = csw.CqlText(texto) if es_cql else peticion.raiz_de_xml(texto.encode())
        pregunta.append(csw.Constraint(interior, version="1.1.0"))
    return csw.GetRecords(pregunta, service="CSW", version=VERSION, resultType="validate")
