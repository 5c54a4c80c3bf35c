import datetime as dt

from django.core.management.base import BaseCommand
from django.utils import timezone

from capas.models import Balde, SalDelDia, Vecino

GUARDA = dt.timedelta(days=2)


class Command(BaseCommand):
    help = "Borra lo que los límites recuerdan de hace más de dos días, y con la sal, quién pudo ser. Una vez al día."

    def handle(self, *args, **opciones):
        desde = timezone.now() - GUARDA
        borrados = [
            Balde.objects.filter(tocado__lt=desde).delete()[0],
            Vecino.objects.filter(dia__lt=desde.date()).delete()[0],
            SalDelDia.objects.filter(dia__lt=desde.date()).delete()[0],
        ]
        self.stdout.write("Borrados: {} cuentas de envíos, {} vecinos, {} sales.".format(*borrados))
