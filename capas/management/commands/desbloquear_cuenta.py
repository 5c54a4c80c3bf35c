from django.core.management.base import BaseCommand

from capas.limites.entrada import desbloquear


class Command(BaseCommand):
    help = "Deja que una cuenta vuelva a intentar entrar, sin esperar."

    def add_arguments(self, parser):
        parser.add_argument("cuenta")

    def handle(self, *args, cuenta: str, **opciones):
        estaba = desbloquear(cuenta)
        self.stdout.write(f"«{cuenta}» puede intentar de nuevo." if estaba else f"«{cuenta}» no estaba esperando.")
