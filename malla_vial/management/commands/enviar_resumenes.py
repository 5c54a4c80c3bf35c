"""manage.py enviar_resumenes: queue the digests of the day; asked again, nothing is queued twice."""

from django.core.management.base import BaseCommand

from malla_vial.acciones.resumen import resumir


class Command(BaseCommand):
    help = "Escribe en la cola los resúmenes diarios de calles, barrios y zonas."

    def handle(self, *args, **opciones):
        self.stdout.write(f"{resumir()} resúmenes en la cola.")
