from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class GisProjectConfig(AppConfig):
    name = "gis_project"
    verbose_name = "Sistema de información geográfica"

    def ready(self):
        from gis_project import checks  # noqa: F401


class AdminConfig(DjangoAdminConfig):
    default_site = "capas.admin_sitio.SitioDeCapas"
