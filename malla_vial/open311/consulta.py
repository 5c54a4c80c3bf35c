"""The public reports as service requests. Everything is read by the role `lectura`: a hidden report is not there."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models.functions import Transform
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from capas.errores import NoExiste
from capas.geometria import SRID_GEOGRAFICO
from capas.lectura import visible_para
from malla_vial.estados import CERRADOS, Estado
from malla_vial.models import Foto, Intervencion, Movimiento, Reporte, TramoVial
from malla_vial.open311.parametros import Busqueda

NADIE = AnonymousUser()
_COLUMNAS = (
    "codigo", "tipo__nombre", "tamano", "peligro", "descripcion_publica", "direccion", "estado", "radicado_en", "comuna",
    "barrio", "tramo", "intervencion",
)  # fmt: skip
# Closed is not fixed: what became of it is told apart.
RESULTADOS = {
    Estado.RESUELTO: "arreglado",
    Estado.DESCARTADO: "cerrado sin obra",
    Estado.DUPLICADO: "duplicado de otro reporte",
    Estado.TRASLADADO: "trasladado a otra entidad",
}


def publicos() -> QuerySet[Reporte]:
    """What anybody may read, with its place in `grados`; a report without a place is not public. Raises NoExiste where the layer is closed."""
    if not visible_para(NADIE, "reportes"):
        raise NoExiste("Los reportes no están publicados.")
    con_lugar = Reporte.objects.using("lectura").filter(geom__isnull=False).select_related("tipo").only(*_COLUMNAS)
    return con_lugar.annotate(grados=Transform("geom", SRID_GEOGRAFICO))


def buscar(busqueda: Busqueda) -> QuerySet[Reporte]:
    """The page of reports asked for, newest first. Codes override every other filter."""
    hallados = publicos().order_by("-radicado_en", "-id")
    if busqueda.codigos:
        return hallados.filter(codigo__in=[codigo.upper() for codigo in busqueda.codigos])
    hasta_aqui = busqueda.pagina * busqueda.por_pagina
    return hallados.filter(_filtro(busqueda))[hasta_aqui - busqueda.por_pagina : hasta_aqui]


def _filtro(busqueda: Busqueda) -> Q:
    pedidos = {
        "tipo__in": busqueda.servicios,
        "estado__in": busqueda.estados,
        "radicado_en__gte": busqueda.desde,
        "radicado_en__lte": busqueda.hasta,
    }
    filtro = Q(**{campo: valor for campo, valor in pedidos.items() if valor})
    pasos = Movimiento.objects.filter(reporte_id=OuterRef("pk"))
    if busqueda.cambiados_desde:
        filtro &= Q(Exists(pasos.filter(fecha__gte=busqueda.cambiados_desde)))
    if busqueda.cambiados_hasta:
        filtro &= ~Q(Exists(pasos.filter(fecha__gt=busqueda.cambiados_hasta)))
    if busqueda.zonas is not None:
        filtro &= _dentro(busqueda.zonas)
    return filtro


def _dentro(zonas: list) -> Q:
    dentro = Q(pk__in=[])
    for zona in zonas:
        dentro |= Q(geom__intersects=zona)
    return dentro


def en_documento(reportes: QuerySet[Reporte], base: str, extendida: bool) -> list[dict[str, Any]]:
    """base: the public address of this service, without a slash at its end."""
    todos = list(reportes)
    ids = [reporte.pk for reporte in todos]
    pasos = {paso.reporte_id: paso for paso in _pasos(ids)}
    fotos, tramos, obras = _fotos(ids, base), _tramos(todos), _obras(todos)
    return [
        _uno(
            reporte,
            pasos.get(reporte.pk),
            tramos.get(reporte.tramo_id),
            obras.get(reporte.intervencion_id),
            fotos[reporte.pk],
        )
        | (_extension(reporte, base, fotos[reporte.pk]) if extendida else {})
        for reporte in todos
    ]


def _pasos(ids: list[int]) -> QuerySet[Movimiento]:
    """The last step of each, because the later one takes the place of the earlier."""
    return Movimiento.objects.using("lectura").filter(reporte_id__in=ids).defer("usuario").order_by("id")


def _fotos(ids: list[int], base: str) -> dict[int, list[str]]:
    por_reporte: dict[int, list[str]] = defaultdict(list)
    pares = Foto.objects.using("lectura").filter(reporte_id__in=ids).order_by("orden").values_list("reporte_id", "pk")
    for reporte_id, pk in pares:
        por_reporte[reporte_id].append(base + reverse("foto", args=[pk, "g"]))
    return por_reporte


def _tramos(reportes: list[Reporte]) -> dict[int | None, str]:
    if not visible_para(NADIE, "tramos-viales"):
        return {}
    ids = {reporte.tramo_id for reporte in reportes}
    return dict(TramoVial.objects.using("lectura").filter(pk__in=ids).values_list("pk", "codigo"))


def _obras(reportes: list[Reporte]) -> dict[int | None, Any]:
    """The day on which the work that a report hangs on is to end."""
    ids = {reporte.intervencion_id for reporte in reportes if reporte.intervencion_id}
    if not ids or not visible_para(NADIE, "intervenciones"):
        return {}
    return dict(Intervencion.objects.using("lectura").filter(pk__in=ids).values_list("pk", "fecha_fin"))


def _uno(reporte: Reporte, paso: Movimiento | None, tramo: str | None, fin_de_obra, fotos: list[str]) -> dict[str, Any]:
    punto = reporte.grados  # type: ignore[attr-defined]
    cerrado = reporte.estado in CERRADOS
    return {
        "service_request_id": reporte.codigo,
        "status": "closed" if cerrado else "open",
        "status_notes": paso.respuesta if paso else None,
        "service_name": reporte.tipo.nombre,
        "service_code": reporte.tipo_id,
        "description": reporte.descripcion_publica,
        "agency_responsible": None if reporte.estado == Estado.TRASLADADO else settings.ENTIDAD,
        "service_notice": None,
        "requested_datetime": momento(reporte.radicado_en),
        "updated_datetime": momento(paso.fecha if paso else reporte.radicado_en),
        "expected_datetime": f"{fin_de_obra}T23:59:59-05:00" if fin_de_obra and not cerrado else None,
        "address": ", ".join(parte for parte in _direccion(reporte) if parte),
        "address_id": tramo,
        "zipcode": None,
        "lat": round(punto.y, 7),
        "long": round(punto.x, 7),
        "media_url": fotos[0] if fotos else None,
    }


def _direccion(reporte: Reporte) -> tuple[str, ...]:
    return reporte.direccion, reporte.barrio, reporte.comuna, settings.MUNICIPIO, settings.DEPARTAMENTO


def _extension(reporte: Reporte, base: str, fotos: list[str]) -> dict[str, Any]:
    extendidos = {
        "estado": reporte.estado,
        "estado_nombre": reporte.get_estado_display(),
        "resultado": RESULTADOS.get(Estado(reporte.estado)),
        "tamano": reporte.tamano or None,
        "peligro": reporte.peligro,
        "comuna": reporte.comuna or None,
        "barrio": reporte.barrio or None,
        "url": base + reverse("reporte", args=[reporte.codigo]),
    }
    return {"media_urls": fotos, "extended_attributes": extendidos}


def actualizaciones(desde, hasta, codigo: str, pagina: int, por_pagina: int) -> list[dict[str, Any]]:
    """The steps in the life of public reports, oldest first: the extension GET servicerequestupdates."""
    pasos = Movimiento.objects.using("lectura").filter(reporte_id__in=publicos().values("pk"))
    pedidos = {"fecha__gte": desde, "fecha__lte": hasta, "reporte__codigo": codigo.upper()}
    pasos = pasos.filter(**{campo: valor for campo, valor in pedidos.items() if valor}).order_by("fecha", "id")
    columnas = pasos.values_list("pk", "reporte__codigo", "a", "fecha", "respuesta")
    return [_paso(*fila) for fila in columnas[(pagina - 1) * por_pagina : pagina * por_pagina]]


def _paso(pk: int, codigo: str, a: str, fecha, respuesta: str) -> dict[str, Any]:
    return {
        "update_id": str(pk),
        "service_request_id": codigo,
        "status": "closed" if a in CERRADOS else "open",
        "updated_datetime": momento(fecha),
        "description": respuesta,
        "media_url": None,
    }


def momento(fecha) -> str:
    """W3C date and time with the zone of here."""
    return timezone.localtime(fecha).isoformat(timespec="seconds")
