"""manage.py conciliar_fotos: forget the photos that no report took, and square the disk, the files of petitions too, with the database. Meant for a daily timer."""

from django.core.management.base import BaseCommand, CommandError

from malla_vial import acciones


class Command(BaseCommand):
    help = "Borra las fotos adelantadas que vencieron y los archivos que ningún reporte ni petición nombra; dice cuáles faltan."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--simular", action="store_true", help="dice lo que haría y no borra nada")

    def handle(self, *args, simular: bool, **opciones) -> None:
        vencidas = 0 if simular else acciones.vencer_fotos()
        hallado = acciones.conciliar_fotos(simular=simular)
        if opciones["verbosity"]:
            self.stdout.write(f"{vencidas} fotos sin reporte vencieron; {len(hallado.huerfanos)} archivos sin dueño.")
        if hallado.perdidos:
            raise CommandError(f"Faltan {len(hallado.perdidos)} archivos: {', '.join(hallado.perdidos[:20])}")
