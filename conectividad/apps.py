from django.apps import AppConfig


class ConectividadConfig(AppConfig):
    name = "conectividad"
    verbose_name = "Conectividad"
