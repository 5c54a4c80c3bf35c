from django.core.management.base import BaseCommand

from malla_vial.acciones.borrado import borrar_suscripciones_viejas, borrar_vencidos, borrar_vetos_vencidos


class Command(BaseCommand):
    help = "Borra los datos personales de los casos cerrados hace más de RETENCION_DIAS días, y anota qué borró. Una vez al día."

    def add_arguments(self, parser):
        parser.add_argument("--ensayo", action="store_true", help="decir qué se borraría, y no borrar nada")

    def handle(self, *args, ensayo: bool, **opciones):
        casos = 0
        for radicado, borrado in borrar_vencidos(ensayo=ensayo):
            casos += 1
            detalle = ", ".join(f"{nombre}: {cuantos}" for nombre, cuantos in borrado.items()) or "no quedaba nada"
            self.stdout.write(f"{radicado}: {detalle}")
        if not ensayo:
            borrar_vetos_vencidos()
            borrar_suscripciones_viejas()
        self.stdout.write(f"{'Ensayo, no se borró nada' if ensayo else 'Borrados los datos'}: {casos} casos.")
