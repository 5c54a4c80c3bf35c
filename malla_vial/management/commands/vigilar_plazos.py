"""manage.py vigilar_plazos: reminders, escalation and withdrawals that are due. Meant for an hourly timer."""

from django.core.management.base import BaseCommand

from malla_vial import acciones
from malla_vial.models import Recordatorio


class Command(BaseCommand):
    help = (
        "Recuerda a cada dependencia lo que está por vencer y escala lo vencido. Se puede repetir: avisa una sola vez."
    )

    def handle(self, *args, **opciones) -> None:
        cuenta = acciones.vigilar_plazos()
        if opciones["verbosity"]:
            for clase, cuantas in cuenta.items():
                self.stdout.write(f"{Recordatorio.Clase(clase).label}: {cuantas}")
