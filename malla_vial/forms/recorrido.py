"""Where each button of a step leads, on the way without JavaScript: it reads the draft and decides, and writes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from capas.consultas import Usuario
from capas.geometria import CoordenadaInvalida, punto
from malla_vial import acciones
from malla_vial.direcciones.opciones import coordenadas_de, lugar_exacto, lugares
from malla_vial.duplicados import Candidato, candidatos
from malla_vial.forms.preguntas import en_borrador
from malla_vial.forms.reportar import FormularioReporte
from malla_vial.models import Borrador, TipoDano
from malla_vial.pasos import PASOS, POR_NOMBRE, Paso, anterior, paso_de, siguiente


@dataclass(frozen=True)
class Pulsado:
    """A button of a step: what came with it, and the draft that keeps it already."""

    borrador: Borrador
    paso: Paso
    enviado: QueryDict
    usuario: Usuario | None = None

    @property
    def boton(self) -> str:
        return "quitar" if "quitar" in self.enviado else self.enviado.get("ir", "")


@dataclass(frozen=True)
class Error:
    """A line of the summary, and the element that it leads to."""

    texto: str
    id: str = ""


@dataclass(frozen=True)
class Ir:
    """On to another step."""

    paso: Paso


@dataclass(frozen=True)
class Mostrar:
    """The page of a step. mas: what only this answer shows."""

    paso: Paso
    form: FormularioReporte
    errores: Sequence[Error] = ()
    mas: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Radicar:
    """Everything is told: file it."""

    form: FormularioReporte


Destino = Ir | Mostrar | Radicar


def siguiente_paso(dado: Pulsado) -> Destino:
    if dado.boton in POR_NOMBRE:
        return Ir(POR_NOMBRE[dado.boton])
    return _DE_BOTON.get(dado.boton, _seguir)(dado)


def lo_escrito(paso: Paso, enviado: QueryDict) -> dict[str, str | list[str]]:
    """All that a draft keeps of a step: its fields, the place that was chosen, the answers that the kind of damage asks for."""
    datos: dict[str, str | list[str]] = {c: enviado.get(c, "").strip() for c in paso.campos if c != "foto"}
    if _de_lo_escrito(enviado):
        datos |= coordenadas_de(enviado.get("hallado", ""))
    if "tipo" in paso.campos and (tipo := tipo_de(datos)):
        datos |= en_borrador(tipo, enviado)
    if enviado.get("ir") == "sin_lugar":
        datos |= {"lon": "", "lat": ""}
    return datos


def tipo_de(datos: dict[str, Any]) -> TipoDano | None:
    return TipoDano.objects.filter(pk=datos.get("tipo", ""), activo=True).first()


def parecidos(datos: dict[str, Any]) -> list[Candidato]:
    """Open reports that may tell the same damage; none without a place or a kind."""
    tipo = tipo_de(datos)
    try:
        lugar = punto(datos.get("lon", ""), datos.get("lat", ""))
    except CoordenadaInvalida:
        return []
    return candidatos(tipo, lugar) if tipo else []


def con_errores(form: FormularioReporte, paso: Paso) -> Mostrar:
    """The step with its errors, each with the field to go to, and with those of no field."""
    de_campos = [Error(str(texto), f"id_{campo}") for campo in paso.campos for texto in form.errors.get(campo, [])]
    return Mostrar(paso, form, [*de_campos, *(Error(str(texto)) for texto in form.non_field_errors())])


def lugar_ajeno(form: FormularioReporte, error: acciones.FueraDelMunicipio) -> Mostrar:
    """Back to the place: it is another municipality's, and the person says whether the report is sent on."""
    form.queda_afuera(error)
    return con_errores(form, POR_NOMBRE["lugar"])


def _atras(dado: Pulsado) -> Destino:
    return Ir(_que_pregunte(dado, anterior))


def _aqui(dado: Pulsado) -> Destino:
    return Ir(dado.paso)


def _buscar(dado: Pulsado) -> Destino:
    hallados = lugares(dado.borrador.datos.get("direccion", ""), dado.usuario)
    form = FormularioReporte(initial=dado.borrador.datos)
    return Mostrar(dado.paso, form, mas={"buscado": True, "hallados": hallados})


def _seguir(dado: Pulsado) -> Destino:
    form = FormularioReporte(dado.borrador.datos | {"clave": str(dado.borrador.pk)})
    if dado.paso is PASOS[-1]:
        return Radicar(form) if form.is_valid() else con_errores(form, paso_de(form.errors))
    paradas = (parar(dado, form) for parar in _PARADAS)
    return next(filter(None, paradas), None) or Ir(_que_pregunte(dado, siguiente))


def _por_preguntar(dado: Pulsado, form: FormularioReporte) -> Mostrar | None:
    """The step again, where the kind just chosen has something to say or to ask that the page did not know."""
    tipo = tipo_de(dado.borrador.datos) if dado.paso.nombre == "dano" else None
    if tipo is None or dado.enviado.get("preguntado") == tipo.pk:
        return None
    pregunta_mas = bool(tipo.freno) or tipo.preguntas.filter(activa=True).exists()
    return Mostrar(dado.paso, FormularioReporte(initial=dado.borrador.datos)) if pregunta_mas else None


def _mal_escrito(dado: Pulsado, form: FormularioReporte) -> Mostrar | None:
    pagina = con_errores(form, dado.paso)
    return pagina if pagina.errores else None


def _por_elegir(dado: Pulsado, form: FormularioReporte) -> Mostrar | None:
    """The one place that the words surely mean, where there is no point and it was not yet asked."""
    dicho = dado.borrador.datos.get
    ya_preguntado = "hallado" in dado.enviado and _de_lo_escrito(dado.enviado)
    if dado.paso.nombre != "lugar" or dicho("lon") or dicho("lat") or ya_preguntado:
        return None
    hallados = lugar_exacto(dicho("direccion", ""), dado.usuario)
    return Mostrar(dado.paso, form, mas={"buscado": True, "unico": True, "hallados": hallados}) if hallados else None


def _de_otro_municipio(dado: Pulsado, form: FormularioReporte) -> Mostrar | None:
    ajeno = acciones.fuera_sin_confirmar(form.cleaned_data) if dado.paso.nombre == "lugar" else None
    return lugar_ajeno(form, ajeno) if ajeno else None


def _de_lo_escrito(enviado: QueryDict) -> bool:
    """Whether the places that were shown are those of the words sent now: who wrote others does not mean the old place."""
    escrito = enviado.get("direccion", "")
    return enviado.get("hallado_de", escrito).strip() == escrito.strip()


def _que_pregunte(dado: Pulsado, hacia: Callable[[Paso], Paso]) -> Paso:
    """The neighbour of a step; one that has nothing to ask is passed over."""
    destino = hacia(dado.paso)
    return hacia(destino) if destino.a_veces and not parecidos(dado.borrador.datos) else destino


# What may keep a person at a step that has others after it, in the order in which it is looked at.
_PARADAS = (_por_preguntar, _mal_escrito, _por_elegir, _de_otro_municipio)
_DE_BOTON: dict[str, Callable[[Pulsado], Destino]] = {
    "atras": _atras,
    "buscar": _buscar,
    "aqui": _aqui,
    "sin_lugar": _aqui,
    "quitar": _aqui,
}
