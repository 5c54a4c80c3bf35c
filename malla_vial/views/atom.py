"""Atom feeds (RFC 4287) of what is public: one report, a barrio, a comuna, a street, or all of them."""

import uuid

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from capas.errores import NoExiste, PeticionInvalida
from malla_vial.models import Movimiento, Reporte

ULTIMOS = 50
# What may be asked, and where it is looked for: columns that `lectura` may read.
FILTROS = {"barrio": "barrio__iexact", "comuna": "comuna__iexact", "calle": "tramo__via__nombre__iexact"}


class _Novedades(Feed):
    """The moves of some reports, the last first. Read as `lectura`: what is not public cannot be in it."""

    feed_type = Atom1Feed
    language = "es-co"

    def author_name(self) -> str:
        return settings.ENTIDAD

    def item_title(self, item: Movimiento) -> str:
        reporte = item.reporte
        return (
            f"{reporte.tipo}, {reporte.direccion or reporte.barrio or reporte.codigo}: {item.get_a_display().lower()}"
        )

    def item_description(self, item: Movimiento) -> str:
        return item.respuesta

    def item_link(self, item: Movimiento) -> str:
        return reverse("reporte", args=[item.reporte.codigo])

    def item_guid(self, item: Movimiento) -> str:
        """A name that stays when the site moves (RFC 4287 §4.2.6)."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{settings.DIVIPOLA}/{item.reporte.codigo}/{item.pk}").urn

    def item_pubdate(self, item: Movimiento):
        return item.fecha

    item_updateddate = item_pubdate

    def __call__(self, request: HttpRequest, *args, **kwargs):
        respuesta = super().__call__(request, *args, **kwargs)
        respuesta["Cache-Control"] = "public, max-age=300"
        return respuesta


def _novedades(reportes: QuerySet[Reporte]) -> QuerySet[Movimiento]:
    pasos = Movimiento.objects.using("lectura").filter(reporte__in=reportes.values("pk"))
    columnas = ("a", "respuesta", "fecha", "reporte__codigo", "reporte__direccion", "reporte__barrio")
    return pasos.select_related("reporte__tipo").only(*columnas, "reporte__tipo__nombre").order_by("-id")[:ULTIMOS]


class DeUnReporte(_Novedades):
    def get_object(self, request: HttpRequest, codigo: str) -> Reporte:
        hallado = Reporte.objects.using("lectura").only("codigo", "tipo__nombre", "direccion").select_related("tipo")
        reporte = hallado.filter(codigo=codigo).first()
        if reporte is None:
            raise NoExiste("No hay un reporte público con ese código.")
        return reporte

    def items(self, obj: Reporte) -> QuerySet[Movimiento]:
        return _novedades(Reporte.objects.using("lectura").filter(pk=obj.pk))

    def title(self, obj: Reporte) -> str:
        return f"{obj.codigo}: {obj.tipo}{f', {obj.direccion}' if obj.direccion else ''}"

    def link(self, obj: Reporte) -> str:
        return reverse("reporte", args=[obj.codigo])


class DeUnaZona(_Novedades):
    def get_object(self, request: HttpRequest) -> dict[str, str]:
        if sobran := set(request.GET) - FILTROS.keys():
            raise PeticionInvalida(f"No se entiende «{min(sobran)[:40]}». Se puede pedir: {', '.join(FILTROS)}.")
        pedido = {nombre: request.GET[nombre].strip() for nombre in FILTROS if request.GET.get(nombre)}
        if any("\x00" in valor or len(valor) > 120 for valor in pedido.values()):
            raise PeticionInvalida("El nombre es demasiado largo o lleva caracteres que no valen.")
        return pedido

    def items(self, obj: dict[str, str]) -> QuerySet[Movimiento]:
        filtros = {FILTROS[nombre]: valor for nombre, valor in obj.items()}
        return _novedades(Reporte.objects.using("lectura").filter(**filtros))

    def title(self, obj: dict[str, str]) -> str:
        return f"Reportes de {', '.join(obj.values()) or settings.MUNICIPIO}"

    def link(self, obj: dict[str, str]) -> str:
        return reverse("reportes")
