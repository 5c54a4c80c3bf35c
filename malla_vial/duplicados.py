"""«¿Ya lo reportaron?»: open reports of the same damage, near along the street and not as the crow flies."""

import math
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import Count, QuerySet

from capas.consultas import Usuario, puerta
from capas.geometria import a_maestro
from malla_vial import permisos
from malla_vial.calles import Calle, Red, Sitio
from malla_vial.consultas import RADIO_DE_TRAMO_M
from malla_vial.estados import ABIERTOS
from malla_vial.models import Adhesion, Contacto, ContactoAdhesion, Foto, Reporte, TipoDano, TramoVial
from malla_vial.models.avisos import correo_normal

CUANTOS, MIRADOS, RADIO_DE_MESA_M = 5, 200, 100
PRECISION_M = 10  # a telephone is no more exact: within these metres the newer goes first


@dataclass(frozen=True)
class Candidato:
    """A report that may tell the same damage. metros: along the street, or straight where `por_la_calle` is false."""

    reporte: Reporte
    metros: float
    por_la_calle: bool
    foto: Foto | None = None
    personas: int = 1


def candidatos(
    tipo: TipoDano,
    punto: Point,
    *,
    usuario: Usuario | None = None,
    cuantos: int = CUANTOS,
    excepto: Reporte | None = None,
    radio_m: float | None = None,
) -> list[Candidato]:
    """At most `cuantos` open reports of the kind, or of one akin to it, nearest and newest first.

    punto: any SRID; usuario: who will see them (None: anybody, so public reports and photos alone); radio_m: the kind's own by default.
    """
    usuario = usuario or AnonymousUser()
    radio = tipo.radio_duplicados_m if radio_m is None else radio_m
    if not radio:
        return []
    lugar = a_maestro(punto)
    medir = _medidor(lugar, radio, puerta(usuario, permisos.ATIENDEN))
    medidos = ((reporte, *medir(reporte)) for reporte in _abiertos(tipo, lugar, radio, usuario, excepto))
    cercanos = sorted((m for m in medidos if m[1] <= radio), key=_orden)[:cuantos]
    return _con_fotos(cercanos, usuario)


def _orden(medido: tuple[Reporte, float, bool]) -> tuple[int, float]:
    reporte, metros, _ = medido
    return int(metros // PRECISION_M), -reporte.radicado_en.timestamp()


def _abiertos(tipo: TipoDano, lugar: Point, radio: float, usuario: Usuario, excepto: Reporte | None) -> QuerySet:
    """Those a straight line finds: whatever is near along the street is not much farther than that across it."""
    tipos = [tipo.pk, *tipo.afines.values_list("pk", flat=True)]
    cerca = Reporte.objects.cerca_de(lugar, radio + RADIO_DE_TRAMO_M).visibles_para(usuario, permisos.ATIENDEN)
    abiertos = cerca.filter(estado__in=ABIERTOS, tipo__in=tipos).select_related("tipo")
    if excepto:
        abiertos = abiertos.exclude(pk=excepto.pk)
    propios = ("codigo", "estado", "radicado_en", "direccion", "barrio", "tramo", "medida", "tamano", "geom")
    return abiertos.only(*propios, "tipo__codigo", "tipo__nombre", "tipo__dibujo")[:MIRADOS]


def _medidor(lugar: Point, radio: float, alias: str):
    """report -> (metres, whether along the street), out of one question for the segments around a place."""
    tramos = list(
        TramoVial.objects.legibles_por(alias)
        .filter(geom__dwithin=(lugar, D(m=radio + 2 * RADIO_DE_TRAMO_M)))
        .only("id", "geom", "longitud")
    )
    cercano = min(tramos, key=lambda t: t.geom.distance(lugar), default=None)
    if cercano is None or cercano.geom.distance(lugar) > RADIO_DE_TRAMO_M:
        return lambda reporte: (reporte.distancia.m, False)
    red = Red(Calle(t.pk, t.longitud, t.geom[0], t.geom[-1]) for t in tramos)
    desde = red.distancias(Sitio(cercano.pk, cercano.geom.project(lugar)), radio)

    def medir(reporte: Any) -> tuple[float, bool]:
        if reporte.tramo_id is None or reporte.medida is None:
            return reporte.distancia.m, False
        return desde.a(Sitio(reporte.tramo_id, reporte.medida)), True

    return medir


def _con_fotos(medidos: list[tuple[Reporte, float, bool]], usuario: Usuario) -> list[Candidato]:
    ids = [reporte.pk for reporte, _, _ in medidos]
    fotos: dict[int, Foto] = {}
    for foto in Foto.objects.visibles_para(usuario).filter(reporte__in=ids).defer("adhesion"):
        fotos.setdefault(foto.reporte_id, foto)
    cuantas = personas(ids, usuario)
    return [Candidato(r, m, calle, fotos.get(r.pk), cuantas[r.pk]) for r, m, calle in medidos if math.isfinite(m)]


def personas(ids: list[int], usuario: Usuario | None = None) -> dict[int, int]:
    """How many people have told each damage: its reporter, who joined, and those of the reports merged with it."""
    visibles = Reporte.objects.visibles_para(usuario or AnonymousUser(), permisos.ATIENDEN)
    casos = dict(visibles.filter(duplicado_de__in=ids).values_list("pk", "duplicado_de")) | {pk: pk for pk in ids}
    cuantas = dict.fromkeys(ids, 0)
    adhesiones = Adhesion.objects.using(visibles.db).filter(reporte__in=casos, repetida=False).values("reporte")
    sumadas = dict(adhesiones.annotate(n=Count("pk")).values_list("reporte", "n"))
    for reporte, caso in casos.items():
        cuantas[caso] += 1 + sumadas.get(reporte, 0)
    return cuantas


def colgados(reporte: Reporte) -> list[int]:
    """The reports that were merged with this one, directly or through another, wherever they all hang now."""
    raiz = Reporte.objects.values_list("duplicado_de", flat=True).get(pk=reporte.pk) or reporte.pk
    padres = dict(Reporte.objects.filter(duplicado_de=raiz).values_list("pk", "fundido_con"))
    suyos = {reporte.pk}
    while nuevos := {pk for pk, padre in padres.items() if padre in suyos} - suyos:
        suyos |= nuevos
    return sorted(suyos - {reporte.pk})


def correos_de(reporte: Reporte) -> set[str]:
    """The addresses, in lower case, of whoever sent this report, or one merged with it, or joined any of them."""
    caso = [reporte.pk, *colgados(reporte)]
    de_reportes = Contacto.objects.filter(peticion__reporte__in=caso).values_list("correo", flat=True)
    de_adhesiones = ContactoAdhesion.objects.filter(adhesion__reporte__in=caso).values_list("correo", flat=True)
    return {correo_normal(correo) for correo in (*de_reportes, *de_adhesiones) if correo}
