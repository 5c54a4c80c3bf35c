"""Measure a layer: one report per revision, and the last ones kept so that a trend is seen."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import Field

from capas.calidad import imagenes, sql, sql_formas
from capas.calidad.contexto import Contexto
from capas.calidad.imagenes import ContextoDeImagen
from capas.calidad.medidas import MEDIDAS, Medida
from capas.catalogo import Capa
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad

registro = logging.getLogger("sig.calidad")
INFORMES_POR_CAPA = 50


@transaction.atomic
def medir(ficha: FichaCapa, segundos: int = 120) -> InformeCalidad:
    """The report of the layer as it stands; one of the same revision is replaced.

    A measure that fails, or takes longer than `segundos`, leaves its reason in `fallas`, and the others go on.
    The revision is read before the rows: a report may look older than it is, never newer. Raises CapaDesconocida.
    """
    ficha = FichaCapa.objects.select_related("revision", "raster").get(pk=ficha.pk)
    if ficha.es_raster:
        return _medir_imagen(ficha)
    elementos = sql.copiar(ficha.capa, segundos)
    contexto = Contexto(ficha, elementos, sql_formas.copiar_red() if ficha.capa.calidad.red else 0)
    informe = InformeCalidad(ficha=ficha, revision=ficha.numero_revision, elementos=elementos)
    medidas = [hecha for medida in MEDIDAS for hecha in _tomar(medida, contexto, informe)]
    sql.soltar()
    return _guardar(informe, medidas)


def _medir_imagen(ficha: FichaCapa) -> InformeCalidad:
    informe = InformeCalidad(ficha=ficha, revision=ficha.numero_revision, elementos=0)
    try:
        contexto = imagenes.contexto(ficha)
    except OSError as error:
        informe.fallas["formato"] = f"El archivo no se puede abrir: {error}"[:300]
        return _guardar(informe, [])
    informe.elementos = contexto.elementos
    return _guardar(informe, [hecha for m in imagenes.MEDIDAS for hecha in _tomar(m, contexto, informe)])


def medir_sin_falta(id_capa: str) -> None:
    """After an import: whatever happens here, what was imported stays."""
    try:
        medir(FichaCapa.objects.get(pk=id_capa))
    except Exception:
        registro.exception("no se pudo medir la capa %s", id_capa)


def _tomar(medida: Medida, contexto: Contexto | ContextoDeImagen, informe: InformeCalidad) -> Iterator[MedidaCalidad]:
    try:
        with transaction.atomic():
            yield from [_medida(medida, contexto, informe, alcance) for alcance in medida.alcances(contexto)]
    except (DatabaseError, FieldDoesNotExist) as error:
        registro.exception("%s: falló la medida %s", contexto.ficha.pk, medida.codigo)
        informe.fallas[medida.codigo] = str(error).splitlines()[0][:300]


def _medida(
    medida: Medida, contexto: Contexto | ContextoDeImagen, informe: InformeCalidad, alcance: Any
) -> MedidaCalidad:
    resultado = medida.medir(contexto, alcance)
    umbral = medida.limite(contexto, resultado.total)
    de_que = alcance[0] if isinstance(alcance, tuple) else alcance
    return MedidaCalidad(
        informe=informe,
        codigo=medida.codigo,
        medida=medida.iso,
        elemento=medida.elemento,
        nombre=": ".join(filter(None, (medida.titulo, _en_palabras(de_que)))),
        campo=de_que.name if isinstance(de_que, Field) else "",
        valor=resultado.valor,
        total=resultado.total,
        unidad=medida.unidad,
        umbral=umbral,
        conforme=None if umbral is None else resultado.valor <= umbral,
        ids=resultado.ids,
        lugares=resultado.lugares,
    )


def _en_palabras(alcance: Any) -> str:
    """What a measure was taken of: a field, another layer, a level of the territory; nothing for the layer whole."""
    match alcance:
        case Field():
            return str(alcance.verbose_name)
        case Capa() | str():
            return str(alcance).replace("_", " ").lower()
    return ""


def _guardar(informe: InformeCalidad, medidas: list[MedidaCalidad]) -> InformeCalidad:
    """Two that measure at once wait for each other here, and the later one stays."""
    FichaCapa.objects.select_for_update(no_key=True).get(pk=informe.ficha_id)
    InformeCalidad.objects.filter(ficha=informe.ficha, revision=informe.revision).delete()
    informe.save()
    MedidaCalidad.objects.bulk_create(medidas)
    ultimos = InformeCalidad.objects.filter(ficha=informe.ficha).values_list("id", flat=True)
    InformeCalidad.objects.filter(pk__in=list(ultimos[INFORMES_POR_CAPA:])).delete()
    return informe
