"""Questions about the road network."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet

from capas import lectura
from capas.consultas import ConsultaDeElementos, Usuario, puerta
from capas.permisos import roles_de, tiene_rol
from malla_vial import permisos
from malla_vial.estados_peticion import ABIERTAS, EstadoPeticion

RADIO_DE_TRAMO_M = 60


class ConsultaDeTramos(ConsultaDeElementos):
    def legibles_por(self, alias: str):
        """The segments that are read by a door; by that of anybody, none where the inventory is closed."""
        cerrada = alias == "lectura" and not lectura.visible_para(AnonymousUser(), "tramos-viales")
        return self.none() if cerrada else self.using(alias)

    def mas_cercano(self, punto: Point, radio_m: float = RADIO_DE_TRAMO_M):
        """The segment nearest to a point (EPSG:9377) within a radius, or None."""
        cercanos = self.filter(geom__dwithin=(punto, D(m=radio_m)))
        return cercanos.annotate(distancia=Distance("geom", punto)).order_by("distancia").first()


def _vencidas(hoy: dt.date) -> Q:
    return Q(estado=EstadoPeticion.EN_TRAMITE, vence_el__lt=hoy)


def _por_vencer(hoy: dt.date, hasta: dt.date) -> Q:
    return Q(estado=EstadoPeticion.EN_TRAMITE, vence_el__range=(hoy, hasta))


def _sin_completar(hoy: dt.date) -> Q:
    return Q(estado=EstadoPeticion.EN_ESPERA, completar_hasta__lt=hoy)


def _listas(hoy: dt.date, pronto: dt.date) -> dict[str, Q]:
    """What each list of the desk holds."""
    return {
        "sin-responder": Q(estado__in=ABIERTAS),
        "por-vencer": _por_vencer(hoy, pronto),
        "vencidas": _vencidas(hoy),
        "en-espera": Q(estado=EstadoPeticion.EN_ESPERA),
        "sin-completar": _sin_completar(hoy),
        "por-ubicar": Q(reporte__geom__isnull=True, reporte__isnull=False),
        "todas": Q(pk__isnull=False),
    }


class ConsultaDePeticiones(QuerySet):
    def para_gestion(self, usuario: Usuario):
        """Every petition for who receives them; for an office's people, its own; reports for who answers reports."""
        if not permisos.atiende_peticiones(usuario):
            return self.none()
        if tiene_rol(usuario, (permisos.ATENCION,)):
            return self
        suyas = Q(dependencia__rol__in=roles_de(usuario))
        return self.filter(suyas | Q(reporte__isnull=False) if permisos.atiende_reportes(usuario) else suyas)

    def vencidas(self, hoy: dt.date):
        return self.filter(_vencidas(hoy))

    def por_vencer(self, hoy: dt.date, hasta: dt.date):
        """Those of `hoy` to `hasta`, the day that `plazos` gives for the next working days."""
        return self.filter(_por_vencer(hoy, hasta))

    def sin_completar(self, hoy: dt.date):
        """Those that wait for what never came: an act of withdrawal is due (Ley 1755/2015 art. 17)."""
        return self.filter(_sin_completar(hoy))

    def de_lista(self, lista: str, hoy: dt.date, pronto: dt.date):
        """A list of the desk; pronto: the last day of those that are soon due."""
        return self.filter(_listas(hoy, pronto)[lista])

    def cuantas_por_lista(self, hoy: dt.date, pronto: dt.date) -> dict[str, int]:
        listas = _listas(hoy, pronto).items()
        return self.aggregate(**{lista: Count("pk", filter=cuales) for lista, cuales in listas})


class ConsultaDeReportes(ConsultaDeElementos):
    def por_ubicar(self):
        """Those told in words alone, which staff have still to place."""
        return self.filter(geom__isnull=True)

    def para_su_autor(self):
        """What whoever sent a report may see of it: a hidden one no more, one that waits for a glance as any other."""
        return self.using("default").filter(Q(visible=True) | ~Q(retenido=""))

    def seguibles_por(self, usuario: Usuario, propio: bool):
        """What a tracking page may show: everything to whoever sent the report, to anybody else its public side."""
        if propio:
            return self.para_su_autor()
        publicas = (
            "codigo",
            "tipo",
            "tamano",
            "peligro",
            "descripcion_publica",
            "direccion",
            "estado",
            "radicado_en",
            "comuna",
        )
        return self.using(puerta(usuario, permisos.ATIENDEN)).only(
            *publicas, "barrio", "medida", "geom", "actualizado_en", "duplicado_de"
        )

    def para_gestion(self, usuario: Usuario):
        """The inbox: every report, for the roles that answer them; nothing for anybody else."""
        return self if permisos.atiende_reportes(usuario) else self.none()

    def cerca_de(self, punto: Point, radio_m: float):
        """Reports around a point, nearest first, with `distancia`."""
        return (
            self.filter(geom__dwithin=(punto, D(m=radio_m)))
            .annotate(distancia=Distance("geom", punto))
            .order_by("distancia")
        )

    def con_texto(self, texto: str):
        """By code, address, barrio or words of the description."""
        return self.filter(
            Q(codigo__icontains=texto)
            | Q(direccion__icontains=texto)
            | Q(sena__icontains=texto)
            | Q(barrio__icontains=texto)
            | Q(comuna__icontains=texto)
            | Q(descripcion__icontains=texto)
        )


class ConsultaDeIntervenciones(ConsultaDeElementos):
    def para_gestion(self, usuario: Usuario):
        visibles = self if permisos.atiende_reportes(usuario) else self.none()
        return visibles.annotate(cuantos_reportes=Count("reportes"))


class ConsultaDeFotos(QuerySet):
    def visibles_para(self, usuario: Usuario):
        """Every photo for those who answer reports; for anybody else, what `lectura` may read: looked at, not hidden."""
        return self.using(puerta(usuario, permisos.ATIENDEN)).defer(
            "huella", "original", "sugerencias"
        )  # not for `lectura`


class ConsultaDeSuscripciones(QuerySet):
    def vivas(self):
        """The ones whose address said yes and has not said enough."""
        return self.filter(confirmada_en__isnull=False, baja_en=None)


class Mediana(Aggregate):
    """The middle of the values that are there, between two where they are even."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


_RESUMEN = {
    "n": Count("pk"),
    "arreglados": Count("pk", filter=Q(arreglado=True)),
    "puntajes": Count("satisfaccion"),
    "mediana": Mediana("satisfaccion"),
}


class ConsultaDeValoraciones(QuerySet):
    def resumen(self) -> dict[str, Any]:
        """How many (`n`), how many of them say that it was fixed, how many give a mark (`puntajes`) and its median, or None."""
        return self.aggregate(**_RESUMEN)

    def resumen_por_tipo(self):
        """The same of each kind of damage, with its `nombre`, in the order of the kinds."""
        tipo = "cierre__reporte__tipo"
        por_tipo = self.order_by().values(f"{tipo}__orden", tipo, nombre=F(f"{tipo}__nombre")).annotate(**_RESUMEN)
        return por_tipo.order_by(f"{tipo}__orden", tipo)
