"""THE table of quality measures (ISO 19157, annex D). A new measure is one more line, and a planted case in the tests.

iso: the identifier of the standard's measure, or «propia» for one of our own, which the standard lets a producer define.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import floor
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils import timezone

from capas.calidad import cuadricula, sql, sql_formas
from capas.calidad.contexto import FECHAS, TEXTOS, Contexto, Resultado, en_grados

AMONTONADOS = 5

OMISION, COMISION = "DQ_CompletenessOmission", "DQ_CompletenessCommission"
CONCEPTUAL, DOMINIO = "DQ_ConceptualConsistency", "DQ_DomainConsistency"
FORMATO, TOPOLOGIA = "DQ_FormatConsistency", "DQ_TopologicalConsistency"
POSICION, TEMPORAL = "DQ_AbsoluteExternalPositionalAccuracy", "DQ_TemporalValidity"
CRONOLOGIA, TEMATICA = "DQ_TemporalConsistency", "DQ_NonQuantitativeAttributeCorrectness"

Alcances = Iterable[Any]  # what a measure is taken of, once each: fields, or None for the layer whole


@dataclass(frozen=True)
class Medida:
    """One line of the table, for a `Contexto` or, of a raster, a `ContextoDeImagen`. `alcances`: none where the measure does not apply. umbral: the most that conforms; None: it informs.

    tasa: the threshold is a share of the total.
    """

    codigo: str
    iso: str
    elemento: str
    titulo: str
    medir: Callable[[Any, Any], Resultado]
    alcances: Callable[[Any], Alcances] = lambda c: [None]
    umbral: float | Callable[[Any], float | None] | None = 0
    tasa: bool = False
    unidad: str = "elementos"

    def limite(self, contexto: Any, total: float | None) -> float | None:
        umbral = self.umbral(contexto) if callable(self.umbral) else self.umbral
        return floor(umbral * (total or 0)) if self.tasa and umbral is not None else umbral


def _si(condicion: Callable[[Contexto], Any]) -> Callable[[Contexto], Alcances]:
    """The layer whole, if."""
    return lambda c: [None] if condicion(c) else []


# Completeness


def _obligatorios(c: Contexto) -> list[Field]:
    return [campo for campo in c.campos() if not campo.blank and not campo.null and campo.get_internal_type() in TEXTOS]


def _opcionales(c: Contexto) -> list[Field]:
    return [campo for campo in c.campos() if campo.null or campo.blank]


def _vacios(c: Contexto, _) -> Resultado:
    campos = _opcionales(c)
    return Resultado(sql.casillas_vacias(campos), c.elementos * len(campos))


def _unidades_vacias(c: Contexto, nivel: str) -> Resultado:
    from capas.models import UnidadTerritorial

    return c.contar(sql.unidades_vacias(nivel), UnidadTerritorial.objects.filter(nivel=nivel).count())


def _sin_servicio(c: Contexto, otra) -> Resultado:
    return c.contar(sql.sin_servicio(otra, c.promesa.alcance_m), sql.publicas(otra).count())


def _servida(c: Contexto) -> Alcances:
    otra = c.abierta(c.promesa.sirve_a) if c.promesa.sirve_a else None
    return [otra] if otra else []


def _niveles(c: Contexto) -> Alcances:
    nivel = c.promesa.territorio
    return [nivel] if nivel and c.abierta(_CAPA_DE_NIVEL.get(nivel, "")) else []


_CAPA_DE_NIVEL = {
    "comuna": "comunas", "barrio": "barrios", "corregimiento": "corregimientos", "vereda": "veredas",
    "centro_poblado": "centros-poblados",
}  # fmt: skip


def _huecos_de_red(c: Contexto, _) -> Resultado:
    """Square kilometres without a way that ways surround."""
    ocupadas = sql.celdas(cuadricula.LADO)
    grupos = cuadricula.huecos(ocupadas)
    km2 = (cuadricula.LADO / 1000) ** 2
    vacias = sum(map(len, grupos))
    lugares = en_grados([cuadricula.centro(grupo) for grupo in grupos[:20]])
    return Resultado(round(vacias * km2, 3), round((len(ocupadas) + vacias) * km2, 3), lugares=lugares)


# Logical consistency


def _fuera_de_dominio(c: Contexto, campo: Field) -> Resultado:
    admitidos = {valor for valor, _ in campo.flatchoices}
    malos = [valor for valor in sql.distintos(campo) if valor not in admitidos and valor != ""]
    return c.contar_valores({campo: malos} if malos else {})


def _mal_formados(c: Contexto, _) -> Resultado:
    malos = {campo: [v for v in sql.distintos(campo) if not _pasa(campo, v)] for campo in _validados(c)}
    return c.contar_valores({campo: valores for campo, valores in malos.items() if valores})


def _validados(c: Contexto) -> list[Field]:
    return [campo for campo in c.campos() if campo.validators and not campo.choices]


def _pasa(campo: Field, valor: Any) -> bool:
    try:
        for validar in campo.validators:
            validar(valor)
    except ValidationError:
        return False
    return True


def _pares_de_fechas(c: Contexto) -> list[tuple[Field, Field]]:
    return [(c.capa.campo(antes), c.capa.campo(despues)) for antes, despues in c.promesa.orden]


def _red(c: Contexto) -> bool:
    return c.promesa.red


def _de_extremos(buscar: Callable[[Contexto], sql.Busqueda]) -> Callable[[Contexto, Any], Resultado]:
    return lambda c, _: c.contar(buscar(c), c.extremos)


def _de_pares(buscar: Callable[[Contexto], sql.Busqueda]) -> Callable[[Contexto, Any], Resultado]:
    return lambda c, _: c.contar(buscar(c), sql_formas.vecinos(c.por))


# Position, time, theme


def _antiguedad(c: Contexto, _) -> Resultado:
    """Days since the declared reference date or, where none is declared, since the last change."""
    hoy = timezone.localdate()
    fecha: dt.date = c.ficha.fecha_referencia or timezone.localdate(c.ficha.actualizada)
    return Resultado(max((hoy - fecha).days, 0))


def _referencias(c: Contexto) -> Alcances:
    for campo, destino in c.promesa.referencias.items():
        capa, _, columna = destino.partition(".")
        if otra := c.abierta(capa):
            yield c.capa.campo(campo), otra, otra.campo(columna).column


ACTUALIDAD = Medida(
    "actualidad",
    "propia",
    TEMPORAL,
    "Días desde la fecha de referencia",
    _antiguedad,
    umbral=lambda c: c.ficha.ritmo.dias,
    unidad="días",
)
MEDIDAS = (
    Medida("omision", "6", OMISION, "Sin un valor obligatorio", lambda c, campo: c.contar(sql.sin_valor(campo)), _obligatorios),
    Medida("opcionales-vacios", "6", OMISION, "Valores opcionales sin llenar", _vacios, _si(_opcionales), None, unidad="valores"),
    Medida("territorio-vacio", "6", OMISION, "Unidades del territorio sin ningún elemento", _unidades_vacias, _niveles, 0.1, tasa=True, unidad="unidades"),
    Medida("sin-servicio", "6", OMISION, "Sin ninguno de estos elementos a su alcance", _sin_servicio, _servida, 0.02, tasa=True),
    Medida("huecos-de-red", "propia", OMISION, "Superficie sin ninguna vía y rodeada de vías", _huecos_de_red, _si(_red), unidad="km²"),
    Medida("clave-repetida", "4", COMISION, "Código repetido, salvo mayúsculas, tildes o espacios", lambda c, _: c.contar(sql.clave_repetida(c.capa.campo(c.capa.clave))), _si(lambda c: c.capa.clave in c.capa.publicos)),
    Medida("geometria-repetida", "4", COMISION, "Misma geometría que otro elemento", lambda c, _: c.contar(sql.geometria_repetida())),
    Medida("gemelos", "4", COMISION, "Mismos atributos y casi el mismo lugar que otro", lambda c, _: c.contar(sql.gemelos(c.descriptivos, c.tolerancia)), _si(lambda c: c.descriptivos)),
    Medida("dominio", "16", DOMINIO, "Valor que no está en la lista de valores", _fuera_de_dominio, lambda c: [campo for campo in c.campos() if campo.choices]),
    Medida("fechas-imposibles", "16", DOMINIO, "Fecha imposible (antes de 1550 o dentro de más de cien años)", lambda c, campos: c.contar(sql.fecha_imposible(campos)), lambda c: [c.campos(*FECHAS)] if c.campos(*FECHAS) else []),
    Medida("fuera-del-municipio", "16", DOMINIO, "Fuera del municipio", lambda c, _: c.contar(sql.fuera_del_municipio()), _si(lambda c: c.hay_municipio)),
    Medida("formato", "19", FORMATO, "Valor que no cumple el formato o los límites de su campo", _mal_formados, _si(_validados)),
    Medida("texto-roto", "19", FORMATO, "Texto con letras dañadas o caracteres de control", lambda c, campos: c.contar(sql.texto_roto(campos)), lambda c: [c.campos(*TEXTOS)] if c.campos(*TEXTOS) else []),
    Medida("geometria-invalida", "10", CONCEPTUAL, "Geometría no válida (ISO 19107)", lambda c, _: c.contar(sql_formas.invalidas())),
    Medida("traslapes", "11", CONCEPTUAL, "Traslapes entre vecinos, del área mínima cartografiable en adelante", _de_pares(lambda c: sql_formas.traslapes(c.por, c.area_minima)), _si(lambda c: c.promesa.cobertura), unidad="pares de vecinos"),
    Medida("huecos", "propia", TOPOLOGIA, "Huecos: contornos interiores de la cobertura", lambda c, _: c.contar(sql_formas.huecos(c.por), sql_formas.contornos(c.por)), _si(lambda c: c.promesa.cobertura and not c.promesa.con_huecos), unidad="contornos"),
    Medida("astillas", "25", TOPOLOGIA, "Astillas: traslapes menores que el área mínima cartografiable", _de_pares(lambda c: sql_formas.traslapes(c.por, 0, c.area_minima)), _si(lambda c: c.promesa.cobertura), unidad="pares de vecinos"),
    Medida("autocruces", "26", TOPOLOGIA, "Se cruza a sí mismo", lambda c, _: c.contar(sql_formas.cruzadas()), _si(lambda c: c.capa.dimension)),
    Medida("autosolapes", "27", TOPOLOGIA, "Pasa dos veces por el mismo trecho", lambda c, _: c.contar(sql_formas.repasadas()), _si(lambda c: c.capa.dimension == 1)),
    Medida("extremos-sueltos", "21", TOPOLOGIA, "Extremos sueltos, calles ciegas incluidas", _de_extremos(lambda c: sql_formas.extremos_sueltos()), _si(_red), 0.25, tasa=True, unidad="extremos"),
    Medida("extremos-cortos", "23", TOPOLOGIA, "Extremos que se quedan cortos: no alcanzan la vía vecina", _de_extremos(lambda c: sql_formas.cortos(c.tolerancia)), _si(_red), unidad="extremos"),
    Medida("extremos-pasados", "24", TOPOLOGIA, "Extremos que se pasan de la vía que cruzan", _de_extremos(lambda c: sql_formas.pasados(c.tolerancia)), _si(_red), unidad="extremos"),
    Medida("seudonodos", "propia", TOPOLOGIA, "Seudonodos: unen dos vías con los mismos atributos", _de_extremos(lambda c: sql_formas.seudonodos(c.descriptivos)), _si(_red), 0.02, tasa=True, unidad="nodos"),
    Medida("islas", "propia", TOPOLOGIA, "Sin camino hasta el resto de la red", lambda c, _: c.contar(sql_formas.islas()), _si(_red), 0.02, tasa=True),
    Medida("amontonados", "propia", POSICION, f"Amontonados: {AMONTONADOS} o más en un mismo punto, quizá una ubicación por defecto", lambda c, _: c.contar(sql.amontonados(AMONTONADOS)), _si(lambda c: c.capa.dimension == 0)),
    Medida("exactitud-declarada", "28", POSICION, "Incertidumbre que corresponde a la escala declarada (0,3 mm)", lambda c, _: Resultado(round(0.0003 * c.ficha.escala, 2)), umbral=None, unidad="m"),
    ACTUALIDAD,
    Medida("fechas-al-reves", "159", CRONOLOGIA, "El final es anterior al comienzo", lambda c, pares: c.contar(sql.fechas_al_reves(pares)), lambda c: [_pares_de_fechas(c)] if c.promesa.orden else []),
    Medida("referencias", "65", TEMATICA, "El valor no existe en la capa a la que se refiere", lambda c, r: c.contar(sql.sin_referencia(*r)), _referencias),
)  # fmt: skip
POR_CODIGO = {medida.codigo: medida for medida in MEDIDAS}
