"""POST /requests: from what a programme sent to what an action takes."""

import uuid
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.http import HttpRequest, QueryDict

from capas.errores import NoExiste, PeticionInvalida
from capas.geometria import SRID_GEOGRAFICO, punto
from capas.llaves import huella
from malla_vial import fotos
from malla_vial.acciones import Contacto
from malla_vial.acciones.open311 import gastar, radicar_por_llave
from malla_vial.direcciones import exacto, ubicar
from malla_vial.models import EnvioOpen311, LlaveOpen311, TipoDano, TramoVial
from malla_vial.open311 import servicios
from malla_vial.open311.errores import LlaveRechazada
from malla_vial.open311.parametros import exigir_jurisdiccion, uno, varios
from malla_vial.open311.tareas import traer_foto

TEXTO_MAXIMO = 4000
_SI_NO = {"si": True, "no": False}
_ESPACIO = uuid.UUID("6f1f6a5e-3d0b-5a53-9f0e-3a1d0b7c3110")  # the name space of our idempotency keys


def con_llave(request: HttpRequest) -> LlaveOpen311:
    """The living key of a request, its sending counted. Raises LlaveRechazada, NoExiste (another jurisdiction), Agotado."""
    texto = uno(request.POST, "api_key", 200) or uno(request.GET, "api_key", 200)
    if not texto:
        raise LlaveRechazada("Falta api_key: pida una en la dirección que da discovery (key_service).")
    llave = LlaveOpen311.objects.select_related("en_nombre_de").filter(huella=huella(texto), activa=True).first()
    if llave is None:
        raise LlaveRechazada("La llave (api_key) no existe o fue revocada.")
    exigir_jurisdiccion(request.POST, llave.jurisdicciones)
    gastar(llave)
    return llave


def recibir(request: HttpRequest) -> EnvioOpen311:
    """File what came, and queue the fetching of its photo in the same transaction."""
    llave = con_llave(request)
    p = request.POST
    datos = _reporte(p) | {"fotos": fotos.limpiar_varias(request.FILES.getlist("media"))}
    datos |= {nombre: uno(p, nombre, 120) for nombre in ("device_id", "account_id")}
    datos |= {"media_url": _url(p), "clave": _clave(request, llave)}
    with transaction.atomic():
        envio = radicar_por_llave(llave=llave, **datos)
        if envio.medio == EnvioOpen311.Medio.PENDIENTE:
            traer_foto.enqueue(envio.pk)
    return envio


def _reporte(p: QueryDict) -> dict[str, Any]:
    tipo = _tipo(uno(p, "service_code", 40))
    lugar, direccion = _lugar(p)
    respuestas = _respuestas(p, tipo)
    return {
        "tipo": tipo,
        "punto": lugar,
        "direccion": direccion,
        "descripcion": uno(p, "description", TEXTO_MAXIMO),
        "tamano": (respuestas.pop("tamano", None) or [""])[0],
        "peligro": _SI_NO.get((respuestas.pop("peligro", None) or [""])[0]),
        "respuestas": {codigo: dadas for codigo, dadas in respuestas.items() if dadas},
        "contacto": _contacto(p),
    }


def _tipo(codigo: str) -> TipoDano:
    if not codigo:
        raise PeticionInvalida("Falta service_code: elija uno de GET services.")
    tipo = TipoDano.objects.filter(pk=codigo, activo=True).first()
    if tipo is None:
        raise NoExiste("service_code: no existe ese servicio; elija uno de GET services.")
    return tipo


def _lugar(p: QueryDict) -> tuple[Point | None, str]:
    """Where it is and how that was said: coordinates first, then the segment of a street, then an address in words."""
    lat, lon, direccion = uno(p, "lat", 40), uno(p, "long", 40), uno(p, "address_string", 200)
    if lat or lon:
        if not (lat and lon):
            raise PeticionInvalida("lat y long van juntos.")
        return punto(lon, lat), direccion
    if codigo := uno(p, "address_id", 40):
        return _medio_del_tramo(codigo), direccion
    if not direccion:
        raise PeticionInvalida("Falta el lugar: lat y long, o address_string, o address_id.")
    return _ubicar(direccion), direccion


def _medio_del_tramo(codigo: str) -> Point:
    tramo = TramoVial.objects.filter(codigo=codigo).first()
    if tramo is None:
        raise PeticionInvalida("address_id: no hay un tramo de vía con ese código.")
    return Point(*tramo.geom.interpolate_normalized(0.5).coords, srid=tramo.geom.srid)


def _ubicar(direccion: str) -> Point | None:
    """The one place that the words surely mean; None leaves the report to be placed by staff."""
    hallado = exacto(ubicar(direccion))
    return Point(hallado.lon, hallado.lat, srid=SRID_GEOGRAFICO) if hallado else None


def _contacto(p: QueryDict) -> Contacto:
    correo = uno(p, "email", 254)
    try:
        correo = forms.EmailField(required=False).clean(correo)
    except ValidationError:
        raise PeticionInvalida("email: no es una dirección de correo.") from None
    nombre = " ".join(parte for parte in (uno(p, "first_name", 60), uno(p, "last_name", 59)) if parte)
    return Contacto(nombre=nombre, correo=correo, telefono=uno(p, "phone", 30))


def _url(p: QueryDict) -> str:
    """Only its shape is looked at here: what it leads to is another's errand (`tareas`)."""
    url = uno(p, "media_url", 2000)
    try:
        if url:
            URLValidator(schemes=("http", "https"))(url)
    except ValidationError:
        raise PeticionInvalida("media_url: debe ser una dirección http o https.") from None
    return url


def _clave(request: HttpRequest, llave: LlaveOpen311) -> uuid.UUID:
    """The same words of the same key are the same report; without them every sending is another one."""
    dicha = request.headers.get("Idempotency-Key", "").strip() or uno(request.POST, "clave", 200)
    return uuid.uuid5(_ESPACIO, f"{llave.pk} {dicha[:200]}") if dicha else uuid.uuid4()


def _respuestas(p: QueryDict, tipo: TipoDano) -> dict[str, list[str]]:
    """The answers by attribute, each one allowed by the definition of the service."""
    respuestas = {}
    for atributo in servicios.atributos(tipo):
        codigo = atributo["code"]
        dadas = varios(p, f"attribute[{codigo}][]") or [v for v in [uno(p, f"attribute[{codigo}]")] if v]
        _exigir_respuesta(atributo, dadas)
        respuestas[codigo] = dadas
    return respuestas


def _exigir_respuesta(atributo: dict[str, Any], dadas: list[str]) -> None:
    codigo, admitidas = atributo["code"], [valor["key"] for valor in atributo["values"]]
    if atributo["required"] and not dadas:
        raise PeticionInvalida(f"Falta attribute[{codigo}]: {atributo['description']}")
    if len(dadas) > 1 and atributo["datatype"] != "multivaluelist":
        raise PeticionInvalida(f"attribute[{codigo}] admite un solo valor.")
    if admitidas and not set(dadas) <= set(admitidas):
        raise PeticionInvalida(f"attribute[{codigo}] admite: {', '.join(admitidas)}.")


def aviso(envio: EnvioOpen311, base: str) -> str:
    """What the sender may tell the citizen: the filing number always, and what happens next."""
    codigo = envio.reporte.codigo
    if publico(envio):
        return f"Radicado {codigo}: se sigue en {base}/reportes/{codigo}"
    return f"Radicado {codigo}: aparecerá en la lista pública cuando una persona de la Alcaldía lo ubique y lo revise."


def publico(envio: EnvioOpen311) -> bool:
    return envio.reporte.visible and envio.reporte.geom is not None
