"""The answers to the questions of a kind: each checked by what its question says."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from capas.errores import DatosInvalidos
from malla_vial.models import PreguntaDano, Reporte, RespuestaDano, TipoDano

TEXTO_MAXIMO = 500


def limpiar_respuestas(tipo: TipoDano, respuestas: Mapping[str, Any]) -> list[RespuestaDano]:
    """Answers by question code (text, number, date, key or keys), not saved yet; empty ones are left out.

    The answer to a question that was retired is still taken: it may have waited in a phone.

    Raises DatosInvalidos with all that is wrong, or with whom to call where the kind is not received here.
    """
    if tipo.freno_detiene:
        raise DatosInvalidos(f"{tipo.freno} {tipo.freno_telefono}".strip())
    preguntas = {pregunta.codigo: pregunta for pregunta in tipo.preguntas.all()}
    errores = [f"«{codigo}» no es una pregunta de «{tipo}»." for codigo in respuestas if codigo not in preguntas]
    limpias = []
    for codigo, pregunta in preguntas.items():
        try:
            valor = _limpiar(pregunta, respuestas.get(codigo))
        except ValueError as error:
            errores.append(f"«{pregunta.texto}»: {error}")
            continue
        if valor not in ("", []):
            limpias.append(RespuestaDano(pregunta=pregunta, valor=valor))
        elif pregunta.obligatoria and pregunta.activa:
            errores.append(f"«{pregunta.texto}»: falta la respuesta.")
    if errores:
        raise DatosInvalidos(" ".join(errores))
    return limpias


def guardar_respuestas(reporte: Reporte, respuestas: Iterable[RespuestaDano]) -> None:
    for respuesta in respuestas:
        respuesta.reporte = reporte
        respuesta.publica = respuesta.pregunta.cerrada or reporte.texto_aprobado
        respuesta.save()


def publicar_respuestas(reporte: Reporte) -> None:
    """What was written freely is shown when the text of the report is, and hidden when it is."""
    abiertas = reporte.respuestas.exclude(pregunta__clase__in=PreguntaDano.CERRADAS)
    abiertas.update(publica=reporte.texto_aprobado)


def _limpiar(pregunta: PreguntaDano, valor: Any) -> Any:
    """The answer as it is kept; "" or [] of none. Raises ValueError, whose message is for a person."""
    if valor in (None, "", [], ()):
        return ""
    return _LIMPIAR[PreguntaDano.Clase(pregunta.clase)](pregunta, valor)


def _texto(pregunta: PreguntaDano, valor: Any) -> str:
    texto = str(valor).replace("\x00", "").strip()
    if len(texto) > TEXTO_MAXIMO:
        raise ValueError(f"hasta {TEXTO_MAXIMO} letras.")
    return texto


def _numero(pregunta: PreguntaDano, valor: Any) -> float | int:
    try:
        numero = float(str(valor)[:40].replace(",", "."))
    except ValueError:
        raise ValueError("escriba un número.") from None
    if not math.isfinite(numero) or abs(numero) > 1e9:
        raise ValueError("ese número es demasiado grande.")
    return int(numero) if numero.is_integer() else numero


def _fecha(pregunta: PreguntaDano, valor: Any) -> str:
    try:
        return dt.date.fromisoformat(str(valor)[:10]).isoformat()
    except ValueError:
        raise ValueError("escriba una fecha, como 2026-11-21.") from None


def _una(pregunta: PreguntaDano, valor: Any) -> str:
    if isinstance(valor, list | tuple):
        if len(valor) > 1:
            raise ValueError("elija solo una opción.")
        valor = valor[0]
    if str(valor) not in dict(pregunta.opciones):
        raise ValueError("elija una de las opciones.")
    return str(valor)


def _varias(pregunta: PreguntaDano, valor: Any) -> list[str]:
    elegidas = {str(v) for v in (valor if isinstance(valor, list | tuple) else [valor])}
    if not elegidas <= dict(pregunta.opciones).keys():
        raise ValueError("elija entre las opciones.")
    return [clave for clave, _ in pregunta.opciones if clave in elegidas]


_LIMPIAR = {
    PreguntaDano.Clase.TEXTO: _texto,
    PreguntaDano.Clase.NUMERO: _numero,
    PreguntaDano.Clase.FECHA: _fecha,
    PreguntaDano.Clase.UNA: _una,
    PreguntaDano.Clase.VARIAS: _varias,
}
