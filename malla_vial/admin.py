"""What the generic admin of layers does not do: reports and works change only by their actions."""

from django.contrib import admin

from capas.admin import ConRolesDeCapa
from capas.permisos import tiene_rol, ve_todo
from malla_vial import permisos
from malla_vial.models import (
    AvisoPrivacidad,
    BorradoDatos,
    Contacto,
    ContactoAdhesion,
    Dependencia,
    DiaNoHabil,
    EntidadResponsable,
    Intervencion,
    PreguntaDano,
    Reporte,
    TipoDano,
    TipoPeticion,
)


class EnLineaPregunta(ConRolesDeCapa, admin.StackedInline):
    """Seen here; written in /gestion/danos, which looks after what was answered already."""

    capa_id = "reportes"
    model = PreguntaDano
    extra = 0
    can_delete = False
    has_add_permission = has_change_permission = lambda self, request, obj=None: False


@admin.register(TipoDano)
class AdminTipoDano(ConRolesDeCapa, admin.ModelAdmin):
    capa_id = "reportes"
    list_display = ("nombre", "codigo", "orden", "activo")
    list_editable = ("orden", "activo")
    filter_horizontal = ("afines",)
    inlines = [EnLineaPregunta]

    def get_readonly_fields(self, request, obj=None) -> tuple[str, ...]:
        return ("codigo",) if obj else ()


@admin.register(EntidadResponsable)
class AdminEntidadResponsable(ConRolesDeCapa, admin.ModelAdmin):
    capa_id = "reportes"
    list_display = ("nombre", "condicion", "codigo", "linea", "buzon", "pagina")
    list_filter = ("condicion",)
    search_fields = ("nombre", "codigo")


def _solo_lectura(modelo, campos: tuple[str, ...]) -> None:
    """A report's state moves in /gestion/, where its reporter is told; the admin shows it and keeps the rest."""
    sitio = admin.site._registry[modelo]
    sitio.readonly_fields = campos
    sitio.has_add_permission = lambda request, obj=None: False
    sitio.has_delete_permission = lambda request, obj=None: False


_solo_lectura(
    Reporte,
    (
        "codigo",
        "estado",
        "radicado_en",
        "intervencion",
        "duplicado_de",
        "visible",
        "texto_aprobado",
        "origen",
        "medida",
        "comuna",
        "barrio",
        "direccion",
        "sena",
    ),
)
_solo_lectura(Intervencion, ("codigo", "estado"))


class DeAtencion(admin.ModelAdmin):
    """Data of the law's clock: who receives petitions keeps them."""

    def _puede(self, request, obj=None) -> bool:
        return tiene_rol(request.user, (permisos.ATENCION,))

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = has_module_permission = (
        _puede
    )


@admin.register(Dependencia)
class AdminDependencia(DeAtencion):
    list_display = ("nombre", "correo", "superior", "rol", "activa")


@admin.register(TipoPeticion)
class AdminTipoPeticion(DeAtencion):
    list_display = ("nombre", "dias_habiles", "dependencia", "en_formulario", "activo", "orden")


@admin.register(DiaNoHabil)
class AdminDiaNoHabil(DeAtencion):
    list_display = ("dia", "motivo")
    date_hierarchy = "dia"


class DeAdministracion(admin.ModelAdmin):
    """Seen by the administration."""

    def has_module_permission(self, request) -> bool:
        return ve_todo(request.user)

    has_view_permission = has_add_permission = lambda self, request, obj=None: ve_todo(request.user)
    has_change_permission = has_delete_permission = lambda self, request, obj=None: False


@admin.register(AvisoPrivacidad)
class AdminAviso(DeAdministracion):
    list_display = ("version", "rige_desde")

    def has_change_permission(self, request, obj=None) -> bool:
        """A notice that somebody accepted stays as it was accepted."""
        return ve_todo(request.user) and not (
            obj and any(t.objects.filter(aviso_version=obj.version).exists() for t in (Contacto, ContactoAdhesion))
        )


@admin.register(BorradoDatos)
class AdminBorrado(DeAdministracion):
    list_display = ("radicado", "motivo", "borrado", "fecha")
    list_filter = ("motivo",)
    has_add_permission = lambda self, request, obj=None: False  # noqa: E731
