from django.apps import AppConfig


class RiesgoConfig(AppConfig):
    name = "riesgo"
    verbose_name = "Riesgo"
