"""gmd:dataQualityInfo: lineage, what was declared, and the measures of the last quality report (ISO 19157 told in ISO 19139)."""

import datetime as dt

from django.utils import timezone

from capas.geometria import SRID_MAESTRO
from capas.metadatos.gmd import (
    GCO,
    Nodo,
    cita,
    codigo,
    dentro,
    elemento,
    fecha,
    instante,
    logico,
    simple,
    texto,
    texto_debido,
)
from capas.metadatos.registro import Calidad, Medida, Paso, Registro

RESOLUCION_CRS = "Resolución IGAC 471 de 2020, modificada por la 370 de 2021"
_FECHA_RESOLUCION = dt.date(2020, 5, 14)
# The elements that ISO 19139 has, and what those of ISO 19157 that it lacks become.
ELEMENTOS = {
    "DQ_CompletenessCommission", "DQ_CompletenessOmission", "DQ_ConceptualConsistency", "DQ_DomainConsistency",
    "DQ_FormatConsistency", "DQ_TopologicalConsistency", "DQ_AbsoluteExternalPositionalAccuracy",
    "DQ_GriddedDataPositionalAccuracy", "DQ_RelativeInternalPositionalAccuracy", "DQ_AccuracyOfATimeMeasurement",
    "DQ_TemporalConsistency", "DQ_TemporalValidity", "DQ_ThematicClassificationCorrectness",
    "DQ_NonQuantitativeAttributeAccuracy", "DQ_QuantitativeAttributeAccuracy",
}  # fmt: skip
_DE_19157 = {
    "DQ_AbsolutePositionalAccuracy": "DQ_AbsoluteExternalPositionalAccuracy",
    "DQ_RelativePositionalAccuracy": "DQ_RelativeInternalPositionalAccuracy",
    "DQ_NonQuantitativeAttributeCorrectness": "DQ_NonQuantitativeAttributeAccuracy",
}
_SIN_MIRAR_LOS_DATOS = {"exactitud-declarada", "actualidad"}
_UNIDADES = {"m": "m", "m²": "m2", "km²": "km2", "días": "d", "%": "%25"}  # UCUM; anything else is a count


def informe(registro: Registro) -> Nodo:
    return dentro(
        "dataQualityInfo",
        "DQ_DataQuality",
        dentro("scope", "DQ_Scope", codigo("level", "MD_ScopeCode", "dataset")),
        _sistema_oficial(registro),
        *_declaradas(registro),
        *_medidas(registro.calidad),
        _linaje(registro),
    )


def _sistema_oficial(registro: Registro) -> Nodo:
    """Whether the layer is kept in the official reference system: the conformity that the ICDE asks first."""
    resultado = _conforme(
        cita("specification", RESOLUCION_CRS, fecha(_FECHA_RESOLUCION, "publication")),
        f"La capa se guarda en EPSG:{registro.srid}.",
        registro.srid == SRID_MAESTRO,
    )
    return dentro(
        "report", "DQ_ConceptualConsistency", texto("nameOfMeasure", "Sistema de referencia oficial"), resultado
    )


def _declaradas(registro: Registro) -> list[Nodo]:
    ficha, nodos = registro.ficha, []
    if ficha.exactitud_m is not None:
        nodos.append(
            dentro(
                "report",
                "DQ_AbsoluteExternalPositionalAccuracy",
                texto("nameOfMeasure", "Error medio cuadrático planimétrico, declarado"),
                dentro("measureIdentification", "MD_Identifier", texto("code", "47")),
                _manera("indirect"),
                _cantidad("m", ficha.exactitud_m),
            )
        )
    if ficha.exactitud_temporal:
        nombre = texto("nameOfMeasure", "Exactitud temporal, declarada")
        valor = _cantidad("", ficha.exactitud_temporal)
        nodos.append(dentro("report", "DQ_AccuracyOfATimeMeasurement", nombre, _manera("indirect"), valor))
    return nodos


def _medidas(calidad: Calidad | None) -> list[Nodo]:
    return [_medida(calidad, medida) for medida in calidad.medidas] if calidad else []


def _medida(calidad: Calidad, medida: Medida) -> Nodo:
    nombre = f"{medida.nombre} ({medida.campo})" if medida.campo else medida.nombre
    return dentro(
        "report",
        _elemento(medida.elemento),
        texto_debido("nameOfMeasure", nombre),
        dentro("measureIdentification", "MD_Identifier", texto_debido("code", medida.medida)),
        texto("measureDescription", _de_cuantos(medida)),
        _manera("indirect" if medida.codigo in _SIN_MIRAR_LOS_DATOS else "directInternal"),
        simple("dateTime", "DateTime", instante(calidad.fecha)),
        _cantidad(medida.unidad, f"{medida.valor:g}"),
        _contra_umbral(calidad, medida),
    )


def _manera(cual: str) -> Nodo:
    """How it was known: from the data themselves (directInternal), or from what is told of them (indirect)."""
    return codigo("evaluationMethodType", "DQ_EvaluationMethodTypeCode", cual)


def _elemento(nombre: str) -> str:
    nombre = _DE_19157.get(nombre, nombre)
    return nombre if nombre in ELEMENTOS else "DQ_ConceptualConsistency"


def _de_cuantos(medida: Medida) -> str:
    return "" if medida.total is None else f"Sobre un total de {medida.total:g}."


def _cantidad(unidad: str, valor: str | float) -> Nodo:
    uom = f"http://www.opengis.net/def/uom/UCUM/0/{_UNIDADES.get(unidad, '1')}"
    return dentro(
        "result",
        "DQ_QuantitativeResult",
        elemento("valueUnit", xlink_href=uom),
        elemento("value", elemento("Record", espacio=GCO, valor=valor)),
    )


def _contra_umbral(calidad: Calidad, medida: Medida) -> Nodo | None:
    if medida.conforme is None:
        return None
    umbral = "" if medida.umbral is None else f"Umbral: {medida.umbral:g} {medida.unidad}".strip() + "."
    norma = cita(
        "specification", "Umbrales de calidad de la capa", fecha(timezone.localdate(calidad.fecha), "revision")
    )
    return _conforme(norma, umbral or "Sin umbral numérico.", medida.conforme)


def _conforme(especificacion: Nodo, explicacion: str, pasa: bool) -> Nodo:
    return dentro(
        "result", "DQ_ConformanceResult", especificacion, texto("explanation", explicacion), logico("pass", pasa)
    )


def _linaje(registro: Registro) -> Nodo:
    frase, pasos = registro.procedencia
    return dentro("lineage", "LI_Lineage", texto_debido("statement", frase), *(_paso(paso) for paso in pasos))


def _paso(paso: Paso) -> Nodo:
    momento = simple("dateTime", "DateTime", f"{paso.fecha.isoformat()}T00:00:00")
    return dentro("processStep", "LI_ProcessStep", texto("description", paso.texto), momento)
