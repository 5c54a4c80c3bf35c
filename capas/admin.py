"""The admin: every layer with a geometry widget, whoever keeps it; dataset layers as soon as they exist."""

import importlib
import sys

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import clear_url_caches
from leaflet.admin import LeafletGeoAdmin

from capas import datos, llaves, permisos
from capas.acciones import cambio
from capas.catalogo import Capa, declaradas, obtener
from capas.limites.entrada import desbloquear
from capas.models import CampoDatos, CapaDatos, FichaCapa, Llave, TareaDiaria
from capas.widgets import MapaEditable


class ConAutor:
    """A change made in the admin is signed, for the trail."""

    def changeform_view(self, request, *args, **kwargs):
        if request.method == "POST":
            with cambio(request.user):
                return super().changeform_view(request, *args, **kwargs)
        return super().changeform_view(request, *args, **kwargs)


class ConRolesDeCapa(ConAutor):
    """Rights by the roles that the layer names, not by Django's permission rows."""

    capa_id: str

    @property
    def capa(self) -> Capa:
        return obtener(self.capa_id)

    def has_module_permission(self, request) -> bool:
        return permisos.puede_editar(request.user, self.capa)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: permisos.puede_editar(request.user, self.capa)
    )


class AdminDeCapa(ConRolesDeCapa, LeafletGeoAdmin):
    """A layer's features. Made from the declaration; a layer writes no admin of its own."""

    widget = MapaEditable
    list_per_page = 50
    show_full_result_count = False

    def __init__(self, modelo, sitio) -> None:
        super().__init__(modelo, sitio)
        capa = self.capa
        self.list_display = ("__str__", *[c.name for c in capa.campos if c.name != capa.rotulo][:5])
        self.search_fields = [n for n in (capa.rotulo, capa.clave) if n]
        self.list_filter = [c.name for c in capa.campos if c.choices][:4]
        self.raw_id_fields = [c.name for c in capa.modelo._meta.concrete_fields if c.is_relation]

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """No spatial lookup by address: a geometry in a URL may name a file (GDAL rasters)."""
        return not lookup.startswith("geom") and super().lookup_allowed(lookup, value, request)


def registrar(capa: Capa) -> None:
    """Put a layer in the admin, in place of an earlier schema of it."""
    for previo in [
        m for m in admin.site._registry if m._meta.db_table == capa.tabla and m.__name__ == capa.modelo.__name__
    ]:
        admin.site.unregister(previo)
    clase = type(f"Admin{capa.modelo.__name__}", (AdminDeCapa,), {"capa_id": capa.id})
    admin.site.register(capa.modelo, clase)


def sincronizar() -> None:
    """Register dataset layers made or changed since, and drop those that are gone; then let their URLs be found."""
    vivas: dict[type[Model], Capa] = {capa.modelo: capa for capa in datos.todas()}
    registradas = {modelo for modelo in admin.site._registry if modelo._meta.app_label == "datos"}
    if registradas == set(vivas):
        return
    for modelo in registradas - set(vivas):
        admin.site.unregister(modelo)
    for modelo in set(vivas) - registradas:
        registrar(vivas[modelo])
    if settings.ROOT_URLCONF in sys.modules:
        importlib.reload(sys.modules[settings.ROOT_URLCONF])
    clear_url_caches()


class SoloAdministracion:
    """The catalogue itself is the administration's."""

    def has_module_permission(self, request) -> bool:
        return permisos.ve_todo(request.user)

    has_view_permission = has_change_permission = has_delete_permission = lambda self, request, obj=None: (
        permisos.ve_todo(request.user)
    )

    def has_add_permission(self, request, obj=None) -> bool:
        return permisos.ve_todo(request.user)


@admin.register(FichaCapa)
class AdminFicha(ConAutor, SoloAdministracion, admin.ModelAdmin):
    list_display = ("titulo", "id", "sector", "publicada", "clasificacion")
    list_filter = ("sector", "publicada", "clasificacion")
    search_fields = ("titulo", "id")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None):
        return ("id",) if obj else ()


class CamposEnLinea(SoloAdministracion, admin.TabularInline):
    model = CampoDatos
    extra = 0
    readonly_fields = ("nombre", "tipo")
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(CapaDatos)
class AdminCapaDatos(SoloAdministracion, admin.ModelAdmin):
    """What may change of a dataset layer without changing its table: style, titles, domains, what is public."""

    list_display = ("ficha", "geometria", "version")
    readonly_fields = ("ficha", "geometria", "version")
    inlines = [CamposEnLinea]

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def save_related(self, request, form, formsets, change) -> None:
        """A changed schema is a new version: every process builds its model again, and the grants follow."""
        from capas import publicacion

        super().save_related(request, form, formsets, change)
        form.instance.version += 1
        form.instance.save(update_fields=["version"])
        publicacion.preparar(obtener(form.instance.pk))


@admin.register(Llave)
class AdminLlave(SoloAdministracion, admin.ModelAdmin):
    """Keys are made here, told once, and revoked by deleting them."""

    list_display = ("nombre", "usuario", "creada", "usada", "vence")
    fields = ("usuario", "nombre", "vence")

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        self.message_user(
            request, f"Copie ahora la llave, no se mostrará otra vez: {llaves.crear(obj)}", messages.WARNING
        )


@admin.register(TareaDiaria)
class AdminTareaDiaria(SoloAdministracion, admin.ModelAdmin):
    """How the tasks of every day went; only they write it."""

    list_display = ("nombre", "dia", "intentos", "termino", "bien", "dijo")
    has_add_permission = has_change_permission = has_delete_permission = lambda self, request, obj=None: False


for _capa in declaradas():
    registrar(_capa)


class AdminUsuario(UserAdmin):
    """Django's own, and the way to let somebody in who mistyped the password too often."""

    actions = ("dejar_entrar",)

    @admin.action(description="Dejar que intenten entrar de nuevo", permissions=["change"])
    def dejar_entrar(self, request, queryset):
        cuantas = sum(desbloquear(usuario.get_username()) for usuario in queryset)
        self.message_user(
            request, f"{cuantas} de las cuentas elegidas estaban esperando y ya pueden intentar de nuevo."
        )


admin.site.unregister(User)
admin.site.register(User, AdminUsuario)
