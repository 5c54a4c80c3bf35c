"""What script/server says when all is ready."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand

from gis_project.demostracion import CLAVE, CUENTAS


class Command(BaseCommand):
    help = "Muestra la dirección del servicio y, en la demostración, las cuentas."

    def handle(self, *args, **options) -> None:
        direccion = f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
        self.stdout.write(f"\n  Sistema de información geográfica de {settings.MUNICIPIO}\n")
        for texto, ruta in (
            ("Mapa", "/"),
            ("Reportar", "/reportar"),
            ("Gestión", "/gestion/"),
            ("OGC API", "/ogc/"),
            ("Salud", "/salud"),
        ):
            self.stdout.write(f"  {texto:10} {direccion}{ruta}")
        if settings.DEMOSTRACION:
            self.stdout.write(f"\n  Cuentas de la demostración (clave de todas: {CLAVE})")
            for cuenta, (rol, nombre) in CUENTAS.items():
                self.stdout.write(f"  {cuenta:16} {nombre} ({rol})")
        self.stdout.write("\n  Ctrl+C para terminar.\n")
