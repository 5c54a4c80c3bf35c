"""From the body of an execute request, or from the form of a page, to what is asked of a process."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from capas.errores import DemasiadoGrande, PeticionInvalida
from capas.ogc.parametros import objeto
from capas.procesos.entradas import Entrada
from capas.procesos.registro import Proceso
from capas.sitio import base

CUERPO_MAXIMO = 256 * 1024
JSON, FORMULARIO = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Peticion:
    entradas: dict[str, Any]
    en_documento: bool
    como_trabajo: bool


def leer(request: HttpRequest, proceso: Proceso) -> Peticion:
    """Raises PeticionInvalida, DemasiadoGrande. The inputs are not read yet: that is the process's own."""
    if len(request.body) > CUERPO_MAXIMO:
        raise DemasiadoGrande(f"El cuerpo pasa de {CUERPO_MAXIMO // 1024} kB. Simplifique la geometría.")
    if request.content_type == FORMULARIO:
        return Peticion(_de_formulario(request, proceso), False, request.POST.get("modo") == "trabajo")
    return _de_json(request, proceso)


def _de_json(request: HttpRequest, proceso: Proceso) -> Peticion:
    cuerpo = objeto(request.body)
    if ajenos := sorted(set(cuerpo) - {"inputs", "outputs", "response"}):
        raise PeticionInvalida(f"No se admite «{ajenos[0][:60]}». Se admiten: inputs, outputs, response.")
    entradas, respuesta = cuerpo.get("inputs", {}), cuerpo.get("response", "raw")
    if not isinstance(entradas, dict):
        raise PeticionInvalida("«inputs» debe ser un objeto: {nombre: valor}.")
    if respuesta not in ("raw", "document"):
        raise PeticionInvalida("«response» debe ser raw o document.")
    _revisar_salidas(cuerpo.get("outputs", {}), proceso)
    preferencias = [p.strip().lower() for p in request.headers.get("Prefer", "").replace(";", ",").split(",")]
    entradas = {nombre: _sin_direccion(request, valor) for nombre, valor in entradas.items()}
    return Peticion(entradas, respuesta == "document", "respond-async" in preferencias)


def _sin_direccion(request: HttpRequest, valor: Any) -> Any:
    """A link to this same service without its host, so that a job finds the same feature later."""
    if isinstance(valor, dict) and isinstance(valor.get("href"), str):
        return {**valor, "href": valor["href"].removeprefix(base(request))}
    return valor


def _revisar_salidas(salidas: Any, proceso: Proceso) -> None:
    suya = proceso.salida
    if not isinstance(salidas, dict) or not set(salidas) <= {suya.nombre}:
        raise PeticionInvalida(f"«outputs» debe ser un objeto. La salida de este proceso se llama «{suya.nombre}».")
    for pedida in salidas.values():
        if not isinstance(pedida, dict) or pedida.get("transmissionMode", "value") != "value":
            raise PeticionInvalida("«transmissionMode» debe ser value: el resultado va en la respuesta.")
        formato = pedida.get("format", {})
        tipo = formato.get("mediaType", suya.tipo) if isinstance(formato, dict) else None
        if tipo not in (suya.tipo, JSON):
            raise PeticionInvalida(f"«format» de la salida «{suya.nombre}»: solo hay {suya.tipo}.")


# The form of a page


def _de_formulario(request: HttpRequest, proceso: Proceso) -> dict[str, Any]:
    crudas = {nombre: _campo(request, nombre, entrada) for nombre, entrada in proceso.entradas.items()}
    return {nombre: valor for nombre, valor in crudas.items() if valor is not None}


def _campo(request: HttpRequest, nombre: str, entrada: Entrada) -> Any:
    """The value a form field stands for; None for one left empty."""
    if entrada.control == "capas":
        return request.POST.getlist(nombre) or None
    if entrada.control == "punto":
        lon, lat = (_numero(request.POST.get(f"{nombre}-{eje}", "")) for eje in ("lon", "lat"))
        return {"type": "Point", "coordinates": [lon, lat]} if lon or lat else None
    texto = request.POST.get(nombre, "").strip()
    if not texto:
        return None
    if entrada.control == "geometria":
        return objeto(texto) if texto.startswith("{") else _sin_direccion(request, {"href": texto})
    return _numero(texto) if entrada.control == "numero" else texto


def _numero(texto: str) -> float | str:
    """A number as people type it here; what is none goes on as text, to be refused by its name."""
    try:
        return float(texto.strip().replace(",", "."))
    except ValueError:
        return texto.strip()
