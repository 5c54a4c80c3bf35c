"""Load the demonstration city."""

from django.core.management.base import BaseCommand, CommandError

from gis_project import demostracion


class Command(BaseCommand):
    help = "Carga la ciudad de demostración de fixtures/: capas, cuentas, reportes e intervenciones."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--si-vacia", action="store_true", help="No hace nada si ya hay datos.")

    def handle(self, *args, si_vacia: bool, **options) -> None:
        if demostracion.hay_datos():
            if si_vacia:
                return
            raise CommandError("Ya hay datos: la demostración solo se carga en una base vacía.")
        demostracion.cargar()
        self.stdout.write(f"Demostración cargada: {demostracion.resumen()}")
