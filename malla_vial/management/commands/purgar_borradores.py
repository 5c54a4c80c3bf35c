"""Drafts that nobody finished do not stay."""

from django.core.management.base import BaseCommand

from malla_vial.acciones.borradores import purgar_borradores


class Command(BaseCommand):
    help = "Borra los borradores de reporte que nadie terminó (BORRADOR_HORAS sin tocarlos)."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Borradores borrados: {purgar_borradores()}.")
