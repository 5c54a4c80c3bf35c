from contextlib import suppress
from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.module_loading import autodiscover_modules


def _preparar_todo(**kwargs) -> None:
    from capas import publicacion, roles

    roles.asegurar_grupos()
    publicacion.preparar_todo()


def _conceder(instance, raw=False, **kwargs) -> None:
    """A record that staff open or close opens or closes the table, in the same transaction."""
    from capas import publicacion
    from capas.catalogo import CapaDesconocida

    with suppress(CapaDesconocida):  # a dataset layer whose schema is not written yet: `datos.crear` grants at its end
        publicacion.conceder_lectura(instance.capa)


class DatosConfig(AppConfig):
    """Where the models of dataset layers say they live: the admin asks for an app of that label."""

    name = "capas.datos"
    label = "datos"
    path = str(Path(__file__).parent)
    verbose_name = "Capas de datos"


class CapasConfig(AppConfig):
    name = "capas"
    verbose_name = "Capas"

    def ready(self) -> None:
        from capas import checks, territorio  # noqa: F401
        from capas.procesos import generales  # noqa: F401

        autodiscover_modules("catalogo")
        autodiscover_modules("procesos")
        post_migrate.connect(_preparar_todo, sender=self, dispatch_uid="capas.preparar")
        post_save.connect(_conceder, sender="capas.FichaCapa", dispatch_uid="capas.conceder")
