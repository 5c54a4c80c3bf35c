from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _dar_permisos(**kwargs) -> None:
    """The roles that answer petitions see the contacts of their own, until the administration says otherwise: what it took away stays away."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    from capas.roles import asegurar_grupos
    from malla_vial.permisos import OFICINAS

    create_permissions(kwargs["app_config"], verbosity=0)
    permiso = Permission.objects.get(codename="ver_contacto", content_type__app_label="malla_vial")
    if kwargs.get("plan") and not permiso.group_set.exists():
        asegurar_grupos()
        permiso.group_set.set(Group.objects.filter(name__in=OFICINAS))


class MallaVialConfig(AppConfig):
    name = "malla_vial"
    verbose_name = "Malla vial"

    def ready(self) -> None:
        from capas import busqueda, errores, mapa
        from malla_vial import estados, permisos
        from malla_vial.acciones import DemasiadasFotos
        from malla_vial.direcciones.buscador import buscar

        post_migrate.connect(_dar_permisos, sender=self, dispatch_uid="malla_vial.permisos")
        errores.registrar(estados.TransicionProhibida, 409)
        errores.registrar(permisos.SinPermiso, 403)
        errores.registrar(DemasiadasFotos, 429)
        busqueda.registrar_buscador(buscar)
        mapa.registrar_enlace("reportar", "reportar")
