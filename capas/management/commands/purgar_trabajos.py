"""manage.py purgar_trabajos: fail the jobs that nobody runs any more and delete the old ones. Meant for a daily timer."""

from django.core.management.base import BaseCommand

from capas.procesos import trabajos


class Command(BaseCommand):
    help = "Da por fallidos los trabajos que quedaron sin quien los corra y borra los vencidos."

    def handle(self, *args, **opciones) -> None:
        perdidos, borrados = trabajos.abandonar_perdidos(), trabajos.purgar()
        if opciones["verbosity"] and (perdidos or borrados):
            self.stdout.write(f"{perdidos} sin quien los corriera, {borrados} vencidos.")
