from django.apps import AppConfig


class RiesgoConfig(AppConfig):
    name = "riesgo"
    verbose_name = "Riesgo"

    def ready(self) -> None:
        from capas.mapa import registrar_enlace

        registrar_enlace("riesgo", "riesgo:consulta")
