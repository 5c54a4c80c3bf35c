from django.apps import AppConfig


class ConectividadConfig(AppConfig):
    name = "conectividad"
    verbose_name = "Conectividad"

    def ready(self) -> None:
        from capas.mapa import registrar_enlace

        registrar_enlace("cercanos", "conectividad:cercanos")
