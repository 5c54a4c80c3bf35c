"""The kinds of damage as the desk sees them: how much each is used, and who changed what."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from capas.models import Cambio
from malla_vial.models import PreguntaDano, Reporte, TipoDano

CAMBIOS = 30


def con_cuentas() -> QuerySet[TipoDano]:
    """Every kind, with `cuantas_preguntas` that are asked and `cuantos_reportes`."""
    suyos = Reporte.objects.filter(tipo=OuterRef("pk")).order_by().values("tipo").annotate(n=Count("pk")).values("n")
    return TipoDano.objects.annotate(
        cuantas_preguntas=Count("preguntas", filter=Q(preguntas__activa=True)),
        cuantos_reportes=Coalesce(Subquery(suyos), 0),
    ).order_by("orden", "codigo")


def cambios_de(tipo: TipoDano) -> list[dict]:
    """The trail of a kind and of its questions, newest first: what each row said before, against what it said after."""
    del_tipo = Q(tabla=TipoDano._meta.db_table, antes__codigo=tipo.pk)
    numeros = list(tipo.preguntas.values_list("pk", flat=True))
    de_preguntas = Q(tabla=PreguntaDano._meta.db_table) & (Q(fila__in=numeros) | Q(antes__tipo_id=tipo.pk))
    lineas: list[dict] = []
    despues: dict[tuple[str, int], dict] = {(TipoDano._meta.db_table, 0): _fila(tipo)}
    despues |= {(PreguntaDano._meta.db_table, p.pk): _fila(p) for p in tipo.preguntas.all()}
    for paso in Cambio.objects.filter(del_tipo | de_preguntas)[:CAMBIOS]:
        lineas.append(_linea(paso, despues.get((paso.tabla, paso.fila), {})))
        despues[paso.tabla, paso.fila] = paso.antes or {}
    return lineas


def _fila(dato: TipoDano | PreguntaDano) -> dict:
    return {campo.attname: getattr(dato, campo.attname) for campo in dato._meta.concrete_fields}


def _linea(paso: Cambio, despues: dict) -> dict:
    antes, modelo = paso.antes or {}, TipoDano if paso.tabla == TipoDano._meta.db_table else PreguntaDano
    titulos = {campo.attname: campo.verbose_name for campo in modelo._meta.concrete_fields}
    cambiados = [
        (titulos[nombre], antes.get(nombre), despues.get(nombre))
        for nombre in titulos
        if paso.operacion == "update" and antes.get(nombre) != despues.get(nombre)
    ]
    nombre = despues.get("texto") or antes.get("texto") or "El tipo de daño"
    return {"paso": paso, "nombre": nombre, "cambiados": cambiados}
